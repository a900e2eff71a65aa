import { delegatedAdministratorAddress } from '../kinds/delegated-administrator/spec.js';
import type { Address } from '../model.js';
import { assignmentsOf } from './assignments.js';
import type { Finding, Guard, GuardInput } from './guard.js';

const IDENTITY_CENTER_ADMINISTRATOR = delegatedAdministratorAddress('sso.amazonaws.com');

export const managementAccountAccess: Guard = {
  code: 'management-account-access',
  title: 'A permission set of the management account is used elsewhere too',
  reason:
    'A delegated administrator of Identity Center may not assign anybody to the management account, and a permission set that is assigned there is out of its reach altogether: it can neither change the set nor assign it in any other account, and is answered AccessDenied. So sets for the management account should be used there alone, and looked after with the management account’s own credentials. Said only where Identity Center has a delegated administrator, or gets one by this plan. Source: [delegated administration](https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html).',
  allowance: 'It is a warning and lets the plan pass; an allowance at the assignment silences it.',
  *check(input: GuardInput): Iterable<Finding> {
    if (!isDelegated(input)) return;
    const { organization } = input.after;
    const bySet = new Map<string, { management?: Address; others: number }>();
    for (const { address, spec } of assignmentsOf(input.after)) {
      if (!isOurs(input, address)) continue;
      const found = bySet.get(spec.permissionSet) ?? { others: 0 };
      if (organization.get(spec.account)?.management === true) found.management ??= address;
      else found.others += 1;
      bySet.set(spec.permissionSet, found);
    }
    for (const [set, { management, others }] of bySet) {
      if (management === undefined || others === 0) continue;
      yield {
        address: management,
        severity: 'warning',
        message: `${set} is assigned to the management account and to ${others} other${others === 1 ? '' : 's'}: the delegated administrator of Identity Center can no longer change or assign it anywhere`,
        hint: 'Make a set of its own for the management account.',
      };
    }
  },
};

/** What this plan registers counts, and what it takes away does not; else what was read. */
function isDelegated({ after, changes, counts }: GuardInput): boolean {
  const planned = after.specs.get(IDENTITY_CENTER_ADMINISTRATOR)?.spec['accounts'];
  if (Array.isArray(planned)) return planned.length > 0;
  if (changes.some((change) => change.address === IDENTITY_CENTER_ADMINISTRATOR)) return false;
  return (counts?.['identity-center-administrators'] ?? 0) > 0;
}

function isOurs({ changes, declared }: GuardInput, address: Address): boolean {
  return declared?.has(address) ?? changes.some((change) => change.address === address && change.action !== 'notice');
}
