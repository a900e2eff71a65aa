import type { Finding, Guard } from './guard.js';
import { isAttachmentSpec, nodeLabel, specAfter, typeAndName, typeLabel } from './picture.js';

export const scpWithoutEffect: Guard = {
  code: 'scp-without-effect',
  title: 'A policy is attached where it has no effect',
  reason:
    'Service control policies never bind the management account, and resource control policies do not act on its resources. One that is attached to it directly only takes a slot and looks like protection. Source: [SCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html), [RCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).',
  allowance: 'An allowance at the attachment silences the warning.',
  *check(input): Iterable<Finding> {
    for (const change of input.changes) {
      const spec = specAfter(change);
      if (spec === undefined || !isAttachmentSpec(change.kind, spec)) continue;
      const { type } = typeAndName(spec.policy);
      if (change.action === 'expect' || (type !== 'scp' && type !== 'rcp')) continue;
      if (input.after.organization.get(spec.target)?.management !== true) continue;
      yield {
        address: change.address,
        severity: 'warning',
        message: `${nodeLabel(spec.target)} is the management account: an ${typeLabel(type)} attached to it has no effect`,
        hint: 'Keep workloads out of the management account; take this target away.',
      };
    }
  },
};
