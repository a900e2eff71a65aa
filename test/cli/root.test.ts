import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { run } from '../../src/cli/run.js';
import { parseResult } from '../../src/root/result.js';
import { createSimulator, type Simulator, unkind } from '../../src/simulator/index.js';
import { PAYMENTS } from '../simulator/account-roles.js';
import { clientOf } from '../simulator/client.js';
import { rootHouse } from '../simulator/root-sessions.js';
import { Bench, HEADER } from '../support/organization.js';
import { AUDIT, makeAuditBucket, ROOT_ACCESS, SWEEP } from '../support/root-audit.js';
import { FakeHost, type FakeHostOptions } from './fake-host.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly host: FakeHost;
}

async function towerctl(cwd: string, words: readonly string[], options: FakeHostOptions = {}): Promise<Ended> {
  const host = new FakeHost({ ...options, cwd });
  const code = await run([...words, '--sandbox', '--state', 'org.json'], host);
  return { code, out: host.stdout.text, err: host.stderr.text, host };
}

/** A folder with a manifest, and an organization in a file. */
function folderWith(simulator: Simulator, sections: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'towerctl-'));
  writeFileSync(join(folder, 'manifest.yaml'), HEADER + sections);
  writeFileSync(join(folder, 'org.json'), JSON.stringify(simulator.saveState()));
  return folder;
}

function stateIn(folder: string): Simulator {
  const simulator = createSimulator(unkind);
  simulator.loadState(JSON.parse(readFileSync(join(folder, 'org.json'), 'utf8')));
  return simulator;
}

describe('root audit', () => {
  test('prints what was found, keeps the result, and a plan goes on from it', async () => {
    const bench = new Bench();
    await makeAuditBucket(bench);
    const folder = folderWith(bench.simulator, SWEEP());
    const first = await towerctl(folder, ['apply', '--approve']);
    expect(first.out).toContain('root-access:sessions');
    expect(first.out).toContain('towerctl root audit');

    const audit = await towerctl(folder, ['root', 'audit', '--out', 'audit.json']);
    expect(audit.code).toBe(2);
    expect(audit.out).toMatch(/^Root audit 5 clean · 2 credentials · 0 blocked · 0 unknown {3}of 7 member accounts/);
    expect(audit.out).toContain('account:payments-prod   password, 1 MFA device');
    expect(audit.out).toMatch(/account:payments-dev {3}password, access key ….{4} \(last used \d{4}-\d\d-\d\d\)/);
    expect(audit.err).toContain(`Written to s3://${AUDIT.bucket}/${AUDIT.key} and audit.json`);
    expect(parseResult(readFileSync(join(folder, 'audit.json'), 'utf8'), 'x').organizationId).toBe('o-exampleorg1');

    const applied = await towerctl(folder, ['apply', '--approve']);
    expect(applied.out).toContain('deletes the password');
    expect(applied).toMatchObject({ code: 0 });
    expect(await towerctl(folder, ['plan', '--detailed-exitcode'])).toMatchObject({ code: 0 });
    expect(await towerctl(folder, ['root', 'audit'])).toMatchObject({ code: 0 });
  });

  test('says what is missing before it does anything', async () => {
    const bench = new Bench();
    const folder = folderWith(bench.simulator, 'rootAccess: { sessions: true }\n');
    const nowhere = await towerctl(folder, ['root', 'audit']);
    expect(nowhere).toMatchObject({ code: 64 });
    expect(nowhere.err).toContain('add rootAccess: { audit: { bucket: NAME } }, or give --out FILE');
    writeFileSync(join(folder, 'manifest.yaml'), HEADER + ROOT_ACCESS());
    const noBucket = await towerctl(folder, ['root', 'audit']);
    expect(noBucket).toMatchObject({ code: 1 });
    expect(noBucket.err).toContain(`there is no bucket ${AUDIT.bucket}`);
  });
});

const DENY_ALL = (action: string, resource: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: action, Resource: resource }],
  });

