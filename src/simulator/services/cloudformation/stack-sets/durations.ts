import type { World } from '../../../world.js';
import type { Action } from './state.js';

/**
 * How long one instance takes in worlds whose `durations` are `observed`, in milliseconds. Assumed: no source times one
 * instance. What was timed is a whole unchanged update of 800 accounts in 8 Regions, about 30 minutes, which a minute
 * for each instance gives at some 30 waves, such as 25% of the accounts at once and one Region after the other.
 */
const INSTANCE_MS: Readonly<Record<Action, number>> = {
  CREATE: 60_000,
  UPDATE: 60_000,
  DELETE: 60_000,
  DETECT_DRIFT: 30_000,
};

/** Milliseconds of one instance; undefined where the operation as a whole ends as the world's pace says. */
export function instanceMs(world: World, action: Action): number | undefined {
  const { pace, durations } = world.settings;
  return pace.kind === 'time' && durations === 'observed' ? INSTANCE_MS[action] : undefined;
}
