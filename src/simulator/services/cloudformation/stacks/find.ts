import type { Caller } from '../../../service.js';
import type { World } from '../../../world.js';
import { validation } from '../errors.js';
import { cloudFormationState, type StackRow } from '../state.js';

/** By name: the one that is not deleted. By ARN: deleted ones too. Only of the caller's account and Region. */
export function stackNamed(world: World, { accountId, region }: Caller, nameOrId: string): StackRow | undefined {
  const { stacks, names } = cloudFormationState(world);
  const id = nameOrId.startsWith('arn:') ? nameOrId : names[`${accountId}/${region}/${nameOrId}`];
  const stack = id === undefined ? undefined : stacks[id];
  return stack?.accountId === accountId && stack.region === region ? stack : undefined;
}

export function requiredStack(world: World, caller: Caller, nameOrId: unknown): StackRow {
  const stack = typeof nameOrId === 'string' ? stackNamed(world, caller, nameOrId) : undefined;
  if (stack) return stack;
  throw validation(`Stack with id ${String(nameOrId)} does not exist`);
}

/** Oldest first, deleted ones included. */
export function stacksIn(world: World, { accountId, region }: Caller): StackRow[] {
  const { places, stacks } = cloudFormationState(world);
  return (places[accountId]?.[region] ?? []).flatMap((id) => stacks[id] ?? []);
}
