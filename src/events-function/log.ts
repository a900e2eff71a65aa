import { eventId } from '../events-queue/kept.js';
import type { Judged } from '../lifecycle/intake.js';
import type { FunctionSettings } from './settings.js';

/** One line of the function's log. */
export type WriteLine = (line: string) => void;

export interface Counts {
  /** Kept for the first time. */
  readonly unknown: number;
  /** Told of for the first time. */
  readonly notices: number;
  readonly runsStarted: number;
}

/** Metrics without dimensions, as CloudWatch's embedded metric format has them: an alarm names them as they are. */
export const METRICS = {
  namespace: 'towerctl',
  unknown: 'UnknownEvents',
  notices: 'Notices',
  runsStarted: 'RunsStarted',
} as const;

/** Source: CloudWatch user guide, embedded metric format. `now`: milliseconds since the Unix epoch. */
export function metricsLine({ unknown, notices, runsStarted }: Counts, now: number): string {
  const names = [METRICS.unknown, METRICS.notices, METRICS.runsStarted];
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: METRICS.namespace, Dimensions: [[]], Metrics: names.map((Name) => ({ Name, Unit: 'Count' })) },
      ],
    },
    [METRICS.unknown]: unknown,
    [METRICS.notices]: notices,
    [METRICS.runsStarted]: runsStarted,
  });
}

/** Ids and names of events, what followed, and nothing of what they say: that is account data. */
export function eventLine(judged: Judged, messageId: string): string {
  return JSON.stringify({
    level: 'info',
    message: 'event',
    event: nameOf(judged),
    id: eventId(judged),
    follows: judged.scope.kind,
    sqsMessage: messageId,
  });
}

/** What failed, by the name of its fault alone: messages of AWS name resources and accounts. */
export function problemLine(doing: string, code: string, messages: number): string {
  return JSON.stringify({ level: 'error', message: `${doing} failed`, code, messages });
}

/** What AWS calls it; text from outside that is no such name is not repeated. */
export function nameOf({ name, source }: Pick<Judged, 'name' | 'source'>): string {
  const plain = (text: string): string => (/^[\w .:-]{1,128}$/.test(text) && !/\d{12}/.test(text) ? text : '');
  return plain(name) || plain(source) || '(no name)';
}

/** A notice as it lies in the bucket, and the event that it is of. */
export interface ToTell {
  readonly judged: Judged;
  readonly key: string;
}

const MOST_LINES = 50;

/** One message for a batch. No account, no unit and nobody's name is in it: the events in the bucket say more. */
export function noticeOf(told: readonly ToTell[], { place }: FunctionSettings): { subject: string; message: string } {
  const lines = told
    .slice(0, MOST_LINES)
    .flatMap(({ judged, key }) => [
      `${judged.at === undefined ? '(no time)' : new Date(judged.at).toISOString()}  ${nameOf(judged)}: ${causeOf(judged)}`,
      `  event ${eventId(judged)}, kept as ${key}`,
      `  ${linkTo(place, key)}`,
    ]);
  const more = told.length - MOST_LINES;
  const noun = told.length === 1 ? 'event' : 'events';
  return {
    subject: `towerctl: ${told.length} ${noun} in the organization to look at`,
    message: [
      'Nothing was changed because of this. `towerctl drift` shows what differs from the manifest; a release run mends it.',
      '',
      ...lines,
      ...(more > 0 ? [`and ${more} more under ${told[0]?.key.split('/').slice(0, -1).join('/')}/`] : []),
    ].join('\n'),
  };
}

function causeOf({ scope }: Judged): string {
  if (scope.kind !== 'notify') return scope.kind;
  return scope.cause === 'failed' ? 'an operation did not succeed' : 'changed by somebody else, and not mended unasked';
}

function linkTo({ bucket, region }: FunctionSettings['place'], key: string): string {
  return `https://${region}.console.aws.amazon.com/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;
}
