import { faultOf } from '../../aws/faults.js';
import { policyType } from '../../facts/policy-types.js';
import type { Names, Step, StepContext } from '../../kind.js';
import type { Address, Change, JsonObject, Progress } from '../../model.js';
import { OWNER_TAG, ownershipTags, presentTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { tagSteps } from '../tag-steps.js';
import type { PolicySpec } from './spec.js';

export function steps(change: Change<PolicySpec>): Step<Surroundings>[] {
  switch (change.action) {
    case 'create':
      return [create(change.address, change.to)];
    case 'update':
    case 'adopt': {
      const renamed = change.action === 'adopt' || change.from.key !== change.to.key;
      // Undoing a rename goes back to the old key, which the address does not have.
      const own = renamed ? { key: change.to.key ?? keyOf(change.address) } : undefined;
      return [
        ...update(change.address, change.from, change.to),
        ...tagSteps(change.address, change.from, change.to, own),
      ];
    }
    case 'remove':
      return [remove(change.address)];
    default:
      return [];
  }
}

export function keyOf(address: Address): string {
  return address.slice(address.indexOf('/') + 1);
}

/** AWS counts every character that is sent, white space too. */
export function contentOf(document: JsonObject, names: Names): string {
  return names.concrete(JSON.stringify(document));
}

function create(address: Address, spec: PolicySpec): Step<Surroundings> {
  const { wire } = policyType(spec.type);
  return {
    name: 'create',
    calls: ['organizations:CreatePolicy'],
    async start(context) {
      const { aws, names, manifestName } = context;
      try {
        const tags = { ...presentTags(spec.tags), ...ownershipTags(manifestName, keyOf(address)) };
        const content = contentOf(spec.document, names);
        return {
          state: 'done',
          id: await aws.organizations.createPolicy({
            wireType: wire,
            name: spec.name,
            description: spec.description,
            content,
            tags,
          }),
        };
      } catch (error) {
        if (faultOf(error).code !== 'DuplicatePolicyException') throw error;
        return whose(context, spec);
      }
    },
    poll: (_token, context) => whose(context, spec),
  };
}

/** An answer that was lost: the policy is there and ours, or it is somebody's who was faster. Lists lag behind: look until it shows. */
async function whose({ aws, manifestName }: StepContext<Surroundings>, spec: PolicySpec): Promise<Progress> {
  aws.organizations.forget();
  const policies = await aws.organizations.policies(policyType(spec.type).wire);
  const policy = policies.find((candidate) => candidate.name === spec.name);
  if (!policy) return { state: 'running', token: spec.name, detail: 'AWS has it, and does not list it yet' };
  if ((await aws.organizations.tagsOf(policy.id))[OWNER_TAG] === manifestName) return { state: 'done', id: policy.id };
  return {
    state: 'failed',
    problem: `a ${spec.type} policy named "${spec.name}" that is not ours appeared meanwhile; plan again`,
  };
}

function update(address: Address, from: PolicySpec, to: PolicySpec): Step<Surroundings>[] {
  const changed = {
    ...(from.name !== to.name && { name: to.name }),
    ...(from.description !== to.description && { description: to.description }),
  };
  const newDocument = JSON.stringify(from.document) !== JSON.stringify(to.document);
  if (Object.keys(changed).length === 0 && !newDocument) return [];
  return [
    {
      name: 'update',
      calls: ['organizations:UpdatePolicy'],
      async start({ aws, names }) {
        await aws.organizations.updatePolicy(names.idOf(address), {
          ...changed,
          ...(newDocument && { content: contentOf(to.document, names) }),
        });
        return { state: 'done' };
      },
    },
  ];
}

function remove(address: Address): Step<Surroundings> {
  return {
    name: 'delete',
    calls: ['organizations:DeletePolicy'],
    async start({ aws, names }) {
      try {
        await aws.organizations.deletePolicy(names.idOf(address));
      } catch (error) {
        const fault = faultOf(error);
        if (fault.code === 'PolicyInUseException') {
          return {
            state: 'failed',
            problem: 'it is still attached somewhere, so AWS does not delete it; plan again to see where',
          };
        }
        if (fault.code !== 'PolicyNotFoundException') throw error;
      }
      return { state: 'done' };
    },
  };
}
