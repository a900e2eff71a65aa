import type { Kind } from '../../kind.js';
import { policies } from '../organization-policy/section.js';
import { policyTypeIn } from '../organization-policy/spec.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { follows } from './follows.js';
import { confirm, live } from './live.js';
import { shows } from './shows.js';
import type { AttachmentSpec } from './spec.js';
import { steps } from './steps.js';

export const policyAttachment: Kind<AttachmentSpec, Surroundings> = {
  name: 'policy-attachment',
  prefix: 'policy-attachment',
  title: 'attachment of a policy',
  about: `A policy on the root, a unit or an account. Policies are inherited, so \`targets:\` is compiled to the fewest places that cover exactly what is selected; \`exclude:\` moves the attachments further down, tags select accounts one by one.

**Attached** in the manifest's order on each place, since the first one wins where settings disagree; that order cannot be read back, so it is not drift. **Detached** when the policy is ours and the place no longer selected, after what replaces it is attached and after accounts that move away have moved. \`replaces: FullAWSAccess\` detaches AWS's default from the same places, replacement first; there is no other way to lose it. An attachment belongs to whoever its policy belongs to. The quarantine of a new account is attached by the step that makes it, and from then on is one of these until the account is ready.

Sources: [AttachPolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html), [inheritance](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html).`,
  // The `policies` section is the organization-policy kind's.
  sections: [],
  readsSections: [policies.key],
  undeclared: 'remove',
  ownable: false,
  desired,
  needs: (spec) => [
    spec.policy,
    `policy-type:${policyTypeIn(spec.policy)}`,
    ...(spec.target === 'root' ? [] : [spec.target]),
  ],
  live,
  confirm,
  steps,
  lanes: () => [],
  follows,
  shows,
  targets: (spec) => [spec.target],
  actions: {
    read: ['organizations:ListPolicies', 'organizations:ListTargetsForPolicy', 'organizations:ListPoliciesForTarget'],
    write: ['organizations:AttachPolicy', 'organizations:DetachPolicy'],
  },
};
