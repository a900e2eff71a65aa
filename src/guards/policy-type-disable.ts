import type { Finding, Guard } from './guard.js';
import { indexOf, listing, removals } from './picture.js';

export const policyTypeDisable: Guard = {
  code: 'policy-type-disable',
  title: 'The plan disables a policy type',
  reason:
    'Disabling a policy type detaches every policy of that type from every root, unit and account, those of Control Tower and of other teams included. Enabling it again brings back only the AWS default: the attachments are lost. Source: [Disabling a policy type](https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html).',
  allowance: 'An allowance at `policy-type:<type>` means that losing all attachments of the type is intended.',
  *check(input): Iterable<Finding> {
    const before = indexOf(input.before);
    for (const change of removals(input, 'policy-type')) {
      const type = String(change.from['type']);
      const lost = before.attachments.filter((attached) => attached.type === type);
      const which = listing(lost.map(({ name, target }) => `${name}@${target}`));
      yield {
        address: change.address,
        message: `disabling the policy type "${type}" detaches ${lost.length === 0 ? 'every policy of the type' : `${lost.length} policies (${which})`}; enabling it again does not bring them back`,
        hint: 'To end one policy, detach or remove that policy.',
      };
    }
  },
};
