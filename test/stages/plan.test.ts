import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UntagResourceCommand } from '@aws-sdk/client-organizations';
import { unzipSync } from 'fflate';
import { run } from '../../src/cli/run.js';
import type { GuardInput } from '../../src/guards/guard.js';
import { openLease } from '../../src/lease/open.js';
import { UNATTENDED } from '../../src/lifecycle/approval.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { ApprovalRule } from '../../src/manifest/pipeline.js';
import type { Change } from '../../src/model.js';
import { digestOf } from '../../src/plan/digest.js';
import { approvalNeeded, rulesOf } from '../../src/stages/approval.js';
import { consoleLink } from '../../src/stages/console-link.js';
import { envText, writeEnv } from '../../src/stages/env.js';
import { checkSource, zipOf } from '../../src/stages/source-zip.js';
import { shortLine } from '../../src/stages/summary.js';
import { unattendedPart } from '../../src/stages/unattended.js';
import { FakeHost } from '../cli/fake-host.js';
import { PLACE } from '../lease/house.js';
import { landingZone, managedAccount } from '../lifecycle/control-tower-events.js';
import { call, PAYMENTS } from '../lifecycle/events.js';
import { ADMIN_ARN, baseline, grant, plan as judgedPlan, role, type Specs, set } from '../support/access.js';
import { actions, HEADER, manifestOf, notices } from '../support/organization.js';
import { newFolder, StageHouse } from './plan-house.js';

const PIPELINE = (more = '') =>
  `pipeline: { account: management, source: { codecommit: organization }${more === '' ? '' : `, ${more}`} }\n`;
const UNITS = 'organizationalUnits: { Sandbox: { existing: true }, Workloads: {} }\n';
const ACCOUNTS = `accounts:
  payments: { email: aws+payments-prod@example.com, ou: Workloads, adopt: true, tags: { owner: payments } }
  lab: { email: aws+payments-dev@example.com, ou: Sandbox, adopt: true, tags: { owner: lab } }
`;
const LEAVE =
  'policies: { leave: { type: scp, targets: [Workloads], document: { Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" }] } } }\n';

/** Both accounts differ from the manifest, in an organization that is otherwise as it says. */
async function differing(more = ''): Promise<{ house: StageHouse; manifest: Manifest }> {
  const house = await StageHouse.open();
  await house.bench.converge(await manifestOf(UNITS));
  return { house, manifest: await manifestOf(`${UNITS}${ACCOUNTS}${more}`) };
}

