import type { PlanRun } from '../../src/events.js';
import { DEFAULT_REGIONS } from '../../src/facts/regions.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { REGIONS } from './stack-baselines.js';
import { accountsOf, callSeconds, MANAGEMENT, shapeCalls, shapeSeconds, teamsManifest, teamsSeed } from './teams.js';
import {
  type Calls,
  callsOf,
  differences,
  left,
  loadWritten,
  pages,
  peakMegabytes,
  total,
  VirtualHouse,
  type Written,
} from './virtual.js';

/** Sixty organization rules in eight Regions over 800 accounts: 48 of AWS's own, 12 in Guard; a quarter leaves one team out. */
const ACCOUNTS = 800;
const RULES = 60;
const IN_GUARD = 12;
/** The name that accounts made by Organizations are entered by. */
const READ_ROLE = 'OrganizationAccountAccessRole';

/** Seconds that the simulated AWS takes for a rule: assumed (services/config/model.md). */
const RULE = 120;
/** Rules of a Region at a time: assumed (src/kinds/config-rule/kind.ts). */
const AT_ONCE = 5;

const GUARD = `rule encrypted when resourceType == "AWS::S3::Bucket" {
  supplementaryConfiguration.ServerSideEncryptionConfiguration exists
}
`;

export function rulesManifest(): Written {
  const rules = Array.from({ length: RULES }, (_, index) => {
    const inGuard = index < IN_GUARD;
    return [
      `rule-${index}`,
      {
        ...(inGuard
          ? { policy: { file: `rules/rule-${index}.guard` }, triggers: ['ConfigurationItemChangeNotification'] }
          : { managed: `BENCH_RULE_${index}` }),
        description: `Rule ${index}`,
        targets: ['root'],
        ...(index % 4 === 0 && { exclude: ['Workloads/Team-0'] }),
        regions: REGIONS,
      },
    ] as const;
  });
  return {
    text: teamsManifest(ACCOUNTS, { configRules: Object.fromEntries(rules) }, { memberRoles: { read: READ_ROLE } }),
    files: Object.fromEntries(
      Array.from({ length: IN_GUARD }, (_, index) => [`rules/rule-${index}.guard`, `# Rule ${index}\n${GUARD}`]),
    ),
  };
}

/** A recorder runs in every account and Region. Control Tower is not there, so each has to be looked at. */
export function rulesSeed(): object {
  const on = Object.fromEntries(REGIONS.map((region) => [region, 'on']));
  const recorders = Object.fromEntries([MANAGEMENT, ...accountsOf(ACCOUNTS).map(({ id }) => id)].map((id) => [id, on]));
  return { ...teamsSeed(ACCOUNTS), config: { recorders } };
}

/**
 * The fewest calls that can tell whether anything differs: the rules of each Region and their statuses, the texts of those in
 * Guard; rules that are declared no longer may be in any Region, and any administrator may have laid them.
 */
function fewestPlanCalls(): Calls {
  return {
    ...shapeCalls(ACCOUNTS),
    'organizations:ListDelegatedAdministrators': 1,
    'config:DescribeOrganizationConfigRules':
      REGIONS.length * pages(RULES, 100) + (DEFAULT_REGIONS.length - REGIONS.length),
    'config:DescribeOrganizationConfigRuleStatuses': REGIONS.length * pages(RULES, 100),
    'config:GetOrganizationCustomRulePolicy': REGIONS.length * IN_GUARD,
  };
}

/** Before the first apply: no rule yet, but whether every account records in every Region, each entered once. */
function fewestFirstPlanCalls(): Calls {
  const places = (ACCOUNTS + 1) * REGIONS.length;
  return {
    ...shapeCalls(ACCOUNTS),
    'organizations:ListDelegatedAdministrators': 1,
    'config:DescribeOrganizationConfigRules': DEFAULT_REGIONS.length,
    'sts:AssumeRole': ACCOUNTS,
    'config:DescribeConfigurationRecorders': places,
    'config:DescribeConfigurationRecorderStatus': places,
  };
}

interface Read {
  readonly calls: number;
  readonly fewest: number;
  readonly differences: readonly string[];
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly realSeconds: number;
  /** Of the process up to then. */
  readonly peakMegabytes: number;
}

export interface ConfigRulesMeasure {
  readonly first: Read;
  readonly apply: Omit<Read, 'differences'> & { readonly left: number };
  readonly again: Read;
}

export async function measureConfigRules(): Promise<ConfigRulesMeasure> {
  const house = new VirtualHouse(rulesSeed());
  const manifest = await loadWritten(rulesManifest());
  const [planned, first] = await read(house, manifest, fewestFirstPlanCalls(), ['sts:AssumeRole', ACCOUNTS]);
  const { seconds, realSeconds, calls } = await house.apply(planned);
  const applied = { calls, seconds, realSeconds, peakMegabytes: peakMegabytes() };
  // What is asked of AWS Config in one Region, whose rate is its own.
  const [nothing, again] = await read(house, manifest, fewestPlanCalls(), [
    'config:GetOrganizationCustomRulePolicy',
    2 * pages(RULES, 100) + IN_GUARD,
  ]);
  return {
    first,
    again,
    apply: {
      ...applied,
      fewest: 2 * RULES * REGIONS.length,
      boundSeconds: Math.ceil(RULES / AT_ONCE) * RULE,
      left: left(nothing),
    },
  };
}

/** `slowest`: what takes longest after the organization's shape. */
async function read(
  house: VirtualHouse,
  manifest: Manifest,
  fewest: Calls,
  slowest: readonly [api: string, calls: number],
): Promise<readonly [PlanRun, Read]> {
  const realStart = performance.now();
  const run = await house.plan(manifest);
  const made = callsOf(run.calls);
  return [
    run,
    {
      calls: total(made),
      fewest: total(fewest),
      differences: differences(made, fewest),
      seconds: run.seconds,
      boundSeconds: shapeSeconds(ACCOUNTS) + callSeconds(...slowest),
      realSeconds: (performance.now() - realStart) / 1_000,
      peakMegabytes: peakMegabytes(),
    },
  ];
}
