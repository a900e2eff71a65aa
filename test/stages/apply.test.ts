import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from '../../src/aws/session.js';
import { isWrite } from '../../src/aws/writes.js';
import { run } from '../../src/cli/run.js';
import { openLease } from '../../src/lease/open.js';
import { setHold } from '../../src/runs/holds.js';
import { newRunId } from '../../src/runs/run-id.js';
import { unkind } from '../../src/simulator/index.js';
import { finishAction, putPipeline, startAction } from '../../src/simulator/services/codepipeline/for-tests.js';
import { refuseUnlessAgreed } from '../../src/stages/agreed.js';
import { type Applied, type ApplyStage, applyStage } from '../../src/stages/apply.js';
import { keepRules } from '../../src/stages/kept-rules.js';
import { FakeHost } from '../cli/fake-host.js';
import { actions, HEADER, manifestOf } from '../support/organization.js';
import { ApplyHouse, AT, PLACE } from './apply-house.js';

const RUN = '20260101T000000Z-pipeline-0badcafe';
const DENY =
  '{ Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" }] }';
const MANIFEST = `organizationalUnits:
  A: { children: { A1: {}, A2: { tags: { stage: prod } } } }
  B: {}
  C: {}
  D: {}
policyTypes: { scp: on }
policies:
  no-leave: { type: scp, description: x, targets: [A, B, C, D], document: ${DENY} }
`;
const manifest = manifestOf(MANIFEST);
/** The policy alone, with another description. */
const described = (words: string) =>
  manifestOf(
    `policyTypes: { scp: on }\npolicies: { no-leave: { type: scp, description: ${words}, targets: [], document: ${DENY} } }\n`,
  );

async function planned(house: ApplyHouse, of = manifest): Promise<ApplyStage> {
  const { digest } = await house.plan(RUN, await of);
  return { ...house.stage(RUN), expect: digest };
}

/** The same command in a new process. */
const again = (house: ApplyHouse, stage: ApplyStage, more: Partial<ApplyStage> = {}): Promise<Applied> =>
  applyStage({ ...stage, ...house.stage(RUN), ...more });

/** Another run holds the lease. */
const hold = (house: ApplyHouse) =>
  openLease({
    s3: house.stage(RUN).runner.s3,
    clock: house.bench.clock,
    place: PLACE,
    runId: newRunId(0, 'cli'),
    source: 'cli',
  });

async function expectConverged(house: ApplyHouse): Promise<void> {
  expect(actions((await house.bench.plan(await manifest)).plan)).toEqual([]);
}

describe('before anything is begun', () => {
  test('nothing to be applied: nothing is asked, not even for the lease', async () => {
    const house = await ApplyHouse.open();
    expect(await applyStage({ ...house.stage(RUN), expect: 'none' })).toMatchObject({ status: 'DONE', problems: [] });
    expect(house.calls()).toBe(0);
    expect(house.fence()).toBe(0);
  });

  test('another plan than the one that was agreed to is refused, with both digests; so is one that was tampered with', async () => {
    const house = await ApplyHouse.open();
    const stage = await planned(house);
    const record = house.record(RUN);
    const other = 'ab'.repeat(32);
    await expect(applyStage({ ...stage, expect: other })).rejects.toThrow(
      `its digest is ${stage.expect.slice(0, 12)}, expected was abababababab. Nothing was written`,
    );
    const key = `runs/${RUN}/plan.json`;
    const there = await stage.runner.s3.getObject(PLACE.bucket, key);
    const text = there?.text.replaceAll('"unit:A"', '"unit:Z"') ?? '';
    await stage.runner.s3.swapObject(PLACE.bucket, key, text, { over: there?.etag ?? '' });
    await expect(again(house, stage)).rejects.toThrow('the plan was changed after it was written');
    expect(house.fence()).toBe(0);
    expect(house.writes()).toBe(0);
    expect(house.record(RUN)).toEqual(record);
    const none = applyStage({ ...house.stage(newRunId(0, 'pipeline')), expect: other });
    await expect(none).rejects.toThrow('made no plan, or it was deleted');
  });
});