describe('a release', () => {
  test('plans, stores, asks by the rules; applied, it is verified and becomes the applied source', async () => {
    const house = await StageHouse.open();
    const manifest = await manifestOf(`${UNITS}${PIPELINE()}`);
    const planned = await house.plan(manifest, { commit: '4f1c9e2', author: 'Anna' });
    const { runId, digest } = planned;
    expect(planned).toMatchObject({
      changes: 1,
      summary: '1 create; needs a person: every change',
      reasons: ['every change'],
      url: consoleLink(PLACE, `runs/${runId}/plan.md`),
      isRefused: false,
    });
    const stored = JSON.parse(house.file(runId, 'plan.json'));
    expect([stored.digest, digestOf(stored.plan)]).toEqual([digest, digest]);
    const text = house.file(runId, 'plan.md');
    expect(text).toContain(`- Plan digest ${digest}\n- Needs a person: every change\n`);
    expect(text).toContain('unit:Workloads');
    expect(house.record(runId)).toMatchObject({
      ...{ source: 'pipeline', commit: '4f1c9e2', author: 'Anna', planDigest: digest, result: 'planned' },
      counts: { create: 1 },
    });

    await house.apply(planned);
    const sourceDir = newFolder();
    mkdirSync(join(sourceDir, 'manifest'));
    mkdirSync(join(sourceDir, '.git'));
    writeFileSync(join(sourceDir, 'manifest/manifest.yaml'), HEADER);
    writeFileSync(join(sourceDir, '.git/HEAD'), 'x');
    const verified = await house.verify(manifest, runId, { sourceDir });
    expect(verified).toMatchObject({ status: 'CLEAN', isReleased: true });
    expect(house.record(runId)).toMatchObject({ verified: 'CLEAN', planDigest: digest });
    const { runner } = house.context(runId);
    const zip = await runner.s3.getBytes(PLACE.bucket, 'manifest/applied.zip');
    expect(Object.keys(unzipSync(zip?.bytes ?? new Uint8Array()))).toEqual(['manifest/manifest.yaml']);
    expect(house.mails()).toEqual([]);

    const again = await house.plan(manifest);
    expect(again).toMatchObject({ digest: 'none', changes: 0, summary: 'nothing to change', reasons: [] });
    expect(house.record(again.runId)).toMatchObject({ result: 'no-changes' });
  });

  test('rules that are loosened are asked about by themselves, and judged by the old ones until that was verified', async () => {
    const house = await StageHouse.open();
    const sourceDir = newFolder();
    writeFileSync(join(sourceDir, 'manifest.yaml'), HEADER);
    const strict = await manifestOf(`${UNITS}${PIPELINE('approval: { when: [removals] }')}`);
    const first = await house.plan(strict);
    // Its rules want nobody, and nobody has looked at them yet.
    expect(first.reasons).toEqual(['the first release']);
    await house.apply(first);
    await house.verify(strict, first.runId, { sourceDir });
    const loose = PIPELINE('approval: { when: [] }');
    const idle = await house.plan(await manifestOf(`${UNITS}${loose}`));
    expect(idle).toMatchObject({ digest: 'none', reasons: ['the rules of approval change'] });
    const removing = await manifestOf(`organizationalUnits: { Sandbox: { existing: true } }\n${loose}`);
    const removal = await house.plan(removing);
    expect(removal.reasons).toEqual(['removals', 'the rules of approval change']);
    await house.apply(removal);
    await house.verify(removing, removal.runId, { sourceDir });
    expect((await house.plan(removing)).reasons).toEqual([]);
    const wide = PIPELINE('approval: { when: [] }, lifecycle: { unattended: [create] }');
    const other = await manifestOf(`organizationalUnits: { Sandbox: { existing: true } }\n${wide}`);
    expect((await house.plan(other)).reasons).toEqual(['the rules of approval change']);
  });

  test('what somebody changes meanwhile is drift: told without ids, and the source is not released', async () => {
    const { house, manifest } = await differing();
    const planned = await house.plan(manifest);
    await house.apply(planned);
    await house.bench.client().send(new UntagResourceCommand({ ResourceId: PAYMENTS, TagKeys: ['owner'] }));
    const verified = await house.verify(manifest, planned.runId, { sourceDir: newFolder() });
    expect(verified).toMatchObject({ status: 'DRIFT', isReleased: false });
    expect(verified.message).toContain('a second plan is not empty: 1 update');
    expect(house.mails()).toEqual([expect.stringContaining(`towerctl: verify DRIFT (${planned.runId})`)]);
    expect(house.mails().join()).not.toContain(PAYMENTS);
    expect(house.text('manifest/applied.zip')).toBe('');
  });

  test('what cannot be read is no drift, but it is said; a plan with it is not refused', async () => {
    const { house, manifest } = await differing(PIPELINE('approval: { when: [unknown] }'));
    const planned = await house.plan(manifest);
    expect(planned.reasons).toEqual(['the first release']);
    await house.apply(planned);
    const more = await manifestOf(`${UNITS}${ACCOUNTS}${LEAVE}${PIPELINE('approval: { when: [unknown] }')}`);
    house.bench.simulator.faults.add({
      operation: 'organizations:ListPolicies',
      code: 'AccessDeniedException',
      times: 'always',
    });
    const blind = await house.plan(more);
    expect(blind).toMatchObject({ digest: 'none', isRefused: false });
    expect(blind.summary).toMatch(/^nothing to change; \d parts? unknown$/);
    expect(await house.verify(more, blind.runId)).toMatchObject({ status: 'UNKNOWN' });
    expect(house.mails()).toEqual([expect.stringContaining('verify UNKNOWN')]);
  });

  test('errors refuse it: nothing is to be applied, and nobody is asked', async () => {
    const { house } = await differing();
    const Statement = Array.from({ length: 300 }, (_, index) => ({
      Effect: 'Deny',
      Action: `s3:Delete${index}`,
      Resource: '*',
    }));
    const document = JSON.stringify({ Version: '2012-10-17', Statement });
    const manifest = await manifestOf(
      `${UNITS}policies: { big: { type: scp, targets: [Workloads], document: ${document} } }\n`,
    );
    const planned = await house.plan(manifest);
    expect(planned).toMatchObject({ digest: 'none', isRefused: true, reasons: [] });
    expect(planned.run?.plan.problems.map(({ code }) => code)).toContain('policy-size');
    expect(house.record(planned.runId)).toMatchObject({ result: 'refused' });
    expect(house.file(planned.runId, 'plan.md')).toContain('Problems');
  });

  test('it waits while somebody else writes, and does not take the lease', async () => {
    const { house, manifest } = await differing();
    const { clock } = house.bench;
    const { s3 } = house.context('').runner;
    const lease = await openLease({ s3, clock, place: PLACE, runId: '20260101T000000Z-cli-0badcafe', source: 'cli' });
    await expect(house.plan(manifest, { wait: 30 })).rejects.toThrow(/is still held after 30 s by run .*-cli-0badcafe/);
    const from = clock.now();
    const waiting = house.plan(manifest);
    await clock.sleep(95_000);
    await lease.release();
    const { runId } = await waiting;
    expect(clock.now() - from).toBeLessThan(120_000);
    expect(house.record(runId)).toMatchObject({ result: 'planned' });
    expect(JSON.parse(house.text('lease/lock.json'))).toMatchObject({ state: 'released', fence: 1 });
  });

  test('what is held is only reported; where the bucket cannot be read nothing is planned', async () => {
    const { house, manifest } = await differing();
    const hold = {
      address: 'account:payments',
      until: '2999-01-01T00:00:00Z',
      reason: 'CHG-1',
      by: 'x',
      at: '2026-01-01T00:00:00Z',
    };
    await house
      .context('')
      .runner.s3.swapObject(PLACE.bucket, 'holds.json', JSON.stringify({ format: 1, holds: [hold] }), 'new');
    const { run } = await house.plan(manifest);
    expect(run && actions(run.plan)).toEqual(['adopt account:lab']);
    expect(run && notices(run.plan)).toContain('held account:payments');
    await expect(house.plan(manifest, { place: { ...PLACE, bucket: 'not-there' } })).rejects.toThrow(
      'there is no bucket',
    );
  });
});

