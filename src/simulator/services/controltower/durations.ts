import type { Pace, World } from '../../world.js';
import type { OperationRow } from './state.js';

/**
 * How long operations were seen to take, for worlds whose `durations` are `observed`: milliseconds, and for baselines
 * milliseconds more for every five accounts, which are worked on at once. Sources: model.md.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const OBSERVED: Readonly<Record<string, { readonly base: number; readonly perFiveAccounts?: number }>> = {
  CREATE: { base: 40 * MINUTE },
  UPDATE: { base: 20 * MINUTE },
  RESET: { base: 30 * MINUTE },
  DELETE: { base: 60 * MINUTE },
  ENABLE_BASELINE: { base: 130 * SECOND, perFiveAccounts: 6 * MINUTE },
  UPDATE_ENABLED_BASELINE: { base: 2 * MINUTE, perFiveAccounts: 6 * MINUTE },
  RESET_ENABLED_BASELINE: { base: 2 * MINUTE, perFiveAccounts: 210 * SECOND },
  DISABLE_BASELINE: { base: 105 * SECOND },
  ENABLE_CONTROL: { base: 60 * SECOND },
  UPDATE_ENABLED_CONTROL: { base: 60 * SECOND },
  RESET_ENABLED_CONTROL: { base: 60 * SECOND },
  DISABLE_CONTROL: { base: 45 * SECOND },
};

const ACCOUNTS_AT_ONCE = 5;

/** The world's pace; with observed durations, the time that this operation was seen to take. */
export function paceOf(world: World, operation: Pick<OperationRow, 'type' | 'accounts'>): Pace {
  const { pace, durations } = world.settings;
  const observed = OBSERVED[operation.type];
  if (pace.kind !== 'time' || durations !== 'observed' || !observed) return pace;
  const { base, perFiveAccounts = 0 } = observed;
  return { kind: 'time', ms: base + Math.ceil(operation.accounts / ACCOUNTS_AT_ONCE) * perFiveAccounts };
}
