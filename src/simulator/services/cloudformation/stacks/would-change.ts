import type { World } from '../../../world.js';
import type { Blueprint, StackRow } from '../state.js';
import { sameJson } from '../template/json.js';
import type { Template } from '../template/template.js';
import { type Arrangement, arrange, changesResources, MissingExport } from './arrange.js';
import type { Place } from './identity.js';
import { isThere } from './remove.js';

/**
 * What the next deployment of the stack would do; undefined when that shows only while it is at it, for want of an export.
 *
 * @throws ServiceError ValidationError for what the template cannot mean with these parameters.
 */
export function foresee(
  world: World,
  stack: Place & Partial<Pick<StackRow, 'resources'>>,
  blueprint: Blueprint,
  template: Template,
): Arrangement | undefined {
  try {
    const place = { ...stack, generation: stack.generation + 1 };
    return arrange(world, place, blueprint, template, (stack.resources ?? []).filter(isThere));
  } catch (error) {
    if (error instanceof MissingExport) return undefined;
    throw error;
  }
}

/** Would this update do nothing? Assumes that the stack is settled. */
export function isUnchanged(world: World, stack: StackRow, blueprint: Blueprint, template: Template): boolean {
  const arrangement = foresee(world, stack, blueprint, template);
  if (!arrangement || changesResources(arrangement)) return false;
  const isSameStack = sameJson(stack.tags, blueprint.tags) && stack.roleArn === blueprint.roleArn;
  return isSameStack && JSON.stringify(arrangement.outputs) === JSON.stringify(stack.outputs);
}
