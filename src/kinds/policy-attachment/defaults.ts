import { POLICY_TYPES, policyType } from '../../facts/policy-types.js';
import type { SpecsByAddress } from '../../kind.js';
import type { Address } from '../../model.js';
import type { Organization } from '../../organization.js';
import { policyAddress, policyTypeIn } from '../organization-policy/spec.js';
import { type AttachmentSpec, attachmentAddress } from './spec.js';

/** FullAWSAccess and RCPFullAWSAccess: AWS attaches them to everything while their type is enabled. */
export function isAwsDefault(policy: Address): boolean {
  const standard = policyType(policyTypeIn(policy)).awsDefault;
  return standard !== undefined && policy === policyAddress(policyTypeIn(policy), standard.name);
}

interface Side {
  readonly organization: Organization;
  readonly specs: SpecsByAddress;
}

/** What AWS attaches by itself when a plan enables a type or adds a unit. */
export function attachedByAws(before: Side, after: Side): [Address, AttachmentSpec][] {
  return POLICY_TYPES.flatMap(({ name, awsDefault }) => {
    if (awsDefault === undefined || !after.specs.has(`policy-type:${name}`)) return [];
    const enabled = !before.specs.has(`policy-type:${name}`);
    const policy = policyAddress(name, awsDefault.name);
    return [...after.organization.nodes.keys()]
      .filter((node) => enabled || !before.organization.has(node))
      .map((target): [Address, AttachmentSpec] => [attachmentAddress(policy, target), { policy, target }]);
  });
}
