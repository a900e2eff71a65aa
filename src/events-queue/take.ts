import { z } from 'zod';
import type { CodePipelinePort } from '../aws/codepipeline.js';
import { told } from '../aws/told.js';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import { type Intake, takeIn } from '../lifecycle/intake.js';
import { OWN_ROLES } from '../lifecycle/scope.js';
import { runKey } from '../runs/run.js';
import { isRunId } from '../runs/run-id.js';
import { documentIn, dropEvent, type EventPlace, readKept } from './kept.js';
import { dropMarker, pauseOf } from './marker.js';
import { recentNotices } from './notices.js';
import { pendingKeys } from './pending.js';
import { type Execution, putTaken, takenRuns, type Unfinished } from './taken.js';

const DAY_MS = 24 * 3_600_000;

const schema = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Runs whose events these are too: they took them and did not succeed. */
  retried: z.array(z.string()),
  events: z.array(z.unknown()),
  /** What people were told of within the last week: where it says that somebody changed something, nothing is healed. */
  notices: z.array(z.unknown()),
});
type TakenFile = Readonly<z.infer<typeof schema>>;

export interface TakeOptions extends EventPlace {
  readonly clock: Clock;
  readonly codePipeline: Pick<CodePipelinePort, 'status'>;
  /** Of the run that takes. */
  readonly runId: string;
  /** That the run is part of; absent = by hand, and its events are taken again by a later run. */
  readonly execution?: Execution;
}

export interface TakenEvents {
  /** What follows from all of them together. */
  readonly intake: Intake;
  /** How many events were taken; 0 = nothing to do. */
  readonly count: number;
  /** Ids of runs that failed and whose events these are too. */
  readonly retried: readonly string[];
}

/**
 * Takes what is pending for a run. What a run took and did not succeed with is taken again when nothing new is pending,
 * so that what fails time and again holds up no new account; after a day it is taken along.
 *
 * Nothing is lost wherever this ends: an event is deleted last, when it lies in `runs/RUN-ID/events.json`, and the run
 * in `events/taken/`. Dying before that, it is still pending; after it, the next run finds it as one of a run that ended.
 *
 * @throws TowerctlError where S3 refuses.
 */
export async function takePending(options: TakeOptions): Promise<TakenEvents> {
  const { clock, runId, execution } = options;
  if (!isRunId(runId)) throw new TowerctlError('usage', `"${runId}" is no run id`);
  await dropMarker(options);
  const pending = await pendingEvents(options);
  const { ended, succeeded } = await takenRuns(options);
  const again = ended.filter(
    (run) =>
      run.runId !== runId &&
      (pending.length === 0 ||
        clock.now() - Date.parse(run.takenAt) >= DAY_MS ||
        // The stage was tried again: what it took would count as done when this execution succeeds.
        (execution !== undefined && run.execution?.id === execution.id)),
  );
  const earlier = await Promise.all(again.map(async (run) => (await readTaken(options, run.runId))?.events ?? []));
  const events = [...earlier.flat(), ...pending.map(({ event }) => event)];
  if (events.length === 0) {
    await crossOff(options, [...succeeded, ...again]);
    return { intake: intakeOf([], []), count: 0, retried: [] };
  }
  const takenAt = new Date(clock.now()).toISOString();
  const notices = await noticesFor(options, events);
  const retried = again.map((run) => run.runId);
  await putTakenFile(options, { format: 1, takenAt, retried, events, notices });
  const attempts = again.length === 0 ? 0 : Math.max(...again.map((run) => run.attempts)) + 1;
  await putTaken(options, { runId, takenAt, attempts, ...(execution && { execution }) });
  await crossOff(options, [...succeeded, ...again]);
  await Promise.all(pending.map(({ key, etag }) => dropEvent(options, key, etag)));
  return { intake: intakeOf(events, notices), count: events.length, retried };
}

/** What a run took, for another one that goes on with it. @throws TowerctlError where it took nothing. */
export async function eventsOfRun(at: EventPlace, runId: string): Promise<Intake> {
  const file = isRunId(runId) ? await readTaken(at, runId) : undefined;
  if (file) return intakeOf(file.events, file.notices);
  throw new TowerctlError(
    'failed',
    `run ${runId} took no events: there is no s3://${at.place.bucket}/${fileKey(runId)}`,
  );
}

/** Whether a run that took events without success is due again: an hour after it took them, then two, four, at most a day. */
export function isDue({ takenAt, attempts }: Unfinished, now: number): boolean {
  return now - Date.parse(takenAt) >= pauseOf(attempts);
}

const fileKey = (runId: string): string => runKey(runId, 'events.json');

const intakeOf = (events: readonly unknown[], notices: readonly unknown[]): Intake =>
  takeIn([...events, ...notices], { ownRoles: OWN_ROLES });

async function pendingEvents(
  at: EventPlace,
): Promise<readonly { readonly key: string; readonly event: unknown; readonly etag: string }[]> {
  const keys = await pendingKeys(at);
  const found = await Promise.all(keys.map(async (key) => ({ key, kept: await readKept(at, key) })));
  return found.flatMap(({ key, kept }) => (kept === undefined ? [] : [{ key, event: kept.event, etag: kept.etag }]));
}

/** Read only where something is going to run. */
async function noticesFor(options: TakeOptions, events: readonly unknown[]): Promise<unknown[]> {
  if (intakeOf(events, []).run === undefined) return [];
  return [...(await recentNotices(options, options.clock.now()))];
}

async function crossOff(at: EventPlace, runs: readonly Unfinished[]): Promise<void> {
  await Promise.all(runs.map(({ key, etag }) => dropEvent(at, key, etag)));
}

async function readTaken({ s3, place }: EventPlace, runId: string): Promise<TakenFile | undefined> {
  const key = fileKey(runId);
  const there = await told({ ...place, key }, 'GetObject', () => s3.getObject(place.bucket, key));
  return there && documentIn(schema, there, `s3://${place.bucket}/${key}`);
}

/** A run that takes twice keeps what it took before. */
async function putTakenFile({ s3, place, runId }: TakeOptions, file: TakenFile): Promise<void> {
  const key = fileKey(runId);
  await told({ ...place, key }, 'PutObject', async () => {
    const there = await s3.getObject(place.bucket, key);
    const before = there && documentIn(schema, there, `s3://${place.bucket}/${key}`);
    const events = [...(before?.events ?? []), ...file.events];
    const text = `${JSON.stringify({ ...file, events }, undefined, 2)}\n`;
    await s3.swapObject(place.bucket, key, text, there === undefined ? 'new' : { over: there.etag });
  });
}
