import type { World } from '../../world.js';

export interface QueueRow {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Clock milliseconds, as `changedAt`. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** Those that can be set, by their names on the wire; `Policy` only where there is one. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SqsState {
  /** By ARN. */
  readonly queues: Record<string, QueueRow>;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export function sqsState(world: World): SqsState {
  return world.state('sqs', (): SqsState => ({ queues: {} }));
}

export const queueArn = ({ region, accountId }: Place, name: string): string =>
  `arn:aws:sqs:${region}:${accountId}:${name}`;

export function queueAt(world: World, arn: string): QueueRow | undefined {
  const { queues } = sqsState(world);
  return Object.hasOwn(queues, arn) ? queues[arn] : undefined;
}

export function putQueue(world: World, queue: QueueRow): void {
  sqsState(world).queues[queueArn(queue, queue.name)] = queue;
}

export function removeQueue(world: World, queue: QueueRow): void {
  delete sqsState(world).queues[queueArn(queue, queue.name)];
}

/** Of this account and Region, by name. */
export function queuesIn(world: World, { accountId, region }: Place): QueueRow[] {
  return Object.values(sqsState(world).queues)
    .filter((queue) => queue.accountId === accountId && queue.region === region)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
