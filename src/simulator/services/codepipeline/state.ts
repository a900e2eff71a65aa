import type { World } from '../../world.js';

export type Category = 'Source' | 'Build' | 'Test' | 'Deploy' | 'Approval' | 'Invoke' | 'Compute';

export interface PipelineStage {
  readonly name: string;
  readonly actions: readonly { readonly name: string; readonly category: Category }[];
}

export interface ActionRow {
  readonly id: string;
  readonly stage: string;
  readonly action: string;
  readonly category: Category;
  readonly status: 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed';
  /** Clock milliseconds, as `changedAt`. */
  readonly startedAt: number;
  readonly changedAt: number;
  /** Of an approval: what its answer has to carry. */
  readonly token?: string;
  /** Of an approval: the ARN of whoever answered. */
  readonly by?: string;
  readonly summary?: string;
}

/** As the API spells them. */
export type Status = 'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Superseded' | 'Failed' | 'Cancelled';

export interface ExecutionRow {
  readonly id: string;
  readonly status: Status;
  /** Clock milliseconds, as `changedAt`. */
  readonly startedAt: number;
  readonly changedAt: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly token?: string;
  /** The ARN of whoever started it. */
  readonly by: string;
  /** Oldest first. */
  readonly actions: readonly ActionRow[];
}

export interface PipelineRow {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly version: number;
  /** Clock milliseconds, as `changedAt`. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** By name: the default, or null where a value has to be given. */
  readonly variables: Readonly<Record<string, string | null>>;
  readonly stages: readonly PipelineStage[];
  /** Oldest first. */
  readonly executions: readonly ExecutionRow[];
}

export interface CodePipelineState {
  /** By ARN. */
  readonly pipelines: Record<string, PipelineRow>;
  /** Executions of pipelines and actions ever begun. */
  count: number;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export function codePipelineState(world: World): CodePipelineState {
  return world.state('codepipeline', (): CodePipelineState => ({ pipelines: {}, count: 0 }));
}

export const pipelineArn = ({ region, accountId }: Place, name: string): string =>
  `arn:aws:codepipeline:${region}:${accountId}:${name}`;

export function pipelineNamed(world: World, place: Place, name: string): PipelineRow | undefined {
  const { pipelines } = codePipelineState(world);
  const arn = pipelineArn(place, name);
  return Object.hasOwn(pipelines, arn) ? pipelines[arn] : undefined;
}

export function keepPipeline(world: World, pipeline: PipelineRow): void {
  codePipelineState(world).pipelines[pipelineArn(pipeline, pipeline.name)] = pipeline;
}

/** Puts the execution into its pipeline as it is now: in the place of the one with its id, else behind the others. */
export function keepExecution(world: World, pipeline: PipelineRow, execution: ExecutionRow): void {
  const isThere = pipeline.executions.some(({ id }) => id === execution.id);
  const executions = isThere
    ? pipeline.executions.map((each) => (each.id === execution.id ? execution : each))
    : [...pipeline.executions, execution];
  keepPipeline(world, { ...pipeline, executions });
}

/** A UUID that is another one each time, and the same in each run of the same calls. */
export function newId(world: World): string {
  const state = codePipelineState(world);
  state.count += 1;
  const part = (length: number): string =>
    Array.from({ length }, () => Math.floor(world.random() * 16).toString(16)).join('');
  return `${state.count.toString(16).padStart(8, '0')}-${part(4)}-${part(4)}-${part(4)}-${part(12)}`;
}
