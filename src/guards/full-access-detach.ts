import { readStatements } from '../iam/document.js';
import type { Finding, Guard } from './guard.js';
import { indexAfter, isAttachmentSpec, nodeLabel, removals } from './picture.js';

export const fullAccessDetach: Guard = {
  code: 'full-access-detach',
  title: 'FullAWSAccess is detached and nothing at the same place allows anything',
  reason:
    'An action is possible in an account only if every level above it, and the account itself, has a service control policy that allows it; an Allow at another level does not make up for it. Detaching FullAWSAccess without a policy with an Allow at the same target stops everything below. Source: [SCP evaluation](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).',
  allowance:
    'An allowance at the attachment (`policy-attachment:scp/FullAWSAccess@unit:Suspended`) means that everything below is meant to stop, Control Tower included.',
  *check(input): Iterable<Finding> {
    const after = indexAfter(input);
    if (!after.isOn('scp')) return;
    for (const change of removals(input, 'policy-attachment')) {
      if (!isAttachmentSpec(change.kind, change.from) || change.from.policy !== 'policy:scp/FullAWSAccess') continue;
      const { target } = change.from;
      if (!input.after.organization.has(target)) continue;
      const allowed = after
        .at(target, 'scp')
        .some(({ document }) => document && readStatements(document).some(({ effect }) => effect === 'Allow'));
      if (allowed) continue;
      yield {
        address: change.address,
        message: `FullAWSAccess leaves ${nodeLabel(target)} and no service control policy there allows anything: every action below would be denied`,
        hint: 'Attach a policy with Allow statements to the same target in the same plan: it is attached first.',
      };
    }
  },
};
