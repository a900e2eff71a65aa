import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { untilOf } from '../../src/cli/commands/hold.js';
import { run } from '../../src/cli/run.js';
import { createSimulator, type Simulator } from '../../src/simulator/index.js';
import { putRole } from '../../src/simulator/services/iam/for-tests.js';
import { s3State } from '../../src/simulator/services/s3/state.js';
import { makeRunBucket, PLACE } from '../lease/house.js';
import { FakeHost, type FakeHostOptions } from './fake-host.js';
import { smallManifest } from './small-manifest.js';

const IN = ['--bucket', PLACE.bucket];
const AT = [...IN, '--region', PLACE.region];

async function towerctl(cwd: string, words: readonly string[], options: FakeHostOptions = {}) {
  const host = new FakeHost({ ...options, cwd });
  const code = await run([...words, '--sandbox', '--state', 'org.json'], host);
  return { code, out: host.stdout.text, err: host.stderr.text, host };
}

/** A folder with a manifest, and an organization with a run bucket in a file. */
async function folder(): Promise<string> {
  const made = smallManifest();
  const simulator = createSimulator({});
  await makeRunBucket(simulator);
  writeFileSync(join(made, 'org.json'), JSON.stringify(simulator.saveState()));
  return made;
}

function stateIn(cwd: string): Simulator {
  const simulator = createSimulator({});
  simulator.loadState(JSON.parse(readFileSync(join(cwd, 'org.json'), 'utf8')));
  return simulator;
}

function objects(cwd: string): Map<string, string> {
  const bucket = s3State(stateIn(cwd).world).buckets[PLACE.bucket];
  return new Map(
    Object.entries(bucket?.objects ?? {}).map(([key, { body }]) => [
      key.slice(1),
      Buffer.from(body, 'base64').toString(),
    ]),
  );
}

function records(cwd: string): Record<string, unknown>[] {
  return [...objects(cwd)].flatMap(([key, text]) => (key.endsWith('/record.json') ? [JSON.parse(text)] : []));
}

describe('plan and apply by a role', () => {
  const ROLE = 'arn:aws:iam::123456789012:role/TowerctlPlan';
  const BY_ROLE = ['plan', ...IN, '--role-arn', ROLE];

  test('the organization sees the role; the bucket and the record know who runs it', async () => {
    const cwd = await folder();
    const simulator = stateIn(cwd);
    putRole(simulator.world, { accountId: '123456789012', name: 'TowerctlPlan', trusts: '123456789012' });
    writeFileSync(join(cwd, 'org.json'), JSON.stringify(simulator.saveState()));
    const planned = await towerctl(cwd, BY_ROLE);
    expect(planned.code).toBe(0);
    expect(records(cwd)).toMatchObject([
      { result: 'planned', author: 'arn:aws:sts::123456789012:assumed-role/sandbox/sandbox' },
    ]);
  });

  test('a role that is not there, and one that is none', async () => {
    const cwd = await folder();
    const refused = await towerctl(cwd, BY_ROLE);
    expect(refused.code).toBe(5);
    expect(refused.err).toContain(`the role ${ROLE} could not be entered: AssumeRole: AccessDenied`);
    const wrong = await towerctl(cwd, ['plan', '--role-arn', 'TowerctlPlan']);
    expect(wrong.code).toBe(64);
    expect(wrong.err).toContain('Give the ARN of a role');
  });
});