describe('events', () => {
  test('nothing is pending: nothing is asked, nothing is to be applied', async () => {
    const { house, manifest } = await differing();
    const planned = await house.takeEvents(manifest);
    expect(planned).toMatchObject({ digest: 'none', changes: 0, reasons: [] });
    expect(planned.run).toBeUndefined();
    expect(house.record(planned.runId)).toMatchObject({ source: 'lifecycle', result: 'no-changes' });
    expect(await house.verify(manifest, planned.runId)).toMatchObject({ status: 'CLEAN', isReleased: false });
  });

  test('a new account gets what it needs without a person, and only that', async () => {
    const { house, manifest } = await differing(PIPELINE());
    await house.put(managedAccount('CreateManagedAccount'));
    const planned = await house.takeEvents(manifest);
    expect(planned).toMatchObject({ reasons: [], changes: 1, summary: '1 adopt' });
    expect(planned.run?.plan.scope).toEqual(['account:payments']);
    await house.apply(planned);
    expect(await house.verify(manifest, planned.runId, { sourceDir: newFolder() })).toMatchObject({
      status: 'CLEAN',
      isReleased: false,
    });
    expect([house.releases(), house.mails()]).toEqual([[], []]);
  });

  test('what waits goes to the release pipeline, and does not hold up who has just come', async () => {
    const { house, manifest } = await differing(PIPELINE());
    await house.put(landingZone('UpdateLandingZone'), managedAccount('CreateManagedAccount'));
    const planned = await house.takeEvents(manifest);
    expect(planned.run?.plan.scope).toEqual(['account:payments']);
    expect(planned).toMatchObject({ changes: 1, handedTo: expect.any(String) });
    expect(house.releases()).toEqual([planned.runId]);
    expect(house.file(planned.runId, 'waiting.md')).toContain('account:lab');
    expect(house.record(planned.runId)).toMatchObject({ result: 'planned', handedTo: planned.handedTo });
    expect(house.mails()).toEqual([
      expect.stringMatching(/changes wait for a person[\s\S]*only accounts that have just come/),
    ]);
    await house.apply(planned);

    const asked = await house.plan(manifest, { events: { of: planned.runId } });
    expect(asked.reasons).toEqual([`left by ${planned.runId}`, 'every change']);
    expect(asked.run && actions(asked.run.plan)).toEqual(['adopt account:lab']);
    expect(house.record(asked.runId)).toMatchObject({ source: 'pipeline', eventsOf: planned.runId });
  });

  test('where all of it waits this run applies nothing; a person is asked for just that part', async () => {
    const { house, manifest } = await differing(PIPELINE('approval: { when: [] }'));
    await house.put(
      call('organizations', 'MoveAccount', {
        accountId: PAYMENTS,
        sourceParentId: 'ou-ex01-aaaaaaaa',
        destinationParentId: 'ou-ex01-bbbbbbbb',
      }),
    );
    const planned = await house.takeEvents(manifest);
    expect(planned).toMatchObject({ digest: 'none', changes: 0, summary: '1 adopt; needs a person: all of it' });
    expect(planned.url).toContain('waiting.md');
    expect(await house.verify(manifest, planned.runId)).toMatchObject({ status: 'CLEAN' });
    const asked = await house.plan(manifest, { events: { of: planned.runId } });
    // Whatever the rules say: it was left to a person.
    expect(asked).toMatchObject({ reasons: [`left by ${planned.runId}`], changes: 1 });
    expect(asked.run?.plan.scope).toEqual(['account:payments']);
    const none = await house.plan(manifest, { events: { of: '20260101T000000Z-lifecycle-0badcafe' } }).catch(String);
    expect(none).toContain('run 20260101T000000Z-lifecycle-0badcafe took no events');
  });

  test('what an event needs and no part holds is handed over, and planned with everything', async () => {
    const { house } = await differing();
    const manifest = await manifestOf(`${UNITS}${ACCOUNTS}${LEAVE}`);
    await house.put(managedAccount('CreateManagedAccount'));
    const planned = await house.takeEvents(manifest);
    expect(house.releases()).toEqual([planned.runId]);
    expect(house.mails()[0]).toContain('reaching further than what the events name');
    const asked = await house.plan(manifest, { events: { of: planned.runId } });
    expect(asked.run?.plan.scope).toEqual([]);
    expect(asked.run?.plan.changes.map(({ address }) => address)).toContain('policy:scp/leave');
  });

  test('the manifest may let less run unattended; a release pipeline that is full stops no new account', async () => {
    const { house, manifest } = await differing(PIPELINE('lifecycle: { unattended: [create] }'));
    house.bench.simulator.faults.add({
      operation: 'codepipeline:StartPipelineExecution',
      code: 'ConcurrentPipelineExecutionsLimitExceededException',
    });
    await house.put(managedAccount('CreateManagedAccount'));
    const planned = await house.takeEvents(manifest);
    expect(planned.digest).toBe('none');
    expect(planned.handedTo).toBeUndefined();
    expect(house.mails()[0]).toContain(`Start the release pipeline with EVENTS_OF=${planned.runId}`);
    expect(house.mails()[0]).toContain('the rules let no update run unattended');
  });

  test('a run that fails says so in its record, so that its events are taken again', async () => {
    const { house, manifest } = await differing();
    await house.put(managedAccount('CreateManagedAccount'));
    house.bench.simulator.faults.add({ operation: 'organizations:ListRoots', code: 'AccessDeniedException' });
    await expect(house.takeEvents(manifest)).rejects.toThrow('the organization cannot be read');
    const planned = await house.takeEvents(manifest);
    expect(planned.changes).toBe(1);
    expect(house.said.join('\n')).toContain('1 event taken, some of them again after 1 run');
  });
});