describe('a plan that was agreed to', () => {
  test('is applied once; the record says who wrote, who agreed, what was done and by which requests', async () => {
    const house = await ApplyHouse.open();
    const pipeline = { ...AT, name: 'towerctl-release' };
    const { world } = house.bench.simulator;
    const action = { stage: 'Approve', action: 'Approve' };
    const actionsOfStage = [{ name: 'Approve', category: 'Approval' as const }];
    putPipeline(world, { ...pipeline, stages: [{ name: 'Approve', actions: actionsOfStage }] });
    const stage = await planned(house);
    const id = await stage.runner.codePipeline.start({ name: pipeline.name, token: 'a' });
    const { id: actionId } = startAction(world, pipeline, id, action);
    finishAction(world, pipeline, id, { id: actionId, status: 'Succeeded', by: 'arn:aws:iam::123456789012:user/bo' });
    const execution = { pipeline: pipeline.name, id };
    expect(await applyStage({ ...stage, execution })).toMatchObject({ status: 'DONE', result: { state: 'complete' } });
    const record = house.record(RUN);
    expect(record).toMatchObject({
      ...{ source: 'pipeline', commit: '4f1c9e2', author: 'Anna', approver: 'arn:aws:iam::123456789012:user/bo' },
      ...{ planDigest: stage.expect, result: 'complete', fence: 1, parts: 2 },
    });
    expect(record.outcomes.every(({ state }) => state === 'done')).toBe(true);
    const units = record.requestIds.filter(({ call }) => call === 'Organizations:CreateOrganizationalUnit');
    expect(units).toHaveLength(6);
    expect(JSON.parse(house.text('runs/latest-apply.json') ?? '')).toMatchObject({
      runId: RUN,
      manifest: { name: 'test' },
    });
    await expectConverged(house);
    // The builds that would go on find nothing to do, and do not look.
    const calls = house.calls();
    expect(await again(house, stage)).toMatchObject({ status: 'DONE', message: 'all of it was applied before' });
    expect(house.calls()).toBe(calls);
    expect(house.fence()).toBe(1);
    expect(house.notices()).toEqual([]);
  });

  test('nobody has agreed where the last release’s rules ask, whatever the plan’s build said: nothing is written', async () => {
    const house = await ApplyHouse.open();
    const stage = await planned(house);
    const execution = { pipeline: 'towerctl-release', id: 'd3b0' };
    await expect(applyStage({ ...stage, execution })).rejects.toThrow('nobody has agreed to this plan');
    await keepRules(stage.runner.s3, PLACE, { when: [{ changes: 3 }], unattended: [] });
    await expect(again(house, stage, { execution })).rejects.toThrow(
      'ask for it: 3 changes or more. Nothing was written',
    );
    house.bench.simulator.faults.add({
      operation: 'codepipeline:ListActionExecutions',
      code: 'AccessDeniedException',
      times: 9,
    });
    await expect(again(house, stage, { execution })).rejects.toThrow('whether somebody has agreed cannot be read');
    expect([house.writes(), house.fence()]).toEqual([0, 0]);
  });

  test('nobody need agree, and who did cannot be read: it is applied, and the record says so', async () => {
    const house = await ApplyHouse.open();
    const stage = await planned(house);
    await keepRules(stage.runner.s3, PLACE, { when: ['removals'], unattended: [] });
    const code = 'AccessDeniedException';
    house.bench.simulator.faults.add({ operation: 'codepipeline:ListActionExecutions', code, times: 9 });
    const execution = { pipeline: 'towerctl-release', id: 'd3b0' };
    expect(await applyStage({ ...stage, execution })).toMatchObject({ status: 'DONE' });
    expect(house.record(RUN).approver).toMatch(/^unknown: it could not be read/);
  });

  test('a lifecycle run writes what the last release lets run unattended, and no more', async () => {
    const house = await ApplyHouse.open();
    const lifecycle = RUN.replace('pipeline', 'lifecycle');
    const context = house.stage(lifecycle);
    const plan = (await house.bench.plan(await manifest)).plan;
    const execution = { pipeline: 'towerctl-lifecycle', id: 'd3b0' };
    const judged = (scope: readonly string[]) => refuseUnlessAgreed(context, { ...plan, scope }, execution);
    await expect(judged(['account:lab'])).rejects.toThrow('the rules let no create run unattended');
    await keepRules(context.runner.s3, PLACE, { when: [], unattended: ['create', 'update'] });
    await expect(judged(['account:lab'])).resolves.toBeUndefined();
    await expect(judged([])).rejects.toThrow('only accounts that have just come are looked after unattended');
  });

  test('what it was made from has moved: nothing is written, and the message says what and what to do', async () => {
    const house = await ApplyHouse.open();
    await house.bench.converge(await described('before'));
    const stage = await planned(house);
    const before = house.writes();
    await house.bench.converge(await described('by somebody else'));
    const others = house.writes() - before;
    expect(others).toBeGreaterThan(0);
    const applied = await again(house, stage);
    expect(applied.status).toBe('STALE');
    expect(applied.message).toContain('these have moved: policy:scp/no-leave.');
    expect(applied.message).toContain('Release the change again: it is planned anew');
    expect(house.writes() - before).toBe(others);
    expect(house.record(RUN)).toMatchObject({ result: 'refused', problem: applied.message });
    expect(house.notices()).toMatchObject([{ subject: 'towerctl refused a plan that is stale: test' }]);
    // Nobody has it any more.
    expect(house.text('lease/lock.json')).toContain('"released"');
  });

  test('a step fails: the record and the topic say it, the same command again does the rest', async () => {
    const house = await ApplyHouse.open();
    const stage = await planned(house);
    const { faults } = house.bench.simulator;
    const message = 'User arn:aws:iam::123456789012:role/x is not authorized';
    faults.add({ operation: 'organizations:CreatePolicy', code: 'AccessDeniedException', message, times: 50 });
    const applied = await applyStage(stage);
    expect(applied).toMatchObject({ status: 'FAILED', result: { state: 'incomplete' } });
    expect(applied.message).toMatch(/policy:scp\/no-leave failed/);
    expect(house.record(RUN)).toMatchObject({ result: 'incomplete', problem: applied.message });
    const [notice] = house.notices();
    expect(notice?.subject).toBe('towerctl could not apply all of a plan: test');
    expect(notice?.message).toContain('policy:scp/no-leave failed');
    expect(notice?.message).toContain('Retry the stage');
    expect(notice?.message.split('https://')[0]).not.toContain('123456789012');
    faults.clear();
    expect(await again(house, stage)).toMatchObject({ status: 'DONE' });
    const { outcomes, result, parts } = house.record(RUN);
    expect({ result, parts }).toEqual({ result: 'complete', parts: 3 });
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(['done']));
    await expectConverged(house);
  });

  test('what was held since is left, and that is no failure', async () => {
    const house = await ApplyHouse.open();
    const stage = await planned(house);
    const until = '2026-01-02T00:00:00.000Z';
    const given = { address: 'policy:scp/no-leave', until, reason: 'CHG-1', by: 'arn:anna', at: until } as const;
    await setHold(stage.runner.s3, PLACE, given, house.bench.clock.now());
    const applied = await applyStage(stage);
    expect(applied.status).toBe('DONE');
    expect(applied.message).toContain('what is held: policy:scp/no-leave');
    expect(house.record(RUN)).toMatchObject({ result: 'incomplete', problem: applied.message });
  });
});

