import { isObject } from '../../../iam/document.js';
import type { Json } from '../../../model.js';
import { ServiceError } from '../../service.js';
import { type QueueRow, queueArn } from './state.js';

type Attributes = Readonly<Record<string, string>>;

const DEFAULTS: Attributes = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

/** Seconds or bytes, the least and the most. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  VisibilityTimeout: [0, 43_200],
};

/** What can be set beside those that have a default. */
const SETTABLE = [
  'ContentBasedDeduplication',
  'FifoQueue',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'Policy',
  'RedriveAllowPolicy',
  'RedrivePolicy',
];

/** @throws ServiceError InvalidAttributeName, InvalidAttributeValue */
export function settable(given: unknown): Attributes {
  const attributes = Object.entries(isRecord(given) ? given : {}).map(
    ([name, value]) => [name, String(value)] as const,
  );
  for (const [name, value] of attributes) check(name, value);
  return Object.fromEntries(attributes);
}

function check(name: string, value: string): void {
  if (!Object.hasOwn(DEFAULTS, name) && !SETTABLE.includes(name)) {
    throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  const [least, most] = BOUNDS[name] ?? [];
  const number = Number(value);
  const fits = least === undefined || most === undefined || (number >= least && number <= most);
  if (!fits || (name === 'Policy' && value !== '' && !isPolicy(value))) {
    throw new ServiceError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
  }
}

function isPolicy(text: string): boolean {
  try {
    const document = JSON.parse(text) as Json;
    return isObject(document) && document['Statement'] !== undefined;
  } catch {
    return false;
  }
}

/** What is sent lies over what was there; an empty policy takes the policy away. */
export function merged(there: Attributes, given: Attributes): Attributes {
  const { Policy: policy, ...rest } = { ...there, ...given };
  return policy === undefined || policy === '' ? rest : { ...rest, Policy: policy };
}

/** All that can be asked for, by name. */
export function attributesOf(queue: QueueRow): Attributes {
  const seconds = (ms: number): string => String(Math.floor(ms / 1_000));
  return {
    ...DEFAULTS,
    ...queue.attributes,
    QueueArn: queueArn(queue, queue.name),
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.changedAt),
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  };
}

export const isAttribute = (name: string): boolean =>
  name === 'All' ||
  SETTABLE.includes(name) ||
  Object.hasOwn(DEFAULTS, name) ||
  /^(QueueArn|CreatedTimestamp|LastModifiedTimestamp|ApproximateNumberOfMessages(Delayed|NotVisible)?)$/.test(name);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
