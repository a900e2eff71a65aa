import type { World } from '../../world.js';
import { accountState, regionStatus } from './state.js';

/** Account Management as other simulated services see it. */

/** Can the account's resources be made in this Region now? False for one that does not exist, too. */
export function isRegionOpen(world: World, accountId: string, region: string): boolean {
  const status = regionStatus(world, accountId, region);
  return status === 'ENABLED' || status === 'ENABLED_BY_DEFAULT';
}

/** The code that was mailed to the new primary address: the sandbox's mailbox. */
export const mailedCode = (world: World, accountId: string): string | undefined =>
  accountState(world).emailUpdates[accountId]?.code;
