import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { activeStackSet } from './access.js';
import { invalidOperation, operationNotFound, validation } from './errors.js';
import { type Input, records, required } from './input.js';
import { page } from './pages.js';
import { poll, stop } from './running.js';
import { operationShape, operationSummary } from './shapes.js';
import { isOver, keyOf, type Lane, type OperationRow, type StackSetRow } from './state.js';

/** Reads of operations, and what stops one. An operation is told as it is; lists lag. */

function operationOf(set: StackSetRow, input: Input): OperationRow {
  const id = required(input, 'OperationId');
  const operation = set.operations[id];
  if (!operation) throw operationNotFound(id);
  return operation;
}

const DescribeStackSetOperation: Operation<World> = (input, { world, caller }) => {
  const set = activeStackSet(world, caller, input);
  const operation = operationOf(set, input);
  const shown = operationShape(set, operation);
  poll(world, set, ({ id }) => id === operation.id);
  return { StackSetOperation: shown };
};

/** Latest first. */
const ListStackSetOperations: Operation<World> = (input, { world, caller }) => {
  const set = activeStackSet(world, caller, input);
  const until = world.clock.now() - world.settings.lagMs;
  const shown = Object.values(set.operations).filter(({ createdAt }) => createdAt <= until);
  const ids = shown.map(({ id }) => id).reverse();
  const { keys, next } = page(world, `ListStackSetOperations ${set.arn}`, ids, input);
  const summaries = keys.flatMap((id) => {
    const operation = set.operations[id];
    return operation ? [operationSummary(asShown(operation, until))] : [];
  });
  if (input['NextToken'] === undefined) poll(world, set);
  return { Summaries: summaries, ...next };
};

/** An end that does not show yet. */
function asShown(operation: OperationRow, until: number): OperationRow {
  const { endedAt, ...rest } = operation;
  if (endedAt === undefined || endedAt <= until) return operation;
  return { ...rest, status: 'RUNNING', failed: {} };
}

type ResultStatus = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

interface Found {
  readonly account: string;
  readonly region: string;
  readonly status: ResultStatus;
  readonly reason?: string;
}

const ListStackSetOperationResults: Operation<World> = (input, { world, caller }) => {
  const set = activeStackSet(world, caller, input);
  const operation = operationOf(set, input);
  const status = statusFilter(input);
  const isShown = (operation.endedAt ?? operation.createdAt) <= world.clock.now() - world.settings.lagMs;
  const results = new Map(
    operation.lanes
      .flatMap((lane) => lane.accounts.map((_id, index) => resultOf(operation, lane, index, isShown)))
      .filter((each) => status === undefined || each.status === status)
      .map((each) => [keyOf(each.account, each.region), each]),
  );
  const listing = `ListStackSetOperationResults ${set.arn} ${operation.id} ${status ?? ''}`;
  const { keys, next } = page(world, listing, [...results.keys()], input);
  const summaries = keys.flatMap((key) => {
    const found = results.get(key);
    return found ? [resultShape(operation, found)] : [];
  });
  return { Summaries: summaries, ...next };
};

function statusFilter(input: Input): string | undefined {
  const [filter, ...more] = records(input, 'Filters') ?? [];
  if (!filter) return undefined;
  if (more.length > 0 || filter['Name'] !== 'OPERATION_RESULT_STATUS') {
    throw validation('Filters can have one filter, named OPERATION_RESULT_STATUS');
  }
  return required(filter, 'Values');
}

/** Results that do not show yet are PENDING. */
function resultOf(operation: OperationRow, lane: Lane, index: number, isShown: boolean): Found {
  const account = lane.accounts[index] ?? '';
  const { region } = lane;
  const key = keyOf(account, region);
  const [failed, skipped] = [operation.failed[key], operation.skipped[key]];
  if (!isShown) return { account, region, status: 'PENDING' };
  if (failed !== undefined) return { account, region, status: 'FAILED', reason: failed };
  if (skipped !== undefined) return { account, region, status: 'CANCELLED', reason: skipped };
  if (index < lane.done) return { account, region, status: 'SUCCEEDED' };
  if (index < lane.done + lane.running) return { account, region, status: 'RUNNING' };
  if (!isOver(operation) && lane.exceeded !== true) return { account, region, status: 'PENDING' };
  const reason =
    operation.status === 'STOPPED' ? 'Cancelled by the user' : 'Cancelled since failure tolerance has exceeded';
  return { account, region, status: 'CANCELLED', reason };
}

function resultShape(
  { units, action }: OperationRow,
  { account, region, status, reason }: Found,
): Record<string, unknown> {
  const unit = units[account];
  const isGated = (action === 'CREATE' || action === 'UPDATE') && (status === 'SUCCEEDED' || status === 'FAILED');
  return {
    Account: account,
    Region: region,
    Status: status,
    ...(reason === undefined ? {} : { StatusReason: reason }),
    ...(unit === undefined ? {} : { OrganizationalUnitId: unit }),
    ...(isGated
      ? {
          AccountGateResult: {
            Status: 'SKIPPED',
            StatusReason: `Function not found: arn:aws:lambda:${region}:${account}:function:AWSCloudFormationStackSetAccountGate`,
          },
        }
      : {}),
  };
}

const StopStackSetOperation: Operation<World> = (input, { world, caller }) => {
  const set = activeStackSet(world, caller, input);
  const operation = operationOf(set, input);
  if (operation.status !== 'RUNNING' && operation.status !== 'QUEUED') {
    throw invalidOperation(`Operation ${operation.id} is not running and cannot be stopped: it is ${operation.status}`);
  }
  stop(world, set, operation);
  return {};
};

export const operationReads = {
  DescribeStackSetOperation,
  ListStackSetOperations,
  ListStackSetOperationResults,
  StopStackSetOperation,
};
