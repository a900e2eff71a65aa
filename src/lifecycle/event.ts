import { parseEventTime } from './event-time.js';
import { type Fields, fieldsAt, isFields, textAt } from './value.js';

export type EventForm =
  /** `AWS Service Event via CloudTrail`: AWS tells that something has ended; nobody is named as its caller. */
  | 'service'
  /** `AWS API Call via CloudTrail`: somebody called, and was answered. */
  | 'call'
  /** `Drift Detected`: Control Tower from landing zone 4.0 on. */
  | 'drift'
  /** What Control Tower up to landing zone 3.3 publishes on SNS, in an SNS envelope or bare. */
  | 'drift-message'
  | 'other';

/** An event, with what every sort of them has looked up. */
export interface LifecycleEvent {
  readonly form: EventForm;
  /** `aws.controltower`; empty where the event does not say. */
  readonly source: string;
  /** `CreateManagedAccount`; for drift its type, `ACCOUNT_MOVED_BETWEEN_OUS`; empty where the event does not say. */
  readonly name: string;
  /** Delivered twice it is the same: CloudTrail's own id, else the envelope's. */
  readonly id?: string;
  /** When it ended or was called, in milliseconds since the Unix epoch. */
  readonly at?: number;
  /** The account it was logged in. */
  readonly account?: string;
  readonly region?: string;
  /** For an SNS message the message itself. */
  readonly detail: Fields;
}

const FORMS: Readonly<Record<string, EventForm>> = {
  'AWS Service Event via CloudTrail': 'service',
  'AWS API Call via CloudTrail': 'call',
  'Drift Detected': 'drift',
};

/** @returns undefined for what is no event at all: it has neither a source and a detail nor the words of a drift message. */
export function readEvent(value: unknown): LifecycleEvent | undefined {
  const message = driftMessage(value);
  if (message) return message;
  const [source, detailType] = [textAt(value, 'source'), textAt(value, 'detail-type')];
  if (source === undefined || detailType === undefined || !isFields(fieldsAt(value)['detail'])) return undefined;
  const detail = fieldsAt(value, 'detail');
  const form = FORMS[detailType] ?? 'other';
  const name = form === 'drift' ? textAt(detail, 'driftType') : textAt(detail, 'eventName');
  const id = textAt(detail, 'eventID') ?? textAt(value, 'id');
  return {
    form,
    source,
    name: name ?? (form === 'other' ? detailType : ''),
    ...(id !== undefined && { id }),
    ...at(textAt(detail, 'eventTime') ?? textAt(value, 'time')),
    ...place(textAt(value, 'account'), textAt(value, 'region') ?? textAt(detail, 'awsRegion')),
    detail,
  };
}

/** Landing zones up to 3.3: `{ Type: "Notification", Message: "{ \"DriftType\": ... }" }`, or the message alone. */
function driftMessage(value: unknown): LifecycleEvent | undefined {
  const wrapped = textAt(value, 'Message');
  const inside = wrapped?.startsWith('{') ? parsed(wrapped) : undefined;
  const detail = fieldsAt(isFields(inside) ? inside : value);
  const name = textAt(detail, 'DriftType');
  if (name === undefined) return undefined;
  const id = textAt(value, 'MessageId');
  return {
    form: 'drift-message',
    source: 'aws.controltower',
    name,
    ...(id !== undefined && { id }),
    ...at(textAt(value, 'Timestamp')),
    ...place(textAt(detail, 'ManagementAccountId'), undefined),
    detail,
  };
}

function at(text: string | undefined): { readonly at?: number } {
  const time = parseEventTime(text);
  return time === undefined ? {} : { at: time };
}

function place(account: string | undefined, region: string | undefined): Pick<LifecycleEvent, 'account' | 'region'> {
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The events in what SQS, SNS or a file holds: one event, a list of them, or `Records` whose bodies are events
 * (an SNS message inside an SQS one included). What cannot be read stays in the list as it is, so that it is kept.
 */
export function eventsIn(value: unknown, depth = 0): readonly unknown[] {
  if (depth > 4) return [value];
  if (Array.isArray(value)) return value.flatMap((item) => eventsIn(item, depth + 1));
  if (typeof value === 'string') {
    const inside = parsed(value);
    return isFields(inside) || Array.isArray(inside) ? eventsIn(inside, depth + 1) : [value];
  }
  const { Records: records, format, event } = fieldsAt(value);
  // As the events queue keeps it in the run bucket.
  if (format === 1 && event !== undefined) return eventsIn(event, depth + 1);
  if (Array.isArray(records)) return records.flatMap((record) => recordEvents(record, depth));
  const message = textAt(value, 'Message');
  const inside = message === undefined || textAt(value, 'TopicArn') === undefined ? undefined : parsed(message);
  // EventBridge's own events may come by way of a topic; a drift message needs its envelope for id and time.
  return isFields(inside) && textAt(inside, 'detail-type') !== undefined ? [inside] : [value];
}

function recordEvents(record: unknown, depth: number): readonly unknown[] {
  const body = textAt(record, 'body');
  if (body !== undefined) return eventsIn(body, depth + 1);
  const sns = fieldsAt(record, 'Sns');
  return Object.keys(sns).length > 0 ? eventsIn(sns, depth + 1) : [record];
}
