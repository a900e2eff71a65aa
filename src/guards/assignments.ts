import { CONTROL_TOWER_SET_POLICIES } from '../facts/administrator-rights.js';
import { administratorPolicy, administratorRight } from '../iam/administrator.js';
import type { PermissionAssignmentSpec } from '../kinds/permission-assignment/spec.js';
import { type PermissionSetSpec, permissionSetAddress } from '../kinds/permission-set/spec.js';
import type { Address, JsonObject } from '../model.js';
import type { GuardInput, Picture } from './guard.js';
import { expandDocument } from './picture.js';
import { laysAdministratorPolicy } from './template-roles.js';

export interface PicturedAssignment {
  readonly address: Address;
  readonly spec: PermissionAssignmentSpec;
}

export function assignmentsOf(picture: Picture): PicturedAssignment[] {
  return [...picture.specs].flatMap(([address, { kind, spec }]) =>
    isAssignmentSpec(kind, spec) ? [{ address, spec }] : [],
  );
}

function isAssignmentSpec(kind: string, spec: JsonObject): spec is JsonObject & PermissionAssignmentSpec {
  return kind === 'permission-assignment' && typeof spec['permissionSet'] === 'string';
}

function isSetSpec(kind: string, spec: JsonObject): spec is JsonObject & PermissionSetSpec {
  return kind === 'permission-set' && Array.isArray(spec['managed']);
}

/** Why holders of the set are administrators; `unknown` where its content is not known. */
export type Rights = { readonly administrator: string } | 'none' | 'unknown';

/** What a permission set makes of its holders, as it stands in this picture. */
export function rightsOf(input: GuardInput, picture: Picture, set: string): Rights {
  const found = picture.specs.get(permissionSetAddress(set));
  if (!found || !isSetSpec(found.kind, found.spec)) return ofControlTower(set);
  const { managed, customer, inline, boundary } = found.spec;
  // A boundary by AWS is known; what a customer's holds lies in each account.
  if (boundary && 'managed' in boundary && administratorPolicy(boundary.managed) === undefined) return 'none';
  const bounded =
    boundary && 'customer' in boundary
      ? ` (bounded by ${boundary.customer.name}, whose text lies in each account)`
      : '';
  for (const policy of managed) {
    const what = administratorPolicy(policy);
    if (what !== undefined) return { administrator: what + bounded };
  }
  const own = inline && administratorRight([expandDocument(input, inline)]);
  if (own !== undefined) return { administrator: `its inline policy (${own})${bounded}` };
  const laid = customer.find(({ name }) => laysAdministratorPolicy(input, picture, name));
  return laid ? { administrator: `the customer managed policy ${laid.name}${bounded}` } : 'none';
}

function ofControlTower(set: string): Rights {
  const policy = CONTROL_TOWER_SET_POLICIES.get(set);
  if (policy === undefined) return 'unknown';
  const what = administratorPolicy(policy);
  return what === undefined ? 'none' : { administrator: what };
}
