import type { World } from '../../world.js';
import { type ActionRow, type ExecutionRow, keepExecution, newId, type PipelineRow, type Status } from './state.js';

/** What happens to executions, whoever makes it happen. Each takes the pipeline as it is now. */

export function beginExecution(
  world: World,
  pipeline: PipelineRow,
  given: Pick<ExecutionRow, 'variables' | 'by' | 'token'>,
): ExecutionRow {
  const at = world.clock.now();
  const execution: ExecutionRow = {
    id: newId(world),
    status: 'InProgress',
    startedAt: at,
    changedAt: at,
    actions: [],
    ...given,
  };
  keepExecution(world, pipeline, execution);
  return execution;
}

export function beginAction(
  world: World,
  pipeline: PipelineRow,
  execution: ExecutionRow,
  { stage, action, category }: Pick<ActionRow, 'stage' | 'action' | 'category'>,
): ActionRow {
  const at = world.clock.now();
  const row: ActionRow = {
    id: newId(world),
    stage,
    action,
    category,
    status: 'InProgress',
    startedAt: at,
    changedAt: at,
    ...(category === 'Approval' && { token: newId(world) }),
  };
  keepExecution(world, pipeline, { ...execution, changedAt: at, actions: [...execution.actions, row] });
  return row;
}

export function endAction(
  world: World,
  pipeline: PipelineRow,
  execution: ExecutionRow,
  ended: Pick<ActionRow, 'id' | 'status'> & Pick<Partial<ActionRow>, 'by' | 'summary'>,
): void {
  const at = world.clock.now();
  const actions = execution.actions.map((row) => (row.id === ended.id ? { ...row, ...ended, changedAt: at } : row));
  // What a failed action leaves of its execution is a failure, until its stage is tried again.
  const status = ended.status === 'Failed' ? 'Failed' : execution.status;
  keepExecution(world, pipeline, { ...execution, actions, status, changedAt: at });
}

export function endExecution(world: World, pipeline: PipelineRow, execution: ExecutionRow, status: Status): void {
  keepExecution(world, pipeline, { ...execution, status, changedAt: world.clock.now() });
}

/** The last execution of an action, in whatever execution of the pipeline. */
export function lastOf(
  { executions }: PipelineRow,
  stage: string,
  action?: string,
): { readonly execution: ExecutionRow; readonly row: ActionRow } | undefined {
  const all = executions.flatMap((execution) => execution.actions.map((row) => ({ execution, row })));
  return all
    .filter(({ row }) => row.stage === stage && (action === undefined || row.action === action))
    .sort((a, b) => a.row.startedAt - b.row.startedAt)
    .at(-1);
}
