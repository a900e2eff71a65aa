import type { PermissionSetSpec } from '../kinds/permission-set/spec.js';
import type { Address, JsonObject } from '../model.js';
import type { GuardInput } from './guard.js';

export interface WrittenSet {
  readonly address: Address;
  readonly to: PermissionSetSpec;
  readonly from?: PermissionSetSpec;
}

/** Permission sets that the plan makes, changes or takes over. */
export function writtenSets({ changes, before }: GuardInput): WrittenSet[] {
  return changes.flatMap((change) => {
    if (!('to' in change) || !isSetSpec(change.kind, change.to)) return [];
    const known = before.specs.get(change.address);
    const from = known && isSetSpec(known.kind, known.spec) ? known.spec : undefined;
    return [{ address: change.address, to: change.to, ...(from && { from }) }];
  });
}

export function isSetSpec(kind: string, spec: JsonObject): spec is JsonObject & PermissionSetSpec {
  return kind === 'permission-set' && Array.isArray(spec['managed']) && Array.isArray(spec['customer']);
}

/** Policies that become attachments of the role in each account. */
export function policiesOf({ managed, customer }: PermissionSetSpec): number {
  return managed.length + customer.length;
}
