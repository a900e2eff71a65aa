import { settingsFrom } from '../../src/events-function/settings.js';
import type { EventStore } from '../../src/events-queue/kept.js';
import { ensureRun } from '../../src/events-queue/marker.js';
import { putPending } from '../../src/events-queue/pending.js';
import { sweep } from '../../src/events-queue/sweep.js';
import { eventsOfRun, type TakenEvents } from '../../src/events-queue/take.js';
import { PLACE } from '../lease/house.js';
import { call, through } from '../lifecycle/events.js';
import {
  accountMade,
  endOf,
  expectAllKept,
  fewestRuns,
  GARBAGE,
  judgedOf,
  livedDay,
  neverHeardOf,
  policyAttached,
  rough,
  succeeding,
  taking,
  tick,
} from './day.js';
import { before, EventHouse, fated, HOUR, MINUTE } from './house.js';

const DAY = 24 * HOUR;
const [ONE, OTHER, THIRD] = ['400000000001', '400000000002', '400000000003'];

test('a day of events: each account is in a run that took after its event, and no run is one too many', async () => {
  const { house, day, queue, executions } = await livedDay({}, 1);
  await expectAllKept(house, day);
  expect(queue.deadLetters).toEqual([]);
  expect([house.metric('UnknownEvents'), house.metric('Notices')]).toEqual([day.unknown, day.notices]);
  expect(house.metric('RunsStarted')).toBe(executions.length);
  expect(house.pipeline.mostWaiting).toBe(1);
  expect(executions.filter(({ taken }) => taken?.count === 0)).toEqual([]);
  // The burst of 50 accounts, all events of it and their repeats: three runs.
  expect(executions.filter(({ tookAt = 0 }) => tookAt < Date.UTC(2026, 10, 24, 12))).toHaveLength(3);
  expect(executions.length).toBeLessThanOrEqual(fewestRuns(day));
  expect(await house.keys('events/taken/')).toHaveLength(1);
});

test('a rough day: S3, SNS and CodePipeline fail now and then, runs fail at each stage, and still nothing is lost', async () => {
  const { house, day, queue, executions } = await livedDay(rough(7), 2, 40);
  await expectAllKept(house, day);
  expect(queue.deadLetters).toEqual([]);
  const failed = executions.filter(({ hasSucceeded }) => hasSucceeded === false);
  expect(failed.length).toBeGreaterThan(3);
  expect(executions.length).toBeLessThanOrEqual(fewestRuns(day) + failed.length);
});

test('a run that dies after any call of taking loses nothing: new events and those of a failed run', async () => {
  const house = await EventHouse.open();
  for (let after = 0; ; after += 1) {
    const [early, late] = ['5', '6'].map((digit) => `${digit}${String(after).padStart(11, '0')}`) as [string, string];
    await house.deliver(accountMade(early));
    const failed = (await ensureRun(house.start)).executionId;
    await taking(house, failed);
    endOf(house, failed, false);
    await house.clock.sleep(DAY);
    await house.deliver(accountMade(late));
    const dying = (await ensureRun(house.start)).executionId;
    let calls = 0;
    const store = fated(house.s3, () => (calls++ < after ? 'works' : 'fails'));
    const taken = await house.take(house.newRun(), dying, store).catch(() => undefined);
    // Both of them in one take, each of whose calls was the last one once.
    if (taken) return expect([taken.intake.fresh, after > 10]).toEqual([[early, late], true]);
    endOf(house, dying, false);
    await house.clock.sleep(2 * HOUR);
    await sweep(house.start);
    // What was still pending and written down too is looked at once more.
    const runs: TakenEvents[] = [];
    do runs.push(await succeeding(house));
    while (runs.at(-1)?.count !== 0 && runs.length < 5);
    expect([...new Set(runs.flatMap(({ intake }) => intake.fresh))].sort()).toEqual([early, late]);
    expect(await house.keys('events/taken/')).toEqual([]);
  }
});

