import type { Kind, Lane } from '../../kind.js';
import type { Address, NodeName } from '../../model.js';
import { READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { ABOUT } from './about.js';
import { canonical } from './canonical.js';
import { confirm } from './confirm.js';
import { describe } from './describe.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { followsLandingZone } from './regions.js';
import { stackBaselines } from './section.js';
import { narrow } from './settings.js';
import { shows } from './shows.js';
import type { StackBaselineSpec } from './spec.js';
import { steps } from './steps.js';
import { within } from './within.js';

/**
 * One change a set, so one operation a set. AWS works on 10,000 instances of a Region at once over all sets of an
 * account: ten sets over a thousand accounts fill that, and more would only be in flight when somebody interrupts.
 */
export const LANES: readonly Lane[] = [{ lane: 'stack-sets', limit: 10 }];

export const stackBaseline: Kind<StackBaselineSpec, Surroundings> = {
  name: 'stack-baseline',
  prefix: 'stack-baseline',
  title: 'stack baseline',
  about: ABOUT,
  sections: [stackBaselines],
  readsSections: [stackBaselines.key],
  undeclared: 'remove',
  // `regions: governed` is the landing zone's to say.
  needsLandingZone: (manifest) => Object.values(manifest.section(stackBaselines) ?? {}).some(followsLandingZone),
  ownable: true,
  desired,
  // Other baselines that this one reads come with what is declared: a saved plan has no name for their sets.
  needs: ({ units }) => units.filter(isUnit) as Address[],
  live,
  confirm,
  narrow,
  canonical,
  /** What failed before is not brought back; how to go about it is still the manifest's. */
  takesBack({ retry: _retry, ...from }, { operations, retain }) {
    return { ...from, ...(operations && { operations }), ...(retain !== undefined && { retain }) };
  },
  mustReplace: (from, to) => from.stackSet !== to.stackSet || from.permissions !== to.permissions,
  steps,
  lanes: () => LANES,
  shows,
  describe,
  targets: ({ instances, units, autoDeploy }) => [
    ...(Object.keys(instances) as NodeName[]),
    ...(autoDeploy?.enabled === true ? units : []),
  ],
  within,
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      'cloudformation:ListStackSets',
      'cloudformation:DescribeStackSet',
      'cloudformation:ListStackInstances',
      'cloudformation:DescribeStackInstance',
      'cloudformation:ListStackSetAutoDeploymentTargets',
      'cloudformation:DescribeStackSetOperation',
      'cloudformation:ListStackSetOperationResults',
      'cloudformation:DescribeOrganizationsAccess',
      'ssm:GetParameters',
      // The bucket of templates that are too large to be sent inline.
      's3:ListBucket',
      // Outputs of other baselines are read in the account that has them.
      'sts:AssumeRole',
      'cloudformation:DescribeStacks',
    ],
    write: [
      'cloudformation:CreateStackSet',
      'cloudformation:UpdateStackSet',
      'cloudformation:DeleteStackSet',
      'cloudformation:CreateStackInstances',
      'cloudformation:UpdateStackInstances',
      'cloudformation:DeleteStackInstances',
      'cloudformation:DetectStackSetDrift',
      'cloudformation:TagResource',
      'cloudformation:ActivateOrganizationsAccess',
      'organizations:EnableAWSServiceAccess',
      'iam:CreateServiceLinkedRole',
      // Self-managed sets act with a role that is handed over.
      'iam:PassRole',
      's3:PutObject',
      's3:GetObject',
    ],
  },
};

function isUnit(unit: string): unit is `unit:${string}` {
  return unit.startsWith('unit:');
}