describe('longer than a build may take', () => {
  test('it stops starting, and each build goes on where the last one stopped', async () => {
    const house = await ApplyHouse.open();
    const more = Array.from({ length: 12 }, (_, index) => `  U${index}: {}\n`).join('');
    const many = manifestOf(MANIFEST.replace('  B: {}\n', `  B: {}\n${more}`));
    const stage = await planned(house, many);
    const statuses: string[] = [];
    const done: number[] = [];
    for (let build = 1; build <= 20 && statuses.at(-1) !== 'DONE'; build += 1) {
      const { status } = await again(house, stage, { stopAfter: 10 });
      statuses.push(status);
      done.push(house.record(RUN).outcomes.filter(({ state }) => state === 'done').length);
    }
    expect(statuses.length).toBeGreaterThan(2);
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set(['CONTINUE']));
    expect(statuses.at(-1)).toBe('DONE');
    expect([...done].sort((a, b) => a - b)).toEqual(done);
    const { outcomes, parts, requestIds } = house.record(RUN);
    expect(parts).toBe(1 + statuses.length);
    // What a build found done keeps what the build said that did it; nothing was made twice.
    expect(outcomes.every(({ state }) => state === 'done')).toBe(true);
    expect(requestIds.filter(({ call }) => call === 'Organizations:CreatePolicy')).toHaveLength(1);
    expect(house.notices()).toEqual([]);
    expect(actions((await house.bench.plan(await many)).plan)).toEqual([]);
  });

  test('time is over in the queue for the lease: the next build waits on', async () => {
    const house = await ApplyHouse.open();
    const stage = await planned(house);
    const other = await hold(house);
    const began = house.bench.clock.now();
    const applied = await applyStage({ ...stage, stopAfter: 120 });
    expect(applied).toMatchObject({ status: 'CONTINUE' });
    expect(house.bench.clock.now() - began).toBeLessThan(130_000);
    expect(house.writes()).toBe(0);
    await other.release();
    expect(await again(house, stage, { stopAfter: 3_600 })).toMatchObject({ status: 'DONE' });
  });

  test('somebody keeps the lease for longer than this run may wait: failed, and it says by whom', async () => {
    const house = await ApplyHouse.open();
    const stage = await planned(house);
    const other = await hold(house);
    await expect(applyStage({ ...stage, wait: 60 })).rejects.toThrow(/still held after 60 s by run .*-cli-/);
    await other.release();
    expect(house.record(RUN).result).toBe('failed');
    expect(house.notices()).toHaveLength(1);
  });

  test.each([3, 8])('the process dies after %i writes: the same command again ends it', async (after) => {
    const house = await ApplyHouse.open(unkind);
    const stage = await planned(house);
    let made = 0;
    const never = new Promise<never>(() => {});
    // From that moment on this process hears and says nothing any more: no heartbeat, no record.
    const dying = house.stage(RUN, (handler) => ({
      ...handler,
      handle: async (...[request, options]: Parameters<RequestHandler['handle']>) => {
        if (made >= after) return never;
        const answer = await handler.handle(request, options);
        const target = request.headers['x-amz-target'] ?? '';
        const isOne = target.startsWith('AWSOrganizations') && isWrite(target.split('.')[1] ?? '');
        if (isOne && answer.response.statusCode === 200) made += 1;
        return made >= after && isOne ? never : answer;
      },
    }));
    void applyStage({ ...stage, ...dying });
    while (made < after) await house.bench.clock.sleep(1_000);
    expect(house.record(RUN)).toMatchObject({ result: 'running' });
    expect(house.fence()).toBe(1);
    // The lease runs out by itself.
    expect(await again(house, stage)).toMatchObject({ status: 'DONE' });
    expect(house.record(RUN)).toMatchObject({ result: 'complete', fence: 2, parts: 3 });
    await expectConverged(house);
  });
});