/** An account that has locked itself out of a bucket and a queue. */
async function locked(): Promise<string> {
  const made = await rootHouse();
  const inside = clientOf(made.simulator, 'ap-northeast-1', await made.enter(PAYMENTS));
  const s3 = new S3(inside);
  await s3.createBucket({ Bucket: 'ledger', CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' } });
  await s3.createBucket({ Bucket: 'open', CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' } });
  await s3.putBucketPolicy({ Bucket: 'ledger', Policy: DENY_ALL('s3:*', 'arn:aws:s3:::ledger') });
  const sqs = new SQS(clientOf(made.simulator, 'eu-west-1', await made.enter(PAYMENTS)));
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'jobs' });
  const Policy = DENY_ALL('sqs:*', `arn:aws:sqs:eu-west-1:${PAYMENTS}:jobs`);
  await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
  return folderWith(made.simulator, ROOT_ACCESS());
}

const QUEUE = `https://sqs.eu-west-1.amazonaws.com/${PAYMENTS}/jobs`;
const policiesIn = (folder: string): string[] => readdirSync(join(folder, '.towerctl')).sort();

describe('privileged tasks', () => {
  test('a bucket: shown, asked about, kept, unlocked, logged', async () => {
    const folder = await locked();
    const words = ['root', 'unlock-bucket', 'payments-prod', 'ledger'];
    const nobody = await towerctl(folder, words);
    expect(nobody).toMatchObject({ code: 6 });
    expect(nobody.err).toContain('Review what it does and pass --approve');
    const no = await towerctl(folder, words, { answer: 'y' });
    expect(no).toMatchObject({ code: 6 });
    expect(no.out).toContain(
      `Deletes the policy of the S3 bucket ledger (ap-northeast-1) as the root user of account:payments-prod (${PAYMENTS}).`,
    );
    expect(no.out).toContain('"Effect": "Deny"');
    expect(existsSync(join(folder, '.towerctl'))).toBe(false);

    const yes = await towerctl(folder, words, { answer: 'yes' });
    expect(yes).toMatchObject({ code: 0 });
    expect(yes.err).toMatch(/unlock-bucket as root of account:payments-prod, s3:\/\/ledger, by arn:aws:\S+: started\n/);
    expect(yes.err).toMatch(/unlock-bucket as root of account:payments-prod, s3:\/\/ledger, by arn:aws:\S+: done\n/);
    const [kept = ''] = policiesIn(folder);
    expect(yes.err).toContain(`The policy that was there: .towerctl/${kept}`);
    expect(JSON.parse(readFileSync(join(folder, '.towerctl', kept), 'utf8'))).toEqual(
      JSON.parse(DENY_ALL('s3:*', 'arn:aws:s3:::ledger')),
    );
    expect(
      stateIn(folder).world.state('s3', () => ({ buckets: { ledger: { policy: 'x' } } })).buckets.ledger.policy,
    ).toBeUndefined();
    const again = await towerctl(folder, words, { answer: 'yes' });
    expect(again).toMatchObject({ code: 1 });
    expect(again.err).toContain('the bucket ledger has no policy');
  });

  test('a queue, in the Region that its URL names', async () => {
    const folder = await locked();
    const done = await towerctl(folder, ['root', 'unlock-queue', PAYMENTS, QUEUE, '--approve', '--backup', 'old.json']);
    expect(done).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(folder, 'old.json'), 'utf8')).Statement[0].Action).toBe('sqs:*');
    expect(await towerctl(folder, ['root', 'unlock-queue', PAYMENTS, QUEUE, '--approve'])).toMatchObject({ code: 1 });
  });

  test('a policy that cannot be kept stays', async () => {
    const folder = await locked();
    writeFileSync(join(folder, 'old.json'), 'mine');
    const kept = await towerctl(folder, ['root', 'unlock-queue', PAYMENTS, QUEUE, '--approve', '--backup', 'old.json']);
    expect(kept).toMatchObject({ code: 1 });
    expect(kept.err).toContain('the policy cannot be kept, so nothing was done');
    expect(readFileSync(join(folder, 'old.json'), 'utf8')).toBe('mine');
    expect(await towerctl(folder, ['root', 'unlock-queue', PAYMENTS, QUEUE, '--approve'])).toMatchObject({ code: 0 });
  });

  test('the recovery of a root password', async () => {
    const folder = await locked();
    const done = await towerctl(folder, ['root', 'allow-recovery', '200000000001', '--approve']);
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toMatch(/Whoever reads \S+@\S+ can then set one/);
    const there = await towerctl(folder, ['root', 'allow-recovery', 'payments-prod', '--approve']);
    expect(there).toMatchObject({ code: 1 });
    expect(there.err).toContain('has a password already, or its recovery is allowed: nothing was done');
  });

  test.each([
    [['unlock-bucket', 'nobody', 'ledger'], 64, 'there is no account nobody'],
    [['unlock-bucket', '123456789012', 'ledger'], 64, 'is the management account'],
    [['unlock-queue', 'payments-dev', QUEUE], 64, `its URL names ${PAYMENTS}`],
    [['unlock-queue', 'payments-dev', 'jobs'], 64, 'is not the URL of a queue'],
    [['unlock-bucket', 'payments-prod', 'open'], 1, 'the bucket open has no policy'],
    [['unlock-bucket', 'payments-prod', 'ledger', '--region', 'us-east-1'], 64, 'name its Region with --region'],
  ])('%j is refused', async (words, code, why) => {
    const ended = await towerctl(await locked(), ['root', ...words, '--approve']);
    expect(ended.err).toContain(why);
    expect(ended).toMatchObject({ code });
  });

  test('with the feature off AWS refuses, and it is said why', async () => {
    const { simulator } = await rootHouse({ off: true });
    const folder = folderWith(simulator, ROOT_ACCESS());
    const ended = await towerctl(folder, ['root', 'allow-recovery', 'payments-dev', '--approve']);
    expect(ended).toMatchObject({ code: 5 });
    expect(ended.err).toContain('RootSessions must be on (rootAccess.sessions)');
  });
});
