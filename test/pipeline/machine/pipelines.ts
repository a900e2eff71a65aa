import {
  executionsOf,
  finishAction,
  finishExecution,
  type PipelinePlace,
  putPipeline,
  startAction,
} from '../../../src/simulator/services/codepipeline/for-tests.js';
import type { Accounts } from './account.js';
import type { Builds, Source } from './builds.js';
import type { Action, Pipeline, Stage } from './deployment.js';
import { configured, type Known, resolved } from './variables.js';

/** What the machine knows of an execution beside what CodePipeline tells. */
interface Execution {
  readonly id: string;
  readonly pipeline: Pipeline;
  /** Of stages, by name: what became of it. */
  readonly stages: Record<string, 'skipped' | 'succeeded' | 'failed' | 'waiting'>;
  /** By namespace. */
  readonly variables: Record<string, Readonly<Record<string, string>>>;
  source?: Source;
  /** Index of the stage that it is in, or enters next. */
  at: number;
  /** Names of actions of that stage that have succeeded. */
  done: Set<string>;
  /** The id of the approval that it waits for. */
  approval?: { readonly id: string; readonly configuration: Readonly<Record<string, string>> };
}

/** What is told of to EventBridge. */
export type Emit = (source: string, detailType: string, detail: Readonly<Record<string, string>>) => Promise<void>;

export interface PipelineParts {
  readonly accounts: Accounts;
  readonly builds: Builds;
  /** What lies behind a connection at this moment. */
  readonly repository: () => Source;
  /** Undefined where there is no such object. */
  readonly unzipped: (bucket: string, key: string) => Promise<Source | undefined>;
  readonly publish: (topic: string, message: string) => Promise<void>;
  readonly emit: Emit;
}