describe('which plans a person must agree to', () => {
  const needed = (input: GuardInput, ...rules: readonly ApprovalRule[]): readonly string[] =>
    approvalNeeded({ changes: input.changes, unknown: [] }, rules, input);
  const made = (after: Specs, before: Specs = {}): readonly string[] =>
    needed(judgedPlan(before, after), 'administrator-access');
  const ADMIN = set('Admin', { managed: ['AdministratorAccess'] });
  /** An update of just these fields. */
  const updated = (before: Specs, after: Specs, ...paths: readonly string[]): GuardInput => {
    const input = judgedPlan(before, after);
    const fields = paths.map((path) => ({ path }));
    return {
      ...input,
      changes: input.changes.map((change): Change => (change.action === 'update' ? { ...change, fields } : change)),
    };
  };

  test('each rule by its word; what only waits or is told needs nobody', () => {
    const gone = judgedPlan(grant('Read', 'payments'), {});
    expect(needed(gone, ...rulesOf({}).when)).toEqual(['every change']);
    expect(needed(gone, 'removals', 'replacements', 'policies')).toEqual(['removals']);
    expect(needed(gone, { kinds: ['permission-assignment', 'account'] })).toEqual(['changes of permission-assignment']);
    expect(needed(gone, { changes: 1 }, { changes: 2 })).toEqual(['1 changes or more']);
    expect(needed(gone)).toEqual([]);
    expect(
      approvalNeeded({ changes: gone.changes, unknown: [{ kind: 'account', reason: 'x' }] }, ['unknown'], gone),
    ).toEqual(['parts could not be read']);
    const idle = gone.changes.flatMap((change): Change[] => {
      const { address, kind, needs, after, reads, why } = change;
      const base = { address, kind, needs, after, reads, why };
      return [
        { ...base, action: 'notice' },
        { ...base, action: 'wait', to: {} },
        { ...base, action: 'expect', to: {} },
      ];
    });
    expect(approvalNeeded({ changes: idle, unknown: [] }, ['always', 'unknown'], gone)).toEqual([]);
  });

  test('targets: at them, below them, or above them where they inherit it', () => {
    const payments = judgedPlan({}, grant('Read', 'payments'));
    const at = (input: GuardInput, ...targets: readonly string[]) => needed(input, { targets: [...targets] });
    expect(at(payments, 'Workloads/**')).toEqual(['changes at Workloads/**']);
    expect(at(payments, 'Workloads')).toHaveLength(1);
    expect(at(payments, 'account:payments')).toHaveLength(1);
    expect(at(payments, 'root')).toHaveLength(1);
    expect(at(payments, 'Security', 'account:audit')).toEqual([]);
    expect(needed(judgedPlan({}, baseline(['payments'], {})), { targets: ['account:payments'] })).toHaveLength(1);
  });

  test('removals: stacks that leave an account or a Region too', () => {
    const more = baseline(['payments', 'audit'], {});
    expect(needed(updated(more, baseline(['payments'], {}), 'instances.account:audit'), 'removals')).toEqual([
      'removals',
    ]);
    expect(needed(updated(baseline(['payments'], {}), more, 'instances.account:audit'), 'removals')).toEqual([]);
  });

  test('administrator rights: assignments, sets, templates and delegations that give them', () => {
    expect(made({ ...ADMIN, ...grant('Admin', 'payments') }, ADMIN)).toEqual(['administrator rights']);
    expect(made(ADMIN)).toHaveLength(1);
    const read = set('Read', { managed: ['ReadOnlyAccess'] });
    expect(made({ ...read, ...grant('Read', 'payments') })).toEqual([]);
    // Nobody knows what a set of somebody else holds; Control Tower's are known.
    expect(made(grant('Theirs', 'payments'))).toHaveLength(1);
    expect(made(grant('AWSAdministratorAccess', 'payments'))).toHaveLength(1);
    expect(made(grant('AWSReadOnlyAccess', 'payments'))).toEqual([]);
    expect(made({}, { ...ADMIN, ...grant('Admin', 'payments') })).toEqual([]);
    expect(made(baseline(['payments'], role({ AWS: '123456789012' }, ADMIN_ARN)))).toHaveLength(1);
    expect(made(baseline(['payments'], role({ Service: 'lambda.amazonaws.com' }, ADMIN_ARN)))).toEqual([]);
    expect(made({ 'delegated-administrator:guardduty.amazonaws.com@account:audit': {} })).toHaveLength(1);
  });

  test('administrator rights: an update counts where it touches what a set holds', () => {
    const before = set('Admin', { managed: ['ReadOnlyAccess'] });
    expect(needed(updated(before, ADMIN, 'managed[0]'), 'administrator-access')).toHaveLength(1);
    const longer = set('Admin', { managed: ['AdministratorAccess'], session: 'PT2H' });
    expect(needed(updated(ADMIN, longer, 'session'), 'administrator-access')).toEqual([]);
  });
});

