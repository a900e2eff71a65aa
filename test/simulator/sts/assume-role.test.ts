import { Organizations } from '@aws-sdk/client-organizations';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import {
  deleteStackIn,
  deployStack,
  parseTemplate,
} from '../../../src/simulator/services/cloudformation/for-stack-sets.js';
import { removeRole, restoreRole } from '../../../src/simulator/services/iam/for-services.js';
import { AUDIT, denyOn, type House, house, LEGACY, MANAGEMENT, PAYMENTS, SUSPENDED } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';

describe('AssumeRole', () => {
  test('the credentials are the account’s in every service, and the management account’s in none', async () => {
    const { simulator, enter } = house();
    const credentials = await enter(PAYMENTS);
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    const inside = clientOf(simulator, 'us-east-1', credentials);
    expect(await new STS(inside).getCallerIdentity({})).toMatchObject({
      Account: PAYMENTS,
      Arn: `arn:aws:sts::${PAYMENTS}:assumed-role/AWSControlTowerExecution/towerctl`,
      UserId: expect.stringMatching(/^AROA[A-Z0-9]{17}:towerctl$/),
    });
    await new SSM(inside).putParameter({ Name: 'mine', Type: 'String', Value: 'x' });
    expect(await errorOf(new SSM(clientOf(simulator)).getParameter({ Name: 'mine' }))).toBe('ParameterNotFound');
    await new S3(inside).createBucket({ Bucket: 'members-bucket' });
    expect(await errorOf(new S3(clientOf(simulator)).listObjectsV2({ Bucket: 'members-bucket' }))).toBe('AccessDenied');
  });

  test('a member reads no organization that only its management account may read', async () => {
    const { simulator, enter } = house();
    const inside = new Organizations(clientOf(simulator, 'us-east-1', await enter(PAYMENTS)));
    expect(await errorOf(inside.listAccounts({}))).toBe('AccessDeniedException');
    expect((await inside.describeOrganization({})).Organization?.MasterAccountId).toBe(MANAGEMENT);
  });

  test('a role that is missing, and an account that is closed, are refused alike', async () => {
    const { enter } = house();
    for (const [account, role] of [
      [PAYMENTS, 'NoSuchRole'],
      [LEGACY, 'AWSControlTowerExecution'],
      [LEGACY, 'OrganizationAccountAccessRole'],
      [SUSPENDED, 'OrganizationAccountAccessRole'],
      [MANAGEMENT, 'AWSControlTowerExecution'],
      [MANAGEMENT, 'AWSControlTowerStackSetRole'],
      ['999999999999', 'AWSControlTowerExecution'],
    ] as const) {
      await expect(enter(account, role)).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining(`sts:AssumeRole on resource: arn:aws:iam::${account}:role/${role}`),
        $metadata: { httpStatusCode: 403 },
      });
    }
  });

  test('enrolled accounts, those of the landing zone and created ones have their role', async () => {
    const { organizations, enter } = house();
    await enter(PAYMENTS);
    await enter(AUDIT);
    await enter(PAYMENTS, 'OrganizationAccountAccessRole');
    const create = async (name: string, RoleName?: string): Promise<string> => {
      const { CreateAccountStatus } = await organizations.createAccount({
        AccountName: name,
        Email: `${name}@example.com`,
        RoleName,
      });
      return CreateAccountStatus?.AccountId ?? '';
    };
    const plain = await create('plain');
    await enter(plain, 'OrganizationAccountAccessRole');
    expect(await errorOf(enter(plain))).toBe('AccessDenied');
    const ready = await create('ready', 'AWSControlTowerExecution');
    await enter(ready);
    expect(await errorOf(enter(ready, 'OrganizationAccountAccessRole'))).toBe('AccessDenied');
  });

  test('a role that somebody took away is missing until it is back', async () => {
    const { simulator, clock, enter } = house();
    await clock.sleep(1);
    removeRole(simulator.world, PAYMENTS, 'AWSControlTowerExecution');
    expect(await errorOf(enter(PAYMENTS))).toBe('AccessDenied');
    await enter(AUDIT);
    restoreRole(simulator.world, PAYMENTS, 'AWSControlTowerExecution');
    await enter(PAYMENTS);
  });

  test('a fault keeps everybody out of one account', async () => {
    const { simulator, enter } = house();
    const match = { RoleArn: `arn:aws:iam::${PAYMENTS}:role/AWSControlTowerExecution` };
    simulator.faults.add({ operation: 'sts:AssumeRole', code: 'AccessDenied', status: 403, times: 'always', match });
    expect(await errorOf(enter(PAYMENTS))).toBe('AccessDenied');
    await enter(AUDIT);
  });

  test('only who is trusted gets in: a member is not, whatever role it plays', async () => {
    const { simulator, enter } = house();
    const inside = new STS(clientOf(simulator, 'us-east-1', await enter(PAYMENTS)));
    const onward = inside.assumeRole({
      RoleArn: `arn:aws:iam::${AUDIT}:role/AWSControlTowerExecution`,
      RoleSessionName: 'on',
    });
    expect(await errorOf(onward)).toBe('AccessDenied');
  });

  test('lengths, names and ARNs that are none', async () => {
    const { enter } = house();
    expect(await errorOf(enter(PAYMENTS, 'AWSControlTowerExecution', { DurationSeconds: 899 }))).toBe(
      'ValidationError',
    );
    expect(await errorOf(enter(PAYMENTS, 'AWSControlTowerExecution', { DurationSeconds: 3_601 }))).toBe(
      'ValidationError',
    );
    expect(await errorOf(enter(PAYMENTS, 'AWSControlTowerExecution', { RoleSessionName: 'a b' }))).toBe(
      'ValidationError',
    );
    expect(await errorOf(enter(PAYMENTS, 'AWSControlTowerExecution', { RoleArn: 'no arn' }))).toBe('ValidationError');
  });
});

