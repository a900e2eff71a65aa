import { faultOf } from '../../aws/faults.js';
import type { BoundaryRecord, IdentityCenterPort } from '../../aws/identity-center.js';
import type { Names, Step } from '../../kind.js';
import type { Address } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { type TagKeeper, tagStepsOf } from '../tag-steps.js';
import { canonical, text } from './canonical.js';
import type { CustomerPolicy, PermissionSetSpec } from './spec.js';

/** Description, session and relay state are written together: AWS puts back to its default what is not sent. */
export function settings(address: Address, from: PermissionSetSpec, to: PermissionSetSpec): Step<Surroundings>[] {
  const { description, session, relayState } = to;
  const same =
    from.session === session &&
    from.relayState === relayState &&
    (description === undefined || from.description === description);
  if (same) return [];
  return [
    write(address, 'update', 'UpdatePermissionSet', (center, arn) =>
      center.updatePermissionSet(arn, { description, session, relayState }),
    ),
  ];
}

/** One write a policy. A boundary comes first and goes last; what is taken away makes room for what comes. */
export function parts(address: Address, from: PermissionSetSpec, to: PermissionSetSpec): Step<Surroundings>[] {
  const [before, after] = [canonical(from), canonical(to)];
  const sameBoundary = text(before.boundary) === text(after.boundary);
  return [
    ...(sameBoundary || to.boundary === undefined ? [] : [putBoundary(address, to.boundary)]),
    ...less(before.managed, after.managed).map((policy) => detachManaged(address, policy)),
    ...less(before.customer, after.customer).map((policy) => detachCustomer(address, policy)),
    ...less(after.managed, before.managed).map((policy) => attachManaged(address, policy)),
    ...less(after.customer, before.customer).map((policy) => attachCustomer(address, policy)),
    ...(text(before.inline) === text(after.inline) ? [] : [inline(address, to)]),
    ...(sameBoundary || to.boundary !== undefined ? [] : [deleteBoundary(address)]),
  ];
}

/** Tags are no part of the role: nothing is provisioned for them. `own` also writes whose it is. */
export function tagWrites(
  address: Address,
  from: PermissionSetSpec,
  to: PermissionSetSpec,
  own?: { readonly key: string },
): Step<Surroundings>[] {
  const keeper: TagKeeper = {
    prefix: 'sso',
    tag: ({ aws, names }, tags) => aws.identityCenter().tag(names.idOf(address), tags),
    untag: ({ aws, names }, keys) => aws.identityCenter().untag(names.idOf(address), keys),
  };
  return tagStepsOf(keeper, from, to, own);
}

function attachManaged(address: Address, policy: string): Step<Surroundings> {
  return write(address, `attach ${policy}`, 'AttachManagedPolicyToPermissionSet', (center, arn) =>
    center.attachManagedPolicy(arn, awsPolicyArn(arn, policy)),
  );
}

function detachManaged(address: Address, policy: string): Step<Surroundings> {
  return write(address, `detach ${policy}`, 'DetachManagedPolicyFromPermissionSet', (center, arn) =>
    center.detachManagedPolicy(arn, awsPolicyArn(arn, policy)),
  );
}

function attachCustomer(address: Address, policy: CustomerPolicy): Step<Surroundings> {
  const name = `attach ${policy.path}${policy.name}`;
  return write(address, name, 'AttachCustomerManagedPolicyReferenceToPermissionSet', (center, arn) =>
    center.attachCustomerPolicy(arn, policy),
  );
}

function detachCustomer(address: Address, policy: CustomerPolicy): Step<Surroundings> {
  const name = `detach ${policy.path}${policy.name}`;
  return write(address, name, 'DetachCustomerManagedPolicyReferenceFromPermissionSet', (center, arn) =>
    center.detachCustomerPolicy(arn, policy),
  );
}

function inline(address: Address, { inline: document }: PermissionSetSpec): Step<Surroundings> {
  if (document === undefined) {
    return write(address, 'delete inline policy', 'DeleteInlinePolicyFromPermissionSet', (center, arn) =>
      center.deleteInline(arn),
    );
  }
  // AWS counts what is sent: without white space.
  return write(address, 'put inline policy', 'PutInlinePolicyToPermissionSet', (center, arn, names) =>
    center.putInline(arn, names.concrete(JSON.stringify(document))),
  );
}

function putBoundary(address: Address, boundary: NonNullable<PermissionSetSpec['boundary']>): Step<Surroundings> {
  return write(address, 'put boundary', 'PutPermissionsBoundaryToPermissionSet', (center, arn) => {
    const record: BoundaryRecord =
      'managed' in boundary ? { managedArn: awsPolicyArn(arn, boundary.managed) } : { customer: boundary.customer };
    return center.putBoundary(arn, record);
  });
}

function deleteBoundary(address: Address): Step<Surroundings> {
  return write(address, 'delete boundary', 'DeletePermissionsBoundaryFromPermissionSet', (center, arn) =>
    center.deleteBoundary(arn),
  );
}

/** The policies of AWS are in the set's own partition. */
function awsPolicyArn(setArn: string, policy: string): string {
  return `arn:${setArn.split(':')[1] ?? 'aws'}:iam::aws:policy/${policy}`;
}

type Write = (center: IdentityCenterPort, setArn: string, names: Names) => Promise<void>;

/** A part that is there already, or away already, was written before the answer was lost. */
function write(address: Address, name: string, operation: string, send: Write): Step<Surroundings> {
  const takesAway = /^(Detach|Delete)/.test(operation);
  return {
    name,
    calls: [`sso:${operation}`],
    async start({ aws, names }) {
      try {
        await send(aws.identityCenter(), names.idOf(address), names);
      } catch (error) {
        const fault = faultOf(error).class;
        if (fault !== 'already-so' && !(takesAway && fault === 'gone')) throw error;
      }
      return { state: 'done' };
    },
  };
}

function less<T>(some: readonly T[], others: readonly T[]): T[] {
  const away = new Set(others.map(text));
  return some.filter((one) => !away.has(text(one)));
}
