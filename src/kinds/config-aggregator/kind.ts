import { faultOf } from '../../aws/faults.js';
import type { Kind, StepContext } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { followsGovernedRegions } from '../config-rule/regions.js';
import { narrowTags } from '../ownership.js';
import { READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { canonical, isSameSource } from './canonical.js';
import { desired } from './desired.js';
import { live } from './live.js';
import { configAggregators } from './section.js';
import type { ConfigAggregatorSpec } from './spec.js';
import { steps } from './steps.js';

export const configAggregator: Kind<ConfigAggregatorSpec, Surroundings> = {
  name: 'config-aggregator',
  prefix: 'config-aggregator',
  title: 'aggregator of AWS Config',
  about: `Gathers what AWS Config knows of every account of the organization in one account and Region, for looking and querying; it records and changes nothing. It stands in the management account, or in a delegated administrator of AWS Config (\`delegatedAdministrators: { config: ... }\`), and is made there.

**Created** with the ownership tags, which AWS takes only then; the management account's first one lets Config act in the organization. **Updated** in place: Regions, role, tags. **Another account or Region** means away and anew, and everything is gathered anew. **Failed** when it can no longer read the organization: its role is gone, or the administrator was deregistered in between, after which AWS refuses every change to it; then it is deleted and made again. Single accounts that it could not gather from are said and not mended: what is missing is missing there. **Removed** when it is ours and no longer declared. Control Tower's own (\`aws-controltower-...\`, from landing zone 4.0 on a service-linked one in the account of the Config integration) are left alone.

The role has to be there before: AWS's pages let people choose one, with the policy AWSConfigRoleForOrganizations. Without \`role:\` it is the service-linked AWSServiceRoleForConfig, which AWS lists for this and whose rights no page shows in full.

Sources: [PutConfigurationAggregator](https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html), [AWS Config and AWS Organizations](https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-config.html).`,
  sections: [configAggregators],
  readsSections: [configAggregators.key],
  undeclared: 'remove',
  needsLandingZone: (manifest) =>
    Object.values(manifest.section(configAggregators) ?? {}).some(
      ({ regions }) => regions !== undefined && regions !== 'all' && followsGovernedRegions(regions),
    ),
  ownable: true,
  desired,
  needs: ({ account }) => [account as Address],
  live,
  narrow: ({ tags, ...found }, wanted) => ({ ...found, ...narrowTags(tags, wanted.tags) }),
  canonical,
  mustReplace: (from, to) => from.account !== to.account || from.region !== to.region,
  steps,
  lanes: () => [],
  // A stack may bring the role.
  waitsFor: (change, others) =>
    change.action === 'remove'
      ? []
      : ['stack-baseline', 'management-stack'].flatMap((kind) =>
          (others.get(kind) ?? []).flatMap(({ action, address }) => (action === 'remove' ? [] : [address])),
        ),
  shows,
  describe,
  targets: ({ account }) => [account],
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      'config:DescribeConfigurationAggregators',
      'config:DescribeConfigurationAggregatorSourcesStatus',
      'config:ListTagsForResource',
      'organizations:ListDelegatedAdministrators',
      'sts:AssumeRole',
    ],
    write: [
      'config:PutConfigurationAggregator',
      'config:DeleteConfigurationAggregator',
      'config:TagResource',
      'config:UntagResource',
      'iam:PassRole',
      // What the first one of the management account brings with it.
      'organizations:EnableAWSServiceAccess',
    ],
  },
};

async function shows(
  change: Change<ConfigAggregatorSpec>,
  { aws, names }: StepContext<Surroundings>,
): Promise<boolean> {
  const spec = 'to' in change ? change.to : change.from;
  if (spec === undefined) return true;
  try {
    const port = (await aws.readIn(names.idOf(spec.account as Address))).config(spec.region);
    const found = (await port.aggregators()).find(({ name }) => name === spec.name);
    if (change.action === 'remove') return found === undefined;
    if (found?.roleArn === undefined) return false;
    const { regions, ...rest } = spec;
    const role = found.roleArn.replace(/^[^/]*:role\//, '');
    return isSameSource(spec, { ...rest, role, ...(!found.allRegions && { regions: found.regions }) });
  } catch (error) {
    // Who may write there and not read has nothing to look at.
    if (faultOf(error).class === 'denied') return true;
    throw error;
  }
}

function describe(change: Change<ConfigAggregatorSpec>): readonly string[] {
  if (change.action === 'create') {
    const { account, region, regions, role } = change.to;
    const where = regions === undefined ? 'every Region' : regions.join(', ');
    return [
      `in ${account}, ${region}: gathers from every account, ${where}`,
      `reads the organization by the role ${role}`,
    ];
  }
  if (change.action === 'replace') {
    const { from, to } = change;
    return [`deleted in ${from.account}, ${from.region}, and made in ${to.account}, ${to.region}: gathers anew`];
  }
  return change.action === 'repair' ? ['deleted and made again: gathers anew'] : [];
}
