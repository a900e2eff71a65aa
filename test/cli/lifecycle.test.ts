import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Organizations } from '@aws-sdk/client-organizations';
import { run } from '../../src/cli/run.js';
import { createSimulator, kind, type Simulator } from '../../src/simulator/index.js';
import { s3State } from '../../src/simulator/services/s3/state.js';
import { makeRunBucket, PLACE } from '../lease/house.js';
import { drift, guardrail, landingZone, managedAccount } from '../lifecycle/control-tower-events.js';
import { call, LAB, PAYMENTS } from '../lifecycle/events.js';
import { clientOf } from '../simulator/client.js';
import { Bench, HEADER } from '../support/organization.js';
import { FakeHost, type FakeHostOptions } from './fake-host.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const UNITS = `organizationalUnits:
  Sandbox: { existing: true }
  Workloads: {}
`;
const ACCOUNTS = `accounts:
  payments: { email: aws+payments-prod@example.com, ou: Workloads, adopt: true, tags: { owner: payments } }
  lab: { email: aws+payments-dev@example.com, ou: Sandbox, adopt: true, tags: { owner: lab } }
`;

/** The default organization in a file, with Workloads made; both accounts differ from the manifest. */
async function folder(): Promise<string> {
  const bench = new Bench();
  await makeRunBucket(bench.simulator);
  const path = mkdtempSync(join(tmpdir(), 'towerctl-'));
  writeFileSync(join(path, 'manifest.yaml'), `${HEADER}${UNITS}`);
  writeFileSync(join(path, 'org.json'), JSON.stringify(bench.simulator.saveState()));
  expect(await towerctl(path, ['apply', '--approve'])).toMatchObject({ code: 0 });
  writeFileSync(join(path, 'manifest.yaml'), `${HEADER}${UNITS}${ACCOUNTS}`);
  return path;
}

async function towerctl(cwd: string, words: readonly string[], options: FakeHostOptions = {}): Promise<Ended> {
  const host = new FakeHost({ ...options, cwd });
  const code = await run([...words, '--sandbox', '--state', 'org.json'], host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

function lifecycle(cwd: string, event: unknown, words: readonly string[] = [], options: FakeHostOptions = {}) {
  writeFileSync(join(cwd, 'event.json'), typeof event === 'string' ? event : JSON.stringify(event));
  return towerctl(cwd, ['lifecycle', '--event', 'event.json', ...words], options);
}

const IDS: Readonly<Record<string, string>> = { payments: PAYMENTS, lab: LAB };

function stateIn(cwd: string): Simulator {
  const simulator = createSimulator(kind);
  simulator.loadState(JSON.parse(readFileSync(join(cwd, 'org.json'), 'utf8')));
  return simulator;
}

/** The tag that the manifest asks for, as AWS has it. */
async function ownerOf(cwd: string, account: string): Promise<string | undefined> {
  const client = new Organizations(clientOf(stateIn(cwd), 'us-east-1'));
  const { Tags = [] } = await client.listTagsForResource({ ResourceId: IDS[account] });
  return Tags.find(({ Key }) => Key === 'owner')?.Value;
}

const MOVED = call('organizations', 'MoveAccount', {
  accountId: PAYMENTS,
  sourceParentId: 'ou-ex01-aaaaaaaa',
  destinationParentId: 'ou-ex01-bbbbbbbb',
});

test('a dry run says what follows and shows only that; nothing is written', async () => {
  const at = await folder();
  const { code, out } = await lifecycle(at, managedAccount('CreateManagedAccount'), ['--dry-run']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Events 1 {3}1 for a run · 0 notices · 0 ignored · 0 unknown\n/);
  expect(out).toContain(`run   CreateManagedAccount   2025-02-10 17:14:57Z   account:${PAYMENTS}`);
  expect(out).toContain('Looking at account:payments\n');
  expect(out).toContain('account:payments');
  expect(out).not.toContain('account:lab');
  expect(out).toContain('Unattended: nothing would wait for a person.');
  expect(await ownerOf(at, 'payments')).toBeUndefined();
});

test('unattended, a new account gets what it needs, once; what others need stays', async () => {
  const at = await folder();
  const event = { Records: [managedAccount('CreateManagedAccount')].map((body) => ({ body: JSON.stringify(body) })) };
  const first = await lifecycle(at, event, ['--unattended']);
  expect(first.code).toBe(0);
  expect(await ownerOf(at, 'payments')).toBe('payments');
  expect(await ownerOf(at, 'lab')).toBeUndefined();
  const again = await lifecycle(at, event, ['--unattended']);
  expect(again.code).toBe(0);
  expect(again.out).not.toContain('Applied');
  const { out } = await towerctl(at, ['plan']);
  expect(out).toContain('account:lab');
});

test('unattended, an account that somebody moved waits for a person, with 2', async () => {
  const at = await folder();
  const { code, out } = await lifecycle(at, MOVED, ['--unattended']);
  expect(code).toBe(2);
  expect(out).toContain('Unattended: waits for a person\n');
  expect(out).toContain('account:payments   only accounts that have just come are looked after unattended');
  expect(await ownerOf(at, 'payments')).toBeUndefined();
});

test('what waits does not hold up who has just come', async () => {
  const at = await folder();
  const events = [landingZone('UpdateLandingZone'), managedAccount('CreateManagedAccount')];
  const { code, out } = await lifecycle(at, events, ['--unattended']);
  expect(code).toBe(2);
  expect(out).toContain('Looking at everything\n');
  expect(out).toContain('Meanwhile, for account:payments:');
  expect(await ownerOf(at, 'payments')).toBe('payments');
  expect(await ownerOf(at, 'lab')).toBeUndefined();
});

test('a person is asked, or has said yes before', async () => {
  const at = await folder();
  expect(await lifecycle(at, MOVED)).toMatchObject({ code: 6 });
  expect(await lifecycle(at, MOVED, [], { answer: 'no' })).toMatchObject({ code: 6 });
  expect(await ownerOf(at, 'payments')).toBeUndefined();
  expect(await lifecycle(at, MOVED, ['--approve'])).toMatchObject({ code: 0 });
  expect(await ownerOf(at, 'payments')).toBe('payments');
});

test('a policy that others changed is looked at, not healed unasked', async () => {
  const at = await folder();
  const event = call('organizations', 'DetachPolicy', { policyId: 'p-12345678', targetId: PAYMENTS });
  const { code, out } = await lifecycle(at, event, ['--unattended']);
  expect(code).toBe(2);
  expect(out).toContain('0 for a run · 1 notice');
  expect(out).toContain('policy p-12345678 was detached by arn:aws:sts::');
  expect(out).toContain('Looking at account:payments\n');
  expect(await ownerOf(at, 'payments')).toBeUndefined();
});

test('whoever changed a new account on purpose is asked first; a failure before the success is not that', async () => {
  const at = await folder();
  const detached = call('organizations', 'DetachPolicy', { policyId: 'p-12345678', targetId: PAYMENTS });
  const made = managedAccount('CreateManagedAccount');
  expect(await lifecycle(at, [detached, made], ['--unattended'])).toMatchObject({ code: 2 });
  expect(await ownerOf(at, 'payments')).toBeUndefined();
  const failed = managedAccount('CreateManagedAccount', 'FAILED');
  expect(await lifecycle(at, [failed, made], ['--unattended'])).toMatchObject({ code: 0 });
  expect(await ownerOf(at, 'payments')).toBe('payments');
});

test('what a new account needs and no scope of its own holds is said, with 2', async () => {
  const at = await folder();
  const policy = `policies:
  leave: { type: scp, targets: [Workloads], document: { Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" }] } }
`;
  writeFileSync(join(at, 'manifest.yaml'), `${HEADER}${UNITS}${ACCOUNTS}${policy}`);
  const { code, out } = await lifecycle(at, managedAccount('CreateManagedAccount'), ['--unattended']);
  expect(code).toBe(2);
  expect(out).toMatch(/^Left to a full run, since it reaches further: .*policy-attachment:scp\/leave@unit:Workloads/m);
  // No account moves into a unit that lacks its guardrails.
  expect(await ownerOf(at, 'payments')).toBeUndefined();
});

describe('with a run bucket', () => {
  const IN = ['--unattended', '--bucket', PLACE.bucket];
  const lastRecord = (at: string): unknown => {
    const bucket = s3State(stateIn(at).world).buckets[PLACE.bucket];
    const found = Object.entries(bucket?.objects ?? {}).filter(([key]) => key.endsWith('/record.json'));
    return JSON.parse(Buffer.from(found.at(-1)?.[1].body ?? '', 'base64').toString());
  };

  test('what is held is only reported, until it is released; each run leaves a record and waits its turn', async () => {
    const at = await folder();
    const where = ['--bucket', PLACE.bucket, '--region', PLACE.region];
    const hold = ['hold', 'account:payments', '--until', '4h', '--reason', 'CHG-1', ...where];
    expect(await towerctl(at, hold)).toMatchObject({ code: 0 });
    const held = await lifecycle(at, managedAccount('CreateManagedAccount'), IN);
    expect(held.code).toBe(0);
    expect(held.out).toContain('CHG-1');
    expect(await ownerOf(at, 'payments')).toBeUndefined();
    expect(lastRecord(at)).toMatchObject({ result: 'no-changes' });

    expect(await towerctl(at, ['hold', '--release', 'account:payments', ...where])).toMatchObject({ code: 0 });
    expect(await lifecycle(at, managedAccount('CreateManagedAccount'), IN)).toMatchObject({ code: 0 });
    expect(await ownerOf(at, 'payments')).toBe('payments');
    expect(lastRecord(at)).toMatchObject({ result: 'complete', fence: expect.any(Number), counts: { adopt: 1 } });

    expect(await lifecycle(at, landingZone('UpdateLandingZone'), IN)).toMatchObject({ code: 2 });
    expect(lastRecord(at)).toMatchObject({ result: 'planned', counts: { adopt: 1 } });
  });
});

test('where the place is gone it looks at everything', async () => {
  const at = await folder();
  const { out } = await lifecycle(at, guardrail('EnableGuardrail', ['ou-ex01-gone0000']), ['--dry-run']);
  expect(out).toContain('Looking at everything: unit:ou-ex01-gone0000 is not in the organization (any more)\n');
});

test('what is not known ends with 1, and does not stop the rest', async () => {
  const at = await folder();
  const alone = await lifecycle(at, drift('OF_TOMORROW'));
  expect(alone).toMatchObject({ code: 1 });
  expect(alone.out).toContain('no rule for drift of the type OF_TOMORROW');
  const lines = [drift('OF_TOMORROW'), managedAccount('CreateManagedAccount')].map((event) => JSON.stringify(event));
  expect(await lifecycle(at, lines.join('\n'), ['--unattended'])).toMatchObject({ code: 1 });
  expect(await ownerOf(at, 'payments')).toBe('payments');
});

test('what is ignored asks nothing of AWS; words from outside cannot reach the terminal', async () => {
  const at = await folder();
  const event = call('organizations', 'CreatePolicy\u001b[2J', {}, { errorCode: 'AccessDenied\u202e' });
  const { code, out } = await lifecycle(at, event, ['--approve']);
  expect(code).toBe(0);
  expect(out).toContain('ignored   CreatePolicy\\u{1b}[2J');
  expect(out).not.toContain('Looking at');
});

test('options and files that make no sense are said', async () => {
  const at = await folder();
  const both = await lifecycle(at, MOVED, ['--dry-run', '--approve']);
  expect(both).toMatchObject({ code: 64 });
  expect(both.err).toContain('--dry-run and --approve exclude each other');
  expect(await towerctl(at, ['lifecycle'])).toMatchObject({ code: 64 });
  expect((await towerctl(at, ['lifecycle', '--event', 'none.json'])).err).toContain('--event none.json cannot be read');
  expect((await lifecycle(at, '{"a":')).err).toContain('--event event.json is not JSON');
  expect((await lifecycle(at, '{}\n{"a":\n{}')).err).toContain('--event event.json:2:1 is not JSON');
});

test('many events are counted, not all listed', async () => {
  const at = await folder();
  const many = Array.from({ length: 60 }, () => call('organizations', 'CreatePolicy', {}));
  const { out } = await lifecycle(at, many);
  expect(out).toContain('Events 60   0 for a run · 0 notices · 60 ignored · 0 unknown');
  expect(out).toContain('  and 20 more');
});
