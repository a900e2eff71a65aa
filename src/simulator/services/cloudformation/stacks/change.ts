import { ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { cloudFormationState, type PendingChange, type ResourceRow, type StackRow } from '../state.js';
import { parseTemplate } from '../template/template.js';
import { type Arrangement, arrange, MissingExport, type Step } from './arrange.js';
import { showInS3, takeFromS3 } from './buckets.js';
import { exportObstacle, replaceExports } from './exports.js';
import { Log } from './log.js';
import { claimOf, deletionObstacle, holderOf, obstacle } from './obstacles.js';
import { discard, type Ending, type Failure, forgetName, isThere, remove } from './remove.js';

/** Does what a change is about, at once, and keeps the stack as it is afterwards. `at`: clock milliseconds of its end. */
export function carryOut(world: World, stack: StackRow, change: PendingChange, at: number): Ending {
  const ending = change.kind === 'delete' ? remove(world, stack, change, at) : deploy(world, stack, change, at);
  cloudFormationState(world).stacks[stack.id] = ending.stack;
  return ending;
}

function deploy(world: World, stack: StackRow, change: PendingChange, at: number): Ending {
  const before = stack.resources.filter(isThere);
  const { pending: _pending, reason: _reason, ...settled } = stack;
  const drawn: StackRow = { ...settled, ...change.blueprint, generation: stack.generation + 1 };
  const log = new Log(stack, at, change.token);
  const done: Step[] = [];
  const result = attempt(world, drawn, change, { before, done, log, at });
  if ('message' in result) {
    return change.kind === 'create'
      ? undoCreation(world, drawn, change, { done, failure: result, log, at })
      : undoUpdate(world, settled, { done, failure: result, log, at });
  }
  const word = change.kind === 'create' ? 'CREATE' : 'UPDATE';
  if (result.removed.length > 0 || done.some(({ change: each }) => each === 'replace')) {
    log.stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  }
  const gone = cleanUp(world, drawn, done, result.removed, log);
  replaceExports(world, stack, result.outputs);
  log.stack(`${word}_COMPLETE`);
  const finished: StackRow = {
    ...drawn,
    status: `${word}_COMPLETE`,
    resources: [...result.steps.map(({ row }) => row), ...gone],
    outputs: result.outputs,
    imports: result.imports,
    ...(word === 'UPDATE' ? { updatedAt: stack.updatedAt ?? at } : {}),
    events: log.events(),
  };
  return { stack: finished };
}

interface Attempt {
  readonly before: readonly ResourceRow[];
  /** Filled step by step: what has been done when it fails. */
  readonly done: Step[];
  readonly log: Log;
  readonly at: number;
}

function attempt(
  world: World,
  drawn: StackRow,
  change: PendingChange,
  { before, done, log, at }: Attempt,
): Arrangement | Failure {
  const arrangement = drawUp(world, drawn, before);
  if ('message' in arrangement) return arrangement;
  const { taken } = cloudFormationState(world);
  for (const step of arrangement.steps) {
    const { row } = step;
    const word = step.change === 'modify' || step.change === 'replace' ? 'UPDATE' : 'CREATE';
    const message = obstacle(world, drawn, step, change.fails);
    if (message !== undefined) {
      log.resource(row, `${word}_FAILED`, message);
      return { row, message };
    }
    if (step.change === 'keep') continue;
    const claim = claimOf(drawn, row);
    if (claim !== undefined) taken[claim] = holderOf(drawn, row);
    showInS3(world, drawn, row, at);
    log.resource(row, `${word}_IN_PROGRESS`);
    log.resource(row, `${word}_COMPLETE`);
    done.push(step);
  }
  const message = exportObstacle(world, drawn, arrangement.outputs);
  return message === undefined ? arrangement : { message };
}

function drawUp(world: World, drawn: StackRow, before: readonly ResourceRow[]): Arrangement | Failure {
  const body = cloudFormationState(world).templates[drawn.template] ?? '';
  try {
    return arrange(world, drawn, drawn, parseTemplate(body), before);
  } catch (error) {
    if (error instanceof MissingExport || error instanceof ServiceError) return { message: error.message };
    throw error;
  }
}

interface Undoing {
  readonly done: readonly Step[];
  readonly failure: Failure;
  readonly log: Log;
  readonly at: number;
}

function undoCreation(
  world: World,
  drawn: StackRow,
  change: PendingChange,
  { done, failure, log, at }: Undoing,
): Ending {
  const made = done.map(({ row }) => row);
  const failed: ResourceRow[] = failure.row
    ? [{ ...failure.row, status: 'CREATE_FAILED', reason: failure.message }]
    : [];
  const reason = failure.row
    ? `The following resource(s) failed to create: [${failure.row.logicalId}]. `
    : failure.message;
  if (change.onFailure === 'DO_NOTHING') {
    log.stack('CREATE_FAILED', reason);
    const stack = { ...drawn, status: 'CREATE_FAILED', reason, resources: [...made, ...failed], events: log.events() };
    return { failure, stack };
  }
  const word = change.onFailure === 'DELETE' ? 'DELETE' : 'ROLLBACK';
  log.stack(`${word}_IN_PROGRESS`, failure.row ? `${reason}Rollback requested by user.` : reason);
  const gone = [...failed, ...made.toReversed().map((row) => discard(world, drawn, row, log, 'RetainExceptOnCreate'))];
  log.stack(`${word}_COMPLETE`);
  const rows = gone.map((row) => ({ ...row, status: 'DELETE_COMPLETE' }));
  const stack: StackRow = {
    ...drawn,
    status: `${word}_COMPLETE`,
    resources: rows,
    outputs: [],
    imports: [],
    events: log.events(),
  };
  if (word === 'ROLLBACK') return { failure, stack };
  forgetName(world, drawn);
  return { failure, stack: { ...stack, deletedAt: at } };
}

/** The stack is what it was: whatever the update had done is taken back. */
function undoUpdate(world: World, before: StackRow, { done, failure, log, at }: Undoing): Ending {
  const { taken } = cloudFormationState(world);
  const what = failure.row
    ? `The following resource(s) failed to update: [${failure.row.logicalId}]. `
    : failure.message;
  log.stack('UPDATE_ROLLBACK_IN_PROGRESS', what);
  for (const { change, row, was } of done.toReversed()) {
    const claim = claimOf(before, row);
    if (change !== 'modify' && claim !== undefined) delete taken[claim];
    if (change !== 'modify') takeFromS3(world, row);
    else if (was) showInS3(world, before, was, at);
    if (was) log.resource(was, 'UPDATE_COMPLETE');
    else log.resource(row, 'DELETE_COMPLETE');
  }
  log.stack('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  log.stack('UPDATE_ROLLBACK_COMPLETE');
  const stack = {
    ...before,
    status: 'UPDATE_ROLLBACK_COMPLETE',
    updatedAt: before.updatedAt ?? at,
    events: log.events(),
  };
  return { failure, stack };
}

/** What an update replaced or no longer wants. That something cannot be removed does not fail an update. */
function cleanUp(
  world: World,
  drawn: StackRow,
  done: readonly Step[],
  removed: readonly ResourceRow[],
  log: Log,
): ResourceRow[] {
  const replaced = done.flatMap(({ change, was }) =>
    change === 'replace' && was ? [{ ...was, deletionPolicy: was.updateReplacePolicy }] : [],
  );
  return [...replaced, ...removed].map((row) => {
    const message = row.deletionPolicy === 'Retain' ? undefined : deletionObstacle(world, drawn, row);
    if (message === undefined) return discard(world, drawn, row, log);
    log.resource(row, 'DELETE_FAILED', message);
    return { ...row, status: 'DELETE_SKIPPED', reason: message };
  });
}
