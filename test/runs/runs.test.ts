import type { AddressHold } from '../../src/model.js';
import { readHolds, releaseHold, setHold } from '../../src/runs/holds.js';
import { planFacts, RequestLog } from '../../src/runs/record.js';
import { openRun, type RunOptions, readRun } from '../../src/runs/run.js';
import { isRunId, newRunId } from '../../src/runs/run-id.js';
import { LeaseHouse, PLACE } from '../lease/house.js';
import { Bench, manifestOf } from '../support/organization.js';

const RUN = '20260101T000000Z-cli-0badcafe';
const MANIFEST = { name: 'test', digest: 'd'.repeat(64) };

const options = (house: LeaseHouse, more: Partial<RunOptions> = {}): RunOptions => ({
  s3: house.s3(),
  clock: house.clock,
  place: PLACE,
  runId: RUN,
  source: 'cli',
  engine: '0.1.0',
  manifest: MANIFEST,
  ...more,
});

test('a run id tells when and by what, and is taken as the name of a session', () => {
  const id = newRunId(Date.UTC(2026, 10, 24, 13, 15, 0, 123), 'lifecycle');
  expect(id).toMatch(/^20261124T131500Z-lifecycle-[0-9a-f]{8}$/);
  expect(isRunId(id)).toBe(true);
  expect(newRunId(0, 'lifecycle')).not.toBe(newRunId(0, 'lifecycle'));
  expect(id).toMatch(/^[\w+=,.@-]{2,64}$/);
  for (const text of ['', '../x', `${id}/x`, 'run-1']) expect(isRunId(text)).toBe(false);
});

describe('the record', () => {
  test('is written when the run begins, and again when it ends', async () => {
    const house = await LeaseHouse.open();
    const log = new RequestLog(PLACE.bucket);
    const run = await openRun(options(house, { author: 'arn:anna', commit: '4f1c9e2', requests: log }));
    expect(house.read(`runs/${RUN}/record.json`)).toEqual({
      format: 1,
      runId: RUN,
      source: 'cli',
      startedAt: '2026-01-01T00:00:00.000Z',
      manifest: MANIFEST,
      engine: '0.1.0',
      author: 'arn:anna',
      commit: '4f1c9e2',
      result: 'running',
      counts: {},
      outcomes: [],
      requestIds: [],
      parts: 1,
    });
    log.answered({ service: 'Organizations', operation: 'AttachPolicy', requestId: 'r-1' });
    log.answered({ service: 'Organizations', operation: 'ListRoots', requestId: 'r-2' });
    log.answered({ service: 'S3', operation: 'PutObject', requestId: 'r-3', bucket: PLACE.bucket });
    log.answered({ service: 'S3', operation: 'PutObject', requestId: 'r-4', bucket: 'templates' });
    await house.clock.sleep(90_000);
    await run.finish({ result: 'complete', fence: 7 });
    expect(await readRun(house.s3(), PLACE, RUN)).toMatchObject({
      result: 'complete',
      fence: 7,
      endedAt: '2026-01-01T00:01:30.000Z',
      requestIds: [
        { call: 'Organizations:AttachPolicy', id: 'r-1' },
        { call: 'S3:PutObject', id: 'r-4' },
      ],
    });
  });

  test('a run that goes on in another process keeps its record: when it began, its requests, its parts', async () => {
    const house = await LeaseHouse.open();
    const log = new RequestLog(PLACE.bucket);
    const first = await openRun(options(house, { requests: log }));
    log.answered({ service: 'Organizations', operation: 'AttachPolicy', requestId: 'r-1' });
    await first.finish({ result: 'incomplete', problem: 'time' });
    await house.clock.sleep(60_000);
    const next = new RequestLog(PLACE.bucket);
    const second = await openRun(options(house, { requests: next }));
    expect(second.record).toMatchObject({ result: 'running', parts: 2, startedAt: '2026-01-01T00:00:00.000Z' });
    expect(second.record).not.toHaveProperty('problem');
    expect(second.record).not.toHaveProperty('endedAt');
    next.answered({ service: 'Organizations', operation: 'CreatePolicy', requestId: 'r-2' });
    await second.finish({ result: 'complete' });
    expect(second.record.requestIds.map(({ id }) => id)).toEqual(['r-1', 'r-2']);
    // The first process, were it still alive, may not write over it.
    await expect(first.save({})).rejects.toThrow('two processes work on one run');
  });

  test('the plan lies beside it; what is there already is replaced', async () => {
    const house = await LeaseHouse.open();
    const bench = new Bench();
    const { plan, digest } = await bench.plan(await manifestOf('organizationalUnits: { A: {} }\n'));
    const run = await openRun(options(house));
    expect(await run.put('plan.json', '{"plan":1}')).toBe(`s3://${PLACE.bucket}/runs/${RUN}/plan.json`);
    await run.put('plan.json', '{"plan":2}');
    await run.put('plan.json', '{"plan":2}');
    expect(house.read(`runs/${RUN}/plan.json`)).toEqual({ plan: 2 });
    await run.save(planFacts(plan, digest));
    expect(run.record).toMatchObject({ planDigest: digest, counts: { create: 1 } });
    expect(run.record.counts['notice']).toBeGreaterThan(0);
  });

  test('an id that is none, a bucket that is not there, and a run that is not there', async () => {
    const house = await LeaseHouse.open();
    await expect(openRun(options(house, { runId: '../lease/lock' }))).rejects.toMatchObject({ exit: 'usage' });
    const place = { ...PLACE, bucket: 'no-such-runs' };
    await expect(openRun(options(house, { place }))).rejects.toThrow('there is no bucket no-such-runs');
    expect(await readRun(house.s3(), PLACE, RUN)).toBeUndefined();
  });
});

