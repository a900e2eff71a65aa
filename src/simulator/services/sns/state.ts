import type { World } from '../../world.js';

export interface Published {
  readonly messageId: string;
  readonly subject?: string;
  /** What mails show. */
  readonly message: string;
  /** What an https endpoint is sent, where that is another text. */
  readonly https?: string;
  /** Of whoever published it. */
  readonly by: string;
  /** Clock milliseconds. */
  readonly at: number;
}

export interface TopicRow {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Oldest first. */
  readonly published: readonly Published[];
}

export interface SnsState {
  /** By ARN. */
  readonly topics: Record<string, TopicRow>;
  /** Messages ever published. */
  count: number;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** What a state file has to carry is bounded. */
const MOST_KEPT = 1_000;

export function snsState(world: World): SnsState {
  return world.state('sns', (): SnsState => ({ topics: {}, count: 0 }));
}

export const topicArn = ({ region, accountId }: Place, name: string): string =>
  `arn:aws:sns:${region}:${accountId}:${name}`;

export function topicAt(world: World, arn: string): TopicRow | undefined {
  const { topics } = snsState(world);
  return Object.hasOwn(topics, arn) ? topics[arn] : undefined;
}

/** One that is there already stays as it is. */
export function addTopic(world: World, { accountId, region }: Place, name: string): string {
  const arn = topicArn({ accountId, region }, name);
  if (!topicAt(world, arn)) snsState(world).topics[arn] = { name, accountId, region, published: [] };
  return arn;
}

export function removeTopic(world: World, arn: string): void {
  delete snsState(world).topics[arn];
}

export function keep(world: World, arn: string, topic: TopicRow, message: Published): void {
  const published = [...topic.published, message].slice(-MOST_KEPT);
  snsState(world).topics[arn] = { ...topic, published };
}

/** Of this account and Region, by ARN. */
export function topicsIn(world: World, { accountId, region }: Place): string[] {
  return Object.entries(snsState(world).topics)
    .filter(([, topic]) => topic.accountId === accountId && topic.region === region)
    .map(([arn]) => arn)
    .sort();
}
