import { policyType as facts } from '../../facts/policy-types.js';
import type { Kind } from '../../kind.js';
import { policies } from '../organization-policy/section.js';
import type { Surroundings } from '../surroundings.js';
import { trustedAccess } from '../trusted-access/section.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { policyTypes } from './section.js';
import type { PolicyTypeSpec } from './spec.js';
import { steps } from './steps.js';

export const policyType: Kind<PolicyTypeSpec, Surroundings> = {
  name: 'policy-type',
  prefix: 'policy-type',
  title: 'policy type',
  about: `Whether policies of a type have effect in the organization. Enabled when the manifest says \`on\` or has a policy of the type; AWS does it in the background and towerctl waits until the root says ENABLED, one type at a time. An operation that somebody else started is waited for.

**Disabled** only by \`off\`, and only with an allowance: AWS then detaches every policy of the type everywhere, and enabling it again brings no attachment back. Leaving a type out changes nothing.

Source: [EnablePolicyType](https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html), [disabling](https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html).`,
  sections: [policyTypes],
  // Read beside trusted access too: a type that is on may need the service.
  readsSections: [policyTypes.key, policies.key, trustedAccess.key],
  undeclared: 'ignore',
  ownable: false,
  desired,
  needs: (spec) => {
    const service = facts(spec.type).trustedAccess;
    return service === undefined ? [] : [`trusted-access:${service}`];
  },
  live,
  steps,
  // The root is one thing: enabling two types at once makes them conflict.
  lanes: () => [{ lane: 'policy-type', limit: 1 }],
  describe: (change) =>
    change.action === 'remove'
      ? ['every policy of this type is detached everywhere, and enabling it again does not bring the attachments back']
      : [],
  targets: () => ['root'],
  actions: {
    read: ['organizations:ListRoots'],
    // Enabling may make AWS create the service-linked role of the service behind the type.
    write: ['organizations:EnablePolicyType', 'organizations:DisablePolicyType'],
  },
};
