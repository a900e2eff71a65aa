import { describe, expect, it } from '@jest/globals';
import { faultOf } from '../../src/aws/faults.js';
import { openSession } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { TowerctlError } from '../../src/errors.js';
import { finishAction, putPipeline, startAction } from '../../src/simulator/services/codepipeline/for-tests.js';
import { putRole } from '../../src/simulator/services/iam/for-tests.js';
import { publishedTo, putTopic } from '../../src/simulator/services/sns/for-tests.js';
import {
  BUCKET,
  BUILD_ROLE,
  DEPLOYMENT,
  HALF_A_DAY,
  HOME,
  MANAGEMENT,
  type Place,
  place,
  RUN_ID,
} from './deployment-account.js';
import { stubTransport } from './stub-transport.js';

const assumed = ({ simulator }: Place): number =>
  simulator.calls.counts().find(({ api }) => api === 'sts:AssumeRole')?.calls ?? 0;
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => faultOf(error).code,
  );

describe('a session that enters the organization by a role', () => {
  it('calls as the role wherever the organization is, and as itself where its bucket is', async () => {
    const at = await place();
    const aws = at.session({ roleArn: at.roleArn });
    expect(await aws.caller()).toBe(`arn:aws:sts::${MANAGEMENT}:assumed-role/TowerctlApply/${RUN_ID}`);
    at.sent.splice(0);
    await aws.organizations.organization();
    await aws.account.regions(DEPLOYMENT).catch(() => undefined);
    await aws.iam.alias();
    await aws.controlTower.landingZone();
    await aws.controlCatalog.controls();
    await aws.controlTowerTags.all();
    await aws.cloudFormation.stackSets().catch(() => undefined);
    expect(await codeOf(aws.s3.getObject(BUCKET, 'a'))).toBe('AccessDenied');
    const keys = new Set(at.sent.map((each) => each.split(' ')[1]));
    expect(keys.size).toBe(1);
    expect([...keys]).not.toContain(at.credentials.accessKeyId);
    expect(new Set(at.sent.map((each) => each.split(' ')[0]))).toEqual(
      new Set(['organizations', 'account', 'iam', 'controltower', 'controlcatalog', 'tagging', 'cloudformation', 's3']),
    );
    at.sent.splice(0);
    const runner = aws.runner(HOME);
    expect(await runner.caller()).toBe(`arn:aws:sts::${DEPLOYMENT}:assumed-role/TowerctlApplyBuild/build`);
    await runner.s3.swapObject(BUCKET, 'a', 'text', 'new');
    expect((await runner.s3.getObject(BUCKET, 'a'))?.text).toBe('text');
    expect(at.sent.every((each) => each.endsWith(` ${at.credentials.accessKeyId}`))).toBe(true);
    expect(aws.runner(HOME)).toBe(runner);
    expect(assumed(at)).toBe(2);
  });

  it('enters members from the role, and needs no other to work in the management account', async () => {
    const at = await place();
    const aws = at.session({ roleArn: at.roleArn });
    await (await aws.inAccount('300000000002')).iam.createAlias('bank-dev');
    expect(await (await aws.inAccount(MANAGEMENT)).iam.alias()).toBeUndefined();
    expect(assumed(at)).toBe(3);
    const { accessKeyId } = await aws.credentialsIn('300000000002');
    expect(accessKeyId).not.toBe(at.credentials.accessKeyId);
  });

  it('is the same identity everywhere without a role', async () => {
    const at = await place();
    const aws = at.session();
    expect(await aws.caller()).toBe(await aws.runner(HOME).caller());
    await aws.runner(HOME).s3.swapObject(BUCKET, 'a', 'text', 'new');
    expect((await aws.s3.getObject(BUCKET, 'a'))?.text).toBe('text');
    expect(assumed(at)).toBe(1);
  });

  it('renews before its hour ends, once for all who call at that moment, and goes on for hours', async () => {
    const at = await place();
    const aws = at.session({ roleArn: at.roleArn });
    await aws.organizations.organization();
    expect(assumed(at)).toBe(2);
    await at.clock.sleep(3_299_000);
    aws.forget();
    await aws.organizations.organization();
    expect(assumed(at)).toBe(2);
    for (let hour = 1; hour <= 3; hour += 1) {
      await at.clock.sleep(3_400_000);
      aws.forget();
      // More than may be in flight to STS at once: the renewal is made inside of them.
      await Promise.all([...Array.from({ length: 40 }, () => aws.caller()), aws.organizations.organization()]);
      await aws.controlTower.landingZone();
      expect(assumed(at)).toBe(2 + hour);
    }
  });

  it('says which role lets nobody in, and what to look at; it may be let in later', async () => {
    const at = await place('arn:aws:iam::300000000002:role/Other');
    const aws = at.session({ roleArn: at.roleArn });
    const refused = await aws.organizations.organization().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TowerctlError);
    expect(refused).toMatchObject({
      exit: 'denied',
      message: expect.stringMatching(
        /^the role arn:aws:iam::123456789012:role\/TowerctlApply could not be entered: AssumeRole: AccessDenied: .*trust policy/,
      ),
    });
    expect(await aws.runner(HOME).caller()).toContain(DEPLOYMENT);
    putRole(at.simulator.world, { accountId: MANAGEMENT, name: 'TowerctlApply', trusts: BUILD_ROLE });
    aws.forget();
    expect((await aws.organizations.organization()).managementAccountId).toBe(MANAGEMENT);
  });

  it('tells credentials of its own that have expired from a role that refuses', async () => {
    const at = await place();
    await at.clock.sleep(HALF_A_DAY * 1_000);
    const refused = await at
      .session({ roleArn: at.roleArn })
      .controlTower.landingZone()
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      exit: 'denied',
      message: expect.stringMatching(/ExpiredToken.*the credentials of this process are missing, expired or unknown$/),
    });
  });

  it('does not tell the calls of the run about itself', async () => {
    const at = await place();
    const told: string[] = [];
    const aws = at.session({ answered: ({ operation }) => told.push(operation) });
    await aws.runner(HOME).s3.swapObject(BUCKET, 'a', 'text', 'new');
    await aws.organizations.organization();
    expect(told).toEqual(['DescribeOrganization']);
  });
});

