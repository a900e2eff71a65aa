import type { Kind } from '../../kind.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { NEEDING_SECTIONS } from './needed.js';
import { trustedAccess as section } from './section.js';
import { STACK_SETS, type TrustedAccessSpec } from './spec.js';
import { steps } from './steps.js';

export const trustedAccess: Kind<TrustedAccessSpec, Surroundings> = {
  name: 'trusted-access',
  prefix: 'trusted-access',
  title: 'trusted access of a service',
  about: `A service that may act in the whole organization. Switched on by \`trustedAccess:\`, and by itself for what needs it, before that: policy types (declarative policies for EC2, Security Hub, Inspector, GuardDuty), the features of centralized root access, delegated administrators.

It carries no tag and belongs to nobody: leaving it out never switches it off, \`off\` does. Use a service's own way of enabling where it has one (Config, Security Hub): it creates more than this switch does. StackSets are switched on by CloudFormation's own call, since Organizations' alone lets no service-managed StackSet be made; AWS Config switches itself on with the first organization rule, pack or aggregator that the management account makes.

Source: [EnableAWSServiceAccess](https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAWSServiceAccess.html).`,
  sections: [section],
  readsSections: [section.key, ...NEEDING_SECTIONS],
  undeclared: 'ignore',
  ownable: false,
  desired,
  needs: () => [],
  live,
  steps,
  lanes: () => [{ lane: 'trusted-access', limit: 1 }],
  shows: async (change, { aws }) => {
    const spec = 'to' in change ? change.to : change.from;
    if (spec === undefined) return true;
    const isOn = (await aws.organizations.trustedServices()).includes(spec.service);
    if (change.action === 'remove') return !isOn;
    return isOn && (spec.service !== STACK_SETS || (await aws.cloudFormation.organizationsAccess()) === 'ENABLED');
  },
  targets: () => ['root'],
  actions: {
    read: ['organizations:ListAWSServiceAccessForOrganization', 'cloudformation:DescribeOrganizationsAccess'],
    write: [
      'organizations:EnableAWSServiceAccess',
      'organizations:DisableAWSServiceAccess',
      'cloudformation:ActivateOrganizationsAccess',
    ],
  },
};
