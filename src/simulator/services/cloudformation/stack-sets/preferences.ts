import type { JsonObject } from '../../../../model.js';
import { validation } from './errors.js';
import type { Input } from './input.js';
import { list, record } from './input.js';

/** How an operation goes about its instances: StackSetOperationPreferences. */

/** Instance operations under way at once in a Region, over all sets of an account. */
export const AT_ONCE = 10_000;

/** @throws ServiceError ValidationError for a count beside a percentage, or one out of bounds. */
export function checkPreferences(input: Input): void {
  const given = record(input, 'OperationPreferences');
  if (!given) return;
  oneOf(given, 'FailureToleranceCount', 0, Number.MAX_SAFE_INTEGER, 'FailureTolerancePercentage', 0);
  oneOf(given, 'MaxConcurrentCount', 1, Number.MAX_SAFE_INTEGER, 'MaxConcurrentPercentage', 1);
}

function oneOf(given: Input, count: string, least: number, most: number, share: string, leastShare: number): void {
  if (given[count] !== undefined && given[share] !== undefined) {
    throw validation(`Only one of ${count} and ${share} can be specified`);
  }
  within(given, count, least, most);
  within(given, share, leastShare, 100);
}

function within(given: Input, member: string, least: number, most: number): void {
  const value = given[member];
  if (value === undefined) return;
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
    throw validation(`${member} must be a whole number from ${least}${most === 100 ? ' to 100' : ''}: ${value}`);
  }
}

/** How many accounts of a Region may fail; 0 unless told. A share is rounded down. */
export function tolerance(preferences: JsonObject, accounts: number): number {
  const { FailureToleranceCount: count, FailureTolerancePercentage: share } = preferences;
  if (typeof count === 'number') return count;
  return typeof share === 'number' ? Math.floor((accounts * share) / 100) : 0;
}

/**
 * How many accounts of a Region are worked on at once, after so many have failed; 1 unless told. A share is rounded
 * down, and is 1 at least. A strict tolerance never starts more than could fail: it is what makes 50 at once with no
 * failure allowed one at a time.
 */
export function concurrency(preferences: JsonObject, accounts: number, failures: number): number {
  const { MaxConcurrentCount: count, MaxConcurrentPercentage: share, ConcurrencyMode: mode } = preferences;
  const percent = typeof share === 'number' ? Math.max(1, Math.floor((accounts * share) / 100)) : 1;
  const most = Math.min(typeof count === 'number' ? count : percent, AT_ONCE);
  if (mode === 'SOFT_FAILURE_TOLERANCE') return most;
  return Math.max(1, Math.min(most, tolerance(preferences, accounts) - failures + 1));
}

export const isParallel = (preferences: JsonObject): boolean => preferences['RegionConcurrencyType'] === 'PARALLEL';

/** The Regions in the order of RegionOrder; those it does not name follow. */
export function ordered(input: Input, regions: readonly string[]): readonly string[] {
  const given = record(input, 'OperationPreferences');
  const order = (given && list(given, 'RegionOrder')) ?? [];
  for (const name of order) {
    if (!regions.includes(name))
      throw validation(`RegionOrder names ${name}, which is none of the operation's Regions`);
  }
  return [...order, ...regions.filter((name) => !order.includes(name))];
}
