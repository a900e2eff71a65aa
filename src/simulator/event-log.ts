import { createHash } from 'node:crypto';
import type { JsonObject } from '../model.js';
import type { World } from './world.js';

/** Events as EventBridge delivers them, in the order in which they happened; a world keeps the newest. */
const KEPT = 5_000;

interface EventLog {
  events: JsonObject[];
  ids: number;
}

const logOf = (world: World): EventLog => world.state('events', (): EventLog => ({ events: [], ids: 0 }));

export interface NewEvent {
  readonly source: string;
  readonly detailType: string;
  readonly account: string;
  readonly region: string;
  readonly detail: JsonObject;
  /** Clock milliseconds; now unless told. */
  readonly at?: number;
}

/** Puts an event on the bus of that account and Region, in EventBridge's envelope. */
export function recordEvent(world: World, event: NewEvent): void {
  const { source, detailType, account, region, detail, at = world.clock.now() } = event;
  const log = logOf(world);
  log.events.push({
    version: '0',
    id: eventId(world),
    'detail-type': detailType,
    source,
    account,
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region,
    resources: [],
    detail,
  });
  if (log.events.length > KEPT) log.events = log.events.slice(-KEPT);
}

export function eventsOf(world: World): readonly JsonObject[] {
  return logOf(world).events;
}

/** A new UUID. Not drawn from the world's chance: what is told must not change what happens. */
export function eventId(world: World): string {
  const log = logOf(world);
  log.ids += 1;
  const hex = createHash('sha256').update(`event ${log.ids}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
