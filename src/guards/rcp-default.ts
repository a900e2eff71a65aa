import { policyType } from '../facts/policy-types.js';
import type { Finding, Guard } from './guard.js';
import { isAttachmentSpec, nodeLabel, removals, typeAndName } from './picture.js';

export const rcpDefault: Guard = {
  code: 'rcp-default',
  title: 'The plan detaches a policy that AWS does not let go',
  reason:
    'RCPFullAWSAccess is attached to every root, unit and account while resource control policies are enabled. Detaching it is answered with `NON_DETACHABLE_POLICY`. Source: [RCP syntax](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html).',
  allowance: 'None: AWS refuses the call.',
  absolute: true,
  *check(input): Iterable<Finding> {
    for (const change of removals(input, 'policy-attachment')) {
      if (!isAttachmentSpec(change.kind, change.from)) continue;
      const { type, name } = typeAndName(change.from.policy);
      const standard = policyType(type).awsDefault;
      if (standard?.name !== name || standard.detachable) continue;
      yield {
        address: change.address,
        message: `${name} cannot be detached from ${nodeLabel(change.from.target)}: AWS refuses`,
        hint: 'Take the replacement or removal of it out of the manifest.',
      };
    }
  },
};
