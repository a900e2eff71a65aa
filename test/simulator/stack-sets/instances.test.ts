import { S3 } from '@aws-sdk/client-s3';
import { inProcess } from '../../../src/simulator/index.js';
import { resourcesOf } from '../../../src/simulator/services/cloudformation/for-stack-sets.js';
import { breakPlace } from '../../../src/simulator/services/cloudformation/stack-sets/obstacles.js';
import {
  CARD,
  deploy,
  HOME,
  instances,
  LAB,
  MANAGEMENT,
  OLD,
  PAY,
  refusal,
  serviceManaged,
  stage,
  status,
  TEMPLATE,
  UNIT,
  US,
} from './support.js';

const [pay, card, lab, old] = [PAY, CARD, LAB, OLD].map((id) => `${id}/${HOME}`);
const targets = (units: string[], filter?: string, accounts?: string[]) => ({
  OrganizationalUnitIds: units,
  ...(filter ? { AccountFilterType: filter as 'UNION', Accounts: accounts ?? [] } : {}),
});

describe('the accounts of a call', () => {
  test('are those of the units and of all units below', async () => {
    const { cfn, simulator } = stage();
    await serviceManaged(cfn, 'a');
    await deploy(cfn, 'a', [UNIT.workloads]);
    expect(await instances(cfn, 'a')).toEqual({
      [`${old}`]: 'OUTDATED SKIPPED_SUSPENDED_ACCOUNT',
      [`${pay}`]: 'CURRENT SUCCEEDED stack',
      [`${card}`]: 'CURRENT SUCCEEDED stack',
    });
    expect(
      resourcesOf(simulator.world, `${CARD}`).map(({ type, region, properties }) => [type, region, properties]),
    ).toEqual([['AWS::SNS::Topic', HOME, { TopicName: 'alarms-30' }]]);
  });

  test.each([
    ['INTERSECTION', [card]],
    ['DIFFERENCE', [pay]],
  ])('%s', async (filter, expected) => {
    const { cfn } = stage();
    await serviceManaged(cfn, 'a');
    await cfn.createStackInstances({
      StackSetName: 'a',
      DeploymentTargets: targets([UNIT.prod], filter, [`${CARD}`, `${LAB}`]),
      Regions: [HOME],
    });
    expect(Object.keys(await instances(cfn, 'a'))).toEqual(expected);
    // Automatic deployment goes by the unit all the same.
    expect((await cfn.listStackSetAutoDeploymentTargets({ StackSetName: 'a' })).Summaries).toEqual([
      { OrganizationalUnitId: UNIT.prod, Regions: [HOME] },
    ]);
  });

  test('are refused where they say nothing that can be done', async () => {
    const { cfn } = stage();
    await serviceManaged(cfn, 'a');
    const create = (more: object) => refusal(cfn.createStackInstances({ StackSetName: 'a', Regions: [HOME], ...more }));
    expect(await create({ DeploymentTargets: targets([UNIT.prod], 'UNION', [`${LAB}`]) })).toBe(
      'ValidationError: AccountFilterType UNION is not supported for CreateStackInstances',
    );
    expect(await create({ DeploymentTargets: { Accounts: [LAB] } })).toBe(
      'ValidationError: OrganizationalUnitIds are required',
    );
    expect(await create({ Accounts: [LAB] })).toBe(
      'ValidationError: StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target',
    );
    const many = Array.from({ length: 51 }, (_, index) => `ou-ex01-${String(index).padStart(8, '0')}`);
    expect(await create({ DeploymentTargets: targets(many) })).toMatch(/At most 50 OrganizationalUnitIds/);
    expect(await create({ DeploymentTargets: targets(['ou-ex01-nowhere0']) })).toMatch(/does not exist/);
  });

  test('in an empty unit make an operation without results', async () => {
    const { cfn, organizations } = stage();
    const { OrganizationalUnit } = await organizations.createOrganizationalUnit({ ParentId: 'r-ex01', Name: 'Empty' });
    await serviceManaged(cfn, 'a');
    const id = await deploy(cfn, 'a', [OrganizationalUnit?.Id ?? '']);
    expect(await status(cfn, 'a', id)).toBe('SUCCEEDED');
    expect((await cfn.listStackSetOperationResults({ StackSetName: 'a', OperationId: id })).Summaries).toEqual([]);
  });
});

describe('parameters of single instances', () => {
  test('are overridden, kept, and set back', async () => {
    const { cfn, simulator } = stage();
    await serviceManaged(cfn, 'a');
    await deploy(cfn, 'a', [UNIT.lab], [HOME], { ParameterOverrides: [{ ParameterKey: 'Days', ParameterValue: '7' }] });
    const name = () => resourcesOf(simulator.world, `${LAB}`).map(({ properties }) => properties['TopicName']);
    const update = (ParameterOverrides?: object[]) =>
      cfn.updateStackInstances({
        StackSetName: 'a',
        DeploymentTargets: targets([UNIT.lab]),
        Regions: [HOME],
        ...(ParameterOverrides ? { ParameterOverrides } : {}),
      });
    expect(name()).toEqual(['alarms-7']);
    await update([
      { ParameterKey: 'Days', UsePreviousValue: true },
      { ParameterKey: 'Name', ParameterValue: 'x' },
    ]);
    expect(name()).toEqual(['x-7']);
    await update();
    expect(name()).toEqual(['x-7']);
    await update([{ ParameterKey: 'Name', ParameterValue: 'x' }]);
    expect(name()).toEqual(['x-30']);
    const { StackInstance } = await cfn.describeStackInstance({
      StackSetName: 'a',
      StackInstanceAccount: LAB,
      StackInstanceRegion: HOME,
    });
    expect(StackInstance?.ParameterOverrides).toEqual([{ ParameterKey: 'Name', ParameterValue: 'x' }]);
  });
});

