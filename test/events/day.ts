import { ensureRun } from '../../src/events-queue/marker.js';
import type { TakenEvents } from '../../src/events-queue/take.js';
import { type Judged, takeIn } from '../../src/lifecycle/intake.js';
import { OWN_ROLES } from '../../src/lifecycle/scope.js';
import type { JsonObject } from '../../src/model.js';
import { lifecycle, managedAccount } from '../lifecycle/control-tower-events.js';
import { call, envelope, OTHER_UNIT, ROOT, result, through, UNIT } from '../lifecycle/events.js';
import { seededRandom } from '../support/organization.js';
import { type Ending, EventHouse, type Fates, HOUR, type HouseOptions, MINUTE } from './house.js';
import { EventQueue } from './queue.js';

export const accountMade = (id: string): JsonObject =>
  result('CreateAccountResult', 'createAccountStatus', { state: 'SUCCEEDED', accountId: id });
export const accountMoved = (id: string): JsonObject =>
  call('organizations', 'MoveAccount', { accountId: id, sourceParentId: ROOT, destinationParentId: UNIT });
export const policyAttached = (targetId: string): JsonObject =>
  call('organizations', 'AttachPolicy', { policyId: 'p-abcdefgh', targetId });
export const neverHeardOf = (): JsonObject => lifecycle('FrobnicateLandingZone', { state: 'SUCCEEDED' });
export const tick = (): JsonObject => ({ ...envelope('aws.events', 'Scheduled Event', {}), account: '123456789012' });

/** Text that is no event, of the sorts that a queue may hold. */
export const GARBAGE = ['', '{', 'null', '[]', '"words"', '{"a":1}', '\u0000\u0007', '<xml/>', 'x'.repeat(20_000)];

export interface Delivery {
  readonly at: number;
  readonly body: string;
}

export interface Day {
  readonly deliveries: readonly Delivery[];
  /** Ids of accounts that came. */
  readonly accounts: readonly string[];
  /** How many different things of the sort were sent. */
  readonly unknown: number;
  readonly notices: number;
}

/** Deliveries of one day: a burst of 50 new accounts at nine, single ones later, and all else that comes. */
export function dayOf(start: number, seed: number): Day {
  const random = seededRandom(seed);
  const deliveries: Delivery[] = [];
  // Out of order by up to ten minutes, and a third of them twice.
  const send = (at: number, event: JsonObject | string): void => {
    const body = typeof event === 'string' ? event : JSON.stringify(event);
    deliveries.push({ at: at + Math.floor(random() * 10 * MINUTE), body });
    if (random() < 0.3) deliveries.push({ at: at + Math.floor(random() * 10 * MINUTE), body });
  };
  const accounts = Array.from({ length: 54 }, (_, index) => `4000000000${String(index).padStart(2, '0')}`);
  for (const [index, id] of accounts.entries()) {
    const at = index < 50 ? start + HOUR + index * (MINUTE / 3) : start + (index - 46) * 2 * HOUR;
    for (const event of vended(id, index)) send(at, event);
  }
  const unknown = Array.from({ length: 6 }, neverHeardOf);
  const policies = [...accounts.slice(0, 4), OTHER_UNIT].map(policyAttached);
  for (const event of [...unknown, ...policies]) send(start + Math.floor(random() * 20 * HOUR), event);
  for (const text of GARBAGE) for (const hour of [1, 1, 9]) send(start + hour * HOUR, text);
  for (let hour = 0; hour < 24; hour += 1) deliveries.push({ at: start + hour * HOUR, body: JSON.stringify(tick()) });
  const empty = 1;
  return { deliveries, accounts, unknown: unknown.length + GARBAGE.length - empty, notices: policies.length };
}

/** Organizations and Control Tower both tell of it, and our own roles' doing comes along. */
function vended(id: string, index: number): JsonObject[] {
  const baseline = lifecycle('EnableBaseline', {
    enabledBaselineDetails: { targetIdentifier: UNIT, statusSummary: { status: 'SUCCEEDED' } },
  });
  return [
    accountMade(id),
    accountMoved(id),
    managedAccount(index % 5 === 0 ? 'UpdateManagedAccount' : 'CreateManagedAccount', 'SUCCEEDED', id),
    call('organizations', 'TagResource', { resourceId: id }, { userIdentity: through('TowerctlApply') }),
    ...(index % 10 === 0 ? [baseline] : []),
  ];
}

