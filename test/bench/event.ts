import { placeOfEvents } from '../../src/engine/lifecycle.js';
import { planRun } from '../../src/engine.js';
import type { PlanRun } from '../../src/events.js';
import { takeIn } from '../../src/lifecycle/intake.js';
import { resolveScope } from '../../src/lifecycle/resolve.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { putRole } from '../../src/simulator/services/iam/for-tests.js';
import { HOME, type Size, stackManifest, stackSeed } from './stack-baselines.js';
import { callsOf, left, loadWritten, total, VirtualHouse, type Written } from './virtual.js';

export interface RunMeasure {
  readonly planCalls: number;
  readonly applyCalls: number;
  /** Of the plan, those that read the organization's shape: accounts, units, tags. */
  readonly shapeCalls: number;
  /** Virtual seconds. */
  readonly planSeconds: number;
  /** From the event (or the merge) to the end of settling. */
  readonly seconds: number;
  readonly changes: number;
  readonly left: number;
}

/**
 * An account has come, and the self-managed baselines lack it: what Control Tower's event costs, planned and applied for
 * that account alone or for everything.
 */
export async function measureEvent(size: Size, isScoped: boolean): Promise<RunMeasure> {
  const house = new VirtualHouse(withoutLast(stackSeed(size), lastId(size)));
  putRole(house.simulator.world, {
    accountId: lastId(size),
    name: 'AWSControlTowerExecution',
    trusts: 'arn:aws:iam::123456789012:role/service-role/AWSControlTowerStackSetRole',
  });
  const manifest = await loadWritten(stackManifest(size));
  return measured(house, manifest, async (options, startedAt) => {
    if (!isScoped) return planRun(manifest, options);
    const { run } = takeIn(created(size, startedAt), { ownRoles: [] });
    const terms = run?.kind === 'scope' ? run.scope : [];
    const { scope } = resolveScope(terms, await placeOfEvents(manifest, options));
    return planRun(manifest, { ...options, scope });
  });
}

/** One line of one service control policy is another one, beside baselines where nothing differs. */
export async function measureMerge(size: Size): Promise<RunMeasure> {
  const house = new VirtualHouse({ ...stackSeed(size), policyTypes: ['scp'] });
  const before = await loadWritten(withPolicy(stackManifest(size), ['LeaveOrganization']));
  await house.apply(await house.plan(before));
  const manifest = await loadWritten(
    withPolicy(stackManifest(size), ['LeaveOrganization', 'InviteAccountToOrganization']),
  );
  return measured(house, manifest, (options) => planRun(manifest, options));
}

async function measured(
  house: VirtualHouse,
  manifest: Manifest,
  plan: (options: ReturnType<VirtualHouse['options']>, startedAt: number) => Promise<PlanRun>,
): Promise<RunMeasure> {
  const startedAt = house.clock.now();
  house.simulator.calls.clear();
  const run = await plan(house.options(), startedAt);
  const planCalls = callsOf(house.simulator.calls.counts());
  const planSeconds = (house.clock.now() - startedAt) / 1_000;
  const { result, calls: applyCalls } = await house.apply(run);
  return {
    planCalls: total(planCalls),
    applyCalls,
    shapeCalls: SHAPE.reduce((sum, api) => sum + (planCalls[api] ?? 0), 0),
    planSeconds,
    seconds: (result.endedAt - startedAt) / 1_000,
    changes: run.plan.changes.filter(({ action }) => action !== 'notice').length,
    left: left(await house.plan(manifest)),
  };
}

const SHAPE = [
  'organizations:DescribeOrganization',
  'organizations:ListRoots',
  'organizations:ListAccounts',
  'organizations:ListOrganizationalUnitsForParent',
  'tagging:GetResources',
];

const lastId = ({ accounts }: Size): string => String(300_000_000_000 + accounts);

function withoutLast(seed: object, id: string): object {
  const copy = JSON.parse(JSON.stringify(seed)) as { readonly stackSets: { instances: { accounts?: string[] }[] }[] };
  for (const { instances } of copy.stackSets)
    for (const one of instances) if (one.accounts) one.accounts = one.accounts.filter((other) => other !== id);
  return copy;
}

function withPolicy({ text, files }: Written, actions: readonly string[]): Written {
  const manifest = JSON.parse(text) as object;
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: actions.map((action) => `organizations:${action}`), Resource: '*' }],
  };
  const policies = { guard: { type: 'scp', targets: ['Workloads'], document } };
  return { text: JSON.stringify({ ...manifest, policyTypes: { scp: 'on' }, policies }), ...(files && { files }) };
}

/** As Control Tower tells that an account was made. */
function created(size: Size, at: number): object {
  const time = new Date(at).toISOString();
  const createManagedAccountStatus = {
    account: { accountId: lastId(size), accountName: `account-${size.accounts - 1}` },
    organizationalUnit: { organizationalUnitId: 'ou-ex01-00000001', organizationalUnitName: 'Team-0' },
    ...{ state: 'SUCCEEDED', message: '', requestedTimestamp: time, completedTimestamp: time },
  };
  return {
    ...{ version: '0', id: 'event-1', account: '123456789012', time, region: HOME, resources: [] },
    source: 'aws.controltower',
    'detail-type': 'AWS Service Event via CloudTrail',
    detail: {
      ...{ eventTime: time, eventID: 'event-1', eventType: 'AwsServiceEvent' },
      eventSource: 'controltower.amazonaws.com',
      eventName: 'CreateManagedAccount',
      serviceEventDetails: { createManagedAccountStatus },
    },
  };
}