describe('what fails', () => {
  test('on creation stays without a stack, and the same request under a new id tries it again', async () => {
    const { cfn, simulator } = stage();
    await serviceManaged(cfn, 'a');
    simulator.faults.add({
      operation: 'cloudformation:CreateStackInstances',
      outcome: { failAccounts: { [`${CARD}/${HOME}`]: 'limit reached' } },
    });
    const id = await deploy(cfn, 'a', [UNIT.prod], [HOME, US]);
    const { StackSetOperation } = await cfn.describeStackSetOperation({ StackSetName: 'a', OperationId: id });
    // Within the tolerance: succeeded, with failures.
    expect(StackSetOperation).toMatchObject({ Status: 'SUCCEEDED', StatusDetails: { FailedStackInstancesCount: 1 } });
    expect((await instances(cfn, 'a'))[`${card}`]).toBe('OUTDATED FAILED');
    const { Summaries } = await cfn.listStackSetOperationResults({
      StackSetName: 'a',
      OperationId: id,
      Filters: [{ Name: 'OPERATION_RESULT_STATUS', Values: 'FAILED' }],
    });
    expect(Summaries).toMatchObject([{ Account: CARD, Region: HOME, Status: 'FAILED', StatusReason: 'limit reached' }]);
    expect(await refusal(deploy(cfn, 'a', [UNIT.prod], [HOME], { OperationId: id }))).toMatch(
      /^OperationIdAlreadyExists/,
    );
    await deploy(cfn, 'a', [UNIT.prod], [HOME, US]);
    expect(new Set(Object.values(await instances(cfn, 'a')))).toEqual(new Set(['CURRENT SUCCEEDED stack']));
  });

  test('on deletion is INOPERABLE: updates leave it out, retaining lets go of it', async () => {
    const { cfn, simulator } = stage();
    await serviceManaged(cfn, 'a');
    await deploy(cfn, 'a', [UNIT.lab, UNIT.security]);
    simulator.faults.add({
      operation: 'cloudformation:DeleteStackInstances',
      outcome: { failAccounts: { [`${LAB}`]: 'termination protection is on' } },
    });
    const remove = (RetainStacks: boolean) =>
      cfn.deleteStackInstances({
        StackSetName: 'a',
        DeploymentTargets: targets([UNIT.lab]),
        Regions: [HOME],
        RetainStacks,
      });
    await remove(false);
    expect((await instances(cfn, 'a'))[`${lab}`]).toBe('INOPERABLE INOPERABLE stack');
    const { OperationId } = await cfn.updateStackSet({
      StackSetName: 'a',
      TemplateBody: TEMPLATE.replace('alarms', 'b'),
    });
    const results = await cfn.listStackSetOperationResults({ StackSetName: 'a', OperationId });
    expect(results.Summaries?.map(({ Account }) => Account)).toEqual(['200000000002']);
    await remove(true);
    expect(Object.keys(await instances(cfn, 'a'))).toEqual([`200000000002/${HOME}`]);
    expect(resourcesOf(simulator.world, `${LAB}`)).toHaveLength(1);
  });

  test('is what a service control policy denies the role of StackSets', async () => {
    const { cfn, organizations } = stage();
    const Content = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: 'config:PutConfigurationRecorder',
          Resource: '*',
          Condition: { ArnNotLike: { 'aws:PrincipalARN': 'arn:*:iam::*:role/AWSControlTowerExecution' } },
        },
      ],
    });
    const { Policy } = await organizations.createPolicy({
      Name: 'c',
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content,
    });
    await organizations.attachPolicy({ PolicyId: Policy?.PolicySummary?.Id, TargetId: UNIT.lab });
    const TemplateBody = JSON.stringify({
      Resources: {
        Recorder: { Type: 'AWS::Config::ConfigurationRecorder', Properties: { RoleARN: 'arn:aws:iam::1:role/x' } },
      },
    });
    await serviceManaged(cfn, 'a', { TemplateBody });
    await deploy(cfn, 'a', [UNIT.lab]);
    const { StackInstance } = await cfn.describeStackInstance({
      StackSetName: 'a',
      StackInstanceAccount: LAB,
      StackInstanceRegion: HOME,
    });
    expect(StackInstance).toMatchObject({ Status: 'OUTDATED', StackInstanceStatus: { DetailedStatus: 'FAILED' } });
    expect(StackInstance?.StatusReason).toMatch(
      /ResourceLogicalId:Recorder.*stacksets-exec-.*PutConfigurationRecorder/,
    );
    expect(StackInstance?.StackId).toBeUndefined();
  });
});

