import { CodePipeline } from '@aws-sdk/client-codepipeline';
import { SNS } from '@aws-sdk/client-sns';
import { VirtualClock } from '../../../src/clock.js';
import { createSimulator, kind, type SimulatorOptions } from '../../../src/simulator/index.js';
import {
  executionsOf,
  finishAction,
  finishExecution,
  putPipeline,
  startAction,
} from '../../../src/simulator/services/codepipeline/for-tests.js';
import { publishedTo, putTopic } from '../../../src/simulator/services/sns/for-tests.js';
import { clientOf, errorOf } from '../client.js';

const REGION = 'eu-west-1';
const ACCOUNT = '123456789012';
const PLACE = { accountId: ACCOUNT, region: REGION, name: 'release' };
const STAGES = [
  { name: 'Plan', actions: [{ name: 'Plan', category: 'Build' as const }] },
  { name: 'Approve', actions: [{ name: 'Ask', category: 'Approval' as const }] },
];
const GATE = { pipelineName: 'release', stageName: 'Approve', actionName: 'Ask' };

function sandbox(options: SimulatorOptions = {}) {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, ...options });
  putPipeline(simulator.world, { ...PLACE, variables: { EVENTS_OF: 'none', REASON: null }, stages: STAGES });
  const { world } = simulator;
  const variables = [{ name: 'REASON', value: 'test' }];
  const pipelines = new CodePipeline(clientOf(simulator, REGION));
  const start = async (clientRequestToken?: string): Promise<string> =>
    (await pipelines.startPipelineExecution({ name: 'release', variables, clientRequestToken })).pipelineExecutionId ??
    '';
  return { clock, simulator, world, pipelines, start, sns: new SNS(clientOf(simulator, REGION)) };
}

describe('executions of pipelines', () => {
  test('are started with the variables that are declared, and once a token', async () => {
    const { pipelines, start, world, clock } = sandbox();
    const id = await start('one');
    await clock.sleep(1_000);
    expect(await start('one')).toBe(id);
    const { pipelineExecution } = await pipelines.getPipelineExecution({
      pipelineName: 'release',
      pipelineExecutionId: id,
    });
    expect(pipelineExecution).toMatchObject({
      status: 'InProgress',
      pipelineVersion: 1,
      executionMode: 'QUEUED',
      variables: [
        { name: 'EVENTS_OF', resolvedValue: 'none' },
        { name: 'REASON', resolvedValue: 'test' },
      ],
    });
    const withVariables = (variables: { name: string; value: string }[]) =>
      errorOf(pipelines.startPipelineExecution({ name: 'release', variables }));
    expect(await withVariables([])).toBe('ValidationException');
    expect(await withVariables([{ name: 'REASON', value: 'x'.repeat(1_001) }])).toBe('ValidationException');
    expect(await withVariables([{ name: 'OTHER', value: 'x' }])).toBe('ValidationException');
    expect(await errorOf(pipelines.startPipelineExecution({ name: 'none' }))).toBe('PipelineNotFoundException');
    expect(executionsOf(world, PLACE)).toHaveLength(1);
  });

  test('wait in a queue of fifty, and are listed newest first, over pages', async () => {
    const { pipelines, start, world } = sandbox({ pageSize: 20 });
    const ids: string[] = [];
    for (let count = 0; count < 50; count += 1) ids.push(await start());
    expect(await errorOf(start())).toBe('ConcurrentPipelineExecutionsLimitExceededException');
    finishExecution(world, PLACE, ids[0] ?? '', 'Succeeded');
    ids.push(await start());
    const listed: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await pipelines.listPipelineExecutions({ pipelineName: 'release', nextToken });
      listed.push(...(page.pipelineExecutionSummaries ?? []).map((each) => each.pipelineExecutionId ?? ''));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(listed).toEqual(ids.reverse());
    expect(new Set(listed).size).toBe(51);
  });

  test('a pipeline that is changed cancels what is in progress', async () => {
    const { pipelines, start, world } = sandbox();
    const pipelineExecutionId = await start();
    putPipeline(world, { ...PLACE, stages: STAGES });
    const { pipelineExecution } = await pipelines.getPipelineExecution({
      pipelineName: 'release',
      pipelineExecutionId,
    });
    expect(pipelineExecution?.status).toBe('Cancelled');
    expect((await pipelines.getPipelineState({ name: 'release' })).pipelineVersion).toBe(2);
  });
});

