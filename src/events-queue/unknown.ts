import { KEYS } from '../deployment/names.js';
import type { Judged } from '../lifecycle/intake.js';
import { dayOf, type EventPlace, eventId, keepOnce } from './kept.js';

export interface KeptAside {
  readonly key: string;
  /** Another message brought it before. */
  readonly isRepeat: boolean;
}

/** Keeps what this version does not know, text that is no event included. `sentAt`: of the message, in milliseconds. */
export async function keepUnknown(
  at: EventPlace,
  judged: Judged,
  { messageId, sentAt }: { readonly messageId: string; readonly sentAt: number },
): Promise<KeptAside> {
  const key = `${KEYS.unknownEvents}${dayOf(judged.at ?? sentAt)}/${eventId(judged)}.json`;
  const isOurs = await keepOnce(at, key, { messageId, why: judged.scope.why, event: judged.event });
  return { key, isRepeat: !isOurs };
}
