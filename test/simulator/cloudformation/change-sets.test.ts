import { formation, refusal, withTopic } from './support.js';

test('a change set makes a stack, tells what it would do, and is executed once', async () => {
  const { aws, stack } = formation();
  const { StackId = '' } = await aws.createChangeSet({
    StackName: 'demo',
    ChangeSetName: 'first',
    ChangeSetType: 'CREATE',
    TemplateBody: withTopic(),
  });
  expect((await stack('demo')).StackStatus).toBe('REVIEW_IN_PROGRESS');
  const described = await aws.describeChangeSet({ StackName: 'demo', ChangeSetName: 'first' });
  expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', StackId });
  expect(
    described.Changes?.map(({ ResourceChange }) => [ResourceChange?.Action, ResourceChange?.LogicalResourceId]),
  ).toEqual([['Add', 'Topic']]);
  await aws.executeChangeSet({ StackName: 'demo', ChangeSetName: 'first' });
  expect((await stack('demo')).StackStatus).toBe('CREATE_COMPLETE');
  expect(await refusal(aws.executeChangeSet({ StackName: 'demo', ChangeSetName: 'first' }))).toMatch(
    /^InvalidChangeSetStatus/,
  );
});

test('one that changes nothing fails in the words that clients look for; the others become obsolete', async () => {
  const { aws } = formation();
  await aws.createStack({ StackName: 'demo', TemplateBody: withTopic() });
  const create = (ChangeSetName: string, TemplateBody: string) =>
    aws.createChangeSet({ StackName: 'demo', ChangeSetName, TemplateBody });
  await create('empty', withTopic());
  expect(await aws.describeChangeSet({ StackName: 'demo', ChangeSetName: 'empty' })).toMatchObject({
    Status: 'FAILED',
    ExecutionStatus: 'UNAVAILABLE',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  });
  await create('one', withTopic({}, { Properties: { TopicName: 'x' } }));
  await create('two', withTopic({}, { Properties: { DisplayName: 'y' } }));
  const { Changes } = await aws.describeChangeSet({ StackName: 'demo', ChangeSetName: 'one' });
  expect(Changes?.[0]?.ResourceChange).toMatchObject({ Action: 'Modify', Replacement: 'True' });
  await aws.executeChangeSet({ StackName: 'demo', ChangeSetName: 'two' });
  const { Summaries = [] } = await aws.listChangeSets({ StackName: 'demo' });
  expect(Summaries.map(({ ChangeSetName, ExecutionStatus }) => `${ChangeSetName} ${ExecutionStatus}`)).toEqual([
    'empty OBSOLETE',
    'one OBSOLETE',
    'two EXECUTE_COMPLETE',
  ]);
  await aws.deleteChangeSet({ StackName: 'demo', ChangeSetName: 'one' });
  expect(await refusal(aws.describeChangeSet({ StackName: 'demo', ChangeSetName: 'one' }))).toMatch(
    /^ChangeSetNotFound/,
  );
});
