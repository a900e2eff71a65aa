import { ensureRun, isDueAgain, type RunToCome, type StartPlace } from './marker.js';
import { pendingKeys } from './pending.js';
import { isDue } from './take.js';
import { takenRuns } from './taken.js';

/**
 * Looks after what no event will: what is pending though no run comes (its run ended before it took anything), and what a
 * run took without success. Meant to be called every hour; it starts nothing where nothing is due.
 */
export async function sweep(start: StartPlace): Promise<RunToCome | undefined> {
  const isWaiting = (await pendingKeys(start)).length > 0;
  const ended = isWaiting ? [] : (await takenRuns(start)).ended;
  const isWanted = isWaiting || ended.some((run) => isDue(run, start.clock.now()));
  return isWanted && (await isDueAgain(start)) ? ensureRun(start) : undefined;
}
