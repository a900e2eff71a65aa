import type { World } from './world.js';

/** A row that lists show with the world's lag: for a while not yet, and for a while still. Clock milliseconds. */
export interface Lived {
  readonly since: number;
  until?: number;
}

export const isThere = ({ until }: Lived): boolean => until === undefined;

/** As lists show it: the state as it was a lag ago. */
export function isShown(world: World, { since, until }: Lived): boolean {
  const at = world.clock.now() - world.settings.lagMs;
  return since <= at && (until === undefined || until > at);
}

/** Takes a row away; lists go on to show it for the lag. Drops what no list can show any more. */
export function end(world: World, rows: Record<string, Lived>, key: string): void {
  const now = world.clock.now();
  for (const [name, { until }] of Object.entries(rows)) {
    if (until !== undefined && until <= now - world.settings.lagMs) delete rows[name];
  }
  const row = rows[key];
  if (!row || row.until !== undefined) return;
  if (world.settings.lagMs > 0) row.until = now;
  else delete rows[key];
}

/** When something began that has always been there: lists show it however much they lag. */
export const forever = ({ clock, settings }: World): number => clock.now() - settings.lagMs;
