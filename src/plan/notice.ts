import type { Change } from '../model.js';

/** What stands in a plan in place of a change that is not made: it says so, needs nothing and holds nothing up. */
export function noticeOf(change: Change, why: 'held' | 'outside-scope', detail: string): Change {
  const { address, kind, origin } = change;
  return { address, kind, needs: [], after: [], reads: [], ...(origin && { origin }), action: 'notice', why, detail };
}
