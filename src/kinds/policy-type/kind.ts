import { policyType as facts } from '../../facts/policy-types.js';
import type { Kind } from '../../kind.js';
import { policies } from '../organization-policy/section.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { policyTypes } from './section.js';
import type { PolicyTypeSpec } from './spec.js';
import { steps } from './steps.js';

export const policyType: Kind<PolicyTypeSpec, Surroundings> = {
  name: 'policy-type',
  prefix: 'policy-type',
  title: 'policy type',
  sections: [policyTypes],
  readsSections: [policyTypes.key, policies.key],
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
