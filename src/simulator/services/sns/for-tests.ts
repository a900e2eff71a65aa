import type { World } from '../../world.js';
import { addTopic, type Place, type Published, topicAt } from './state.js';

/** Amazon SNS as a test sees it, which has no mailbox. */
export type { Published } from './state.js';

/** @returns its ARN. */
export const putTopic = (world: World, place: Place, name: string): string => addTopic(world, place, name);

/** What was published to the topic, oldest first. @throws Error where there is no such topic. */
export function publishedTo(world: World, arn: string): readonly Published[] {
  const topic = topicAt(world, arn);
  if (!topic) throw new Error(`there is no topic ${arn}`);
  return topic.published;
}
