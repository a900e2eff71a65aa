import type * as Sdk from '@aws-sdk/client-codepipeline';
import { faultOf } from './faults.js';
import type { Throttle } from './throttle.js';

/** The client and the module that made it: imported when first called. */
export interface CodePipelineSdk {
  readonly client: Sdk.CodePipelineClient;
  readonly sdk: typeof Sdk;
}

export interface PipelineStart {
  /** Of the pipeline. */
  readonly name: string;
  /** Of those that the pipeline declares; a value of 1 to 1,000 characters. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The same one again starts nothing more: 1 to 128 letters, digits and hyphens. */
  readonly token: string;
}

/** As the API spells them; events of EventBridge spell them otherwise. */
export const EXECUTION_STATUSES = [
  'InProgress',
  'Stopping',
  'Stopped',
  'Succeeded',
  'Superseded',
  'Failed',
  'Cancelled',
] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** AWS CodePipeline as far as runs start one another, and learn who approved. Source: its API reference, 2015-07-09. */
export class CodePipelinePort {
  readonly #client: () => Promise<CodePipelineSdk>;
  readonly #throttle: Throttle;
  readonly #place: string;

  constructor(client: () => Promise<CodePipelineSdk>, throttle: Throttle, place: string) {
    this.#client = client;
    this.#throttle = throttle;
    this.#place = place;
  }

  /**
   * @returns the id of the execution.
   * @throws what CodePipeline answers: PipelineNotFoundException, ConcurrentPipelineExecutionsLimitExceededException
   * where 50 are under way, ValidationException for a variable that the pipeline does not declare.
   */
  async start({ name, variables = {}, token }: PipelineStart): Promise<string> {
    const given = Object.entries(variables).map(([key, value]) => ({ name: key, value }));
    const answer = await this.#call('StartPipelineExecution', ({ client, sdk }) =>
      client.send(
        new sdk.StartPipelineExecutionCommand({
          name,
          clientRequestToken: token,
          ...(given.length > 0 && { variables: given }),
        }),
      ),
    );
    return answer.pipelineExecutionId ?? '';
  }

  /** Undefined where there is no such execution, or no such pipeline (any more). */
  async status(name: string, executionId: string): Promise<ExecutionStatus | undefined> {
    const found = await unlessUnknown(() =>
      this.#call('GetPipelineExecution', ({ client, sdk }) =>
        client.send(new sdk.GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: executionId })),
      ),
    );
    return EXECUTION_STATUSES.find((status) => status === found?.pipelineExecution?.status);
  }

  /** Who approved this execution: an ARN. Undefined where nobody has, or no such execution is known (any more). */
  async approverOf(name: string, executionId: string): Promise<string | undefined> {
    return (await this.#approvalOf(name, executionId))?.updatedBy;
  }

  /** Whether somebody has approved it, whoever that was. */
  async isApproved(name: string, executionId: string): Promise<boolean> {
    return (await this.#approvalOf(name, executionId)) !== undefined;
  }

  async #approvalOf(name: string, executionId: string): Promise<Sdk.ActionExecutionDetail | undefined> {
    let nextToken: string | undefined;
    do {
      const page = await unlessUnknown(() => this.#actions(name, executionId, nextToken));
      const approval = page?.actionExecutionDetails?.find(
        ({ input, status }) => input?.actionTypeId?.category === 'Approval' && status === 'Succeeded',
      );
      if (approval) return approval;
      nextToken = page?.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  }

  #actions(
    pipelineName: string,
    pipelineExecutionId: string,
    nextToken: string | undefined,
  ): Promise<Sdk.ListActionExecutionsCommandOutput> {
    const input = { pipelineName, filter: { pipelineExecutionId }, ...(nextToken !== undefined && { nextToken }) };
    return this.#call('ListActionExecutions', ({ client, sdk }) =>
      client.send(new sdk.ListActionExecutionsCommand(input)),
    );
  }

  async #call<T>(operation: string, send: (made: CodePipelineSdk) => Promise<T>): Promise<T> {
    const made = await this.#client();
    return this.#throttle.call('codepipeline', operation, () => send(made), {
      place: this.#place,
      ofTheRunItself: true,
    });
  }
}

/** Undefined where CodePipeline knows no such pipeline or execution. */
async function unlessUnknown<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const { code } = faultOf(error);
    if (code === 'PipelineExecutionNotFoundException' || code === 'PipelineNotFoundException') return undefined;
    throw error;
  }
}
