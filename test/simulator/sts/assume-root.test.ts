import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { AUDIT, denyOn, LEGACY, MANAGEMENT, PAYMENTS, SUSPENDED } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { rootHouse, taskPolicy } from '../root-sessions.js';

const AUDIT_TASK = 'IAMAuditRootUserCredentials';
const DELETE_TASK = 'IAMDeleteRootUserCredentials';
const CREATE_TASK = 'IAMCreateRootUserPassword';
const IAM_PRINCIPAL = 'iam.amazonaws.com';
const request = { TargetPrincipal: PAYMENTS, TaskPolicyArn: { arn: taskPolicy(AUDIT_TASK) } };

describe('AssumeRoot', () => {
  test('gives credentials of the member’s root user, for a quarter of an hour', async () => {
    const { simulator, clock, asRoot } = await rootHouse();
    const inside = clientOf(simulator, 'eu-west-1', await asRoot(PAYMENTS, AUDIT_TASK));
    expect(await new STS(inside).getCallerIdentity({})).toMatchObject({
      Account: PAYMENTS,
      Arn: `arn:aws:iam::${PAYMENTS}:root`,
      UserId: PAYMENTS,
    });
    await clock.sleep(899_000);
    expect(await errorOf(new IAM(inside).getAccountSummary({}))).toBe('none');
    await clock.sleep(1_000);
    expect(await errorOf(new IAM(inside).getAccountSummary({}))).toBe('ExpiredToken');
  });

  test('is answered by Regional endpoints alone', async () => {
    const { simulator } = await rootHouse();
    const at = (region: string, endpoint?: string) =>
      new STS({ ...clientOf(simulator, region), ...(endpoint === undefined ? {} : { endpoint }) });
    await expect(at('us-east-1', 'https://sts.amazonaws.com').assumeRoot(request)).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'Unknown Operation',
    });
    expect(await errorOf(at('us-east-1').assumeRoot(request))).toBe('none');
    expect(await errorOf(at('ap-northeast-1').assumeRoot(request))).toBe('none');
    // As at a simulator that listens, where there is only one host name for all Regions.
    expect(await errorOf(at('ap-northeast-1', 'http://127.0.0.1:4566').assumeRoot(request))).toBe('none');
  });

  test('takes an id or the root’s ARN, one of five policies, and no more than 900 seconds', async () => {
    const { simulator } = await rootHouse();
    const sts = new STS(clientOf(simulator, 'eu-west-1'));
    const ask = (more: Partial<Parameters<STS['assumeRoot']>[0]>) => errorOf(sts.assumeRoot({ ...request, ...more }));
    expect(await ask({ TargetPrincipal: `arn:aws:iam::${PAYMENTS}:root` })).toBe('none');
    expect(await ask({ TargetPrincipal: `arn:aws:iam::${PAYMENTS}:role/x` })).toBe('ValidationError');
    expect(await ask({ DurationSeconds: 900 })).toBe('none');
    expect(await ask({ DurationSeconds: 901 })).toBe('ValidationError');
    for (const task of [CREATE_TASK, DELETE_TASK, 'S3UnlockBucketPolicy', 'SQSUnlockQueuePolicy']) {
      expect(await ask({ TaskPolicyArn: { arn: taskPolicy(task) } })).toBe('none');
    }
    expect(await ask({ TaskPolicyArn: { arn: taskPolicy('AdministratorAccess') } })).toBe('ValidationError');
    expect(await ask({ TaskPolicyArn: { arn: `arn:aws:iam::aws:policy/${AUDIT_TASK}` } })).toBe('ValidationError');
  });

  test('reaches active members alone, and says of no other why', async () => {
    const { asRoot } = await rootHouse();
    for (const account of [MANAGEMENT, SUSPENDED, '999999999999']) {
      await expect(asRoot(account, AUDIT_TASK)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(`sts:AssumeRoot on resource: arn:aws:iam::${account}:root`),
        $metadata: { httpStatusCode: 403 },
      });
    }
    await asRoot(LEGACY, AUDIT_TASK);
  });

  test('wants the feature of the task to be on, and IAM to be trusted', async () => {
    const { organizations, iam, asRoot } = await rootHouse({ off: true });
    expect(await errorOf(asRoot(PAYMENTS, AUDIT_TASK))).toBe('AccessDenied');
    await organizations.enableAWSServiceAccess({ ServicePrincipal: IAM_PRINCIPAL });
    await iam.enableOrganizationsRootCredentialsManagement({});
    for (const task of [AUDIT_TASK, DELETE_TASK]) expect(await errorOf(asRoot(PAYMENTS, task))).toBe('none');
    const privileged = [CREATE_TASK, 'S3UnlockBucketPolicy', 'SQSUnlockQueuePolicy'];
    for (const task of privileged) expect(await errorOf(asRoot(PAYMENTS, task))).toBe('AccessDenied');
    await iam.enableOrganizationsRootSessions({});
    for (const task of privileged) expect(await errorOf(asRoot(PAYMENTS, task))).toBe('none');
    await iam.disableOrganizationsRootCredentialsManagement({});
    expect(await errorOf(asRoot(PAYMENTS, AUDIT_TASK))).toBe('AccessDenied');
    expect(await errorOf(asRoot(PAYMENTS, CREATE_TASK))).toBe('AccessDenied');
    expect(await errorOf(asRoot(PAYMENTS, 'S3UnlockBucketPolicy'))).toBe('none');
    await organizations.disableAWSServiceAccess({ ServicePrincipal: IAM_PRINCIPAL });
    expect(await errorOf(asRoot(PAYMENTS, 'S3UnlockBucketPolicy'))).toBe('AccessDenied');
  });

  test('may be called from the management account and IAM’s delegated administrator, not by a root session', async () => {
    const { simulator, organizations, enter, asRoot } = await rootHouse();
    const inAudit = new STS(clientOf(simulator, 'eu-west-1', await enter(AUDIT)));
    expect(await errorOf(inAudit.assumeRoot(request))).toBe('AccessDenied');
    await organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal: IAM_PRINCIPAL });
    expect(await errorOf(inAudit.assumeRoot(request))).toBe('none');
    const asAudit = new STS(clientOf(simulator, 'eu-west-1', await asRoot(AUDIT, AUDIT_TASK)));
    expect(await errorOf(asAudit.assumeRoot(request))).toBe('AccessDenied');
  });
});