describe('the commands', () => {
  test('plan, apply, drift and heal leave what the next build reads, and end as the pipeline takes it', async () => {
    const house = await ApplyHouse.open({});
    const host = new FakeHost();
    const file = (name: string): string => join(host.cwd, name);
    writeFileSync(file('state.json'), JSON.stringify(house.bench.simulator.saveState()));
    writeFileSync(file('manifest.yaml'), HEADER + MANIFEST);
    const towerctl = async (...args: string[]): Promise<number> => {
      const common = ['--sandbox', '--state', 'state.json', '--bucket', PLACE.bucket, '--region', PLACE.region];
      rmSync(file('stage.env'), { force: true });
      return run(['run', ...args, ...common, '--topic', house.topic, '--env', 'stage.env'], host);
    };
    const env = (): Record<string, string> =>
      Object.fromEntries(
        [...readFileSync(file('stage.env'), 'utf8').matchAll(/^([A-Z_]+)='(.*)'$/gm)].map(([, ...pair]) => pair),
      );

    expect(await towerctl('plan', '--source', 'pipeline')).toBe(0);
    const { RUN_ID = '', PLAN_DIGEST = '' } = env();
    expect(await towerctl('apply', '--run-id', RUN_ID, '--expect', 'f'.repeat(64))).toBe(1);
    expect(env()).toEqual({ APPLY_STATUS: 'FAILED' });
    expect(host.stderr.text).toContain(PLAN_DIGEST.slice(0, 12));
    const apply = ['apply', '--run-id', RUN_ID, '--expect', PLAN_DIGEST];
    expect(await towerctl(...apply, '--stop-after', '1')).toBe(0);
    expect(env()).toEqual({ APPLY_STATUS: 'CONTINUE' });
    expect(await towerctl(...apply)).toBe(0);
    expect(env()).toEqual({ APPLY_STATUS: 'DONE' });
    expect(await towerctl('drift')).toBe(0);
    expect(env()).toEqual({ DRIFT_CHANGED: 'yes', DRIFT_COUNT: '0' });
    expect(await towerctl('heal', '--kinds', 'organizational-unit,account')).toBe(0);
    expect(env()).toEqual({ HEAL_STATUS: 'NOTHING', HEAL_COUNT: '0' });
    expect(await towerctl('heal', '--kinds', 'organizational-unit,nonsense')).toBe(64);
    expect(host.stderr.text).toContain('"nonsense": no such kind');
    expect(await towerctl('apply', '--run-id', RUN_ID, '--expect', 'short')).toBe(64);
    expect(host.stdout.text).not.toContain('123456789012');
  });
});
