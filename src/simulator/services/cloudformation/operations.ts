import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { stackSetOperations } from './stack-sets/operations.js';
import { changeSetOperations } from './stacks/change-sets.js';
import { stackWrites } from './stacks/operations.js';
import { stackReads } from './stacks/reads.js';
import { templateOperations } from './template/operations.js';

export const operations: Readonly<Record<string, Operation<World>>> = {
  ...stackWrites,
  ...stackReads,
  ...templateOperations,
  ...changeSetOperations,
  ...stackSetOperations,
};
