import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { faultOf } from '../aws/faults.js';
import { openSession } from '../aws/session.js';
import type { SnsPort } from '../aws/sns.js';
import { type Clock, realClock } from '../clock.js';
import { type EventStore, jsonIn } from '../events-queue/kept.js';
import { ensureRun, type StartPlace } from '../events-queue/marker.js';
import { keepNotice } from '../events-queue/notices.js';
import { putPending } from '../events-queue/pending.js';
import { sweep } from '../events-queue/sweep.js';
import { keepUnknown } from '../events-queue/unknown.js';
import { takeIn } from '../lifecycle/intake.js';
import { OWN_ROLES } from '../lifecycle/scope.js';
import { textAt } from '../lifecycle/value.js';
import { eventLine, metricsLine, noticeOf, problemLine, type ToTell, type WriteLine } from './log.js';
import { type FunctionSettings, settingsFrom } from './settings.js';

export interface HandlerParts {
  readonly runner: {
    readonly s3: EventStore;
    readonly sns: Pick<SnsPort, 'publish'>;
    readonly codePipeline: StartPlace['codePipeline'];
  };
  readonly settings: FunctionSettings;
  readonly clock: Clock;
  /** Where log lines go. */
  readonly write: WriteLine;
}

export type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** What one message has come to. */
interface Kept {
  readonly messageId: string;
  /** Something of it waits for a run. */
  readonly isPending: boolean;
  readonly isSweep: boolean;
  /** Kept for the first time. */
  readonly unknown: number;
  readonly toTell: readonly ToTell[];
}

/**
 * Takes events from the queue: keeps each, makes sure that one run comes, tells of what is only told of. It reads nothing
 * of the organization and changes nothing in it. Only what AWS refuses is handed back to the queue; what cannot be read
 * is kept as unknown, and blocks nobody.
 */
export function createHandler({ runner, settings, clock, write }: HandlerParts): Handler {
  const start: StartPlace = { ...runner, place: settings.place, pipeline: settings.pipeline, clock };
  return async ({ Records }) => {
    const failed = new Set<string>();
    const attempt = async <T>(doing: string, messages: readonly string[], work: () => Promise<T>) => {
      try {
        return await work();
      } catch (error) {
        for (const message of messages) failed.add(message);
        write(problemLine(doing, codeOf(error), messages.length));
        return undefined;
      }
    };
    const results = await Promise.all(
      Records.map((record) => attempt('keeping events', [record.messageId], () => keep(record, start, write))),
    );
    const kept = results.filter((result) => result !== undefined);
    const told = kept.filter(({ toTell }) => toTell.length > 0);
    const [run] = await Promise.all([
      attempt('starting a run', idsOf(kept.filter(wantsRun)), () => startFor(kept, start)),
      attempt('telling', idsOf(told), () => tell(told, runner, settings)),
    ]);
    const counts = {
      unknown: sum(kept.map(({ unknown }) => unknown)),
      notices: sum(told.map(({ toTell }) => toTell.length)),
      runsStarted: run?.kind === 'started' ? 1 : 0,
    };
    write(metricsLine(counts, clock.now()));
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Unknown and told-of events are counted by the message that brought them first, however often that comes. */
async function keep(record: SQSRecord, start: StartPlace, write: WriteLine): Promise<Kept> {
  const { messageId, body, attributes } = record;
  if (isTick(body)) return { messageId, isPending: false, isSweep: true, unknown: 0, toTell: [] };
  const message = { messageId, sentAt: Number(attributes.SentTimestamp) || start.clock.now() };
  const { judged } = takeIn(body, { ownRoles: OWN_ROLES });
  const parts = await Promise.all(
    judged.map(async (one) => {
      write(eventLine(one, messageId));
      switch (one.scope.kind) {
        case 'scope':
        case 'full':
          await putPending(start, one, messageId);
          return { isPending: true, unknown: 0, toTell: [] };
        case 'notify': {
          const { key, isRepeat } = await keepNotice(start, one, message);
          return { isPending: false, unknown: 0, toTell: isRepeat ? [] : [{ judged: one, key }] };
        }
        case 'unknown': {
          const { isRepeat } = await keepUnknown(start, one, message);
          return { isPending: false, unknown: isRepeat ? 0 : 1, toTell: [] };
        }
        case 'ignore':
          return { isPending: false, unknown: 0, toTell: [] };
      }
    }),
  );
  return {
    messageId,
    isPending: parts.some(({ isPending }) => isPending),
    isSweep: false,
    unknown: sum(parts.map(({ unknown }) => unknown)),
    toTell: parts.flatMap(({ toTell }) => toTell),
  };
}

/** The hourly rule: nothing has happened, but something may have been left. */
function isTick(body: string): boolean {
  const event = jsonIn(body);
  return textAt(event, 'source') === 'aws.events' && textAt(event, 'detail-type') === 'Scheduled Event';
}

const wantsRun = ({ isPending, isSweep }: Kept): boolean => isPending || isSweep;

async function startFor(kept: readonly Kept[], start: StartPlace) {
  if (kept.some(({ isPending }) => isPending)) return ensureRun(start);
  return kept.some(({ isSweep }) => isSweep) ? sweep(start) : undefined;
}

async function tell(told: readonly Kept[], { sns }: HandlerParts['runner'], settings: FunctionSettings): Promise<void> {
  const all = told.flatMap(({ toTell }) => toTell);
  if (all.length > 0) await sns.publish(settings.topic, noticeOf(all, settings));
}

const idsOf = (kept: readonly Kept[]): string[] => kept.map(({ messageId }) => messageId);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Of the fault below our own words, which name the bucket. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return faultOf(cause).code;
}

let made: Handler | undefined;

/** What Lambda calls. Settings and clients are made with the first batch, and kept while the function stays warm. */
export const handler: Handler = (event) => {
  made ??= fromEnvironment();
  return made(event);
};

function fromEnvironment(): Handler {
  const settings = settingsFrom(process.env);
  const runner = openSession({ clock: realClock }).runner(settings.place.region);
  return createHandler({ runner, settings, clock: realClock, write: (line) => process.stdout.write(`${line}\n`) });
}