describe('an approval', () => {
  test('waits with a token, and is answered once by whoever has it', async () => {
    const { pipelines, start, world } = sandbox();
    const id = await start();
    const plan = startAction(world, PLACE, id, { stage: 'Plan', action: 'Plan' });
    finishAction(world, PLACE, id, { id: plan.id, status: 'Succeeded', summary: '3 changes' });
    startAction(world, PLACE, id, { stage: 'Approve', action: 'Ask' });
    const { stageStates } = await pipelines.getPipelineState({ name: 'release' });
    expect(stageStates?.map(({ latestExecution }) => latestExecution?.status)).toEqual(['Succeeded', 'InProgress']);
    const token = stageStates?.[1]?.actionStates?.[0]?.latestExecution?.token ?? '';
    const result = { status: 'Approved' as const, summary: 'looked at it' };
    const put = (more: object) => errorOf(pipelines.putApprovalResult({ ...GATE, token, result, ...more }));
    expect(await put({ token: '00000000-0000-0000-0000-000000000000' })).toBe('InvalidApprovalTokenException');
    expect(await put({ stageName: 'None' })).toBe('StageNotFoundException');
    expect(await put({ stageName: 'Plan', actionName: 'Plan' })).toBe('ActionNotFoundException');
    expect(await put({})).toBe('none');
    expect(await put({})).toBe('ApprovalAlreadyCompletedException');
    const { actionExecutionDetails } = await pipelines.listActionExecutions({
      pipelineName: 'release',
      filter: { pipelineExecutionId: id },
    });
    expect(actionExecutionDetails).toMatchObject([
      {
        actionName: 'Ask',
        status: 'Succeeded',
        updatedBy: `arn:aws:sts::${ACCOUNT}:assumed-role/sandbox/test`,
        input: { actionTypeId: { category: 'Approval', provider: 'Manual' } },
        output: { executionResult: { externalExecutionSummary: 'looked at it' } },
      },
      { actionName: 'Plan', status: 'Succeeded', input: { actionTypeId: { category: 'Build' } } },
    ]);
    expect(actionExecutionDetails?.[1]?.updatedBy).toBeUndefined();
  });

  test('that is rejected fails its execution', async () => {
    const { pipelines, start, world } = sandbox();
    const id = await start();
    const { token } = startAction(world, PLACE, id, { stage: 'Approve', action: 'Ask' });
    await pipelines.putApprovalResult({ ...GATE, token, result: { status: 'Rejected', summary: 'no' } });
    expect(executionsOf(world, PLACE)[0]).toMatchObject({ status: 'Failed', actions: [{ status: 'Failed' }] });
  });
});

describe('topics', () => {
  test('are made once, listed over pages and deleted', async () => {
    const { sns } = sandbox({ pageSize: 2 });
    for (const Name of ['b', 'a', 'c']) await sns.createTopic({ Name });
    const { TopicArn } = await sns.createTopic({ Name: 'a' });
    expect(TopicArn).toBe(`arn:aws:sns:${REGION}:${ACCOUNT}:a`);
    const first = await sns.listTopics({});
    const rest = await sns.listTopics({ NextToken: first.NextToken });
    const names = [...(first.Topics ?? []), ...(rest.Topics ?? [])].map((each) => each.TopicArn?.split(':').at(-1));
    expect(names).toEqual(['a', 'b', 'c']);
    await sns.deleteTopic({ TopicArn });
    expect(await errorOf(sns.publish({ TopicArn, Message: 'x' }))).toBe('NotFoundException');
    expect(await errorOf(sns.createTopic({ Name: 'a b' }))).toBe('InvalidParameterException');
  });

  test('keep what was published, and refuse what SNS refuses', async () => {
    const { sns, world } = sandbox();
    const TopicArn = putTopic(world, { accountId: ACCOUNT, region: REGION }, 'notices');
    const { MessageId } = await sns.publish({ TopicArn, Subject: 'hello', Message: 'wörld' });
    expect(publishedTo(world, TopicArn)).toMatchObject([{ messageId: MessageId, subject: 'hello', message: 'wörld' }]);
    const refused = (more: object) => errorOf(sns.publish({ TopicArn, Message: 'x', ...more }));
    expect(await refused({ Subject: 'two\nlines' })).toBe('InvalidParameterException');
    expect(await refused({ Subject: 'x'.repeat(101) })).toBe('InvalidParameterException');
    expect(await refused({ Subject: 'ü' })).toBe('InvalidParameterException');
    expect(await refused({ Message: '' })).toBe('InvalidParameterException');
    expect(await refused({ Message: 'x'.repeat(262_145) })).toBe('InvalidParameterException');
    expect(await refused({ MessageStructure: 'json' })).toBe('InvalidParameterException');
    expect(await refused({ MessageStructure: 'json', Message: '{"default":"x"}' })).toBe('none');
    const elsewhere = putTopic(world, { accountId: ACCOUNT, region: 'us-east-1' }, 'notices');
    expect(await refused({ TopicArn: elsewhere })).toBe('InvalidParameterException');
    const strange = putTopic(world, { accountId: '200000000002', region: REGION }, 'notices');
    expect(await refused({ TopicArn: strange })).toBe('AuthorizationErrorException');
    expect(publishedTo(world, TopicArn)).toHaveLength(2);
  });
});