describe('holds', () => {
  const hold = (address: AddressHold['address'], until: string): AddressHold => ({
    address,
    until,
    reason: 'CHG-1',
    by: 'arn:anna',
    at: '2026-01-01T00:00:00.000Z',
  });

  test('set, set anew, released; those that have ended go on the way', async () => {
    const house = await LeaseHouse.open();
    const now = house.clock.now();
    expect(await readHolds(house.s3(), PLACE)).toEqual([]);
    await setHold(house.s3(), PLACE, hold('unit:B', '2026-01-02T00:00:00.000Z'), now);
    await setHold(house.s3(), PLACE, hold('unit:A', '2026-01-01T01:00:00.000Z'), now);
    await setHold(house.s3(), PLACE, hold('unit:B', '2026-01-03T00:00:00.000Z'), now);
    expect(
      (await readHolds(house.s3(), PLACE)).map(({ address, until }) => `${address} ${until.slice(0, 10)}`),
    ).toEqual(['unit:A 2026-01-01', 'unit:B 2026-01-03']);
    expect(await releaseHold(house.s3(), PLACE, 'unit:A', now + 7_200_000)).toBe(false);
    expect(await readHolds(house.s3(), PLACE)).toHaveLength(1);
    expect(await releaseHold(house.s3(), PLACE, 'unit:B', now)).toBe(true);
    expect(await readHolds(house.s3(), PLACE)).toEqual([]);
  });

  test('several people at once: nobody’s is lost', async () => {
    const house = await LeaseHouse.open();
    const addresses = ['unit:A', 'unit:B', 'unit:C', 'unit:D'] as const;
    await Promise.all(
      addresses.map((address) =>
        setHold(house.s3(), PLACE, hold(address, '2026-02-01T00:00:00.000Z'), house.clock.now()),
      ),
    );
    expect((await readHolds(house.s3(), PLACE)).map(({ address }) => address)).toEqual([...addresses]);
  });

  test('what cannot be understood stops a run: a hold that is not seen is none', async () => {
    const house = await LeaseHouse.open();
    await house.s3().swapObject(PLACE.bucket, 'holds.json', '{"format":2}', 'new');
    await expect(readHolds(house.s3(), PLACE)).rejects.toThrow(/holds\.json does not hold holds of format 1/);
  });
});