describe('a self-managed set', () => {
  const selfManaged = { StackSetName: 's', TemplateBody: TEMPLATE, ExecutionRoleName: 'OrganizationAccountAccessRole' };

  test('goes to accounts that have its execution role', async () => {
    const { cfn } = stage();
    await cfn.createStackSet(selfManaged);
    await cfn.createStackSet({ StackSetName: 'default', TemplateBody: TEMPLATE });
    await cfn.createStackInstances({ StackSetName: 's', Accounts: [`${LAB}`], Regions: [HOME] });
    expect(await instances(cfn, 's')).toEqual({ [`${lab}`]: 'CURRENT SUCCEEDED stack' });
    await cfn.createStackInstances({ StackSetName: 'default', Accounts: [`${LAB}`, MANAGEMENT], Regions: [HOME] });
    const { Summaries } = await cfn.listStackInstances({ StackSetName: 'default', StackInstanceAccount: LAB });
    expect(Summaries?.[0]?.StatusReason).toBe(
      `Account ${LAB} should have 'AWSCloudFormationStackSetExecutionRole' role with trust relationship to Role 'AWSCloudFormationStackSetAdministrationRole'.`,
    );
  });

  test('takes no units, and updates only what is there', async () => {
    const { cfn } = stage();
    await cfn.createStackSet(selfManaged);
    const call = cfn.createStackInstances({
      StackSetName: 's',
      DeploymentTargets: targets([UNIT.lab]),
      Regions: [HOME],
    });
    expect(await refusal(call)).toMatch(/SELF_MANAGED permission model can only have accounts/);
    const update = cfn.updateStackInstances({ StackSetName: 's', Accounts: [`${LAB}`], Regions: [HOME] });
    expect(await refusal(update)).toMatch(/^StackInstanceNotFoundException/);
  });
});

test('lists are filtered, and their pages are of 100 at most', async () => {
  const { cfn, simulator } = stage({ pageSize: 2, emptyPages: true });
  await serviceManaged(cfn, 'a');
  simulator.faults.add({
    operation: 'cloudformation:CreateStackInstances',
    outcome: { failAccounts: { [`${LAB}`]: 'no' } },
  });
  await deploy(cfn, 'a', ['r-ex01'], [HOME, US]);
  expect(Object.keys(await instances(cfn, 'a'))).toHaveLength(10);
  const { Summaries = [] } = await cfn.listStackInstances({
    StackSetName: 'a',
    Filters: [{ Name: 'DETAILED_STATUS', Values: 'FAILED' }],
    StackInstanceRegion: US,
  });
  expect(Summaries.every(({ Account, Region }) => Account === LAB && Region === US)).toBe(true);
  expect(await refusal(cfn.listStackInstances({ StackSetName: 'a', MaxResults: 101 }))).toMatch(/MaxResults/);
  expect(await refusal(cfn.listStackInstances({ StackSetName: 'a', NextToken: 'x' }))).toMatch(
    /NextToken is not valid/,
  );
});

test('a place can be broken for whatever operation, until it is mended', async () => {
  const { cfn, simulator, organizations } = stage();
  await serviceManaged(cfn, 'a');
  await deploy(cfn, 'a', [UNIT.lab]);
  breakPlace(simulator.world, `${PAY}`, 'no more topics');
  const move = { AccountId: PAY, SourceParentId: UNIT.prod, DestinationParentId: UNIT.lab };
  await organizations.moveAccount(move);
  expect((await instances(cfn, 'a'))[`${pay}`]).toBe('OUTDATED FAILED');
  breakPlace(simulator.world, `${PAY}`);
  await deploy(cfn, 'a', [UNIT.lab]);
  expect((await instances(cfn, 'a'))[`${pay}`]).toBe('CURRENT SUCCEEDED stack');
});

test('the accounts of a call can stand in S3', async () => {
  const { cfn, simulator } = stage();
  await serviceManaged(cfn, 'a');
  const call = (AccountsUrl: string) =>
    cfn.createStackInstances({
      StackSetName: 'a',
      DeploymentTargets: { OrganizationalUnitIds: [UNIT.prod], AccountFilterType: 'INTERSECTION', AccountsUrl },
      Regions: [HOME],
    });
  expect(await refusal(call('https://lists.s3.ap-northeast-1.amazonaws.com/none.csv'))).toMatch(
    /AccountsUrl cannot be read/,
  );
  const requestHandler = inProcess(simulator);
  const s3 = new S3({ region: HOME, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, requestHandler });
  await s3.createBucket({ Bucket: 'lists', CreateBucketConfiguration: { LocationConstraint: HOME } });
  await s3.putObject({ Bucket: 'lists', Key: 'cards.csv', Body: `${CARD},${LAB}` });
  await call('https://lists.s3.ap-northeast-1.amazonaws.com/cards.csv');
  expect(Object.keys(await instances(cfn, 'a'))).toEqual([card]);
});
