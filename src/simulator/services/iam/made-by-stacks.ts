import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import { resourcesOf, stackOf } from '../cloudformation/for-stack-sets.js';

export interface StackRole {
  readonly name: string;
  readonly properties: JsonObject;
  /** Clock milliseconds. */
  readonly createdAt: number;
}

/** The roles that stacks of any Region made in the account, or left behind there. */
export function rolesOfStacks(world: World, accountId: string): StackRole[] {
  return resourcesOf(world, accountId)
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ physicalId, properties, stackId }) => {
      const stack = stackId === undefined ? undefined : stackOf(world, stackId);
      return { name: physicalId, properties, createdAt: stack?.updatedAt ?? stack?.createdAt ?? 0 };
    });
}