/** CodePipeline, mode QUEUED: executions go through the stages in their order, one in each stage. */
export class Pipelines {
  readonly #parts: PipelineParts;
  readonly #known = new Map<string, Execution>();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    for (const pipeline of parts.accounts.deployed.pipelines.values()) this.#put(pipeline);
  }

  #put({ Name: name, Stages, Variables }: Pipeline): void {
    putPipeline(this.#parts.accounts.simulator.world, {
      ...this.place(name),
      variables: Object.fromEntries(Variables.map(({ Name, DefaultValue = null }) => [Name, DefaultValue])),
      stages: Stages.map((stage) => ({
        name: stage.Name,
        actions: stage.Actions.map((action) => ({ name: action.Name, category: action.ActionTypeId.Category })),
      })),
    });
  }

  place(name: string): PipelinePlace {
    const { account, region } = this.#parts.accounts.deployed.template;
    return { accountId: account, region, name };
  }

  /** Goes on with everything until it is over or waits for a person. */
  async settle(): Promise<void> {
    for (let isMoving = true; isMoving; ) {
      isMoving = false;
      for (const { Name } of this.#parts.accounts.deployed.pipelines.values()) {
        for (const { id, status } of this.#rows(Name)) {
          // An approval that is refused fails its execution by itself, which is not told of yet.
          const isOpen = status === 'InProgress' || this.#known.get(id)?.approval !== undefined;
          if (isOpen && (await this.#step(this.execution(Name, id)))) isMoving = true;
        }
      }
    }
  }

  /** As `RetryStageExecution` does it, for the actions that have failed. */
  retry(name: string, id: string): void {
    const execution = this.execution(name, id);
    finishExecution(this.#parts.accounts.simulator.world, this.place(name), id, 'InProgress');
    const stage = stageAt(execution);
    if (stage) delete execution.stages[stage.Name];
  }

  statusOf(name: string, id: string): string {
    return this.#rows(name).find((row) => row.id === id)?.status ?? 'unknown';
  }

  execution(name: string, id: string): Execution {
    const pipeline = this.#parts.accounts.deployed.pipelines.get(name);
    if (!pipeline) throw new Error(`there is no pipeline ${name}`);
    const known = this.#known.get(id) ?? { id, pipeline, stages: {}, variables: {}, at: 0, done: new Set() };
    this.#known.set(id, known);
    return known;
  }

  #rows(name: string) {
    return executionsOf(this.#parts.accounts.simulator.world, this.place(name));
  }

  /** One stage further. @returns whether anything has happened. */
  async #step(execution: Execution): Promise<boolean> {
    const stage = stageAt(execution);
    if (!stage) return this.#end(execution, 'Succeeded');
    if (execution.stages[stage.Name] === 'waiting') return this.#answered(execution, stage);
    if (this.#isTaken(execution, stage)) return false;
    if (stage.BeforeEntry && !this.#isWanted(execution, stage.BeforeEntry)) {
      const [{ Result }] = stage.BeforeEntry.Conditions;
      return Result === 'SKIP' ? this.#left(execution, stage, 'skipped') : this.#failed(execution, stage);
    }
    return this.#actions(execution, stage);
  }

  #isTaken({ id, pipeline, at }: Execution, stage: Stage): boolean {
    return this.#rows(pipeline.Name).some((row) => {
      const other = this.#known.get(row.id);
      return row.id !== id && row.status === 'InProgress' && other?.at === at && other.stages[stage.Name] === 'waiting';
    });
  }

  #isWanted(execution: Execution, { Conditions: [{ Rules }] }: NonNullable<Stage['BeforeEntry']>): boolean {
    return Rules.every(({ Configuration: { Variable, Operator, Value } }) => {
      const value = resolved(Variable, this.#variables(execution));
      return Operator === 'MATCHES'
        ? new RegExp(`^(?:${Value})$`).test(value)
        : (value === Value) === (Operator === 'EQ');
    });
  }

  async #actions(execution: Execution, stage: Stage): Promise<boolean> {
    const open = [...stage.Actions].sort((one, other) => one.RunOrder - other.RunOrder);
    for (const action of open.filter(({ Name }) => !execution.done.has(Name))) {
      const end = await this.#act(execution, stage, action);
      if (end === 'waiting') {
        execution.stages[stage.Name] = 'waiting';
        return true;
      }
      if (end === 'Failed') return this.#failed(execution, stage);
      execution.done.add(action.Name);
    }
    return this.#left(execution, stage, 'succeeded');
  }

  async #answered(execution: Execution, stage: Stage): Promise<boolean> {
    const row = this.#rows(execution.pipeline.Name).find(({ id }) => id === execution.id);
    const status = row?.actions.find(({ id }) => id === execution.approval?.id)?.status;
    if (status === undefined || status === 'InProgress') return false;
    delete execution.approval;
    return status === 'Succeeded' ? this.#left(execution, stage, 'succeeded') : this.#failed(execution, stage);
  }

  #left(execution: Execution, stage: Stage, became: 'skipped' | 'succeeded'): true {
    execution.stages[stage.Name] = became;
    execution.at += 1;
    execution.done = new Set();
    return true;
  }

  async #failed(execution: Execution, stage: Stage): Promise<true> {
    execution.stages[stage.Name] = 'failed';
    return this.#end(execution, 'Failed');
  }

  async #end({ pipeline, id }: Execution, status: 'Succeeded' | 'Failed'): Promise<true> {
    finishExecution(this.#parts.accounts.simulator.world, this.place(pipeline.Name), id, status);
    await this.#parts.emit('aws.codepipeline', 'CodePipeline Pipeline Execution State Change', {
      pipeline: pipeline.Name,
      'execution-id': id,
      state: status.toUpperCase(),
    });
    return true;
  }

  async #act(execution: Execution, stage: Stage, action: Action): Promise<'Succeeded' | 'Failed' | 'waiting'> {
    const { world } = this.#parts.accounts.simulator;
    const place = this.place(execution.pipeline.Name);
    const row = startAction(world, place, execution.id, { stage: stage.Name, action: action.Name });
    const configuration = configured(action, this.#variables(execution));
    if (action.ActionTypeId.Category === 'Approval') {
      execution.approval = { id: row.id, configuration };
      await this.#parts.publish(configuration['NotificationArn'] ?? '', configuration['CustomData'] ?? '');
      return 'waiting';
    }
    const isSource = action.ActionTypeId.Category === 'Source';
    const status = isSource
      ? await this.#fetch(execution, configuration)
      : await this.#build(execution, action, configuration);
    finishAction(world, place, execution.id, { id: row.id, status });
    return status;
  }

  async #fetch(
    execution: Execution,
    { S3Bucket, S3ObjectKey }: Readonly<Record<string, string>>,
  ): Promise<'Succeeded' | 'Failed'> {
    const { repository, unzipped } = this.#parts;
    const isObject = S3Bucket !== undefined && S3ObjectKey !== undefined;
    const source = isObject ? await unzipped(S3Bucket, S3ObjectKey) : repository();
    if (source) execution.source = source;
    return source ? 'Succeeded' : 'Failed';
  }

  async #build(
    execution: Execution,
    { Namespace }: Action,
    { ProjectName = '', EnvironmentVariables = '[]' }: Readonly<Record<string, string>>,
  ): Promise<'Succeeded' | 'Failed'> {
    const { accounts, builds } = this.#parts;
    const project = accounts.deployed.projects.get(ProjectName);
    if (!project || !execution.source) throw new Error(`the action has no project ${ProjectName}, or no source`);
    const given: { name: string; value: string }[] = JSON.parse(EnvironmentVariables);
    const variables = Object.fromEntries(given.map(({ name, value }) => [name, value]));
    const { status, exported } = await builds.run(project, execution.source, variables);
    if (Namespace !== undefined) execution.variables[Namespace] = exported;
    return status === 'SUCCEEDED' ? 'Succeeded' : 'Failed';
  }

  #variables(execution: Execution): Known {
    const started = this.#rows(execution.pipeline.Name).find(({ id }) => id === execution.id)?.variables ?? {};
    return { ...execution.variables, variables: started, codepipeline: { PipelineExecutionId: execution.id } };
  }
}

const stageAt = ({ pipeline, at }: Execution): Stage | undefined => pipeline.Stages[at];
