import { lastOf } from './progress.js';
import type { ActionRow, ExecutionRow, PipelineRow, PipelineStage } from './state.js';

/** Rows as the wire has them. */

export function executionShape(pipeline: PipelineRow, execution: ExecutionRow): Record<string, unknown> {
  return {
    pipelineName: pipeline.name,
    pipelineVersion: pipeline.version,
    ...commonOf(execution),
    variables: Object.entries(execution.variables).map(([name, resolvedValue]) => ({ name, resolvedValue })),
  };
}

export function summaryShape(execution: ExecutionRow): Record<string, unknown> {
  return {
    ...commonOf(execution),
    startTime: new Date(execution.startedAt),
    lastUpdateTime: new Date(execution.changedAt),
  };
}

const commonOf = ({ id, status, by }: ExecutionRow): Record<string, unknown> => ({
  pipelineExecutionId: id,
  status,
  trigger: { triggerType: 'StartPipelineExecution', triggerDetail: by },
  executionMode: 'QUEUED',
  executionType: 'STANDARD',
});

export function actionShape(pipeline: PipelineRow, execution: ExecutionRow, row: ActionRow): Record<string, unknown> {
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: row.id,
    pipelineVersion: pipeline.version,
    stageName: row.stage,
    actionName: row.action,
    startTime: new Date(row.startedAt),
    lastUpdateTime: new Date(row.changedAt),
    ...(row.by !== undefined && { updatedBy: row.by }),
    status: row.status,
    input: {
      actionTypeId: { category: row.category, owner: 'AWS', provider: PROVIDERS[row.category], version: '1' },
      region: pipeline.region,
    },
    output: {
      executionResult: row.summary === undefined ? {} : { externalExecutionSummary: row.summary },
    },
  };
}

/** Of each category the one that our pipelines use; what else there is makes no difference here. */
const PROVIDERS: Readonly<Record<ActionRow['category'], string>> = {
  Source: 'S3',
  Build: 'CodeBuild',
  Test: 'CodeBuild',
  Deploy: 'CloudFormation',
  Approval: 'Manual',
  Invoke: 'Lambda',
  Compute: 'Commands',
};

export function stageShape(pipeline: PipelineRow, stage: PipelineStage): Record<string, unknown> {
  const last = lastOf(pipeline, stage.name);
  return {
    stageName: stage.name,
    inboundTransitionState: { enabled: true },
    actionStates: stage.actions.map(({ name }) => {
      const found = lastOf(pipeline, stage.name, name);
      return { actionName: name, ...(found && { latestExecution: stateOf(found.row) }) };
    }),
    ...(last && {
      latestExecution: { pipelineExecutionId: last.execution.id, status: stageStatus(last.execution, stage) },
    }),
  };
}

function stateOf(row: ActionRow): Record<string, unknown> {
  return {
    actionExecutionId: row.id,
    status: row.status,
    lastStatusChange: new Date(row.changedAt),
    ...(row.summary !== undefined && { summary: row.summary }),
    ...(row.by !== undefined && { lastUpdatedBy: row.by }),
    // An approval that is answered has no token any more.
    ...(row.token !== undefined && row.status === 'InProgress' && { token: row.token }),
  };
}

function stageStatus({ actions }: ExecutionRow, { name, actions: declared }: PipelineStage): string {
  const rows = actions.filter(({ stage }) => stage === name);
  if (rows.some(({ status }) => status === 'Failed')) return 'Failed';
  const done = new Set(rows.filter(({ status }) => status === 'Succeeded').map(({ action }) => action));
  return declared.every((each) => done.has(each.name)) ? 'Succeeded' : 'InProgress';
}