describe('credentials', () => {
  test('end when they said', async () => {
    const { simulator, clock, enter } = house();
    const inside = clientOf(
      simulator,
      'us-east-1',
      await enter(PAYMENTS, 'AWSControlTowerExecution', { DurationSeconds: 900 }),
    );
    await clock.sleep(899_000);
    expect((await new STS(inside).getCallerIdentity({})).Account).toBe(PAYMENTS);
    await clock.sleep(1_000);
    expect(await errorOf(new STS(inside).getCallerIdentity({}))).toBe('ExpiredToken');
    expect(await errorOf(new SSM(inside).describeParameters({}))).toBe('ExpiredTokenException');
    expect(await errorOf(new S3(inside).listBuckets({}))).toBe('ExpiredToken');
  });

  test('survive a save, and mean nobody after a reset', async () => {
    const { simulator, enter } = house();
    const inside = new STS(clientOf(simulator, 'us-east-1', await enter(PAYMENTS)));
    const saved = simulator.saveState();
    simulator.reset();
    await expect(inside.getCallerIdentity({})).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    simulator.loadState(saved);
    expect((await inside.getCallerIdentity({})).Account).toBe(PAYMENTS);
  });

  test('are bound by service control policies, which the management account is not', async () => {
    const made = house();
    await denyOn(made, 'r-ex01', ['ssm:*', 's3:ListBucket'], 'AWSControlTowerExecution');
    const as = async (role: string) => clientOf(made.simulator, 'us-east-1', await made.enter(PAYMENTS, role));
    const put = { Name: 'p', Type: 'String', Value: 'x' } as const;
    await expect(new SSM(await as('OrganizationAccountAccessRole')).putParameter(put)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/OrganizationAccountAccessRole.*ssm:PutParameter.*service control policy/),
    });
    expect(await errorOf(new S3(await as('OrganizationAccountAccessRole')).listObjectsV2({ Bucket: 'b-1' }))).toBe(
      'AccessDenied',
    );
    expect(
      await errorOf(new S3(await as('OrganizationAccountAccessRole')).getObject({ Bucket: 'b-1', Key: 'k' })),
    ).toBe('NoSuchBucket');
    expect(await errorOf(new SSM(await as('AWSControlTowerExecution')).putParameter(put))).toBe('none');
    expect(await errorOf(new SSM(clientOf(made.simulator)).putParameter(put))).toBe('none');
  });

  test('draw on their own account’s rate', async () => {
    const { simulator, enter } = house({ rates: { speed: 1 } });
    const inside = new STS(clientOf(simulator, 'us-east-1', await enter(PAYMENTS)));
    const outside = new STS(clientOf(simulator));
    for (let call = 0; call < 19; call += 1) await outside.getCallerIdentity({});
    const next = await Promise.all([errorOf(outside.getCallerIdentity({})), errorOf(outside.getCallerIdentity({}))]);
    expect(next).toContain('Throttling');
    expect(await errorOf(inside.getCallerIdentity({}))).toBe('none');
  });
});

describe('a role that a stack made', () => {
  const template = (statement: string): string => `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: towerctl-read
      MaxSessionDuration: 7200
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [${statement}]
`;
  const byManagement = `{Effect: Allow, Action: 'sts:AssumeRole', Principal: {AWS: '${MANAGEMENT}'}}`;
  const withSecret = `{Effect: Allow, Action: 'sts:AssumeRole', Principal: {AWS: 'arn:aws:iam::${MANAGEMENT}:root'}, Condition: {StringEquals: {'sts:ExternalId': 'secret'}}}`;

  function deploy({ simulator }: House, statement: string): string {
    const { stackId, reason } = deployStack(simulator.world, {
      accountId: LEGACY,
      region: 'eu-west-1',
      name: 'read',
      template: parseTemplate(template(statement)),
      parameters: {},
      tags: {},
      principal: `arn:aws:iam::${LEGACY}:role/Admin`,
    });
    expect(reason).toBeUndefined();
    return stackId ?? '';
  }

  test('lets in whom it trusts, for as long as it says, and is gone with its stack', async () => {
    const made = house();
    const stackId = deploy(made, byManagement);
    await made.enter(LEGACY, 'towerctl-read', { DurationSeconds: 7_200 });
    deleteStackIn(made.simulator.world, stackId);
    expect(await errorOf(made.enter(LEGACY, 'towerctl-read'))).toBe('AccessDenied');
  });

  test('keeps out who does not meet its conditions', async () => {
    const made = house();
    deploy(made, withSecret);
    expect(await errorOf(made.enter(LEGACY, 'towerctl-read'))).toBe('AccessDenied');
    expect(await errorOf(made.enter(LEGACY, 'towerctl-read', { ExternalId: 'guess' }))).toBe('AccessDenied');
    await made.enter(LEGACY, 'towerctl-read', { ExternalId: 'secret' });
  });

  test('a Deny in its trust outweighs an Allow, and a service is nobody who calls', async () => {
    const denied = house();
    deploy(denied, `${byManagement}, {Effect: Deny, Action: 'sts:*', Principal: '*'}`);
    expect(await errorOf(denied.enter(LEGACY, 'towerctl-read'))).toBe('AccessDenied');
    const service = house();
    deploy(service, `{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: backup.amazonaws.com}}`);
    expect(await errorOf(service.enter(LEGACY, 'towerctl-read'))).toBe('AccessDenied');
  });
});
