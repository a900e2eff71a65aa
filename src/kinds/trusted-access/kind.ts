import type { Kind } from '../../kind.js';
import { policies } from '../organization-policy/section.js';
import { policyTypes } from '../policy-type/section.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { trustedAccess as section } from './section.js';
import type { TrustedAccessSpec } from './spec.js';
import { steps } from './steps.js';

export const trustedAccess: Kind<TrustedAccessSpec, Surroundings> = {
  name: 'trusted-access',
  prefix: 'trusted-access',
  title: 'trusted access of a service',
  sections: [section],
  readsSections: [section.key, policies.key, policyTypes.key],
  undeclared: 'ignore',
  ownable: false,
  desired,
  needs: () => [],
  live,
  steps,
  lanes: () => [{ lane: 'trusted-access', limit: 1 }],
  shows: async (change, { aws }) => {
    const spec = 'to' in change ? change.to : change.from;
    return (
      spec === undefined ||
      (await aws.organizations.trustedServices()).includes(spec.service) === (change.action !== 'remove')
    );
  },
  targets: () => ['root'],
  actions: {
    read: ['organizations:ListAWSServiceAccessForOrganization'],
    write: ['organizations:EnableAWSServiceAccess', 'organizations:DisableAWSServiceAccess'],
  },
};