describe('what a run works with where it runs', () => {
  it('lists, reads, writes and deletes objects, over pages and under conditions', async () => {
    const at = await place(BUILD_ROLE, { pageSize: 5 });
    const { s3 } = at.session().runner(HOME);
    const keys = Array.from({ length: 12 }, (_, index) => `events/pending/${String(index).padStart(5, '0')}.json`);
    await Promise.all(keys.map((key) => s3.swapObject(BUCKET, key, '{}', 'new')));
    await s3.putBytes(BUCKET, 'manifest/applied.zip', new Uint8Array([80, 75, 0, 255]), 'application/zip');
    expect(await s3.listKeys(BUCKET, 'events/pending/')).toEqual(keys);
    expect(await s3.listKeys(BUCKET, 'nothing/')).toEqual([]);
    const zip = await s3.getBytes(BUCKET, 'manifest/applied.zip');
    expect(zip?.bytes).toEqual(new Uint8Array([80, 75, 0, 255]));
    expect(await s3.getBytes(BUCKET, 'manifest/none.zip')).toBeUndefined();
    await s3.putBytes(BUCKET, 'manifest/applied.zip', new Uint8Array([1]), 'application/zip');
    expect(await codeOf(s3.deleteObject(BUCKET, 'manifest/applied.zip', { over: zip?.etag ?? '' }))).toBe(
      'PreconditionFailed',
    );
    const now = await s3.getBytes(BUCKET, 'manifest/applied.zip');
    await s3.deleteObject(BUCKET, 'manifest/applied.zip', { over: now?.etag ?? '' });
    // Somebody else was faster: nothing is left to delete.
    await s3.deleteObject(BUCKET, 'manifest/applied.zip', { over: now?.etag ?? '' });
    await s3.deleteObject(BUCKET, 'manifest/applied.zip');
    expect(await s3.deleteVersions(BUCKET, 'events/')).toBe(12);
    expect(await s3.listKeys(BUCKET, '')).toEqual([]);
    expect(await codeOf(s3.listKeys('nowhere', ''))).toBe('NoSuchBucket');
  });

  it('says which object S3 kept where it does not delete all', async () => {
    const version = '<Version><Key>runs/a</Key><VersionId>v1</VersionId></Version>';
    const kept = '<Error><Key>runs/a</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
    const { requestHandler } = stubTransport(
      { text: `<ListVersionsResult><IsTruncated>false</IsTruncated>${version}</ListVersionsResult>` },
      { text: `<DeleteResult>${kept}${kept}</DeleteResult>` },
    );
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const aws = openSession({ clock: new VirtualClock(), pace: 'off', requestHandler, credentials });
    await expect(aws.runner(HOME).s3.deleteVersions(BUCKET)).rejects.toMatchObject({
      exit: 'denied',
      message: `s3://${BUCKET}/runs/a: DeleteObjects: AccessDenied: Access Denied, and 1 more`,
    });
  });

  it('writes of a run about itself pass a guard that stands before all others', async () => {
    const at = await place();
    const aws = at.session();
    aws.guardWrites(() => Promise.reject(new Error('the lease is lost')));
    const { s3, sns, codePipeline } = aws.runner(HOME);
    const topic = putTopic(at.simulator.world, { accountId: DEPLOYMENT, region: HOME }, 'towerctl-notices');
    await s3.putBytes(BUCKET, 'a', new Uint8Array([1]), 'text/plain');
    await s3.deleteObject(BUCKET, 'a');
    await sns.publish(topic, { subject: 'lost', message: 'the lease is lost' });
    expect(await codeOf(codePipeline.start({ name: 'none', token: 't' }))).toBe('PipelineNotFoundException');
    await expect(aws.s3.putObject(BUCKET, 'a', 'x', 'new')).rejects.toThrow('the lease is lost');
  });

  it('publishes notices, fitted to what SNS takes', async () => {
    const at = await place();
    const { sns } = at.session().runner(HOME);
    const topic = putTopic(at.simulator.world, { accountId: DEPLOYMENT, region: HOME }, 'towerctl-notices');
    await sns.publish(topic, { subject: 'Plan 7d3a waits\nfor approval — «now»', message: 'one line' });
    await sns.publish(topic, { subject: 'x'.repeat(120), message: '東'.repeat(100_000) });
    await sns.publish(topic, { subject: ' ', message: '' });
    const [first, second, third] = publishedTo(at.simulator.world, topic);
    expect(first).toMatchObject({ subject: 'Plan 7d3a waits for approval ? ?now?', message: 'one line' });
    expect(first?.by).toContain('TowerctlApplyBuild');
    expect(second?.subject).toBe(`${'x'.repeat(97)}...`);
    expect(second?.message).toMatch(/^東{40000}\n\(cut: /);
    expect(JSON.parse(first?.https ?? '')).toEqual({
      version: '1.0',
      source: 'custom',
      content: { textType: 'client-markdown', title: 'Plan 7d3a waits for approval ? ?now?', description: 'one line' },
    });
    expect(third).toMatchObject({ subject: 'towerctl', message: '(no text)' });
    const elsewhere = putTopic(at.simulator.world, { accountId: MANAGEMENT, region: HOME }, 'towerctl-notices');
    const refused = await sns.publish(elsewhere, { subject: 'a', message: 'b' }).catch(faultOf);
    expect(refused).toMatchObject({ class: 'denied' });
  });

  it('starts pipelines once a token, and learns their state and who approved', async () => {
    const at = await place();
    const { codePipeline } = at.session().runner(HOME);
    const name = 'towerctl-release';
    const pipeline = { accountId: DEPLOYMENT, region: HOME, name };
    const gate = { stage: 'Approve', action: 'Approve' };
    const { world } = at.simulator;
    putPipeline(world, {
      ...pipeline,
      variables: { EVENTS_OF: 'none' },
      stages: [{ name: 'Approve', actions: [{ name: 'Approve', category: 'Approval' }] }],
    });
    const id = await codePipeline.start({ name, variables: { EVENTS_OF: RUN_ID }, token: RUN_ID });
    expect(await codePipeline.start({ name, variables: { EVENTS_OF: RUN_ID }, token: RUN_ID })).toBe(id);
    const other = await codePipeline.start({ name, token: 'another' });
    expect(other).not.toBe(id);
    expect(await codePipeline.status(name, id)).toBe('InProgress');
    const asked = startAction(world, pipeline, id, gate);
    expect(await codePipeline.approverOf(name, id)).toBeUndefined();
    finishAction(world, pipeline, id, { ...asked, status: 'Succeeded', by: 'arn:aws:iam::300000000001:user/ann' });
    expect(await codePipeline.approverOf(name, id)).toBe('arn:aws:iam::300000000001:user/ann');
    expect(await codePipeline.approverOf(name, other)).toBeUndefined();
    finishAction(world, pipeline, other, { ...startAction(world, pipeline, other, gate), status: 'Failed' });
    expect(await codePipeline.status(name, other)).toBe('Failed');
    expect(await codePipeline.approverOf(name, other)).toBeUndefined();
    expect(await codePipeline.status(name, '00000000-0000-0000-0000-000000000000')).toBeUndefined();
    expect(await codePipeline.status('none', id)).toBeUndefined();
    expect(await codePipeline.approverOf(name, '00000000-0000-0000-0000-000000000000')).toBeUndefined();
  });
});
