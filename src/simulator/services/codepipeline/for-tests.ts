import type { World } from '../../world.js';
import { beginAction, endAction, endExecution } from './progress.js';
import {
  type ActionRow,
  type ExecutionRow,
  keepPipeline,
  type PipelineRow,
  type PipelineStage,
  pipelineNamed,
  type Status,
} from './state.js';

/** AWS CodePipeline as a test drives it: here no pipeline runs by itself. */
export type { ActionRow, ExecutionRow, PipelineStage, Status } from './state.js';

export interface PipelinePlace {
  readonly accountId: string;
  readonly region: string;
  /** Of the pipeline. */
  readonly name: string;
}

export interface PipelineGiven extends PipelinePlace {
  /** By name: the default, or null where a value has to be given at the start. */
  readonly variables?: Readonly<Record<string, string | null>>;
  readonly stages: readonly PipelineStage[];
}

/** Makes the pipeline; one that is there is changed, which cancels what is in progress. */
export function putPipeline(world: World, { variables = {}, stages, ...place }: PipelineGiven): void {
  const before = pipelineNamed(world, place, place.name);
  const at = world.clock.now();
  const executions = (before?.executions ?? []).map((each) =>
    each.status === 'InProgress' ? { ...each, status: 'Cancelled' as const, changedAt: at } : each,
  );
  const { accountId, region, name } = place;
  keepPipeline(world, {
    name,
    accountId,
    region,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? at,
    changedAt: at,
    variables,
    stages,
    executions,
  });
}

/** All that were started, oldest first: those in progress are to be run in this order (QUEUED). */
export const executionsOf = (world: World, place: PipelinePlace): readonly ExecutionRow[] =>
  known(world, place).executions;

/** The action begins; an approval now waits, and has a token. */
export function startAction(
  world: World,
  place: PipelinePlace,
  executionId: string,
  { stage, action }: { readonly stage: string; readonly action: string },
): ActionRow {
  const pipeline = known(world, place);
  const category = pipeline.stages
    .find(({ name }) => name === stage)
    ?.actions.find(({ name }) => name === action)?.category;
  if (category === undefined) throw new Error(`${place.name} has no action ${action} in a stage ${stage}`);
  return beginAction(world, pipeline, execution(pipeline, executionId), { stage, action, category });
}

export interface FinishedAction {
  /** As `startAction` gave it. */
  readonly id: string;
  readonly status: 'Succeeded' | 'Failed';
  /** Of an approval: the ARN of whoever answered. */
  readonly by?: string;
  readonly summary?: string;
}

/** How an action that was started ended. With `Failed` the execution has failed. */
export function finishAction(
  world: World,
  place: PipelinePlace,
  executionId: string,
  { id, status, by, summary }: FinishedAction,
): void {
  const pipeline = known(world, place);
  endAction(world, pipeline, execution(pipeline, executionId), {
    id,
    status,
    ...(by !== undefined && { by }),
    ...(summary !== undefined && { summary }),
  });
}

export function finishExecution(world: World, place: PipelinePlace, executionId: string, status: Status): void {
  const pipeline = known(world, place);
  endExecution(world, pipeline, execution(pipeline, executionId), status);
}

function known(world: World, place: PipelinePlace): PipelineRow {
  const pipeline = pipelineNamed(world, place, place.name);
  if (!pipeline) throw new Error(`there is no pipeline ${place.name} in ${place.accountId}, ${place.region}`);
  return pipeline;
}

function execution({ name, executions }: PipelineRow, id: string): ExecutionRow {
  const found = executions.find((each) => each.id === id);
  if (!found) throw new Error(`${name} has no execution ${id}`);
  return found;
}
