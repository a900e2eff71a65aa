import type { OperationRecord } from '../../../src/aws/controltower-records.js';
import { VirtualClock } from '../../../src/clock.js';
import type { Desired } from '../../../src/model.js';
import { baseline, enabled, type FakeOptions, read, regional, wanted } from './fake.js';
import { planned } from './planned.js';

const SSH = 'AWS-GR_RESTRICTED_SSH';
const address = `control:${SSH}@unit:Sandbox` as const;
const unit = baseline('unit:Sandbox');

/** The account is enrolled in the unit by one operation, and the control had another one; it has no part of it. */
function world(more: Partial<FakeOptions> = {}, declared: Partial<Desired> = {}): FakeOptions {
  return {
    records: [enabled(regional(SSH), 'unit:Sandbox', { operationId: 'control' })],
    baselines: [unit, baseline('account:payments', { parentArn: unit.arn, operationId: 'enrolment' })],
    operations: {
      control: enable(1_000, 2_000),
      enrolment: { ...enable(3_000, 4_000), type: 'RESET_ENABLED_BASELINE' },
    },
    declared: [wanted(address, {}, declared)],
    ...more,
  };
}

function enable(startedAt: number, endedAt: number): OperationRecord {
  return { type: 'ENABLE_CONTROL', status: 'SUCCEEDED', startedAt, endedAt };
}

const REPAIRED = [`repair drift ${address}`];

test('an account that was enrolled after the control was enabled, and lacks it, is named, and the control reset', async () => {
  const { changes, details } = await planned(world());
  expect(changes).toEqual(REPAIRED);
  expect(details).toEqual(['enrolled accounts do not have it: account:payments']);
});

test('drift that is only reported is only reported', async () => {
  expect((await planned(world({}, { onDrift: 'report' }))).changes).toEqual([`notice drift ${address}`]);
});

test('a reset that began after the enrolment reached the account, whether or not AWS lists its part', async () => {
  const reset: OperationRecord = { ...enable(5_000, 6_000), type: 'RESET_ENABLED_CONTROL' };
  const operations = { ...world().operations, control: reset };
  expect((await planned(world({ operations }))).changes).toEqual([]);
});

test('an update of parameters reaches only who has the control', async () => {
  const update: OperationRecord = { ...enable(5_000, 6_000), type: 'UPDATE_ENABLED_CONTROL' };
  expect((await planned(world({ operations: { ...world().operations, control: update } }))).changes).toEqual(REPAIRED);
});

test.each([
  ['the control’s is forgotten: it is the older one', ['enrolment'], REPAIRED],
  ['the enrolment’s is forgotten: it is the older one', ['control'], []],
  ['both are forgotten: nobody knows', [], []],
])('operations are forgotten after ninety days: %s', async (_, known, changes) => {
  const operations = Object.fromEntries(Object.entries(world().operations ?? {}).filter(([id]) => known.includes(id)));
  expect((await planned(world({ operations }))).changes).toEqual(changes);
});

test('who has its part costs no further call', async () => {
  const part = enabled(regional(SSH), 'account:payments', {
    parentArn: enabled(regional(SSH), 'unit:Sandbox').arn,
    inheritance: 'IN_SYNC',
  });
  const { asked, live } = await read(world({ children: [part] }));
  expect(asked).not.toContain('operation');
  expect(live.map(({ condition }) => condition)).toEqual(['settled']);
});

test.each([
  ['an account whose enrolment failed', { status: 'FAILED' as const }],
  ['an account that is being enrolled', { status: 'UNDER_CHANGE' as const }],
])('%s is none of the enrolled', async (_, more) => {
  const baselines = [unit, baseline('account:payments', { parentArn: unit.arn, operationId: 'enrolment', ...more })];
  expect((await planned(world({ baselines }))).changes).toEqual([]);
});

describe('a Region that the landing zone took up', () => {
  const DAY = 86_400_000;
  const now = new VirtualClock().now();
  const taken = (more: Partial<FakeOptions> = {}): FakeOptions => ({
    records: [enabled(regional(SSH), 'unit:Sandbox', { operationId: 'control' })],
    operations: { control: enable(now - 3 * DAY, now - 3 * DAY) },
    landingZoneUpdatedAt: now - DAY,
    governedRegions: ['ap-northeast-1', 'eu-west-1'],
    targetRegions: ['ap-northeast-1'],
    declared: [wanted(address)],
    ...more,
  });

  test('and a control does not reach is named, and the control reset', async () => {
    const { changes, details } = await planned(taken());
    expect(changes).toEqual(REPAIRED);
    expect(details).toEqual(['it is not in governed Regions: eu-west-1']);
  });

  test('is not looked for long after, nor where nothing was changed', async () => {
    for (const landingZoneUpdatedAt of [now - 8 * DAY, undefined]) {
      const { landingZoneUpdatedAt: _, ...rest } = taken();
      const { asked, live } = await read(landingZoneUpdatedAt === undefined ? rest : { ...rest, landingZoneUpdatedAt });
      expect(asked).not.toContain('GetEnabledControl');
      expect(live.map(({ condition }) => condition)).toEqual(['settled']);
    }
  });

  test('and that a control was brought to since is none that it can be in', async () => {
    const operations = { control: { ...enable(now - 1_000, now), type: 'RESET_ENABLED_CONTROL' } };
    expect((await planned(taken({ operations }))).changes).toEqual([]);
  });
});
