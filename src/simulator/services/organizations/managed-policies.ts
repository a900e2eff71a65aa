import { POLICY_TYPES } from '../../../facts/policy-types.js';
import type { PolicyRecord } from './records.js';
import type { Store } from './store.js';

/** The two policies that AWS itself owns in every organization with all features. They cannot be changed or deleted. */
const STATEMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SERVICE_CONTROL_POLICY: { Effect: 'Allow', Action: '*', Resource: '*' },
  RESOURCE_CONTROL_POLICY: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
};

export function managedPolicies(): PolicyRecord[] {
  return POLICY_TYPES.flatMap(({ wire: type, awsDefault }) => {
    const statement = STATEMENTS[type];
    if (!awsDefault || !statement) return [];
    const { id, name } = awsDefault;
    const content = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    return [{ id, name, description: 'Allows access to every operation', type, awsManaged: true, content }];
  });
}

export function addManagedPolicies(store: Store): void {
  for (const policy of managedPolicies()) {
    if (store.get('policies', policy.id)) continue;
    store.put('policies', policy.id, policy);
    store.put('names', `policy:${policy.type}/${policy.name}`, policy.id);
    store.append(`policies:${policy.type}`, policy.id);
  }
}