/** Plays deliveries into the queue, and the queue and the pipeline on, until all is quiet and `until` has passed. */
export async function play(house: EventHouse, deliveries: readonly Delivery[], until: number): Promise<EventQueue> {
  const queue = new EventQueue(house.handler);
  const { clock, pipeline } = house;
  const due = [...deliveries].sort((a, b) => a.at - b.at);
  const isBusy = (): boolean => queue.length > 0 || pipeline.isBusy;
  while (due.length > 0 || clock.now() < until || isBusy()) {
    for (let next = due[0]; next && next.at <= clock.now(); next = due[0]) {
      queue.send(next.body, clock.now());
      due.shift();
    }
    await Promise.all([queue.step(clock.now()), pipeline.step()]);
    const [next] = due;
    const quiet = isBusy() ? 0 : (next?.at ?? until) - clock.now();
    await clock.sleep(Math.max(quiet, MINUTE / 2));
  }
  return queue;
}

/** Runs that took what is there when their turn comes: fewer cannot serve these events, each run taking 20 minutes. */
export function fewestRuns({ deliveries }: Day): number {
  const times = deliveries.filter(({ body }) => startsRun(body)).map(({ at }) => at + 2 * MINUTE);
  times.sort((a, b) => a - b);
  let [runs, freeAt, tookAt] = [0, 0, 0];
  for (const at of times) {
    if (at <= tookAt) continue;
    tookAt = Math.max(at, freeAt) + MINUTE;
    freeAt = tookAt + 20 * MINUTE;
    runs += 1;
  }
  return runs;
}

function startsRun(body: string): boolean {
  return takeIn(body, { ownRoles: OWN_ROLES }).run !== undefined;
}

/** Ids of events that no run which succeeded took after they first came. */
export function lost({ deliveries }: Day, { pipeline }: EventHouse): string[] {
  const came = new Map<string, number>();
  for (const { body, at } of deliveries) {
    const { run, judged } = takeIn(body, { ownRoles: OWN_ROLES });
    const id = judged[0]?.id;
    if (run !== undefined && id !== undefined) came.set(id, Math.min(at, came.get(id) ?? at));
  }
  const served = new Set<string>();
  for (const { hasSucceeded, tookAt = 0, taken } of pipeline.executions) {
    for (const { id = '' } of hasSucceeded ? (taken?.intake.judged ?? []) : []) {
      if (tookAt >= (came.get(id) ?? 0)) served.add(id);
    }
  }
  return [...came.keys()].filter((id) => !served.has(id));
}

/** Plays a whole day, and more hours where runs are tried again. */
export async function livedDay(options: HouseOptions, seed: number, hours = 24) {
  const house = await EventHouse.open(options);
  const day = dayOf(house.clock.now(), seed);
  const queue = await play(house, day.deliveries, house.clock.now() + hours * HOUR);
  return { house, day, queue, executions: house.pipeline.executions };
}

export async function expectAllKept(house: EventHouse, day: Day): Promise<void> {
  expect(lost(day, house)).toEqual([]);
  const fresh = house.pipeline.executions.flatMap(({ taken }) => taken?.intake.fresh ?? []);
  expect([...new Set(fresh)].sort()).toEqual(day.accounts);
  expect(await house.keys('events/unknown/')).toHaveLength(day.unknown);
  expect(await house.keys('events/notices/')).toHaveLength(day.notices);
  expect(await house.keys('events/pending/')).toEqual([]);
}

/** A run by hand: the next execution takes. */
export async function taking(house: EventHouse, executionId?: string) {
  const runId = house.newRun();
  return { runId, taken: await house.take(runId, executionId) };
}

export function endOf(house: EventHouse, executionId: string, hasSucceeded: boolean): void {
  const execution = house.pipeline.executions.find(({ id }) => id === executionId);
  if (execution) house.pipeline.end(execution, hasSucceeded);
}

/** The next run, to its good end. */
export async function succeeding(house: EventHouse): Promise<TakenEvents> {
  const { executionId } = await ensureRun(house.start);
  const { taken } = await taking(house, executionId);
  endOf(house, executionId, true);
  return taken;
}

/** An event that asks for a run, as the function hands it on. */
export function judgedOf(event: JsonObject): Judged {
  const [judged] = takeIn(event, { ownRoles: OWN_ROLES }).judged;
  if (!judged) throw new Error('that is no event');
  return judged;
}

/** Calls and runs fail now and then. */
export function rough(seed: number): HouseOptions {
  const random = seededRandom(seed);
  const fates: Fates = () => {
    const drawn = random();
    return drawn < 0.02 ? 'fails' : drawn < 0.04 ? 'answer-lost' : 'works';
  };
  const ends: readonly (Ending | undefined)[] = ['apply', 'plan', undefined, 'source', undefined, undefined];
  const ending = (ordinal: number): Ending | undefined => ends[(ordinal - 1) % ends.length];
  return { fates, ending };
}