test('unattended: an update by which a baseline leaves an account is a removal', async () => {
  const input = judgedPlan(baseline(['payments', 'audit'], {}), baseline(['payments'], {}));
  const scope = ['account:audit'] as const;
  const part = (changes: readonly Change[]) =>
    unattendedPart({ plan: { scope, changes } }, scope, UNATTENDED, () => Promise.reject(new Error('not asked for')));
  expect(await part(input.changes)).toEqual({
    waiting: [expect.objectContaining({ action: 'update', because: 'removals and replacements wait for a person' })],
  });
  const more = judgedPlan(baseline(['payments'], {}), baseline(['payments', 'audit'], {}));
  expect(await part(more.changes)).toEqual({ waiting: [] });
});

describe('what a stage leaves', () => {
  test('the env file means to a shell what was meant, whatever is in it', async () => {
    const file = join(newFolder(), 'stage.env');
    const hostile = `it's $(touch /tmp/x) \`id\` "q" \\ $HOME ; exit 3`;
    await writeEnv(file, { PLAN_SUMMARY: hostile, RUN_ID: 'a\nB=2' });
    const read = execFileSync('sh', ['-c', 'set -a; . "$0"; printf "%s|%s|%s" "$PLAN_SUMMARY" "$RUN_ID" "$B"', file]);
    expect(read.toString()).toBe(`${hostile}|a B=2|`);
    expect(() => envText({ 'a b': 'x' })).toThrow('no name of a variable');
    await expect(writeEnv(join(file, 'x'), {})).rejects.toThrow('cannot be written');
  });

  test('summaries are short, plain and without account data; links lead into the right partition', () => {
    expect(shortLine('für 123456789012 and anna@example.com')).toBe('f?r xxxxxxxx9012 and ***@***');
    expect(shortLine('x'.repeat(400))).toHaveLength(200);
    const link = (region: string) => consoleLink({ bucket: 'b', region }, 'runs/x/plan.md');
    expect(link('eu-west-1')).toBe(
      'https://eu-west-1.console.aws.amazon.com/s3/object/b?region=eu-west-1&prefix=runs%2Fx%2Fplan.md',
    );
    expect(link('us-gov-west-1')).toContain('console.amazonaws-us-gov.com');
    expect(link('cn-north-1')).toContain('console.amazonaws.cn');
  });

  test('the source: the same bytes for the same files, no links, never nothing', async () => {
    const [one, two, empty] = [newFolder(), newFolder(), newFolder()];
    for (const [folder, names] of [
      [one, ['b.yaml', 'a.yaml']],
      [two, ['a.yaml', 'b.yaml']],
    ] as const) {
      for (const name of names) writeFileSync(join(folder, name), name);
    }
    expect(Buffer.from(await zipOf(one)).equals(await zipOf(two))).toBe(true);
    symlinkSync('/etc/passwd', join(two, 'c.yaml'));
    await expect(checkSource(one)).resolves.toBeUndefined();
    for (const refusing of [zipOf, checkSource]) {
      await expect(refusing(two)).rejects.toThrow('c.yaml is a link to /etc/passwd');
    }
    await expect(zipOf(empty)).rejects.toThrow('holds no files');
    await expect(zipOf(join(one, 'not-there'))).rejects.toThrow('cannot be read');
  });
});