describe('a root session', () => {
  test('does what its task is for, and nothing else', async () => {
    const { simulator, asRoot } = await rootHouse();
    const audit = clientOf(simulator, 'eu-west-1', await asRoot(PAYMENTS, AUDIT_TASK));
    const iam = new IAM(audit);
    expect(await errorOf(iam.getAccountSummary({}))).toBe('none');
    await expect(iam.deleteLoginProfile({})).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('no session policy allows the iam:DeleteLoginProfile action'),
    });
    expect(await errorOf(iam.listRoles({}))).toBe('AccessDenied');
    expect(await errorOf(new S3(audit).listBuckets({}))).toBe('AccessDenied');
    expect(await errorOf(new SSM(audit).describeParameters({}))).toBe('AccessDeniedException');
    const remove = new IAM(clientOf(simulator, 'eu-west-1', await asRoot(PAYMENTS, DELETE_TASK)));
    expect(await errorOf(remove.listAccessKeys({}))).toBe('none');
    expect(await errorOf(remove.deleteLoginProfile({}))).toBe('none');
    expect(await errorOf(remove.createLoginProfile({}))).toBe('AccessDenied');
  });

  test('is begun, and can do nothing, where a policy denies the root user', async () => {
    const made = await rootHouse();
    const Content = (condition: object) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }],
      });
    const isRoot = { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } };
    const { Policy } = await made.organizations.createPolicy({
      Name: 'no-root',
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: Content(isRoot),
    });
    const PolicyId = Policy?.PolicySummary?.Id ?? '';
    await made.organizations.attachPolicy({ PolicyId, TargetId: PAYMENTS });
    const iam = new IAM(clientOf(made.simulator, 'eu-west-1', await made.asRoot(PAYMENTS, AUDIT_TASK)));
    await expect(iam.getAccountSummary({})).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${PAYMENTS}:root is not authorized to perform: iam:GetAccountSummary on resource: * with an explicit deny in a service control policy: ${Policy?.PolicySummary?.Arn}`,
    });
    // The key is there for sessions of AssumeRoot alone, so this denies whoever signs in as root.
    await made.organizations.updatePolicy({
      PolicyId,
      Content: Content({ ...isRoot, Null: { 'aws:AssumedRoot': 'true' } }),
    });
    expect(await errorOf(iam.getAccountSummary({}))).toBe('none');
  });

  test('is bound by policies that deny an action to everybody', async () => {
    const made = await rootHouse();
    await denyOn(made, PAYMENTS, ['iam:GetLoginProfile'], 'AWSControlTowerExecution');
    const iam = new IAM(clientOf(made.simulator, 'eu-west-1', await made.asRoot(PAYMENTS, AUDIT_TASK)));
    expect(await errorOf(iam.getLoginProfile({}))).toBe('AccessDenied');
    expect(await errorOf(iam.listAccessKeys({}))).toBe('none');
  });
});
