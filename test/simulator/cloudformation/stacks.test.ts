import type { UpdateStackCommandInput } from '@aws-sdk/client-cloudformation';
import { resourcesOf } from '../../../src/simulator/services/cloudformation/for-stack-sets.js';
import { formation, HOME, MANAGEMENT, POLLS, refusal, withTopic } from './support.js';

const bucket = (name: string, more: object = {}) =>
  JSON.stringify({ Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name }, ...more } } });
const role = (name: string) =>
  JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: name } } } });
const fail = { message: 'no room', resource: 'Topic' };

test('a stack is under way until it was asked after, then it is there with its resources', async () => {
  const { aws, stack, simulator } = formation(POLLS);
  const { StackId } = await aws.createStack({
    StackName: 'demo',
    TemplateBody: withTopic(),
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  expect(StackId).toMatch(new RegExp(`^arn:aws:cloudformation:${HOME}:${MANAGEMENT}:stack/demo/[0-9a-f-]{36}$`));
  const seen = [await stack('demo'), await stack('demo'), await stack('demo')].map(({ StackStatus }) => StackStatus);
  expect(seen).toEqual(['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
  expect((await stack('demo')).Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  const [made, ...others] = resourcesOf(simulator.world, MANAGEMENT, HOME);
  expect(others).toEqual([]);
  expect(made).toMatchObject({ stackId: StackId, logicalId: 'Topic', type: 'AWS::SNS::Topic', properties: {} });
  expect(resourcesOf(simulator.world, MANAGEMENT, 'us-east-1')).toEqual([]);
});

test('under a pace of time it takes that long', async () => {
  const { aws, stack, clock } = formation({ pace: { kind: 'time', ms: 60_000 } });
  await aws.createStack({ StackName: 'demo', TemplateBody: withTopic() });
  clock.advance(59_999);
  expect((await stack('demo')).StackStatus).toBe('CREATE_IN_PROGRESS');
  clock.advance(1);
  expect((await stack('demo')).StackStatus).toBe('CREATE_COMPLETE');
});

test('names are those of an account and Region; deleted stacks are found by ARN', async () => {
  const { aws, inRegion, stack } = formation();
  const { StackId = '' } = await aws.createStack({ StackName: 'demo', TemplateBody: withTopic() });
  expect(await refusal(aws.createStack({ StackName: 'demo', TemplateBody: withTopic() }))).toBe(
    'AlreadyExistsException: Stack [demo] already exists',
  );
  expect(await refusal(inRegion('us-east-1').describeStacks({ StackName: 'demo' }))).toBe(
    'ValidationError: Stack with id demo does not exist',
  );
  expect(await refusal(aws.createStack({ StackName: '1demo', TemplateBody: withTopic() }))).toMatch(
    /satisfy regular expression pattern/,
  );
  await aws.deleteStack({ StackName: 'demo' });
  expect(await refusal(aws.describeStacks({ StackName: 'demo' }))).toBe(
    'ValidationError: Stack with id demo does not exist',
  );
  expect((await stack(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  const { StackSummaries = [] } = await aws.listStacks({ StackStatusFilter: ['DELETE_COMPLETE'] });
  expect(StackSummaries.map((each) => each.StackId)).toEqual([StackId]);
  expect((await aws.describeStacks({})).Stacks).toEqual([]);
  expect(await refusal(aws.deleteStack({ StackName: 'demo' }))).toBe('none');
});

test('a stack that cannot be made is rolled back and can only be deleted', async () => {
  const { aws, stack, simulator } = formation();
  simulator.faults.add({ operation: 'cloudformation:CreateStack', outcome: fail });
  const TemplateBody = withTopic({
    Resources: { Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Queue' } },
  });
  await aws.createStack({ StackName: 'demo', TemplateBody });
  const { StackId, StackStatus } = await stack('demo');
  expect(StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(resourcesOf(simulator.world, MANAGEMENT)).toEqual([]);
  expect(await refusal(aws.updateStack({ StackName: 'demo', TemplateBody }))).toBe(
    `ValidationError: Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
  );
  const { StackEvents = [] } = await aws.describeStackEvents({ StackName: 'demo' });
  expect(StackEvents.map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`)).toEqual([
    'demo ROLLBACK_COMPLETE',
    'Queue DELETE_COMPLETE',
    'demo ROLLBACK_IN_PROGRESS',
    'Topic CREATE_FAILED',
    'Queue CREATE_COMPLETE',
    'Queue CREATE_IN_PROGRESS',
    'demo CREATE_IN_PROGRESS',
  ]);
  expect(StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toBe(
    'no room',
  );
  await aws.deleteStack({ StackName: 'demo' });
  expect((await stack(StackId ?? '')).StackStatus).toBe('DELETE_COMPLETE');
});

test('OnFailure: DELETE leaves nothing, DO_NOTHING what had been made', async () => {
  const { aws, stack, simulator } = formation();
  simulator.faults.add({ operation: 'cloudformation:CreateStack', outcome: fail, times: 'always' });
  const TemplateBody = withTopic({
    Resources: { Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Queue' } },
  });
  const { StackId = '' } = await aws.createStack({ StackName: 'gone', TemplateBody, OnFailure: 'DELETE' });
  expect((await stack(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  expect(await refusal(stack('gone'))).toMatch(/does not exist$/);
  await aws.createStack({ StackName: 'left', TemplateBody, OnFailure: 'DO_NOTHING' });
  expect(await stack('left')).toMatchObject({
    StackStatus: 'CREATE_FAILED',
    StackStatusReason: 'The following resource(s) failed to create: [Topic]. ',
    DisableRollback: true,
  });
  expect(resourcesOf(simulator.world, MANAGEMENT).map(({ logicalId }) => logicalId)).toEqual(['Queue']);
});

test('a fault can be meant for other accounts', async () => {
  const { aws, stack, simulator } = formation();
  simulator.faults.add({ operation: 'cloudformation:CreateStack', outcome: { ...fail, accounts: ['300000000001'] } });
  await aws.createStack({ StackName: 'demo', TemplateBody: withTopic() });
  expect((await stack('demo')).StackStatus).toBe('CREATE_COMPLETE');
});

test('an update changes in place, adds and removes; one that changes nothing is refused', async () => {
  const { aws, stack, simulator } = formation();
  const template = (display: string, more: object = {}) =>
    JSON.stringify({
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: display } }, ...more },
    });
  await aws.createStack({ StackName: 'demo', TemplateBody: template('a', { Old: { Type: 'AWS::SQS::Queue' } }) });
  const before = resourcesOf(simulator.world, MANAGEMENT);
  await aws.updateStack({ StackName: 'demo', TemplateBody: template('b', { New: { Type: 'AWS::SQS::Queue' } }) });
  expect((await stack('demo')).StackStatus).toBe('UPDATE_COMPLETE');
  const after = resourcesOf(simulator.world, MANAGEMENT);
  expect(after.map(({ logicalId }) => logicalId).sort()).toEqual(['New', 'Topic']);
  const topics = [...before, ...after].filter(({ logicalId }) => logicalId === 'Topic');
  expect(new Set(topics.map(({ physicalId }) => physicalId)).size).toBe(1);
  expect(topics.map(({ properties }) => properties['DisplayName'])).toEqual(['a', 'b']);
  const again = (more: Partial<UpdateStackCommandInput>) =>
    refusal(aws.updateStack({ StackName: 'demo', UsePreviousTemplate: true, ...more }));
  expect(await again({})).toBe('ValidationError: No updates are to be performed.');
  expect(await again({ Tags: [{ Key: 'a', Value: 'b' }] })).toBe('none');
  expect(await again({ Tags: [{ Key: 'a', Value: 'b' }] })).toBe('ValidationError: No updates are to be performed.');
});

test('another name of its own replaces the resource: the old one goes, unless its policy keeps it', async () => {
  const { aws, simulator } = formation();
  await aws.createStack({ StackName: 'demo', TemplateBody: bucket('one', { UpdateReplacePolicy: 'Retain' }) });
  await aws.updateStack({ StackName: 'demo', TemplateBody: bucket('two') });
  await aws.updateStack({ StackName: 'demo', TemplateBody: bucket('three') });
  const made = resourcesOf(simulator.world, MANAGEMENT).map(({ physicalId, stackId }) => [
    physicalId,
    stackId !== undefined,
  ]);
  expect(made).toEqual([
    ['three', true],
    ['one', false],
  ]);
});

test('an update that fails leaves the stack as it was', async () => {
  const { aws, stack, simulator } = formation();
  await aws.createStack({ StackName: 'demo', TemplateBody: bucket('one') });
  await aws.createStack({ StackName: 'other', TemplateBody: bucket('taken') });
  await aws.updateStack({ StackName: 'demo', TemplateBody: bucket('taken') });
  expect((await stack('demo')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const own = resourcesOf(simulator.world, MANAGEMENT).map(({ physicalId }) => physicalId);
  expect(own).toEqual(['one', 'taken']);
  expect((await aws.getTemplate({ StackName: 'demo' })).TemplateBody).toBe(bucket('one'));
  const { StackEvents = [] } = await aws.describeStackEvents({ StackName: 'demo' });
  const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED');
  expect(failed?.ResourceStatusReason).toMatch(
    /^Resource of type 'AWS::S3::Bucket' with identifier 'taken' already exists\./,
  );
  await aws.updateStack({ StackName: 'demo', TemplateBody: bucket('four') });
  expect((await stack('demo')).StackStatus).toBe('UPDATE_COMPLETE');
});

test('IAM names are one for all Regions; a recorder is one for a Region', async () => {
  const { aws, inRegion } = formation();
  const virginia = inRegion('us-east-1');
  const Capabilities: 'CAPABILITY_NAMED_IAM'[] = ['CAPABILITY_NAMED_IAM'];
  await aws.createStack({ StackName: 'demo', TemplateBody: role('auditor'), Capabilities });
  await virginia.createStack({ StackName: 'demo', TemplateBody: role('auditor'), Capabilities });
  const statusIn = async (client: typeof aws, StackName: string) =>
    (await client.describeStacks({ StackName })).Stacks?.[0]?.StackStatus;
  expect(await statusIn(virginia, 'demo')).toBe('ROLLBACK_COMPLETE');
  const recorder = JSON.stringify({
    Resources: { R: { Type: 'AWS::Config::ConfigurationRecorder', Properties: { Name: 'mine' } } },
  });
  await aws.createStack({ StackName: 'one', TemplateBody: recorder });
  await virginia.createStack({ StackName: 'one', TemplateBody: recorder });
  await aws.createStack({ StackName: 'two', TemplateBody: recorder.replace('mine', 'other') });
  expect([await statusIn(aws, 'one'), await statusIn(virginia, 'one'), await statusIn(aws, 'two')]).toEqual([
    'CREATE_COMPLETE',
    'CREATE_COMPLETE',
    'ROLLBACK_COMPLETE',
  ]);
  const { StackEvents = [] } = await aws.describeStackEvents({ StackName: 'two' });
  expect(StackEvents.map((event) => event.ResourceStatusReason ?? '').join()).toContain(
    "Failed to put configuration recorder 'other' because the maximum number of configuration recorders: 1 is reached.",
  );
});

test('DeletionPolicy Retain leaves the resource and its name behind', async () => {
  const { aws, stack, simulator } = formation();
  await aws.createStack({ StackName: 'demo', TemplateBody: bucket('kept', { DeletionPolicy: 'Retain' }) });
  await aws.deleteStack({ StackName: 'demo' });
  const [left] = resourcesOf(simulator.world, MANAGEMENT);
  expect(left).toMatchObject({ physicalId: 'kept', arn: 'arn:aws:s3:::kept' });
  expect(left?.stackId).toBeUndefined();
  await aws.createStack({ StackName: 'demo', TemplateBody: bucket('kept') });
  expect((await stack('demo')).StackStatus).toBe('ROLLBACK_COMPLETE');
});

test('RetainExceptOnCreate keeps nothing of a creation that failed', async () => {
  const { aws, simulator } = formation();
  const template = (DeletionPolicy: string) =>
    JSON.stringify({
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', DeletionPolicy },
        Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Queue' },
      },
    });
  simulator.faults.add({ operation: 'cloudformation:CreateStack', outcome: fail, times: 'always' });
  await aws.createStack({ StackName: 'a', TemplateBody: template('RetainExceptOnCreate') });
  expect(resourcesOf(simulator.world, MANAGEMENT)).toEqual([]);
  await aws.createStack({ StackName: 'b', TemplateBody: template('Retain') });
  expect(resourcesOf(simulator.world, MANAGEMENT).map(({ logicalId }) => logicalId)).toEqual(['Queue']);
});

test('termination protection; a deletion that fails, then retaining what stood in its way', async () => {
  const { aws, stack, simulator } = formation();
  await aws.createStack({ StackName: 'demo', TemplateBody: withTopic(), EnableTerminationProtection: true });
  expect(await refusal(aws.deleteStack({ StackName: 'demo' }))).toBe(
    'ValidationError: Stack [demo] cannot be deleted while TerminationProtection is enabled',
  );
  await aws.updateTerminationProtection({ StackName: 'demo', EnableTerminationProtection: false });
  simulator.faults.add({ operation: 'cloudformation:DeleteStack', outcome: fail });
  await aws.deleteStack({ StackName: 'demo' });
  const { StackId = '', StackStatus, StackStatusReason } = await stack('demo');
  expect([StackStatus, StackStatusReason]).toEqual([
    'DELETE_FAILED',
    'The following resource(s) failed to delete: [Topic]. ',
  ]);
  await aws.deleteStack({ StackName: 'demo', RetainResources: ['Topic'] });
  expect((await stack(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  expect(resourcesOf(simulator.world, MANAGEMENT)).toHaveLength(1);
});

test('a busy stack refuses an update, and being refused is a poll', async () => {
  const { aws, stack } = formation(POLLS);
  await aws.createStack({ StackName: 'demo', TemplateBody: withTopic() });
  const update = () =>
    refusal(aws.updateStack({ StackName: 'demo', TemplateBody: withTopic({}, { Properties: { DisplayName: 'x' } }) }));
  expect(await update()).toMatch(/is in CREATE_IN_PROGRESS state and can not be updated\.$/);
  await update();
  expect(await update()).toBe('none');
  expect((await stack('demo')).StackStatus).toBe('UPDATE_IN_PROGRESS');
});

test('the same token again answers the same and does nothing', async () => {
  const { aws } = formation();
  const order = { StackName: 'demo', TemplateBody: withTopic(), ClientRequestToken: 'once' };
  const first = await aws.createStack(order);
  expect((await aws.createStack(order)).StackId).toBe(first.StackId);
  const { StackEvents = [] } = await aws.describeStackEvents({ StackName: 'demo' });
  expect(StackEvents.every((event) => event.ClientRequestToken === 'once')).toBe(true);
  expect(StackEvents).toHaveLength(4);
});

test('exports: found by others of the Region, unique, and bound while in use', async () => {
  const { aws, stack } = formation();
  const exporter = withTopic({ Outputs: { Out: { Value: 'v1', Export: { Name: 'shared' } } } });
  const importer = withTopic({}, { Properties: { DisplayName: { 'Fn::ImportValue': 'shared' } } });
  await aws.createStack({ StackName: 'early', TemplateBody: importer });
  expect((await stack('early')).StackStatus).toBe('ROLLBACK_COMPLETE');
  const { StackEvents = [] } = await aws.describeStackEvents({ StackName: 'early' });
  expect(StackEvents.map((event) => event.ResourceStatusReason)).toContain('No export named shared found.');
  const { StackId = '' } = await aws.createStack({ StackName: 'exporter', TemplateBody: exporter });
  await aws.createStack({ StackName: 'importer', TemplateBody: importer });
  await aws.createStack({ StackName: 'double', TemplateBody: exporter });
  expect((await stack('double')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect((await aws.listExports({})).Exports).toEqual([{ ExportingStackId: StackId, Name: 'shared', Value: 'v1' }]);
  expect((await aws.listImports({ ExportName: 'shared' })).Imports).toEqual(['importer']);
  await aws.deleteStack({ StackName: 'exporter' });
  expect(await stack('exporter')).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'Cannot delete export shared as it is in use by importer.',
  });
  await aws.deleteStack({ StackName: 'importer' });
  await aws.deleteStack({ StackName: 'exporter' });
  expect((await stack(StackId)).StackStatus).toBe('DELETE_COMPLETE');
});

test('pages hold what the world lets them, and a token is good for its list', async () => {
  const { aws } = formation({ pageSize: 2 });
  for (const StackName of ['a', 'b', 'c']) await aws.createStack({ StackName, TemplateBody: withTopic() });
  const first = await aws.listStacks({});
  const second = await aws.listStacks({ NextToken: first.NextToken });
  const names = [...(first.StackSummaries ?? []), ...(second.StackSummaries ?? [])].map(({ StackName }) => StackName);
  expect(names).toEqual(['c', 'b', 'a']);
  expect(second.NextToken).toBeUndefined();
  expect(await refusal(aws.describeStacks({ NextToken: first.NextToken }))).toMatch(/^ValidationError: NextToken/);
});

test('resources are told one by one and all together', async () => {
  const { aws } = formation();
  const TemplateBody = withTopic({}, { Metadata: { a: 1 } });
  await aws.createStack({ StackName: 'demo', TemplateBody });
  const { StackResources = [] } = await aws.describeStackResources({ StackName: 'demo' });
  const physicalId = StackResources[0]?.PhysicalResourceId ?? '';
  expect(physicalId).toMatch(/^arn:aws:sns:/);
  const byThing = await aws.describeStackResources({ PhysicalResourceId: physicalId });
  expect(byThing.StackResources).toEqual(StackResources);
  const { StackResourceDetail } = await aws.describeStackResource({ StackName: 'demo', LogicalResourceId: 'Topic' });
  expect(StackResourceDetail).toMatchObject({ PhysicalResourceId: physicalId, Metadata: '{"a":1}' });
  expect(await refusal(aws.describeStackResource({ StackName: 'demo', LogicalResourceId: 'None' }))).toBe(
    'ValidationError: Resource None does not exist for stack demo',
  );
});

test('tags: 50, and none of AWS', async () => {
  const { aws } = formation();
  const create = (Tags: { Key: string; Value: string }[]) =>
    refusal(aws.createStack({ StackName: 'demo', TemplateBody: withTopic(), Tags }));
  expect(await create([{ Key: 'aws:x', Value: '1' }])).toMatch(/aws: prefixed tag key names are not allowed/);
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  expect(await create(many)).toMatch(/have length less than or equal to 50$/);
});

test('what is not simulated is a loud 501', async () => {
  const { aws } = formation();
  const nested = JSON.stringify({ Resources: { A: { Type: 'AWS::CloudFormation::Stack' } } });
  expect(await refusal(aws.createStack({ StackName: 'demo', TemplateBody: nested }))).toMatch(
    /^NotImplemented: a resource of type AWS::CloudFormation::Stack is not simulated/,
  );
  expect(await refusal(aws.setStackPolicy({ StackName: 'demo' }))).toMatch(
    /^NotImplemented: cloudformation:SetStackPolicy is not simulated/,
  );
});

test('a world that was saved goes on where it was', async () => {
  const { aws, stack, simulator } = formation(POLLS);
  await aws.createStack({ StackName: 'demo', TemplateBody: withTopic() });
  const saved = simulator.world.snapshot();
  simulator.world.clear();
  expect(await refusal(stack('demo'))).toMatch(/does not exist$/);
  simulator.world.restore(saved);
  for (let polls = 0; polls < 3; polls += 1) await stack('demo');
  expect((await stack('demo')).StackStatus).toBe('CREATE_COMPLETE');
});
