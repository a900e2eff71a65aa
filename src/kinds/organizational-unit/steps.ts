import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import { OWNER_TAG, ownershipTags, presentTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { tagSteps } from '../tag-steps.js';
import { keyOf, type UnitSpec } from './spec.js';

export function steps(change: Change<UnitSpec>): Step<Surroundings>[] {
  switch (change.action) {
    case 'create':
    case 'replace':
      return [create(change.address, change.to)];
    case 'update':
      return [
        ...rename(change.address, change.from, change.to),
        ...tagSteps(change.address, change.from, change.to, ownKey(change)),
      ];
    case 'adopt':
      return [
        ...rename(change.address, change.from, change.to),
        ...tagSteps(change.address, change.from, change.to, { key: keyOf(change.address.slice('unit:'.length)) }),
      ];
    case 'remove':
      return [remove(change.address)];
    default:
      return [];
  }
}

/** A rename changes the key too: without it the next run would still find the unit under its old one. */
function ownKey({ from, to }: Extract<Change<UnitSpec>, { action: 'update' }>): { key: string } | undefined {
  return to.key === undefined || from.key === to.key ? undefined : { key: to.key };
}

function create(address: Change['address'], spec: UnitSpec): Step<Surroundings> {
  return {
    name: 'create',
    calls: ['organizations:CreateOrganizationalUnit'],
    async start(context) {
      const { aws, names, manifestName } = context;
      const parentId = names.idOf(spec.parent);
      const tags = { ...presentTags(spec.tags), ...ownershipTags(manifestName, keyOf(address.slice('unit:'.length))) };
      try {
        return { state: 'done', id: await aws.organizations.createUnit(parentId, spec.name, tags) };
      } catch (error) {
        if (faultOf(error).code !== 'DuplicateOrganizationalUnitException') throw error;
        return whose(context, spec);
      }
    },
    poll: (_token, context) => whose(context, spec),
  };
}

/** An answer that was lost: the unit is there and ours, or it is somebody's who was faster. Lists lag behind: look until it shows. */
async function whose({ aws, names, manifestName }: StepContext<Surroundings>, spec: UnitSpec): Promise<Progress> {
  aws.organizations.forget();
  const units = await aws.organizations.unitsIn(names.idOf(spec.parent));
  const unit = units.find((candidate) => candidate.name === spec.name);
  if (!unit) return { state: 'running', token: spec.name, detail: 'AWS has it, and does not list it yet' };
  if ((await aws.organizations.tagsOf(unit.id))[OWNER_TAG] === manifestName) return { state: 'done', id: unit.id };
  return {
    state: 'failed',
    problem: `a unit named "${spec.name}" that is not ours appeared under ${spec.parent} meanwhile; plan again`,
  };
}

function rename(address: Change['address'], from: UnitSpec, to: UnitSpec): Step<Surroundings>[] {
  if (from.name === to.name) return [];
  return [
    {
      name: `rename to "${to.name}"`,
      calls: ['organizations:UpdateOrganizationalUnit'],
      async start({ aws, names }) {
        await aws.organizations.renameUnit(names.idOf(address), to.name);
        return { state: 'done' };
      },
    },
  ];
}

function remove(address: Change['address']): Step<Surroundings> {
  return {
    name: 'delete',
    calls: ['organizations:DeleteOrganizationalUnit'],
    async start({ aws, names }) {
      try {
        await aws.organizations.deleteUnit(names.idOf(address));
      } catch (error) {
        const fault = faultOf(error);
        if (fault.code === 'OrganizationalUnitNotEmptyException') {
          return {
            state: 'failed',
            problem:
              'it still holds accounts or units, so AWS does not delete it; move them out or declare where they belong',
          };
        }
        if (fault.code !== 'OrganizationalUnitNotFoundException') throw error;
      }
      return { state: 'done' };
    },
  };
}
