import { type Caller, type Operation, type OperationContext, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { attributesOf, isAttribute, merged, settable } from './attributes.js';
import { arnIn } from './endpoint.js';
import { putQueue, type QueueRow, queueArn, queueAt, queuesIn, removeQueue } from './state.js';

type Input = Readonly<Record<string, unknown>>;

const LARGEST_PAGE = 1_000;

const CreateQueue: Operation<World> = (input, { world, caller, clock }) => {
  const name = String(input['QueueName'] ?? '');
  const attributes = settable(input['Attributes']);
  checkName(name, attributes['FifoQueue'] === 'true');
  const there = queueAt(world, queueArn(caller, name));
  if (there && Object.entries(attributes).some(([each, value]) => attributesOf(there)[each] !== value)) {
    const message = 'A queue already exists with the same name and a different value for an attribute.';
    throw new ServiceError('QueueNameExists', message);
  }
  const at = clock.now();
  const { accountId, region } = caller;
  if (!there) {
    putQueue(world, { name, accountId, region, createdAt: at, changedAt: at, attributes: merged({}, attributes) });
  }
  return { QueueUrl: urlOf(caller, accountId, name) };
};

function checkName(name: string, isFifo: boolean): void {
  const isName = isFifo ? /^[\w-]{1,75}\.fifo$/.test(name) : /^[\w-]{1,80}$/.test(name);
  if (isName) return;
  const message = `"${name}" is no name of a queue: 1 to 80 of letters, digits, - and _, with .fifo at the end of a FIFO queue's.`;
  throw new ServiceError('InvalidParameterValue', message);
}

/** Where the client found the service, the queue is too. */
function urlOf({ host, region }: Caller, accountId: string, name: string): string {
  const isAws = host === undefined || host.endsWith('.amazonaws.com');
  const base = isAws ? `https://sqs.${region}.amazonaws.com` : `http://${host}`;
  return `${base}/${accountId}/${name}`;
}

/** The caller's own, and in the Region that was asked: what a policy grants to other accounts is not simulated. */
function ownQueue(input: Input, { world, caller }: OperationContext<World>): QueueRow {
  const arn = arnIn(input, caller);
  const queue = arn === undefined ? undefined : queueAt(world, arn);
  if (!queue) throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
  if (queue.accountId !== caller.accountId) {
    const message = `User: ${caller.arn} is not authorized to perform this operation on resource: ${arn} because no resource-based policy allows it`;
    throw new ServiceError('AccessDeniedException', message);
  }
  return queue;
}

const DeleteQueue: Operation<World> = (input, context) => {
  removeQueue(context.world, ownQueue(input, context));
  return {};
};

const GetQueueUrl: Operation<World> = (input, context) => {
  const { accountId, name } = ownQueue(input, context);
  return { QueueUrl: urlOf(context.caller, accountId, name) };
};

/** Without MaxResults there is one answer of up to 1,000 and no token. */
const ListQueues: Operation<World> = (input, { world, caller }) => {
  const prefix = String(input['QueueNamePrefix'] ?? '');
  const after = Buffer.from(String(input['NextToken'] ?? ''), 'base64url').toString('utf8');
  const rows = queuesIn(world, caller).filter(({ name }) => name.startsWith(prefix) && name > after);
  const asked = input['MaxResults'];
  const size = asked === undefined ? LARGEST_PAGE : Math.min(Number(asked), world.settings.pageSize ?? LARGEST_PAGE);
  const shown = rows.slice(0, size);
  const last = asked !== undefined && rows.length > size ? shown.at(-1) : undefined;
  return {
    ...(shown.length > 0 && { QueueUrls: shown.map(({ accountId, name }) => urlOf(caller, accountId, name)) }),
    ...(last && { NextToken: Buffer.from(last.name).toString('base64url') }),
  };
};

const GetQueueAttributes: Operation<World> = (input, context) => {
  const queue = ownQueue(input, context);
  const names = Array.isArray(input['AttributeNames']) ? input['AttributeNames'].map(String) : [];
  const unknown = names.find((name) => !isAttribute(name));
  if (unknown !== undefined) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const asked = Object.entries(attributesOf(queue)).filter(([name]) => names.includes('All') || names.includes(name));
  return asked.length === 0 ? {} : { Attributes: Object.fromEntries(asked) };
};

const SetQueueAttributes: Operation<World> = (input, context) => {
  const queue = ownQueue(input, context);
  const attributes = merged(queue.attributes, settable(input['Attributes']));
  putQueue(context.world, { ...queue, attributes, changedAt: context.clock.now() });
  return {};
};

export const operations: Readonly<Record<string, Operation<World>>> = {
  CreateQueue,
  DeleteQueue,
  GetQueueUrl,
  ListQueues,
  GetQueueAttributes,
  SetQueueAttributes,
};
