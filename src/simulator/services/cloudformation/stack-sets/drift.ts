import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { parseTemplate } from '../template/template.js';
import { accept, request } from './acceptance.js';
import { chosenBy, instanceKeys, stackIdOf } from './instances.js';
import { type InstanceRow, keyOf, type StackSetRow, stackSetsState, type TamperedResource } from './state.js';

/**
 * Detection of drift: each stack beside its own template. A stack that was updated to another template is not drifted,
 * and one that differs from the set's template is OUTDATED at most.
 */

const DetectStackSetDrift: Operation<World> = (input, context) => {
  const call = request(input, context);
  const { set } = call;
  for (const key of placesIn(context.outcome?.['driftAccounts'], set)) tamper(set, key);
  const operation = accept(call, { action: 'DETECT_DRIFT', ...chosenBy(set, input, hasStack(set)) });
  return { OperationId: operation.id };
};

const hasStack =
  (set: StackSetRow) =>
  (row: InstanceRow): boolean =>
    stackIdOf(set, row) !== undefined;

/** An injected fault: `{ driftAccounts: ["ACCOUNT" or "ACCOUNT/REGION"] }`, what this detection is to find. */
function placesIn(given: unknown, set: StackSetRow): string[] {
  if (!Array.isArray(given)) return [];
  return instanceKeys(set).filter((key) => given.includes(key) || given.includes(key.split('/')[0]));
}

function tamper(set: StackSetRow, key: string, resources?: readonly TamperedResource[]): void {
  const [logicalId = ''] = parseTemplate(set.settings.templateBody).resources.keys();
  set.tampered[key] = resources ?? [{ logicalId, status: 'MODIFIED' }];
}

/**
 * Somebody changes (or deletes) resources of an instance's stack behind its back: the first of them unless told. The
 * next detection finds out. Only deleting the stack mends it: an update leaves alone what the template has not changed.
 *
 * @throws Error when there is no such instance, or it has no stack
 */
export function driftInstance(
  world: World,
  name: string,
  account: string,
  region: string,
  resources?: readonly TamperedResource[],
): void {
  const set = setNamed(world, name);
  const row = set?.instances[keyOf(account, region)];
  const stackId = set && row && stackIdOf(set, row);
  if (!set || stackId === undefined) throw new Error(`${name} has no stack in ${account}, ${region}`);
  tamper(set, keyOf(account, region), resources);
}

/** The set of this name that is not deleted, whoever owns it. */
export function setNamed(world: World, name: string): StackSetRow | undefined {
  return Object.values(stackSetsState(world).sets).find((set) => set.name === name && set.deletedAt === undefined);
}

export const driftOperations = { DetectStackSetDrift };
