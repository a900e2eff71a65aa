import { policyType } from '../facts/policy-types.js';
import type { Finding, Guard } from './guard.js';
import { indexAfter, removals, typeLabel } from './picture.js';

/** Services that a Control Tower landing zone works through; without their trusted access it is in drift. */
const CONTROL_TOWER = new Map([
  ['controltower.amazonaws.com', 'Control Tower itself'],
  ['sso.amazonaws.com', 'IAM Identity Center access to the accounts'],
  ['config.amazonaws.com', 'detective controls'],
  ['cloudtrail.amazonaws.com', 'the organization trail'],
  ['member.org.stacksets.cloudformation.amazonaws.com', 'StackSets in the accounts'],
]);

export const trustedAccessInUse: Guard = {
  code: 'trusted-access-in-use',
  title: 'Trusted access would be taken from a service that is in use',
  reason:
    'A policy type must be disabled before the trusted access of the service behind it (`POLICY_TYPE_ENABLED_FOR_THIS_SERVICE`; documented for Security Hub, likely for others). Trusted access that Control Tower relies on, once disabled, is landing zone drift (`TRUSTED_ACCESS_DISABLED`) that only a reset of the landing zone repairs. Source: [DisableAWSServiceAccess](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisableAWSServiceAccess.html), [Control Tower: governance drift](https://docs.aws.amazon.com/controltower/latest/userguide/governance-drift.html).',
  allowance: 'An allowance at `trusted-access:<service>` means that the service is no longer needed.',
  *check(input): Iterable<Finding> {
    const types = [...(indexAfter(input).types ?? [])];
    for (const change of removals(input, 'trusted-access')) {
      const service = String(change.from['service']);
      const needing = types.filter((type) => policyType(type).trustedAccess === service);
      if (needing.length > 0) {
        yield {
          address: change.address,
          message: `${service} loses trusted access while the policy type ${needing.map(typeLabel).join(', ')} stays enabled, which AWS may refuse`,
          hint: 'Switch the policy type off in the same plan, or leave trusted access on.',
        };
      }
      const purpose = CONTROL_TOWER.get(service);
      if (purpose === undefined) continue;
      yield {
        address: change.address,
        message: `${service} loses trusted access: Control Tower needs it for ${purpose}, the landing zone would be in drift`,
        hint: 'Leave it on while there is a landing zone.',
      };
    }
  },
};
