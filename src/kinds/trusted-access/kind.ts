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
  about: `A service that may act in the whole organization. Switched on by \`trustedAccess:\`, and by itself for policy types that need it (declarative policies for EC2, Security Hub, Inspector, GuardDuty), before the type is enabled.

It carries no tag and belongs to nobody: leaving it out never switches it off, \`off\` does. Use a service's own way of enabling where it has one (StackSets, Config, Security Hub): it creates more than this switch does.

Source: [EnableAWSServiceAccess](https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAWSServiceAccess.html).`,
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