test.each(['a run takes', 'an event comes'])(
  'whatever call of the other %s between, the event is in a run',
  async (what) => {
    for (let at = 0, calls = 0; at <= calls; at += 1) {
      const house = await EventHouse.open();
      await house.deliver(accountMade(ONE));
      const seen: string[] = [];
      const take = async (s3: EventStore): Promise<void> => {
        const taken = await house.take(house.newRun(), house.pipeline.executions[0]?.id, s3);
        seen.push(...taken.intake.fresh);
      };
      const come = async (s3: EventStore): Promise<void> => {
        await putPending({ s3, place: PLACE }, judgedOf(accountMade(OTHER)), 'message');
        await ensureRun({ ...house.start, s3 });
      };
      const [outer, inner] = what === 'a run takes' ? [come, take] : [take, come];
      calls = 0;
      await outer(before(house.s3, async () => (calls++ === at ? inner(house.s3) : undefined)));
      if (calls <= at) break;
      // A second one has been started, or it was seen by the first.
      if (!seen.includes(OTHER)) expect(house.pipeline.executions).toHaveLength(2);
      expect([...seen, ...(await succeeding(house)).intake.fresh]).toEqual([ONE, OTHER]);
    }
  },
);

describe('one run is on its way', () => {
  const started = { format: 1, nonce: '00000000-0000-4000-8000-000000000001', attempts: 0 };
  const put = (house: EventHouse, marker: object | string): Promise<string> => {
    const text = typeof marker === 'string' ? marker : JSON.stringify(marker);
    return house.s3.swapObject(PLACE.bucket, 'events/started.json', text, 'new');
  };

  test.each([1, 2, 7])('%i functions at the same moment start one', async (functions) => {
    const house = await EventHouse.open();
    const runs = await Promise.all(Array.from({ length: functions }, () => ensureRun(house.start)));
    expect(house.pipeline.executions).toHaveLength(1);
    expect(new Set(runs.map(({ executionId }) => executionId)).size).toBe(1);
    expect((await ensureRun(house.start)).kind).toBe('waiting');
  });

  test.each([
    ['none is known, and somebody is at it: its token is used', 'young', undefined, 1],
    ['none is known for a quarter of an hour: another one', 'old', undefined, 2],
    ['it is in progress', 'old', undefined, 1],
    ['it failed before it took anything', 'young', false, 2],
    ['it succeeded and took nothing', 'young', true, 2],
  ] as const)('where the marker says that one was started: %s', async (name, age, end, expected) => {
    const house = await EventHouse.open();
    const executionId = await house.codePipeline.start({
      name: 'towerctl-lifecycle',
      token: `events-${started.nonce}`,
    });
    const isKnown = end !== undefined || name.includes('progress');
    await put(house, { ...started, at: new Date(house.clock.now()).toISOString(), ...(isKnown && { executionId }) });
    const [execution] = house.pipeline.executions;
    if (end !== undefined && execution) house.pipeline.end(execution, end);
    if (age === 'old') await house.clock.sleep(16 * MINUTE);
    await ensureRun(house.start);
    expect(house.pipeline.executions).toHaveLength(expected);
  });

  test('a marker that nobody can read is written over', async () => {
    const house = await EventHouse.open();
    await put(house, '{"format":7}');
    expect((await ensureRun(house.start)).kind).toBe('started');
  });

  test('a start that fails hands the messages back; one whose answer is lost starts one run', async () => {
    let fate: 'fails' | 'answer-lost' = 'fails';
    let times = 2;
    const house = await EventHouse.open({ fates: (name) => (name === 'start' && times-- > 0 ? fate : 'works') });
    expect(await house.deliver(accountMade(ONE), neverHeardOf(), policyAttached(ONE))).toHaveLength(1);
    expect(await house.keys('events/pending/')).toHaveLength(1);
    [fate, times] = ['answer-lost', 1];
    expect(await house.deliver(accountMade(OTHER))).toHaveLength(1);
    expect(await house.deliver(accountMade(OTHER))).toEqual([]);
    expect(house.pipeline.executions).toHaveLength(1);
    expect((await taking(house)).taken.intake.fresh).toEqual([ONE, OTHER]);
  });
});

