import { openSession, type RequestHandler } from '../../src/aws/session.js';
import { isWrite } from '../../src/aws/writes.js';
import { applyRun, planRun } from '../../src/engine.js';
import type { EngineEvent } from '../../src/events.js';
import { KINDS } from '../../src/kinds/index.js';
import type { Lease } from '../../src/lease/lease.js';
import { openLease, takeOver } from '../../src/lease/open.js';
import { RequestLog } from '../../src/runs/record.js';
import { createSimulator, inProcess, unkind } from '../../src/simulator/index.js';
import { SERVICES } from '../../src/simulator/services/index.js';
import { organizationOf } from '../../src/simulator/services/organizations/for-services.js';
import { actions, Bench, ENGINE_VERSION, manifestOf } from '../support/organization.js';
import { makeRunBucket, PLACE } from './house.js';

const MANIFEST = `organizationalUnits:
  A: { children: { A1: {}, A2: { tags: { stage: prod } } } }
  B: {}
  C: {}
  D: {}
policyTypes: { scp: on }
policies:
  no-leave: { type: scp, description: x, targets: [A, B, C, D], document: { Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" }] } }
`;

async function house(): Promise<Bench> {
  const bench = new Bench(unkind);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await makeRunBucket(bench.simulator);
      return bench;
    } catch (error) {
      if (attempt > 10) throw error;
    }
  }
}

function leaseOptions(bench: Bench, runId: string, events: EngineEvent[] = []) {
  const s3 = bench.session().inHomeRegion(PLACE.region).s3;
  const listener = (event: EngineEvent): void => {
    events.push(event);
  };
  return { s3, clock: bench.clock, place: PLACE, runId, source: 'cli' as const, listener };
}

const writesOf = (bench: Bench): number =>
  bench.simulator.calls
    .counts()
    .filter(({ api }) => !api.startsWith('s3:') && isWrite(api.split(':')[1] ?? ''))
    .reduce((sum, { calls, throttled }) => sum + calls - throttled, 0);

test('what counts as a write is what the services call one', () => {
  const known = SERVICES.flatMap((service) =>
    Object.keys(service.operations).map((operation) => ({
      service: service.name,
      operation,
      isRead: service.isRead(operation),
    })),
  );
  expect(known.length).toBeGreaterThan(200);
  const wrong = known.filter(({ operation, isRead }) => isWrite(operation) === isRead);
  expect(wrong.map(({ service, operation }) => `${service}:${operation}`)).toEqual([]);
});

test('no kind reads with what counts as a write', () => {
  const reads = new Set(KINDS.flatMap(({ actions: { read } }) => read));
  expect([...reads].filter((action) => isWrite(action.split(':')[1] ?? ''))).toEqual([]);
});

test('an apply under a lease does what it does without one, and the lock is read before its writes', async () => {
  const bench = await house();
  const manifest = await manifestOf(MANIFEST);
  const { plan } = await bench.plan(manifest);
  const lease = await openLease(leaseOptions(bench, 'run-1'));
  const result = await bench.apply(plan, { lease });
  await lease.release();
  expect(result.state).toBe('complete');
  expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  expect(bench.simulator.calls.counts().find(({ api }) => api === 's3:GetObject')?.calls).toBeGreaterThan(1);
});

