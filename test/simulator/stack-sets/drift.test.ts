import { driftInstance } from '../../../src/simulator/services/cloudformation/stack-sets/drift.js';
import { deploy, HOME, instances, LAB, PAY, refusal, serviceManaged, stage, TEMPLATE, UNIT } from './support.js';

const row = { StackSetName: 'a', StackInstanceAccount: LAB, StackInstanceRegion: HOME };

test('what was changed behind a stack is found by the next detection, and not before', async () => {
  const { cfn, simulator, clock } = stage();
  await serviceManaged(cfn, 'a');
  await deploy(cfn, 'a', [UNIT.lab, UNIT.prod]);
  driftInstance(simulator.world, 'a', `${LAB}`, HOME);
  const drift = async () => (await cfn.describeStackInstance(row)).StackInstance?.DriftStatus;
  expect(await drift()).toBe('NOT_CHECKED');
  clock.advance(1_000);
  const { OperationId } = await cfn.detectStackSetDrift({
    StackSetName: 'a',
    OperationPreferences: { MaxConcurrentCount: 9 },
  });
  expect(await drift()).toBe('DRIFTED');
  const { StackSet } = await cfn.describeStackSet({ StackSetName: 'a' });
  expect(StackSet?.StackSetDriftDetectionDetails).toEqual({
    DriftStatus: 'DRIFTED',
    DriftDetectionStatus: 'COMPLETED',
    LastDriftCheckTimestamp: new Date(clock.now()),
    TotalStackInstancesCount: 3,
    DriftedStackInstancesCount: 1,
    InSyncStackInstancesCount: 2,
    InProgressStackInstancesCount: 0,
    FailedStackInstancesCount: 0,
  });
  const { Summaries } = await cfn.listStackInstances({
    StackSetName: 'a',
    Filters: [{ Name: 'DRIFT_STATUS', Values: 'DRIFTED' }],
  });
  expect(Summaries?.map(({ Account }) => Account)).toEqual([LAB]);
  const resources = await cfn.listStackInstanceResourceDrifts({ ...row, OperationId });
  expect(resources.Summaries).toMatchObject([{ LogicalResourceId: 'Topic', StackResourceDriftStatus: 'MODIFIED' }]);
  // CURRENT all the same: drift is not what OUTDATED tells.
  expect((await instances(cfn, 'a'))[`${LAB}/${HOME}`]).toBe('CURRENT SUCCEEDED stack');
});

test('a stack that was updated to another template is not drifted', async () => {
  const { cfn } = stage();
  await cfn.createStackSet({
    StackSetName: 's',
    TemplateBody: TEMPLATE,
    ExecutionRoleName: 'OrganizationAccountAccessRole',
  });
  await cfn.createStack({ StackName: 'own', TemplateBody: TEMPLATE });
  const { Stacks } = await cfn.describeStacks({ StackName: 'own' });
  await cfn.createStackSet({
    StackSetName: 'm',
    TemplateBody: TEMPLATE,
    ExecutionRoleName: 'AWSCloudFormationStackSetExecutionRole',
  });
  await cfn.createStack({
    StackName: 'role',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    TemplateBody: JSON.stringify({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'AWSCloudFormationStackSetExecutionRole',
            AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
          },
        },
      },
    }),
  });
  await cfn.importStacksToStackSet({ StackSetName: 'm', StackIds: [Stacks?.[0]?.StackId ?? ''] });
  expect(await instances(cfn, 'm')).toEqual({ [`123456789012/${HOME}`]: 'CURRENT SUCCEEDED stack' });
  expect(
    await refusal(cfn.importStacksToStackSet({ StackSetName: 's', StackIds: [Stacks?.[0]?.StackId ?? ''] })),
  ).toMatch(/belongs to stack set m/);
  await cfn.updateStack({ StackName: 'own', TemplateBody: TEMPLATE.replace('alarms', 'other') });
  await cfn.detectStackSetDrift({ StackSetName: 'm' });
  const { Summaries } = await cfn.listStackInstances({ StackSetName: 'm' });
  expect(Summaries).toMatchObject([{ Status: 'CURRENT', DriftStatus: 'IN_SYNC' }]);
});

test('a detection stands in the way of other operations, and shows while it runs', async () => {
  const { cfn, clock } = stage({ pace: { kind: 'time', ms: 4_000 } });
  await serviceManaged(cfn, 'a');
  await deploy(cfn, 'a', [UNIT.prod]);
  clock.advance(4_000);
  const { OperationId } = await cfn.detectStackSetDrift({ StackSetName: 'a' });
  expect(await refusal(deploy(cfn, 'a', [UNIT.lab]))).toMatch(/^OperationInProgressException/);
  const { StackSetOperation } = await cfn.describeStackSetOperation({ StackSetName: 'a', OperationId });
  expect(StackSetOperation).toMatchObject({
    Action: 'DETECT_DRIFT',
    StackSetDriftDetectionDetails: { DriftDetectionStatus: 'IN_PROGRESS', InProgressStackInstancesCount: 2 },
  });
  expect((await cfn.describeStackSet({ StackSetName: 'a' })).StackSet?.StackSetDriftDetectionDetails?.DriftStatus).toBe(
    'NOT_CHECKED',
  );
  clock.advance(4_000);
  expect((await cfn.listStackSets({})).Summaries).toMatchObject([{ DriftStatus: 'IN_SYNC' }]);
});

test('an update leaves drift alone; a new stack has none', async () => {
  const { cfn, simulator } = stage();
  await serviceManaged(cfn, 'a');
  await deploy(cfn, 'a', [UNIT.lab]);
  driftInstance(simulator.world, 'a', `${LAB}`, HOME, [{ logicalId: 'Topic', status: 'DELETED' }]);
  await cfn.updateStackSet({ StackSetName: 'a', UsePreviousTemplate: true });
  await cfn.detectStackSetDrift({ StackSetName: 'a' });
  const drift = async () => (await cfn.describeStackInstance(row)).StackInstance?.DriftStatus;
  expect(await drift()).toBe('DRIFTED');
  const DeploymentTargets = { OrganizationalUnitIds: [UNIT.lab] };
  await cfn.deleteStackInstances({ StackSetName: 'a', DeploymentTargets, Regions: [HOME], RetainStacks: false });
  await deploy(cfn, 'a', [UNIT.lab]);
  await cfn.detectStackSetDrift({ StackSetName: 'a' });
  expect(await drift()).toBe('IN_SYNC');
  expect(() => driftInstance(simulator.world, 'a', `${PAY}`, HOME)).toThrow(/has no stack/);
});

test('an injected fault says what a detection is to find', async () => {
  const { cfn, simulator } = stage();
  await serviceManaged(cfn, 'a');
  await deploy(cfn, 'a', [UNIT.lab, UNIT.prod]);
  simulator.faults.add({ operation: 'cloudformation:DetectStackSetDrift', outcome: { driftAccounts: [LAB] } });
  await cfn.detectStackSetDrift({ StackSetName: 'a' });
  const { Summaries = [] } = await cfn.listStackInstances({ StackSetName: 'a' });
  const drifted = Summaries.filter(({ DriftStatus }) => DriftStatus === 'DRIFTED');
  expect(drifted.map(({ Account }) => Account)).toEqual([LAB]);
});
