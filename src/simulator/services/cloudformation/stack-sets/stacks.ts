import type { World } from '../../../world.js';
import { stackOf } from '../for-stack-sets.js';
import { cloudFormationState, type ResourceRow } from '../state.js';
import { validation } from './errors.js';

/** What StackSets ask of stacks beside making and deleting them. */

export function stackExists(world: World, stackId: string): boolean {
  const stack = stackOf(world, stackId);
  return stack !== undefined && stack.deletedAt === undefined;
}

export const resourcesOfStack = (world: World, stackId: string): readonly ResourceRow[] =>
  stackOf(world, stackId)?.resources ?? [];

/** @throws ServiceError ValidationError where there is no such stack */
export function templateOfStack(world: World, stackId: string): string {
  const stack = stackOf(world, stackId);
  if (!stack || stack.deletedAt !== undefined) throw validation(`Stack with id ${stackId} does not exist`);
  return cloudFormationState(world).templates[stack.template] ?? '';
}
