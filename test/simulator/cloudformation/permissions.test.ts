import {
  deleteStackIn,
  deployStack,
  parseTemplate,
  resourcesOf,
  stackOf,
  updateStackIn,
} from '../../../src/simulator/services/cloudformation/for-stack-sets.js';
import { mayDo } from '../../../src/simulator/services/cloudformation/permissions.js';
import { formation, HOME, MANAGEMENT, PAYMENTS, withTopic } from './support.js';

const STACK_SETS = `arn:aws:iam::${PAYMENTS}:role/stacksets-exec-0123456789abcdef`;
const EXECUTION = `arn:aws:iam::${PAYMENTS}:role/AWSControlTowerExecution`;
const recorder = parseTemplate(
  JSON.stringify({
    Resources: { Recorder: { Type: 'AWS::Config::ConfigurationRecorder', Properties: { RoleARN: 'x' } } },
  }),
);
const order = {
  accountId: PAYMENTS,
  region: 'eu-west-3',
  name: 'StackSet-recorder',
  template: recorder,
  parameters: {},
  tags: {},
};

test("Control Tower's own policy denies a recorder to StackSets and lets AWSControlTowerExecution pass", () => {
  const { world } = formation().simulator;
  const put = 'config:PutConfigurationRecorder';
  expect(mayDo(world, PAYMENTS, STACK_SETS, put)).toBe(false);
  expect(mayDo(world, PAYMENTS, `arn:aws:sts::${PAYMENTS}:assumed-role/Admin/me`, put)).toBe(false);
  expect(mayDo(world, PAYMENTS, EXECUTION, put)).toBe(true);
  expect(mayDo(world, PAYMENTS, `arn:aws:sts::${PAYMENTS}:assumed-role/AWSControlTowerExecution/run`, put)).toBe(true);
  expect(mayDo(world, PAYMENTS, STACK_SETS, 'config:DescribeConfigurationRecorders')).toBe(true);
  expect(mayDo(world, MANAGEMENT, `arn:aws:iam::${MANAGEMENT}:role/Admin`, put)).toBe(true);
  expect(mayDo(world, '999999999999', 'arn:aws:iam::999999999999:role/Admin', put)).toBe(true);
});

test('roles of Control Tower are protected by their names', () => {
  const { world } = formation().simulator;
  const role = (name: string) => ({ resource: `arn:aws:iam::${PAYMENTS}:role/${name}` });
  const admin = `arn:aws:iam::${PAYMENTS}:role/Admin`;
  expect(mayDo(world, PAYMENTS, admin, 'iam:CreateRole', role('AWSControlTowerExecution'))).toBe(false);
  expect(mayDo(world, PAYMENTS, STACK_SETS, 'iam:CreateRole', role('AWSControlTowerExecution'))).toBe(true);
  expect(mayDo(world, PAYMENTS, admin, 'iam:CreateRole', role('towerctl-read'))).toBe(true);
});

test('a stack that a policy forbids fails with the reason as StackSets tell it, and leaves nothing', () => {
  const { world } = formation().simulator;
  const denied = deployStack(world, { ...order, principal: STACK_SETS });
  expect(denied.status).toBe('ROLLBACK_COMPLETE');
  expect(denied.reason).toMatch(
    new RegExp(
      `^ResourceLogicalId:Recorder, ResourceType:AWS::Config::ConfigurationRecorder, ResourceStatusReason:.*User: arn:aws:sts::${PAYMENTS}:assumed-role/stacksets-exec-0123456789abcdef/AWSCloudFormation is not authorized to perform: config:PutConfigurationRecorder with an explicit deny in a service control policy`,
    ),
  );
  expect(resourcesOf(world, PAYMENTS)).toEqual([]);
  const allowed = deployStack(world, { ...order, name: 'StackSet-other', principal: EXECUTION });
  expect(allowed.status).toBe('CREATE_COMPLETE');
  expect(resourcesOf(world, PAYMENTS, 'eu-west-3')).toMatchObject([
    { type: 'AWS::Config::ConfigurationRecorder', physicalId: 'default' },
  ]);
  const removal = deleteStackIn(world, allowed.stackId ?? '', { principal: STACK_SETS });
  expect(removal.status).toBe('DELETE_FAILED');
  expect(deleteStackIn(world, allowed.stackId ?? '', { principal: EXECUTION })).toEqual({
    stackId: allowed.stackId,
    status: 'DELETE_COMPLETE',
  });
});

test('where Control Tower records, there is no place for another recorder', () => {
  const { world } = formation().simulator;
  const governed = deployStack(world, { ...order, region: HOME, principal: EXECUTION });
  expect(governed.status).toBe('ROLLBACK_COMPLETE');
  expect(governed.reason).toContain('the maximum number of configuration recorders: 1 is reached');
  const management = {
    ...order,
    accountId: MANAGEMENT,
    region: HOME,
    principal: `arn:aws:iam::${MANAGEMENT}:role/Admin`,
  };
  expect(deployStack(world, management).status).toBe('CREATE_COMPLETE');
});

test('the same order again changes nothing and is a success; another one updates', () => {
  const { world } = formation().simulator;
  const template = parseTemplate(
    withTopic({ Parameters: { Name: { Type: 'String' } } }, { Properties: { DisplayName: { Ref: 'Name' } } }),
  );
  const topic = { ...order, template, parameters: { Name: 'a' }, principal: STACK_SETS };
  const { stackId = '' } = deployStack(world, topic);
  expect(deployStack(world, topic)).toEqual({ stackId, status: 'CREATE_COMPLETE' });
  expect(updateStackIn(world, stackId, { ...topic, parameters: { Name: 'b' } })).toEqual({
    stackId,
    status: 'UPDATE_COMPLETE',
  });
  expect(stackOf(world, stackId)?.parameters).toEqual({ Name: { value: 'b' } });
  const failed = updateStackIn(world, stackId, { ...topic, fails: { message: 'no' } });
  expect(failed).toMatchObject({
    stackId,
    status: 'UPDATE_ROLLBACK_COMPLETE',
    reason: expect.stringContaining('ResourceStatusReason:no.'),
  });
  expect(stackOf(world, stackId)?.resources[0]?.properties).toEqual({ DisplayName: 'b' });
});

test('what the call would refuse is an answer, without a stack', () => {
  const { world } = formation().simulator;
  const template = parseTemplate(withTopic({ Parameters: { Name: { Type: 'String' } } }));
  expect(deployStack(world, { ...order, template, principal: STACK_SETS })).toEqual({
    status: 'CREATE_FAILED',
    reason: 'Parameters: [Name] must have values',
  });
  expect(deleteStackIn(world, 'arn:none')).toEqual({ status: 'DELETE_COMPLETE' });
});

test('stacks of members are seen in their own account and Region only', async () => {
  const { simulator, aws } = formation();
  const template = parseTemplate(withTopic());
  deployStack(simulator.world, { ...order, region: HOME, template, principal: STACK_SETS });
  expect((await aws.listStacks({})).StackSummaries).toEqual([]);
  expect(resourcesOf(simulator.world, PAYMENTS, HOME)).toHaveLength(1);
});
