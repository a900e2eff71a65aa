import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { accessOperations } from './access.js';
import { followOrganization } from './auto-deployment.js';
import { driftOperations } from './drift.js';
import { importOperations } from './imports.js';
import { instanceOperations } from './instance-operations.js';
import { operationReads } from './operation-reads.js';
import { readOperations } from './reads.js';
import { settleOperations } from './running.js';
import { setOperations } from './sets.js';
import { updateOperations } from './updates.js';

/** What StackSets do by themselves: operations go on, and accounts that moved are followed. */
export function settleStackSets(world: World): void {
  settleOperations(world);
  followOrganization(world);
  settleOperations(world);
}

/** What is over is over before and after a call. */
function settled(run: Operation<World>): Operation<World> {
  return async (input, context) => {
    settleStackSets(context.world);
    const output = await run(input, context);
    settleStackSets(context.world);
    return output;
  };
}

const operations = {
  ...accessOperations,
  ...setOperations,
  ...updateOperations,
  ...instanceOperations,
  ...driftOperations,
  ...importOperations,
  ...readOperations,
  ...operationReads,
};

/** Part of the service `cloudformation`, which also calls `settleStackSets` as its reaction to every deed. */
export const stackSetOperations: Readonly<Record<string, Operation<World>>> = Object.fromEntries(
  Object.entries(operations).map(([name, run]) => [name, settled(run)]),
);
