import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { controlReads } from './reads.js';
import { controlChanges } from './requests.js';

export { repairUnit, switchCheckOff } from './drift.js';
export { finishControl } from './finish.js';
export { controlReactions } from './reactions.js';
export { optionalControlsOn } from './rows.js';

/** The eight operations on enabled controls. */
export const controlOperations: Readonly<Record<string, Operation<World>>> = { ...controlChanges, ...controlReads };
