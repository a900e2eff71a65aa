import { type Operation, type OperationContext, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { beginExecution, endAction, lastOf } from './progress.js';
import { actionShape, executionShape, stageShape, summaryShape } from './shapes.js';
import { type ExecutionRow, type PipelineRow, pipelineNamed } from './state.js';

type Input = Readonly<Record<string, unknown>>;

const LARGEST_PAGE = 100;
const MOST_IN_PROGRESS = 50;
const LONGEST_VALUE = 1_000;

const StartPipelineExecution: Operation<World> = (input, { world, caller }) => {
  const pipeline = pipelineOf(world, caller, input['name']);
  const token = input['clientRequestToken'];
  const before = token === undefined ? undefined : pipeline.executions.find((each) => each.token === token);
  if (before) return { pipelineExecutionId: before.id };
  const variables = variablesOf(pipeline, input['variables']);
  if (pipeline.executions.filter(({ status }) => status === 'InProgress').length >= MOST_IN_PROGRESS) {
    const message = `The pipeline ${pipeline.name} has reached the limit of ${MOST_IN_PROGRESS} concurrent executions.`;
    throw new ServiceError('ConcurrentPipelineExecutionsLimitExceededException', message);
  }
  const given = { variables, by: caller.arn, ...(token !== undefined && { token: String(token) }) };
  return { pipelineExecutionId: beginExecution(world, pipeline, given).id };
};

/** What is given, over what is declared. */
function variablesOf({ name, variables: declared }: PipelineRow, given: unknown): Record<string, string> {
  const entries = (Array.isArray(given) ? given : []).map((each: Input): readonly [string, string] => [
    String(each['name']),
    String(each['value'] ?? ''),
  ]);
  const unknown = entries.find(([variable]) => !Object.hasOwn(declared, variable));
  if (unknown) throw invalid(`The pipeline ${name} declares no variable ${unknown[0]}.`);
  const wrong = entries.find(([, value]) => value === '' || value.length > LONGEST_VALUE);
  if (wrong)
    throw invalid(`The value of ${wrong[0]} has ${wrong[1].length} characters: 1 to ${LONGEST_VALUE} are taken.`);
  const all = new Map<string, string | null>([...Object.entries(declared), ...entries]);
  const missing = [...all].find(([, value]) => value === null);
  if (missing) throw invalid(`The variable ${missing[0]} has no default value: give one.`);
  return Object.fromEntries([...all].map(([variable, value]) => [variable, value ?? '']));
}

const GetPipelineExecution: Operation<World> = (input, { world, caller }) => {
  const pipeline = pipelineOf(world, caller, input['pipelineName']);
  return { pipelineExecution: executionShape(pipeline, executionOf(pipeline, input['pipelineExecutionId'])) };
};

const ListPipelineExecutions: Operation<World> = (input, context) => {
  const { executions } = pipelineOf(context.world, context.caller, input['pipelineName']);
  const { items, ...rest } = pageOf(context, input, [...executions].reverse());
  return { pipelineExecutionSummaries: items.map(summaryShape), ...rest };
};

const ListActionExecutions: Operation<World> = (input, context) => {
  const pipeline = pipelineOf(context.world, context.caller, input['pipelineName']);
  const { pipelineExecutionId, latestInPipelineExecution } = Object(input['filter']) as Input;
  const asked = pipelineExecutionId ?? (Object(latestInPipelineExecution) as Input)['pipelineExecutionId'];
  const executions = asked === undefined ? pipeline.executions : [executionOf(pipeline, asked)];
  const all = executions.flatMap((execution) => execution.actions.map((row) => ({ execution, row })));
  const { items, ...rest } = pageOf(context, input, all.reverse());
  return { actionExecutionDetails: items.map(({ execution, row }) => actionShape(pipeline, execution, row)), ...rest };
};

const GetPipelineState: Operation<World> = (input, { world, caller }) => {
  const pipeline = pipelineOf(world, caller, input['name']);
  return {
    pipelineName: pipeline.name,
    pipelineVersion: pipeline.version,
    stageStates: pipeline.stages.map((stage) => stageShape(pipeline, stage)),
    created: new Date(pipeline.createdAt),
    updated: new Date(pipeline.changedAt),
  };
};

const PutApprovalResult: Operation<World> = (input, { world, caller, clock }) => {
  const pipeline = pipelineOf(world, caller, input['pipelineName']);
  const [stageName, actionName] = [String(input['stageName']), String(input['actionName'])];
  const stage = pipeline.stages.find(({ name }) => name === stageName);
  if (!stage) throw new ServiceError('StageNotFoundException', `${pipeline.name} has no stage ${stageName}`);
  const action = stage.actions.find(({ name }) => name === actionName);
  if (action?.category !== 'Approval') {
    throw new ServiceError('ActionNotFoundException', `The stage ${stageName} has no approval action ${actionName}`);
  }
  const waiting = lastOf(pipeline, stageName, actionName);
  if (!waiting || waiting.row.token !== input['token']) {
    throw new ServiceError(
      'InvalidApprovalTokenException',
      'The approval token is not that of an approval that waits.',
    );
  }
  if (waiting.row.status !== 'InProgress') {
    throw new ServiceError('ApprovalAlreadyCompletedException', 'The approval action has already been answered.');
  }
  const { status, summary } = Object(input['result']) as Input;
  endAction(world, pipeline, waiting.execution, {
    id: waiting.row.id,
    status: status === 'Approved' ? 'Succeeded' : 'Failed',
    by: caller.arn,
    summary: String(summary ?? ''),
  });
  return { approvedAt: new Date(clock.now()) };
};

function pipelineOf(world: World, place: { accountId: string; region: string }, name: unknown): PipelineRow {
  const pipeline = pipelineNamed(world, place, String(name ?? ''));
  if (pipeline) return pipeline;
  const message = `Account '${place.accountId}' does not have a pipeline with name '${String(name)}'`;
  throw new ServiceError('PipelineNotFoundException', message);
}

function executionOf({ name, executions }: PipelineRow, id: unknown): ExecutionRow {
  const found = executions.find((each) => each.id === id);
  if (found) return found;
  const message = `Pipeline '${name}' has no execution with id '${String(id)}'`;
  throw new ServiceError('PipelineExecutionNotFoundException', message);
}

/** A token is how many have been shown. */
function pageOf<Row>(
  { world }: OperationContext<World>,
  input: Input,
  rows: readonly Row[],
): { readonly items: readonly Row[]; readonly nextToken?: string } {
  const from = input['nextToken'] === undefined ? 0 : Number(Buffer.from(String(input['nextToken']), 'base64url'));
  if (!(from >= 0)) throw new ServiceError('InvalidNextTokenException', 'The next token is not valid.');
  const size = Math.min(
    Number(input['maxResults'] ?? LARGEST_PAGE),
    LARGEST_PAGE,
    world.settings.pageSize ?? LARGEST_PAGE,
  );
  const items = rows.slice(from, from + size);
  const shown = from + items.length;
  return shown < rows.length ? { items, nextToken: Buffer.from(String(shown)).toString('base64url') } : { items };
}

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message);

export const operations: Readonly<Record<string, Operation<World>>> = {
  StartPipelineExecution,
  GetPipelineExecution,
  ListPipelineExecutions,
  ListActionExecutions,
  GetPipelineState,
  PutApprovalResult,
};
