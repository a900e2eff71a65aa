import { createHash } from 'node:crypto';
import { type Operation, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { addTopic, keep, removeTopic, snsState, type TopicRow, topicAt, topicsIn } from './state.js';

type Input = Readonly<Record<string, unknown>>;

const LARGEST_PAGE = 100;
const LARGEST_MESSAGE = 262_144;
const LONGEST_SUBJECT = 100;

const CreateTopic: Operation<World> = (input, { world, caller }) => {
  const name = String(input['Name'] ?? '');
  if (!/^[\w-]{1,251}\.fifo$/.test(name) && !/^[\w-]{1,256}$/.test(name)) throw invalid('Topic Name');
  return { TopicArn: addTopic(world, caller, name) };
};

const DeleteTopic: Operation<World> = (input, { world, caller }) => {
  const arn = String(input['TopicArn'] ?? '');
  const topic = topicAt(world, arn);
  if (topic && topic.accountId !== caller.accountId) throw denied(caller.arn, 'DeleteTopic', arn);
  removeTopic(world, arn);
  return {};
};

const ListTopics: Operation<World> = (input, { world, caller }) => {
  const after = Buffer.from(String(input['NextToken'] ?? ''), 'base64url').toString('utf8');
  const rest = topicsIn(world, caller).filter((arn) => arn > after);
  const shown = rest.slice(0, Math.min(LARGEST_PAGE, world.settings.pageSize ?? LARGEST_PAGE));
  const last = rest.length > shown.length ? shown.at(-1) : undefined;
  return {
    Topics: shown.map((TopicArn) => ({ TopicArn })),
    ...(last !== undefined && { NextToken: Buffer.from(last).toString('base64url') }),
  };
};

const Publish: Operation<World> = (input, { world, caller, clock }) => {
  const { arn, topic } = asked(input, caller.region);
  const row = topic(world);
  if (!row) throw new ServiceError('NotFound', 'Topic does not exist', {}, 404);
  if (row.accountId !== caller.accountId) throw denied(caller.arn, 'Publish', arn);
  const message = String(input['Message'] ?? '');
  const subject = input['Subject'] === undefined ? undefined : String(input['Subject']);
  checkText(message, subject);
  const forms = input['MessageStructure'] === 'json' ? formsOf(message) : { default: message };
  const state = snsState(world);
  state.count += 1;
  const messageId = uuidFrom(`${arn} ${state.count}`);
  keep(world, arn, row, {
    messageId,
    message: forms.default,
    ...(forms.https !== undefined && { https: forms.https }),
    by: caller.arn,
    at: clock.now(),
    ...(subject !== undefined && { subject }),
  });
  return { MessageId: messageId };
};

function asked(input: Input, region: string): { arn: string; topic: (world: World) => TopicRow | undefined } {
  const arn = String(input['TopicArn'] ?? input['TargetArn'] ?? '');
  const [, inArn] = /^arn:aws[\w-]*:sns:([\w-]+):\d{12}:[\w.-]+$/.exec(arn) ?? [];
  if (inArn === undefined) {
    if (input['TopicArn'] !== undefined) throw invalid('TopicArn');
    throw new ServiceError('NotImplemented', 'only topics are simulated: phones and endpoints are not', {}, 501);
  }
  if (inArn !== region) throw invalid('TopicArn');
  return { arn, topic: (world) => topicAt(world, arn) };
}

function checkText(message: string, subject: string | undefined): void {
  if (message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) + Buffer.byteLength(subject ?? '') > LARGEST_MESSAGE)
    throw invalid('Message too long');
  if (subject === undefined) return;
  const isSubject = /^[!-~][ -~]*$/.test(subject) && subject.length <= LONGEST_SUBJECT;
  if (!isSubject) throw invalid('Subject');
}

interface Forms {
  readonly default: string;
  readonly https?: string;
}

/** Each protocol its own text, and one for the rest. */
function formsOf(message: string): Forms {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  if (typeof parsed !== 'object' || parsed === null || !('default' in parsed)) {
    throw invalid('Message Structure - No default entry in JSON message body');
  }
  const https = 'https' in parsed ? parsed.https : undefined;
  return { default: String(parsed.default), ...(https !== undefined && { https: String(https) }) };
}

function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

const invalid = (what: string): ServiceError => new ServiceError('InvalidParameter', `Invalid parameter: ${what}`);

function denied(caller: string, operation: string, arn: string): ServiceError {
  const message = `User: ${caller} is not authorized to perform: SNS:${operation} on resource: ${arn} because no resource-based policy allows the SNS:${operation} action`;
  return new ServiceError('AuthorizationError', message, {}, 403);
}

export const operations: Readonly<Record<string, Operation<World>>> = { CreateTopic, DeleteTopic, ListTopics, Publish };
