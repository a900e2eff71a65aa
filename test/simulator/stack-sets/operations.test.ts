import type { JsonObject } from '../../../src/model.js';
import { unkind } from '../../../src/simulator/index.js';
import {
  deploy,
  HOME,
  instances,
  ORGANIZATION,
  refusal,
  type Stage,
  serviceManaged,
  stage,
  status,
  UNIT,
  US,
} from './support.js';

const OBSERVED = { pace: { kind: 'time', ms: 3_000 }, durations: 'observed' } as const;
const MINUTE = 60_000;

/** Ten accounts in one unit. */
const TEN: JsonObject = {
  ...ORGANIZATION,
  root: {
    units: [
      {
        name: 'Ten',
        id: 'ou-ex01-ten00000',
        accounts: Array.from({ length: 10 }, (_, index) => ({
          id: `40000000000${index}`,
          name: `ten-${index}`,
          email: `ten-${index}@example.com`,
        })),
      },
    ],
  },
};

/** Minutes until the operation is over, and how it ended. */
async function run({ cfn, clock }: Stage, id: string): Promise<string> {
  for (let minutes = 0; minutes < 100; minutes += 1) {
    const now = await status(cfn, 'a', id);
    if (now !== 'RUNNING' && now !== 'STOPPING' && now !== 'QUEUED') return `${now} ${minutes}`;
    clock.advance(MINUTE);
  }
  return 'never';
}

const ten = (
  stageOfTen: Stage,
  preferences: object,
  regions = [HOME],
  failing: readonly number[] = [],
): Promise<string> => {
  if (failing.length > 0) {
    stageOfTen.simulator.faults.add({
      operation: 'cloudformation:CreateStackInstances',
      outcome: { failAccounts: Object.fromEntries(failing.map((index) => [`40000000000${index}/${HOME}`, 'no'])) },
    });
  }
  return deploy(stageOfTen.cfn, 'a', ['ou-ex01-ten00000'], regions, { OperationPreferences: preferences });
};