describe('what a run took and did not succeed with', () => {
  async function failedOnce() {
    const house = await EventHouse.open();
    await house.deliver(accountMade(ONE));
    const [first] = house.pipeline.executions;
    const { runId } = await taking(house, first?.id);
    if (first) house.pipeline.end(first, false);
    return { house, runId };
  }

  test('holds up nothing new, and is taken when nothing new is pending', async () => {
    const { house, runId } = await failedOnce();
    await house.deliver(accountMade(OTHER));
    const second = house.pipeline.executions.at(-1);
    expect((await taking(house, second?.id)).taken.intake.fresh).toEqual([OTHER]);
    const { taken } = await taking(house);
    expect([taken.intake.fresh, taken.retried]).toEqual([[ONE], [runId]]);
  });

  test('is taken along after a day', async () => {
    const { house } = await failedOnce();
    await house.clock.sleep(DAY);
    await house.deliver(accountMade(OTHER));
    expect((await taking(house)).taken.intake.fresh).toEqual([ONE, OTHER]);
  });

  test('is tried again by the sweep after one hour, two, four, at most a day', async () => {
    const { house } = await failedOnce();
    const at: number[] = [];
    const start = house.clock.now();
    for (let hour = 0; hour < 56; hour += 1) {
      await house.deliver(tick());
      const { executions } = house.pipeline;
      if (executions.some(({ phase }) => phase === 'queued')) {
        const last = executions.at(-1);
        expect((await taking(house, last?.id)).taken.intake.fresh).toEqual([ONE]);
        if (last) house.pipeline.end(last, false);
        at.push((house.clock.now() - start) / HOUR);
      }
      await house.clock.sleep(HOUR);
    }
    expect(at).toEqual([1, 3, 7, 15, 31, 55]);
  });

  test('is taken by the run that tries the same stage again', async () => {
    const house = await EventHouse.open();
    await house.deliver(accountMade(ONE));
    const [only] = house.pipeline.executions;
    await taking(house, only?.id);
    await house.deliver(accountMade(OTHER));
    expect((await taking(house, only?.id)).taken.intake.fresh).toEqual([ONE, OTHER]);
  });
});

test('what is told names no account, and what is logged says nothing of an event but its name and id', async () => {
  const house = await EventHouse.open();
  const own = call('organizations', 'TagResource', { resourceId: ONE }, { userIdentity: through('TowerctlApply') });
  const failed = await house.deliver(own, policyAttached(ONE), accountMade(THIRD), neverHeardOf(), ...GARBAGE);
  expect(failed).toEqual([]);
  expect(house.told.map(({ subject }) => subject)).toEqual(['towerctl: 1 event in the organization to look at']);
  expect(house.told[0]?.message).toContain('AttachPolicy: changed by somebody else');
  const said = [house.told[0]?.message, ...house.lines].join('\n');
  expect(said).not.toMatch(/4000000000|\balice\b|@/);
  expect(said).toContain('FrobnicateLandingZone');
});

test('what others changed within the week goes with the events of a new account; a run can be asked what it took', async () => {
  const house = await EventHouse.open();
  await house.deliver(policyAttached(ONE));
  expect((await taking(house)).taken.count).toBe(0);
  await house.clock.sleep(3 * DAY);
  await house.deliver(accountMade(ONE));
  const { runId, taken } = await taking(house);
  expect(taken.count).toBe(1);
  expect(taken.intake.notices).toMatchObject([{ cause: 'changed', scope: [`account:${ONE}`] }]);
  expect(await eventsOfRun(house.start, runId)).toEqual(taken.intake);
  await expect(eventsOfRun(house.start, house.newRun())).rejects.toThrow('took no events');
  await expect(eventsOfRun(house.start, '../lease')).rejects.toThrow('took no events');
  await house.clock.sleep(8 * DAY);
  await house.deliver(accountMade(OTHER));
  expect((await taking(house)).taken.intake.notices).toEqual([]);
});

test('the function says which of its variables are missing', () => {
  expect(() => settingsFrom({ TOWERCTL_TOPIC: 't' })).toThrow('lacks TOWERCTL_RUN_BUCKET, TOWERCTL_REGION');
  const given = { TOWERCTL_RUN_BUCKET: 'b', TOWERCTL_TOPIC: 't', AWS_REGION: 'eu-west-1' };
  const place = { bucket: 'b', region: 'eu-west-1' };
  expect(settingsFrom(given)).toEqual({ place, topic: 't', pipeline: 'towerctl-lifecycle' });
});
