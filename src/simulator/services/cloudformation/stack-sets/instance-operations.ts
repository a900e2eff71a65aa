import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { accept, request } from './acceptance.js';
import { instanceNotFound, limitExceeded, validation } from './errors.js';
import { regions as regionsOf } from './input.js';
import { instanceKeys } from './instances.js';
import { ordered } from './preferences.js';
import { overridesOf } from './settings.js';
import { keyOf, type StackSetRow } from './state.js';
import { newTargets, presentTargets, type Targets } from './targets.js';

/** Calls that begin an operation on instances. */

/** Instances of one set. */
const MOST_INSTANCES = 100_000;

const CreateStackInstances: Operation<World> = (input, context) => {
  const call = request(input, context);
  const { set } = call;
  const { world } = context;
  const targets = newTargets(world, set, input);
  const regions = ordered(input, regionsOf(input));
  const added = regions.reduce(
    (sum, region) => sum + targets.accounts.filter((id) => !set.instances[keyOf(id, region)]).length,
    0,
  );
  if (instanceKeys(set).length + added > MOST_INSTANCES) {
    throw limitExceeded(`A stack set can have at most ${MOST_INSTANCES} stack instances`);
  }
  const overrides = overridesOf(set.settings, input);
  watch(set, targets, regions);
  const { units } = targets;
  const operation = accept(call, {
    action: 'CREATE',
    regions,
    accountsIn: () => targets.accounts,
    units,
    ...(overrides ? { overrides } : {}),
  });
  return { OperationId: operation.id };
};

/** Automatic deployment goes by units alone, whatever accounts were left out of them. */
function watch(set: StackSetRow, { unitIds }: Targets, regions: readonly string[]): void {
  for (const unit of unitIds) set.targets[unit] = [...new Set([...(set.targets[unit] ?? []), ...regions])];
}

const UpdateStackInstances: Operation<World> = (input, context) => {
  const call = request(input, context);
  const { set } = call;
  const targets = presentTargets(context.world, set, input);
  const regions = ordered(input, regionsOf(input));
  const isUpdatable = (account: string, region: string): boolean =>
    (set.instances[keyOf(account, region)] ?? { status: 'INOPERABLE' }).status !== 'INOPERABLE';
  if (set.settings.permissionModel === 'SELF_MANAGED') checkAllThere(set, targets.accounts, regions);
  const overrides = overridesOf(set.settings, input);
  const operation = accept(call, {
    action: 'UPDATE',
    regions,
    accountsIn: (region) => targets.accounts.filter((id) => isUpdatable(id, region)),
    units: targets.units,
    ...(overrides ? { overrides } : {}),
  });
  return { OperationId: operation.id };
};

/** @throws ServiceError StackInstanceNotFoundException */
export function checkAllThere(set: StackSetRow, accounts: readonly string[], regions: readonly string[]): void {
  for (const region of regions) {
    const missing = accounts.find((id) => !set.instances[keyOf(id, region)]);
    if (missing !== undefined) throw instanceNotFound(set.name, missing, region);
  }
}

const DeleteStackInstances: Operation<World> = (input, context) => {
  const call = request(input, context);
  const { set } = call;
  if (typeof input['RetainStacks'] !== 'boolean') throw validation('RetainStacks is required');
  const targets = presentTargets(context.world, set, input);
  const regions = ordered(input, regionsOf(input));
  // Assumed where accounts are left out: the unit is deleted from all the same. Accounts that are picked out say nothing of it.
  if (targets.filter !== 'INTERSECTION') unwatch(set, targets, regions);
  const operation = accept(call, {
    action: 'DELETE',
    regions,
    accountsIn: (region) => targets.accounts.filter((id) => set.instances[keyOf(id, region)]),
    units: targets.units,
    retain: input['RetainStacks'],
  });
  return { OperationId: operation.id };
};

/** A unit whose stacks are deleted is no target any more, in these Regions. */
function unwatch(set: StackSetRow, { unitIds }: Targets, regions: readonly string[]): void {
  for (const unit of unitIds) {
    const left = (set.targets[unit] ?? []).filter((region) => !regions.includes(region));
    if (left.length > 0) set.targets[unit] = left;
    else delete set.targets[unit];
  }
}

export const instanceOperations = { CreateStackInstances, UpdateStackInstances, DeleteStackInstances };
