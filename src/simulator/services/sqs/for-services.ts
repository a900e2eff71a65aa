import type { World } from '../../world.js';
import { queueArn, sqsState } from './state.js';

/** Amazon SQS as others see it, in every account and Region. */
export function queuesWithPolicies(world: World): { readonly arn: string; readonly policy: string }[] {
  return Object.values(sqsState(world).queues).flatMap((queue) => {
    const policy = queue.attributes['Policy'];
    return policy === undefined ? [] : [{ arn: queueArn(queue, queue.name), policy }];
  });
}
