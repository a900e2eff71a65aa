import { KEYS } from '../deployment/names.js';
import type { Judged } from '../lifecycle/intake.js';
import { type EventPlace, eventName, keepOnce, listEvents } from './kept.js';

/** Puts an event where the next run finds it. One that lies there already is left as it is. @returns its key. */
export async function putPending(at: EventPlace, judged: Judged, messageId: string): Promise<string> {
  const key = `${KEYS.pendingEvents}${eventName(judged)}.json`;
  await keepOnce(at, key, { messageId, event: judged.event });
  return key;
}

/** Keys, oldest event first. */
export const pendingKeys = (at: EventPlace): Promise<readonly string[]> => listEvents(at, KEYS.pendingEvents);
