import type { Kind, LiveContext } from '../../kind.js';
import type { Change } from '../../model.js';
import { READ_THE_LANDING_ZONE, READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { about } from './about.js';
import { administratorNeeds } from './callers.js';
import { canonical } from './canonical.js';
import { describe } from './describe.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { checkRecorders } from './recorders.js';
import { followsGovernedRegions } from './regions.js';
import { configRules } from './section.js';
import { shows } from './shows.js';
import { type ConfigRuleSpec, sourceType } from './spec.js';
import { steps } from './steps.js';
import { waitsForRecorders } from './waits.js';

/** Assumed: no source says how many AWS works on at a time. */
const AT_ONCE = 5;

export const configRule: Kind<ConfigRuleSpec, Surroundings> = {
  name: 'config-rule',
  prefix: 'config-rule',
  title: 'organization rule of AWS Config',
  about,
  sections: [configRules],
  readsSections: [configRules.key],
  undeclared: 'remove',
  // `regions: governed` is the landing zone's to say.
  needsLandingZone: (manifest) =>
    Object.values(manifest.section(configRules) ?? {}).some(({ regions }) => followsGovernedRegions(regions)),
  ownable: true,
  desired,
  needs: administratorNeeds,
  live,
  async *confirm(context: LiveContext<Surroundings>, changes: readonly Change[]) {
    await checkRecorders(
      context,
      changes.filter(({ kind }) => kind === 'config-rule'),
    );
  },
  canonical,
  mustReplace: (from, to) => from.administrator !== to.administrator || sourceType(from) !== sourceType(to),
  steps,
  lanes: ({ address }) => [{ lane: `config-rules:${address.slice(address.lastIndexOf('@') + 1)}`, limit: AT_ONCE }],
  waitsFor: waitsForRecorders,
  shows,
  describe,
  targets: () => ['root'],
  leavesOut: ({ excluded }) => excluded,
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      ...READ_THE_LANDING_ZONE,
      'controltower:ListBaselines',
      'controltower:ListEnabledBaselines',
      'organizations:ListDelegatedAdministrators',
      'config:DescribeOrganizationConfigRules',
      'config:DescribeOrganizationConfigRuleStatuses',
      'config:GetOrganizationConfigRuleDetailedStatus',
      'config:GetOrganizationCustomRulePolicy',
      'config:DescribeConfigurationRecorders',
      'config:DescribeConfigurationRecorderStatus',
      'sts:AssumeRole',
    ],
    write: [
      'config:PutOrganizationConfigRule',
      'config:DeleteOrganizationConfigRule',
      // What the first organization rule brings with it.
      'organizations:EnableAWSServiceAccess',
      'iam:CreateServiceLinkedRole',
      'iam:GetRole',
    ],
  },
};