test.each([1, 3, 6, 9])(
  'taken over after %i writes: not one more is made, and the next run ends where it should',
  async (after) => {
    const bench = await house();
    const manifest = await manifestOf(MANIFEST);
    const { plan } = await bench.plan(manifest);
    const events: EngineEvent[] = [];
    const lease = await openLease(leaseOptions(bench, 'run-1', events));
    const thief = leaseOptions(bench, 'run-2');
    let made = 0;
    let other: Promise<Lease> | undefined;
    let atTakeOver = -1;
    // Between a write and the next, somebody takes the lease; a second later nothing may be written any more.
    const aws = bench.session((handler) => ({
      ...handler,
      handle: async (...[request, options]: Parameters<RequestHandler['handle']>) => {
        const target = request.headers['x-amz-target'] ?? '';
        const answer = await handler.handle(request, options);
        if (target.startsWith('AWSOrganizations') && isWrite(target.split('.')[1] ?? '')) {
          if (answer.response.statusCode === 200) made += 1;
          if (made === after && other === undefined) {
            other = takeOver({ ...thief, reason: 'the build was stopped' });
            await other;
            await bench.clock.sleep(1_100);
            atTakeOver = writesOf(bench);
          }
        }
        return answer;
      },
    }));
    const result = await applyRun(plan, {
      aws,
      clock: bench.clock,
      engineVersion: ENGINE_VERSION,
      lease,
      listener: (event) => events.push(event),
    });
    expect(writesOf(bench)).toBe(atTakeOver);
    expect(result.state).toBe('incomplete');
    expect(events.filter(({ code }) => code === 'lease-lost')).toHaveLength(1);
    expect(result.outcomes.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(result.outcomes.some(({ state }) => state === 'interrupted')).toBe(true);
    await lease.release();

    const next = await other;
    if (!next) throw new Error('nobody took it');
    const rest = await bench.plan(manifest);
    expect((await bench.apply(rest.plan, { lease: next })).state).toBe('complete');
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
    await next.release();
  },
);

test('a lease that is lost before the apply begins: nothing is read, nothing is written', async () => {
  const bench = await house();
  const { plan } = await bench.plan(await manifestOf(MANIFEST));
  const lease = await openLease(leaseOptions(bench, 'run-1'));
  const other = await takeOver({ ...leaseOptions(bench, 'run-2'), reason: 'mine' });
  await bench.clock.sleep(1_100);
  const before = writesOf(bench);
  await expect(bench.apply(plan, { lease })).rejects.toThrow('run run-2 took it over (mine)');
  expect(writesOf(bench)).toBe(before);
  await other.release();
});

test('a write that is sent again is asked about again: it may have waited for somebody else for hours', async () => {
  const bench = new Bench({});
  const aws = bench.session();
  let asked = 0;
  const free = aws.guardWrites(async () => {
    asked += 1;
    if (asked === 3) throw new Error('not any more');
  });
  const code = 'ConcurrentModificationException';
  bench.simulator.faults.add({ operation: 'organizations:CreateOrganizationalUnit', code, times: 5 });
  const rootId = organizationOf(bench.simulator.world)?.rootId ?? '';
  await expect(aws.organizations.createUnit(rootId, 'A', {})).rejects.toThrow('not any more');
  expect(bench.simulator.faults.list()[0]?.struck).toBe(2);
  free();
  expect(await aws.organizations.createUnit(rootId, 'A', {})).toMatch(/^ou-/);
  expect(asked).toBe(3);
});

test('what AWS answered each write with is kept, and reads and the run itself are not', async () => {
  const clock = new Bench().clock;
  const simulator = createSimulator({ clock });
  await makeRunBucket(simulator);
  const log = new RequestLog(PLACE.bucket);
  const aws = openSession({
    clock,
    pace: 'off',
    requestHandler: inProcess(simulator) as unknown as RequestHandler,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    answered: log.answered,
    runId: '20260101T000000Z-cli-0badcafe',
  });
  const manifest = await manifestOf('organizationalUnits: { A: {} }\n');
  const options = { aws, clock, engineVersion: ENGINE_VERSION };
  const { plan } = await planRun(manifest, options);
  const lease = await openLease({
    s3: aws.inHomeRegion(PLACE.region).s3,
    clock,
    place: PLACE,
    runId: 'run-1',
    source: 'cli',
  });
  await applyRun(plan, { ...options, lease });
  await lease.release();
  expect(log.writes.map(({ call }) => call)).toEqual(['Organizations:CreateOrganizationalUnit']);
  expect(log.writes[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  ['20260101T000000Z-cli-0badcafe', '20260101T000000Z-cli-0badcafe'],
  [undefined, 'towerctl'],
])('sessions in other accounts are named by the run (%s)', async (runId, expected) => {
  const bench = new Bench({});
  const bodies: string[] = [];
  const handler = inProcess(bench.simulator) as unknown as RequestHandler;
  const aws = openSession({
    clock: bench.clock,
    pace: 'off',
    requestHandler: {
      ...handler,
      handle: (...[request, options]: Parameters<RequestHandler['handle']>) => {
        bodies.push(String(request.body ?? ''));
        return handler.handle(request, options);
      },
    },
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    ...(runId !== undefined && { runId }),
  });
  await aws.inHomeRegion(PLACE.region).inAccount('300000000001');
  const assumed = bodies.map((body) => new URLSearchParams(body)).filter((form) => form.get('Action') === 'AssumeRole');
  expect(assumed.map((form) => form.get('RoleSessionName'))).toEqual([expected]);
});
