import type { NodeName } from '../model.js';
import type { Finding, Guard } from './guard.js';
import { indexAfter, isAttachmentSpec, nodeLabel, removals, typeAndName } from './picture.js';

export const lastScp: Guard = {
  code: 'last-scp',
  title: 'A target would be left without any service control policy',
  reason:
    'While service control policies are enabled every root, unit and account must have at least one attached directly. Detaching the last is answered with `MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED`. Source: [Quotas for AWS Organizations](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).',
  allowance: 'None: AWS refuses the call.',
  absolute: true,
  *check(input): Iterable<Finding> {
    const after = indexAfter(input);
    if (!after.isOn('scp')) return;
    const emptied = new Set<NodeName>();
    for (const change of removals(input, 'policy-attachment')) {
      if (!isAttachmentSpec(change.kind, change.from)) continue;
      const { target, policy } = change.from;
      if (typeAndName(policy).type !== 'scp' || emptied.has(target)) continue;
      // A target that goes away with its policies is not left without: AWS ends both.
      if (!input.after.organization.has(target) || after.at(target, 'scp').length > 0) continue;
      emptied.add(target);
      yield {
        address: change.address,
        message: `${nodeLabel(target)} would have no service control policy attached: AWS refuses to detach the last one`,
        hint: 'Attach FullAWSAccess (awsManaged: true) or another policy there.',
      };
    }
  },
};
