import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Change, Progress } from '../../model.js';
import { OWNER_TAG, ownershipTags, presentTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { parts, settings, tagWrites } from './edits.js';
import { provision } from './provision.js';
import { named } from './read.js';
import type { PermissionSetSpec } from './spec.js';

export function steps(change: Change<PermissionSetSpec>): Step<Surroundings>[] {
  const { address } = change;
  switch (change.action) {
    case 'create':
      // Nobody is assigned yet, so nothing is provisioned either.
      return [create(change.to), ...parts(address, bare(change.to), change.to)];
    case 'update':
      return changed(address, change.from, change.to);
    case 'adopt':
      return [...changed(address, change.from, change.to, { key: change.to.name }), ...caughtUp(change)];
    case 'repair':
      return [...changed(address, change.from, change.to), ...caughtUp(change)];
    case 'remove':
      return [remove(address)];
    default:
      return [];
  }
}

/** What a set has right after its creation: no rights. */
function bare({ name, session, authority }: PermissionSetSpec): PermissionSetSpec {
  return { name, session, authority, managed: [], customer: [] };
}

/** All edits first, and then one provisioning, since each provisioning writes a role in every account. */
function changed(
  address: Address,
  from: PermissionSetSpec,
  to: PermissionSetSpec,
  own?: { readonly key: string },
): Step<Surroundings>[] {
  const edits = edited(address, from, to);
  return [
    ...edits,
    ...tagWrites(address, from, to, own),
    ...(edits.length > 0 ? [provision(address, { edited: true })] : []),
  ];
}

/** Where nothing is edited, only what is stale is provisioned. */
function caughtUp(change: Change<PermissionSetSpec> & { readonly action: 'adopt' | 'repair' }): Step<Surroundings>[] {
  return edited(change.address, change.from, change.to).length > 0
    ? []
    : [provision(change.address, { edited: false })];
}

function edited(address: Address, from: PermissionSetSpec, to: PermissionSetSpec): Step<Surroundings>[] {
  return [...settings(address, from, to), ...parts(address, from, to)];
}

/** Whether accounts are written to: three at a time. */
export function provisions(change: Change<PermissionSetSpec>): boolean {
  return steps(change).some(({ name }) => name === 'provision');
}

function create(spec: PermissionSetSpec): Step<Surroundings> {
  const { name, description, session, relayState } = spec;
  return {
    name: 'create',
    calls: ['sso:CreatePermissionSet', 'sso:TagResource'],
    async start(context) {
      const tags = { ...presentTags(spec.tags), ...ownershipTags(context.manifestName, name) };
      try {
        const id = await context.aws
          .identityCenter()
          .createPermissionSet({ name, description, session, relayState, tags });
        return { state: 'done', id };
      } catch (error) {
        if (faultOf(error).class !== 'already-so') throw error;
        return whose(context, name);
      }
    },
    poll: (_token, context) => whose(context, name),
  };
}

/** An answer that was lost: the set is there and ours, or it is somebody's who was faster. */
async function whose({ aws, manifestName }: StepContext<Surroundings>, name: string): Promise<Progress> {
  const center = aws.identityCenter();
  center.forget();
  const set = (await center.permissionSets()).find((candidate) => candidate.name === name);
  if (!set) return { state: 'running', token: name, detail: 'AWS has it, and does not list it yet' };
  const tags = await center.tagsOf(set.arn);
  if (!center.hasTags || tags[OWNER_TAG] === manifestName) return { state: 'done', id: set.arn };
  return {
    state: 'failed',
    problem: `a permission set named "${name}" that is not ours appeared meanwhile; plan again`,
  };
}

function remove(address: Address): Step<Surroundings> {
  return {
    name: 'delete',
    calls: ['sso:DeletePermissionSet'],
    async start({ aws, names }) {
      const center = aws.identityCenter();
      const setArn = names.idOf(address);
      try {
        await center.deletePermissionSet(setArn);
      } catch (error) {
        const fault = faultOf(error);
        if (fault.class === 'gone') return { state: 'done' };
        if (fault.code !== 'ConflictException') throw error;
        center.forget();
        const accounts = (await center.accountsOf(setArn)).map((id) => names.nameOf(id) ?? (`account:${id}` as const));
        return {
          state: 'failed',
          problem: `${accounts.length === 0 ? 'it is still in use' : `it is still assigned in ${named(accounts)}`}, so AWS does not delete it; remove the assignments, which a manifest with assignments: does, and run again`,
        };
      }
      return { state: 'done' };
    },
  };
}
