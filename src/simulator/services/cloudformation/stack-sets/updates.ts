import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { accept, type Request, request } from './acceptance.js';
import { checkServiceManaged, namespaceOf } from './access.js';
import { invalidOperation, validation } from './errors.js';
import { list, record, regions as regionsOf } from './input.js';
import { checkAllThere } from './instance-operations.js';
import { type Chosen, chosenBy, instanceKeys, putInstance } from './instances.js';
import { ordered } from './preferences.js';
import { changedSettings } from './settings.js';
import { keyOf, type Settings, type StackSetRow, stackSetsState, unfinishedOf } from './state.js';
import { presentTargets } from './targets.js';

/** UpdateStackSet: what a set is changes at once, its instances in an operation. */

const UpdateStackSet: Operation<World> = (input, context) => {
  const call = request(input, context);
  const { set } = call;
  const { world, caller } = context;
  const settings = changedSettings(world, set.settings, input, instanceKeys(set).length > 0);
  if (settings.permissionModel === 'SERVICE_MANAGED') checkServiceManaged(world, namespaceOf(world, caller, input));
  checkManagedExecution(world, set, settings);
  const chosen = chosenInstances(call);
  // The set keeps what it is told even when the operation fails everywhere.
  const changes = changesStacks(set.settings, settings);
  set.settings = settings;
  if (changes) outdateAll(world, set);
  const operation = accept(call, { action: 'UPDATE', ...chosen });
  return { OperationId: operation.id };
};

function checkManagedExecution(world: World, set: StackSetRow, settings: Settings): void {
  const isBusy = unfinishedOf(stackSetsState(world), set).length > 0;
  if (isBusy && settings.managedExecution !== set.settings.managedExecution) {
    throw invalidOperation('ManagedExecution cannot be changed while operations are running or queued');
  }
}

/** All instances, or those that the call names. */
function chosenInstances({ input, context, set }: Request): Chosen {
  const named = ['Accounts', 'DeploymentTargets', 'Regions'].filter((member) => input[member] !== undefined);
  if (named.length === 0) return chosenBy(set, input, ({ status }) => status !== 'INOPERABLE');
  if (record(input, 'AutoDeployment'))
    throw validation(`AutoDeployment cannot be specified together with ${named.join(', ')}`);
  if ((list(input, 'Regions') ?? []).length === 0)
    throw validation('Regions is required with Accounts or DeploymentTargets');
  if (named.length === 1) throw validation('Accounts or DeploymentTargets is required with Regions');
  const { accounts, units } = presentTargets(context.world, set, input);
  const regions = ordered(input, regionsOf(input));
  if (set.settings.permissionModel === 'SELF_MANAGED') checkAllThere(set, accounts, regions);
  return { regions, accountsIn: (region) => accounts.filter((id) => isOperable(set, id, region)), units, whole: true };
}

const isOperable = (set: StackSetRow, account: string, region: string): boolean =>
  (set.instances[keyOf(account, region)]?.status ?? 'INOPERABLE') !== 'INOPERABLE';

/** Does a stack come out differently? */
function changesStacks(before: Settings, after: Settings): boolean {
  const deciding = ({ templateBody, parameters, tags }: Settings): string =>
    JSON.stringify([
      templateBody,
      [...parameters].sort((a, b) => (a.key < b.key ? -1 : 1)),
      Object.entries(tags).sort(),
    ]);
  return deciding(before) !== deciding(after);
}

/** Every instance, also those that this update does not go to. */
function outdateAll(world: World, set: StackSetRow): void {
  for (const row of Object.values(set.instances)) {
    if (row.status === 'CURRENT') putInstance(world, set, { ...row, status: 'OUTDATED' });
  }
}

export const updateOperations = { UpdateStackSet };
