import { JOB_FUNCTIONS, PERMISSION_SET_LIMITS } from '../../../facts/identity-center.js';
import { pageByKey } from '../../cursor.js';
import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { setIn } from './access.js';
import { conflict, invalid, missing, overQuota } from './errors.js';
import { type Input, part, text } from './input.js';
import { idOf } from './names.js';
import { editedSetIn, markStale } from './sets.js';
import type { Boundary, CustomerPolicy, SetRow } from './state.js';

/** What is in a permission set. Each change leaves the accounts that have the set as they are. */

const PAGE = 100;

function checkRoom({ arn, managed, customer }: SetRow, what: string): void {
  const { policies } = PERMISSION_SET_LIMITS;
  if (managed.length + customer.length < policies) return;
  throw overQuota(
    `You have exceeded AWS SSO limits. Cannot create ${what} more than ${policies} for id ${idOf(arn)}. Please refer to https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html`,
  );
}

const AttachManagedPolicyToPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'AttachManagedPolicyToPermissionSet');
  const arn = text(input, 'ManagedPolicyArn');
  checkManaged(arn);
  if (row.managed.includes(arn)) {
    // Misspelt as it was observed.
    throw conflict(
      `Permission set with id ${idOf(row.arn)} already has a typed link attachment to a manged policy with ${arn}`,
    );
  }
  checkRoom(row, 'ManagedPolicy');
  row.managed = [...row.managed, arn];
  markStale(context.world, row);
  return {};
};

/** Which policies AWS has is not known here, but for those that are easily looked for in the wrong place. */
function checkManaged(arn: string): void {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (JOB_FUNCTIONS.has(name) && arn.endsWith(`:policy/${name}`)) throw missing(`Policy ${arn} does not exist.`);
}

const DetachManagedPolicyFromPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'DetachManagedPolicyFromPermissionSet');
  const arn = text(input, 'ManagedPolicyArn');
  if (!row.managed.includes(arn)) throw missing(`Could not find ManagedPolicy with arn ${arn}`);
  row.managed = row.managed.filter((each) => each !== arn);
  markStale(context.world, row);
  return {};
};

const ListManagedPoliciesInPermissionSet: Operation<World> = (input, context) => {
  const row = setIn(input, context, 'ListManagedPoliciesInPermissionSet');
  const paging = { world: context.world, input, list: `managed ${row.arn}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, row.managed, (arn) => arn);
  return { AttachedManagedPolicies: items.map((Arn) => ({ Name: Arn.slice(Arn.lastIndexOf('/') + 1), Arn })), ...next };
};

function referenceIn(input: Input): CustomerPolicy {
  const reference = part(input, 'CustomerManagedPolicyReference') ?? {};
  const { Name, Path = '/' } = reference;
  if (typeof Name !== 'string') throw invalid('CustomerManagedPolicyReference must have a Name.');
  return { Name, Path: String(Path) };
}

const nameOf = ({ Path, Name }: CustomerPolicy): string => `${Path}${Name}`;

const AttachCustomerManagedPolicyReferenceToPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'AttachCustomerManagedPolicyReferenceToPermissionSet');
  const reference = referenceIn(input);
  if (row.customer.some((each) => nameOf(each) === nameOf(reference))) {
    throw conflict(
      `Given customer managed policy with name: ${reference.Name}  and path ${reference.Path} already attached`,
    );
  }
  checkRoom(row, 'CustomerManagedPolicy');
  row.customer = [...row.customer, reference];
  markStale(context.world, row);
  return {};
};

const DetachCustomerManagedPolicyReferenceFromPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'DetachCustomerManagedPolicyReferenceFromPermissionSet');
  const name = nameOf(referenceIn(input));
  if (!row.customer.some((each) => nameOf(each) === name)) {
    throw missing(`Given customer managed policy ${name} does not exist on ${idOf(row.arn)}`);
  }
  row.customer = row.customer.filter((each) => nameOf(each) !== name);
  markStale(context.world, row);
  return {};
};

const ListCustomerManagedPolicyReferencesInPermissionSet: Operation<World> = (input, context) => {
  const row = setIn(input, context, 'ListCustomerManagedPolicyReferencesInPermissionSet');
  const paging = { world: context.world, input, list: `customer ${row.arn}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, row.customer, nameOf);
  return { CustomerManagedPolicyReferences: items, ...next };
};

const PutInlinePolicyToPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'PutInlinePolicyToPermissionSet');
  const policy = text(input, 'InlinePolicy');
  checkInline(policy);
  row.inline = policy;
  markStale(context.world, row);
  return {};
};

export function checkInline(policy: string): void {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch (error) {
    throw invalid(`Policy document is not valid JSON: ${(error as Error).message}`);
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) {
    throw invalid('Policy document has no Statement');
  }
  const most = PERMISSION_SET_LIMITS.inlineBytesWithoutSpace;
  const size = Buffer.byteLength(policy.replaceAll(/\s/g, ''));
  if (size > most) throw overQuota(`Maximum policy size of ${most} bytes exceeded: ${size} without white space`);
}

const GetInlinePolicyForPermissionSet: Operation<World> = (input, context) => {
  const { inline } = setIn(input, context, 'GetInlinePolicyForPermissionSet');
  return { InlinePolicy: inline ?? '' };
};

const DeleteInlinePolicyFromPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'DeleteInlinePolicyFromPermissionSet');
  if (row.inline === undefined) throw missing(`Could not find InlinePolicy for PermissionSet ${idOf(row.arn)}`);
  delete row.inline;
  markStale(context.world, row);
  return {};
};

const PutPermissionsBoundaryToPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'PutPermissionsBoundaryToPermissionSet');
  row.boundary = boundaryIn(part(input, 'PermissionsBoundary') ?? {});
  markStale(context.world, row);
  return {};
};

function boundaryIn(given: Input): Boundary {
  const { ManagedPolicyArn: arn, CustomerManagedPolicyReference: reference } = given;
  if ((arn === undefined) === (reference === undefined)) {
    throw invalid('PermissionsBoundary must have exactly one of ManagedPolicyArn and CustomerManagedPolicyReference.');
  }
  if (reference !== undefined) return { CustomerManagedPolicyReference: referenceIn(given) };
  checkManaged(String(arn));
  return { ManagedPolicyArn: String(arn) };
}

const GetPermissionsBoundaryForPermissionSet: Operation<World> = (input, context) => {
  const row = setIn(input, context, 'GetPermissionsBoundaryForPermissionSet');
  if (!row.boundary) throw missing(`PermissionsBoundary not found for PermissionSet ${idOf(row.arn)}`);
  return { PermissionsBoundary: row.boundary };
};

const DeletePermissionsBoundaryFromPermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'DeletePermissionsBoundaryFromPermissionSet');
  if (!row.boundary) throw missing(`PermissionsBoundary not found for PermissionSet ${idOf(row.arn)}`);
  delete row.boundary;
  markStale(context.world, row);
  return {};
};

export const policyOperations = {
  AttachManagedPolicyToPermissionSet,
  DetachManagedPolicyFromPermissionSet,
  ListManagedPoliciesInPermissionSet,
  AttachCustomerManagedPolicyReferenceToPermissionSet,
  DetachCustomerManagedPolicyReferenceFromPermissionSet,
  ListCustomerManagedPolicyReferencesInPermissionSet,
  PutInlinePolicyToPermissionSet,
  GetInlinePolicyForPermissionSet,
  DeleteInlinePolicyFromPermissionSet,
  PutPermissionsBoundaryToPermissionSet,
  GetPermissionsBoundaryForPermissionSet,
  DeletePermissionsBoundaryFromPermissionSet,
};
