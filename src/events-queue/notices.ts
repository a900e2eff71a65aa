import { KEYS } from '../deployment/names.js';
import type { Judged } from '../lifecycle/intake.js';
import { NEW_FOR_MS } from '../lifecycle/resolve.js';
import { dayOf, type EventPlace, eventName, keepOnce, listEvents, readKept } from './kept.js';
import type { KeptAside } from './unknown.js';

const DAY_MS = 24 * 3_600_000;

/**
 * Keeps what somebody is told of: the mail names no account, the event does. A run looks at those of the last week too:
 * what somebody changed at an account that has just come is not healed unasked.
 */
export async function keepNotice(
  at: EventPlace,
  judged: Judged,
  { messageId, sentAt }: { readonly messageId: string; readonly sentAt: number },
): Promise<KeptAside> {
  const key = `${KEYS.notices}${dayOf(judged.at ?? sentAt)}/${eventName(judged)}.json`;
  const isOurs = await keepOnce(at, key, { messageId, why: judged.scope.why, event: judged.event });
  return { key, isRepeat: !isOurs };
}

/** Events that were told of while an account of today could have been new. `now`: clock milliseconds. */
export async function recentNotices(at: EventPlace, now: number): Promise<readonly unknown[]> {
  // Clocks and days of events may differ by some hours: the day before and the day after count too.
  const [first, last] = [dayOf(now - NEW_FOR_MS - DAY_MS), dayOf(now + DAY_MS)];
  const months = [...new Set([first, last].map((day) => day.slice(0, 'YYYY-MM'.length)))];
  const keys = await Promise.all(months.map((month) => listEvents(at, `${KEYS.notices}${month}`)));
  const recent = keys.flat().filter((key) => {
    const day = key.slice(KEYS.notices.length, KEYS.notices.length + first.length);
    return day >= first && day <= last;
  });
  const found = await Promise.all(recent.map((key) => readKept(at, key)));
  return found.flatMap((one) => (one === undefined ? [] : [one.event]));
}
