import type { LiveContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { bucketOf, bytesOfLarge, missingBucket } from './send.js';
import type { ManagementStackSpec, StackBaselineSpec } from './spec.js';

/** Fields that the instances have, and not the set: changing them sends no template. */
const OF_INSTANCES = /^(?:instances|retry|overrides|units)\b/;

/** A template that goes through a bucket, and the bucket is not there: said before the first write of the whole plan. */
export async function sayMissingBucket(context: LiveContext<Surroundings>, changes: readonly Change[]): Promise<void> {
  const large = changes.flatMap((change) => {
    const bytes = sendsTemplate(change) ? bytesOfLarge(change.to) : undefined;
    return bytes === undefined ? [] : [{ change, bytes }];
  });
  if (large.length === 0) return;
  const { s3 } = context.aws;
  const bucket = bucketOf(context);
  if (await s3.hasBucket(bucket)) return;
  for (const { change, bytes } of large) {
    context.problem({
      code: 'template-bucket',
      address: change.address,
      ...(change.origin && { origin: change.origin }),
      message: missingBucket(bytes, bucket, s3.region),
      hint: `aws s3 mb s3://${bucket} --region ${s3.region}, or make the template smaller`,
    });
  }
}

type Sending = Extract<Change<StackBaselineSpec | ManagementStackSpec>, { readonly to: unknown }>;

/** A change of these kinds holds specs of these kinds. */
function sendsTemplate(change: Change): change is Sending & Change {
  if (change.kind !== 'stack-baseline' && change.kind !== 'management-stack') return false;
  if (change.action === 'update') return change.fields.some(({ path }) => !OF_INSTANCES.test(path));
  return change.action === 'create' || change.action === 'replace' || change.action === 'repair';
}