describe('plan and apply with a bucket', () => {
  test('plan leaves its plan and a record; apply takes the lease and tells what became of it', async () => {
    const cwd = await folder();
    const planned = await towerctl(cwd, ['plan', ...IN]);
    expect(planned.code).toBe(0);
    const [plan] = records(cwd);
    expect(plan).toMatchObject({ source: 'cli', result: 'planned', counts: { create: 4 }, parts: 1, requestIds: [] });
    expect(planned.err).toContain(`Plan stored: s3://${PLACE.bucket}/runs/${String(plan?.['runId'])}/plan.md`);
    writeFileSync(join(cwd, 'plan.json'), objects(cwd).get(`runs/${String(plan?.['runId'])}/plan.json`) ?? '');
    expect(objects(cwd).has('lease/lock.json')).toBe(false);

    const applied = await towerctl(cwd, ['apply', 'plan.json', '--approve', ...IN]);
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.err).toContain('lease taken, fence 1');
    const record = records(cwd).find(({ result }) => result === 'complete');
    expect(record).toMatchObject({
      fence: 1,
      planDigest: plan?.['planDigest'],
      author: expect.stringContaining('arn:aws:'),
      approver: expect.stringContaining('arn:aws:'),
      endedAt: expect.any(String),
    });
    const outcomes = record?.['outcomes'] as { state: string }[];
    expect(outcomes.length).toBe(5);
    expect(outcomes.every(({ state }) => state === 'done')).toBe(true);
    const requests = (record?.['requestIds'] ?? []) as { call: string }[];
    const calls = requests.map(({ call }) => call);
    expect(calls).toContain('Organizations:CreatePolicy');
    expect(calls.every((call) => !call.startsWith('S3:'))).toBe(true);
    expect(JSON.parse(objects(cwd).get('lease/lock.json') ?? '')).toMatchObject({ state: 'released', fence: 1 });

    await towerctl(cwd, ['plan', ...IN]);
    expect(records(cwd).map(({ result }) => result)).toContain('no-changes');
  });

  test('without a bucket nothing of it is there', async () => {
    const cwd = await folder();
    await towerctl(cwd, ['apply', '--approve']);
    expect([...objects(cwd).keys()]).toEqual([]);
  });

  test('declined: the record says so, and no lease was taken', async () => {
    const cwd = await folder();
    expect(await towerctl(cwd, ['apply', ...IN], { answer: 'no' })).toMatchObject({ code: 6 });
    expect(records(cwd)).toEqual([expect.objectContaining({ result: 'refused', problem: 'nobody approved it' })]);
    expect(objects(cwd).has('lease/lock.json')).toBe(false);
  });

  test('a bucket that is not there: nothing is planned', async () => {
    const cwd = await folder();
    const ended = await towerctl(cwd, ['apply', '--approve', '--bucket', 'no-such-runs']);
    expect(ended.code).toBe(1);
    expect(ended.err).toContain('there is no bucket no-such-runs in ap-northeast-1');
    expect(ended.out).toBe('');
  });

  test('a lease that another run has: it waits, and gives up with who has it; a person ends it; the next goes on', async () => {
    const cwd = await folder();
    const simulator = stateIn(cwd);
    const lock = {
      format: 1,
      state: 'held',
      fence: 4,
      runId: '20260101T000000Z-pipeline-0badcafe',
      source: 'pipeline',
      nonce: 'x',
      beat: 2,
      acquiredAt: '2026-01-01T00:00:00Z',
    };
    const bucket = s3State(simulator.world).buckets[PLACE.bucket];
    const body = Buffer.from(JSON.stringify(lock)).toString('base64');
    const modifiedAt = Date.now() + 3_600_000;
    if (bucket) bucket.objects['/lease/lock.json'] = { body, etag: '"1"', contentType: 'x', metadata: {}, modifiedAt };
    writeFileSync(join(cwd, 'org.json'), JSON.stringify(simulator.saveState()));

    const waited = await towerctl(cwd, ['apply', '--approve', ...IN, '--wait', '60']);
    expect(waited.code).toBe(1);
    expect(waited.err).toContain('waiting for the lease: run 20260101T000000Z-pipeline-0badcafe (pipeline) has it');
    expect(waited.err).toContain('is still held after 60 s by run 20260101T000000Z-pipeline-0badcafe');
    expect(records(cwd)).toEqual([expect.objectContaining({ result: 'failed' })]);

    const shown = await towerctl(cwd, ['lease', ...AT]);
    expect(shown.out).toContain('Lease   held   fence 4   by run 20260101T000000Z-pipeline-0badcafe (pipeline)');
    expect(await towerctl(cwd, ['lease', ...AT, '--take-over', '--reason', 'dead'], { answer: 'n' })).toMatchObject({
      code: 6,
    });
    const taken = await towerctl(cwd, ['lease', ...AT, '--take-over', '--reason', 'build was stopped', '--approve']);
    expect(taken).toMatchObject({ code: 0 });
    expect(taken.out).toContain(`Recorded in s3://${PLACE.bucket}/leases/5.json`);
    expect(JSON.parse(objects(cwd).get('leases/5.json') ?? '')).toMatchObject({
      reason: 'build was stopped',
      by: expect.stringContaining('arn:aws:'),
    });
    const json = await towerctl(cwd, ['lease', ...AT, '--format', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({ state: 'free', lock: { fence: 5 } });
    expect(await towerctl(cwd, ['apply', '--approve', ...IN])).toMatchObject({ code: 0 });
  });
});

describe('hold', () => {
  test('is set, told by every plan, not changed by an apply, listed and released', async () => {
    const cwd = await folder();
    const address = 'policy:scp/deny-leave';
    const set = await towerctl(cwd, ['hold', address, '--until', '4h', '--reason', 'CHG-9001', ...AT]);
    expect(set).toMatchObject({ code: 0 });
    expect(set.out).toMatch(/^policy:scp\/deny-leave {3}held until \S+ {3}CHG-9001 {3}by arn:aws:/);
    const planned = await towerctl(cwd, ['plan', ...IN]);
    expect(planned.out).toContain('2 create · 1 adopt');
    expect(planned.out).toMatch(/policy:scp\/deny-leave \(create held until [\s\S]*CHG-9001/);
    expect(await towerctl(cwd, ['apply', '--approve', ...IN])).toMatchObject({ code: 0 });
    expect((await towerctl(cwd, ['hold', '--list', ...AT])).out).toContain('CHG-9001');
    expect((await towerctl(cwd, ['hold', '--release', address, ...AT])).out).toBe(`Released ${address}\n`);
    expect((await towerctl(cwd, ['plan', ...IN])).out).toContain('1 create · 1 attach');
    expect(await towerctl(cwd, ['hold', '--release', address, ...AT])).toMatchObject({ code: 1 });
    expect((await towerctl(cwd, ['hold', '--list', ...AT])).out).toBe('Nothing is held\n');
  });

  test.each([
    [['hold', ...AT], 'give one of'],
    [['hold', 'unit:A', '--list', ...AT], 'give one of'],
    [['hold', 'unit:A', '--until', '4h', ...AT], '--reason'],
    [['hold', 'unit:A', '--until', 'soon', '--reason', 'x', ...AT], '--until "soon"'],
    [['hold', 'polcy:scp/x', '--until', '4h', '--reason', 'x', ...AT], 'policy'],
    [['hold', 'Workloads', '--until', '4h', '--reason', 'x', ...AT], 'is no address'],
    [['hold', '--list', ...IN], 'where is the bucket?'],
    [['hold', '--list'], '--bucket'],
    [['lease', ...AT, '--take-over'], '--reason'],
    [['lease', ...AT, '--reason', 'x'], '--take-over'],
    [['apply', '--wait', 'long', ...IN], 'whole seconds'],
  ])('%j is refused with what to write', async (words, message) => {
    const ended = await towerctl(await folder(), words);
    expect(ended.code).toBe(64);
    expect(ended.err).toContain(message);
  });

  test('a time is a span, a day to its end, or a time with its zone', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(untilOf('90m', now)).toBe('2026-01-01T01:30:00.000Z');
    expect(untilOf('2w', now)).toBe('2026-01-15T00:00:00.000Z');
    expect(untilOf('2026-01-05', now)).toBe('2026-01-06T00:00:00.000Z');
    expect(untilOf('2026-01-05T18:00+09:00', now)).toBe('2026-01-05T09:00:00.000Z');
    for (const text of ['2025-12-30', '4', '2026-13-01', '2026-01-05T18:00']) {
      expect(() => untilOf(text, now)).toThrow('--until');
    }
  });
});