describe('how long an operation takes', () => {
  test.each([
    ['one at a time unless told', {}, [HOME], 'SUCCEEDED 10'],
    ['50 at once with no tolerance is one at a time', { MaxConcurrentCount: 50 }, [HOME], 'SUCCEEDED 10'],
    [
      'softly it is 50 at once',
      { MaxConcurrentCount: 50, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
      [HOME],
      'SUCCEEDED 1',
    ],
    [
      'strictly no more than may fail, and one',
      { MaxConcurrentPercentage: 100, FailureToleranceCount: 4 },
      [HOME],
      'SUCCEEDED 2',
    ],
    [
      'shares are rounded down',
      { MaxConcurrentPercentage: 39, FailureTolerancePercentage: 100 },
      [HOME],
      'SUCCEEDED 4',
    ],
    [
      'a share is one at least',
      { MaxConcurrentPercentage: 1, FailureTolerancePercentage: 100 },
      [HOME],
      'SUCCEEDED 10',
    ],
    [
      'one Region after the other',
      { MaxConcurrentPercentage: 100, FailureTolerancePercentage: 100 },
      [HOME, US],
      'SUCCEEDED 2',
    ],
    [
      'or side by side',
      { MaxConcurrentPercentage: 100, FailureTolerancePercentage: 100, RegionConcurrencyType: 'PARALLEL' },
      [HOME, US],
      'SUCCEEDED 1',
    ],
  ])('%s', async (_what, preferences, regions, expected) => {
    const at = stage({ ...OBSERVED, seed: TEN });
    await serviceManaged(at.cfn, 'a');
    expect(await run(at, await ten(at, preferences, regions))).toBe(expected);
  });

  test('is the pace of the world where nothing was observed', async () => {
    const at = stage({ pace: { kind: 'polls', polls: 2 } });
    await serviceManaged(at.cfn, 'a');
    const id = await deploy(at.cfn, 'a', [UNIT.lab]);
    const seen = [await status(at.cfn, 'a', id), await status(at.cfn, 'a', id), await status(at.cfn, 'a', id)];
    expect(seen).toEqual(['RUNNING', 'RUNNING', 'SUCCEEDED']);
  });
});

describe('more failures than are tolerated', () => {
  test('end the Region and cancel those that follow', async () => {
    const at = stage({ seed: TEN });
    await serviceManaged(at.cfn, 'a');
    const id = await ten(at, { MaxConcurrentCount: 2, FailureToleranceCount: 1 }, [HOME, US], [0, 3]);
    expect(await status(at.cfn, 'a', id)).toBe('FAILED');
    const { Summaries = [] } = await at.cfn.listStackSetOperationResults({ StackSetName: 'a', OperationId: id });
    const count = (wanted: string) => Summaries.filter(({ Status }) => Status === wanted).length;
    // Two at once; after the first failure one at a time: 0 and 1, 2, 3.
    expect([count('SUCCEEDED'), count('FAILED'), count('CANCELLED')]).toEqual([2, 2, 16]);
    const all = Object.values(await instances(at.cfn, 'a'));
    expect(all.filter((each) => each === 'OUTDATED CANCELLED')).toHaveLength(16);
  });

  test('leave Regions alone that are worked on side by side', async () => {
    const at = stage({ seed: TEN });
    await serviceManaged(at.cfn, 'a');
    const id = await ten(at, { RegionConcurrencyType: 'PARALLEL', MaxConcurrentCount: 1 }, [HOME, US], [0]);
    expect(await status(at.cfn, 'a', id)).toBe('FAILED');
    const all = await instances(at.cfn, 'a');
    expect(
      Object.entries(all).filter(([key, each]) => key.endsWith(US) && each === 'CURRENT SUCCEEDED stack'),
    ).toHaveLength(10);
  });
});

test('a count beside a share is refused, and a Region order that names another Region', async () => {
  const { cfn } = stage();
  await serviceManaged(cfn, 'a');
  const both = { MaxConcurrentCount: 1, MaxConcurrentPercentage: 5 };
  expect(await refusal(deploy(cfn, 'a', [UNIT.lab], [HOME], { OperationPreferences: both }))).toMatch(/Only one of/);
  const order = { RegionOrder: [US] };
  expect(await refusal(deploy(cfn, 'a', [UNIT.lab], [HOME], { OperationPreferences: order }))).toMatch(
    /RegionOrder names/,
  );
});

describe('a second operation', () => {
  test('is refused while one is under way, and the refusal names it', async () => {
    const at = stage({ pace: { kind: 'time', ms: 5_000 } });
    const StackSetId = await serviceManaged(at.cfn, 'a');
    const id = await deploy(at.cfn, 'a', [UNIT.lab]);
    expect(await refusal(deploy(at.cfn, 'a', [UNIT.prod]))).toBe(
      `OperationInProgressException: Another Operation on StackSet arn:aws:cloudformation:${HOME}:123456789012:stackset/${StackSetId} is in progress: ${id}`,
    );
    expect(await refusal(at.cfn.deleteStackSet({ StackSetName: 'a' }))).toMatch(/^OperationInProgressException/);
    expect(await instances(at.cfn, 'a')).toEqual({ [`300000000003/${HOME}`]: 'OUTDATED RUNNING' });
    at.clock.advance(5_000);
    expect(await refusal(deploy(at.cfn, 'a', [UNIT.prod]))).toBe('none');
  });

  test('runs beside the first with managed execution, or waits where they meet', async () => {
    const at = stage(OBSERVED);
    await serviceManaged(at.cfn, 'a', { ManagedExecution: { Active: true } });
    const first = await deploy(at.cfn, 'a', [UNIT.lab]);
    const beside = await deploy(at.cfn, 'a', [UNIT.security]);
    const behind = await deploy(at.cfn, 'a', [UNIT.lab], [HOME, US]);
    const seen = [
      await status(at.cfn, 'a', first),
      await status(at.cfn, 'a', beside),
      await status(at.cfn, 'a', behind),
    ];
    expect(seen).toEqual(['RUNNING', 'RUNNING', 'QUEUED']);
    const change = at.cfn.updateStackSet({
      StackSetName: 'a',
      UsePreviousTemplate: true,
      ManagedExecution: { Active: false },
    });
    expect(await refusal(change)).toMatch(/^InvalidOperationException/);
    at.clock.advance(MINUTE);
    expect(await status(at.cfn, 'a', behind)).toBe('RUNNING');
  });
});

describe('stopping', () => {
  test('lets what runs come to its end and cancels the rest', async () => {
    const at = stage({ ...OBSERVED, seed: TEN });
    await serviceManaged(at.cfn, 'a');
    const id = await ten(at, { MaxConcurrentCount: 3, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' });
    at.clock.advance(MINUTE);
    await at.cfn.stopStackSetOperation({ StackSetName: 'a', OperationId: id });
    expect(await status(at.cfn, 'a', id)).toBe('STOPPING');
    expect(await run(at, id)).toBe('STOPPED 1');
    const all = Object.values(await instances(at.cfn, 'a'));
    expect(all.filter((each) => each === 'CURRENT SUCCEEDED stack')).toHaveLength(6);
    expect(all.filter((each) => each === 'OUTDATED CANCELLED')).toHaveLength(4);
    expect(await refusal(at.cfn.stopStackSetOperation({ StackSetName: 'a', OperationId: id }))).toMatch(
      /^InvalidOperationException/,
    );
  });
});

test('operations are listed latest first; the end of one shows in lists after the lag, by its id at once', async () => {
  const { cfn, clock } = stage({ lagMs: 2_000 });
  await serviceManaged(cfn, 'a');
  const first = await deploy(cfn, 'a', [UNIT.lab]);
  clock.advance(3_000);
  const second = await deploy(cfn, 'a', [UNIT.security]);
  expect(await status(cfn, 'a', second)).toBe('SUCCEEDED');
  const results = async () =>
    (await cfn.listStackSetOperationResults({ StackSetName: 'a', OperationId: second })).Summaries;
  expect(await results()).toMatchObject([{ Status: 'PENDING' }]);
  expect(
    (await cfn.listStackSetOperations({ StackSetName: 'a' })).Summaries?.map(({ OperationId }) => OperationId),
  ).toEqual([first]);
  clock.advance(2_000);
  expect(await results()).toMatchObject([{ Status: 'SUCCEEDED' }]);
  expect(
    (await cfn.listStackSetOperations({ StackSetName: 'a' })).Summaries?.map(({ OperationId }) => OperationId),
  ).toEqual([second, first]);
  expect(await refusal(cfn.describeStackSetOperation({ StackSetName: 'a', OperationId: 'no' }))).toMatch(
    /^OperationNotFoundException/,
  );
});

test('everything goes on where it was after a restore', async () => {
  const at = stage({ ...OBSERVED, seed: TEN });
  await serviceManaged(at.cfn, 'a');
  const id = await ten(at, {});
  at.clock.advance(2 * MINUTE);
  expect(await status(at.cfn, 'a', id)).toBe('RUNNING');
  const other = stage({ ...OBSERVED, seed: TEN });
  other.simulator.loadState(at.simulator.saveState());
  expect(await run(other, id)).toBe('SUCCEEDED 8');
  expect(Object.keys(await instances(other.cfn, 'a'))).toHaveLength(10);
});

test('at its unkindest it comes to the same end', async () => {
  const { rates: _rates, ...behaviour } = unkind;
  const at = stage(behaviour);
  await serviceManaged(at.cfn, 'a');
  const id = await deploy(at.cfn, 'a', [UNIT.prod, UNIT.lab], [HOME, US]);
  const seen: string[] = [];
  while (seen.at(-1) !== 'SUCCEEDED') seen.push(await status(at.cfn, 'a', id));
  expect(seen).toEqual(['RUNNING', 'RUNNING', 'SUCCEEDED']);
  at.clock.advance(2_000);
  expect(Object.values(await instances(at.cfn, 'a'))).toEqual(Array(6).fill('CURRENT SUCCEEDED stack'));
  const move = { AccountId: '300000000001', SourceParentId: UNIT.prod, DestinationParentId: UNIT.security };
  await at.organizations.moveAccount(move);
  // Nobody knows the id of what began by itself: looking at the instances is what makes it go on.
  let left = 6;
  for (let looks = 0; left > 4 && looks < 10; looks += 1) {
    left = Object.keys(await instances(at.cfn, 'a')).length;
    at.clock.advance(1_000);
  }
  expect(left).toBe(4);
});
