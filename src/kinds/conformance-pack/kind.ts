import { faultOf } from '../../aws/faults.js';
import type { Kind, LiveContext, Names, StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import { administratorNeeds, configPort } from '../config-rule/callers.js';
import { checkRecorders } from '../config-rule/recorders.js';
import { followsGovernedRegions } from '../config-rule/regions.js';
import { waitsForRecorders } from '../config-rule/waits.js';
import { READ_THE_LANDING_ZONE, READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { about } from './about.js';
import { describe } from './describe.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { conformancePacks } from './section.js';
import type { ConformancePackSpec } from './spec.js';
import { steps } from './steps.js';
import { TEMPLATE_PARAMETER } from './template.js';

export const conformancePack: Kind<ConformancePackSpec, Surroundings> = {
  name: 'conformance-pack',
  prefix: 'conformance-pack',
  title: 'organization conformance pack',
  about,
  sections: [conformancePacks],
  readsSections: [conformancePacks.key],
  undeclared: 'remove',
  needsLandingZone: (manifest) =>
    Object.values(manifest.section(conformancePacks) ?? {}).some(({ regions }) => followsGovernedRegions(regions)),
  ownable: true,
  desired,
  needs: administratorNeeds,
  live,
  async *confirm(context: LiveContext<Surroundings>, changes: readonly Change[]) {
    await checkRecorders(
      context,
      changes.filter(({ kind }) => kind === 'conformance-pack'),
    );
  },
  canonical,
  mustReplace: (from, to) => from.administrator !== to.administrator,
  steps,
  // Assumed: no source says how many operations AWS Config works on in a Region.
  lanes: ({ address }) => [{ lane: `conformance-packs:${address.slice(address.lastIndexOf('@') + 1)}`, limit: 5 }],
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
      'config:DescribeOrganizationConformancePacks',
      'config:DescribeOrganizationConformancePackStatuses',
      'config:GetOrganizationConformancePackDetailedStatus',
      'config:DescribeConfigurationRecorders',
      'config:DescribeConfigurationRecorderStatus',
      'organizations:ListDelegatedAdministrators',
      'sts:AssumeRole',
    ],
    write: [
      'config:PutOrganizationConformancePack',
      'config:DeleteOrganizationConformancePack',
      // What the first organization pack brings with it.
      'organizations:EnableAWSServiceAccess',
      'iam:CreateServiceLinkedRole',
      'iam:GetRole',
    ],
  },
};

/** By meaning: the text is told by its digest, ids are names, no parameters are none. */
function canonical(spec: ConformancePackSpec, names: Pick<Names, 'symbolic'>): ConformancePackSpec {
  const { body: _, parameters = {}, ...rest } = spec;
  const entries = Object.entries(parameters).map(([name, value]) => [name, names.symbolic(value)] as const);
  return { ...rest, ...(entries.length > 0 && { parameters: Object.fromEntries(entries) }) };
}

async function shows(change: Change<ConformancePackSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  const spec = 'to' in change ? change.to : change.from;
  if (spec === undefined) return true;
  try {
    const port = await configPort(context, spec, 'read');
    const pack = (await port.organizationPacks()).find(({ name }) => name === spec.name);
    if (change.action === 'remove') return pack === undefined;
    return pack?.parameters.some(({ name, value }) => name === TEMPLATE_PARAMETER && value === spec.template) === true;
  } catch (error) {
    // Who may write there and not read has nothing to look at.
    if (faultOf(error).class === 'denied') return true;
    throw error;
  }
}