describe('the commands', () => {
  test('check, plan and verify: exit codes, the env file, nothing secret in the log', async () => {
    const { house } = await differing();
    const cwd = newFolder();
    const yaml = `${HEADER}${UNITS}${ACCOUNTS}${PIPELINE()}`;
    writeFileSync(join(cwd, 'manifest.yaml'), yaml);
    writeFileSync(join(cwd, 'org.json'), JSON.stringify(house.bench.simulator.saveState()));
    const towerctl = async (...words: readonly string[]) => {
      const host = new FakeHost({ cwd, env: { AWS_REGION: PLACE.region } });
      const code = await run([...words], host);
      return { code, out: host.stdout.text, err: host.stderr.text };
    };
    const stage = (...words: readonly string[]) =>
      towerctl('run', ...words, '--bucket', PLACE.bucket, '--sandbox', '--state', 'org.json', '--env', 'stage.env');
    expect(await towerctl('run', 'check', '--source-dir', '.')).toMatchObject({ code: 0, err: '' });
    symlinkSync('/etc/passwd', join(cwd, 'link'));
    const refused = await towerctl('run', 'check', '--source-dir', '.');
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('link is a link to /etc/passwd')]);
    rmSync(join(cwd, 'link'));
    // What failed is told in the log of a build, and whose account it is about is not.
    const missing = ['--manifest', '123456789012 ana@example.com'];
    expect((await towerctl('run', 'check', ...missing)).err).toContain('"xxxxxxxx9012 ***@***"');
    expect((await towerctl('validate', ...missing)).err).toContain('"123456789012 ana@example.com"');
    const planned = await stage('plan', '--source', 'pipeline', '--events-of', 'none', '--commit', '');
    expect(planned.code).toBe(0);
    expect(planned.out).not.toMatch(/\d{12}(?!-)|@example/);
    const env = readFileSync(join(cwd, 'stage.env'), 'utf8');
    expect(env).toMatch(
      /^RUN_ID='\w+-pipeline-\w+'\nPLAN_DIGEST='[0-9a-f]{64}'\nPLAN_CHANGES='2'\nPLAN_SUMMARY='2 adopt; needs a person: every change'\nPLAN_APPROVAL='required'\nPLAN_URL='https:.*'\n$/,
    );
    const runId = /RUN_ID='(.*)'/.exec(env)?.[1] ?? '';
    const verified = await stage('verify', '--run-id', runId);
    expect(verified).toMatchObject({ code: 2 });
    expect(readFileSync(join(cwd, 'stage.env'), 'utf8')).toBe("VERIFY_STATUS='DRIFT'\n");
    expect(await stage('plan', '--source', 'pipeline', '--pipeline', 'x')).toMatchObject({ code: 64 });
    expect(await stage('plan', '--source', 'lifecycle', '--events', '--events-of', 'x')).toMatchObject({ code: 64 });
    writeFileSync(join(cwd, 'manifest.yaml'), `${yaml}polices: {}\n`);
    expect(await towerctl('run', 'check')).toMatchObject({ code: 3 });
  });
});
