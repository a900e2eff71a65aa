import type { Json } from '../../../../model.js';
import type { OperationContext } from '../../../service.js';
import type { World } from '../../../world.js';
import { activeStackSet } from './access.js';
import { inProgress, operationIdExists } from './errors.js';
import { asJson, type Input, record, token } from './input.js';
import { newUuid } from './names.js';
import { checkPreferences } from './preferences.js';
import { begin, poll, type Wanted } from './running.js';
import { type OperationRow, type StackSetRow, stackSetsState, unfinishedOf } from './state.js';

/** What every call that begins an operation has in common. */

export interface Request {
  readonly input: Input;
  readonly context: OperationContext<World>;
  readonly set: StackSetRow;
}

/**
 * The set of a call that wants to begin an operation.
 * @throws ServiceError where the operation id is taken or another operation stands in the way
 */
export function request(input: Input, context: OperationContext<World>): Request {
  const { world, caller } = context;
  const set = activeStackSet(world, caller, input);
  const id = token(input, 'OperationId');
  if (id !== undefined && set.operations[id]) {
    poll(world, set, (operation) => operation.id === id);
    throw operationIdExists(id);
  }
  refuseWhileBusy(world, set);
  checkPreferences(input);
  return { input, context, set };
}

/** Without managed execution a set does one thing at a time; what began by itself counts. A call that is refused polls. */
function refuseWhileBusy(world: World, set: StackSetRow): void {
  const [busy] = unfinishedOf(stackSetsState(world), set);
  if (!busy || set.settings.managedExecution) return;
  poll(world, set);
  throw inProgress(set.arn, busy.id);
}

/** Accepts the operation; answers its id. */
export function accept({ input, context, set }: Request, wanted: Omit<Wanted, 'id' | 'preferences'>): OperationRow {
  const { world, outcome } = context;
  const targets = record(input, 'DeploymentTargets');
  return begin(world, set, {
    ...wanted,
    id: token(input, 'OperationId') ?? newUuid(world.random),
    preferences: asJson(record(input, 'OperationPreferences')),
    ...(targets ? { deploymentTargets: asJson(targets) } : {}),
    failing: failing(outcome),
  });
}

/** An injected fault: `{ failAccounts: { "ACCOUNT" or "ACCOUNT/REGION": reason } }`. */
function failing(outcome: OperationContext<World>['outcome']): Readonly<Record<string, Json>> {
  const given = outcome?.['failAccounts'];
  return typeof given === 'object' && given !== null && !Array.isArray(given)
    ? (asJson(given as Input) as Record<string, Json>)
    : {};
}
