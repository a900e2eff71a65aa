import { faultOf } from '../aws/faults.js';
import type { RootTask } from '../aws/root-session.js';
import type { Aws } from '../aws/session.js';
import { TowerctlError } from '../errors.js';

/** A privileged task in one member account: what it will do is known before it does it. */
export interface PrivilegedTask {
  readonly task: RootTask;
  /** What it acts on, where that is not the account itself. */
  readonly target?: string;
  /** What is there and goes: a policy, as it is written. Absent where nothing goes. */
  readonly goes?: string;
  run(): Promise<void>;
}

type RootAws = Pick<Aws, 'asRoot'>;

/**
 * The policy of a bucket that denies everybody is deleted; the bucket's owner has access again by IAM alone.
 *
 * @throws TowerctlError `failed` where the bucket has no policy.
 */
export async function unlockBucket(
  aws: RootAws,
  { accountId, bucket, region }: { readonly accountId: string; readonly bucket: string; readonly region: string },
): Promise<PrivilegedTask> {
  const s3 = (await entered(aws, accountId, 'unlock-bucket')).s3(region);
  const policy = await elsewhere(() => s3.bucketPolicy(bucket), bucket, region);
  if (policy === undefined) {
    throw new TowerctlError('failed', `the bucket ${bucket} has no policy: nothing locks it, nothing was done`);
  }
  return {
    task: 'unlock-bucket',
    target: `s3://${bucket}`,
    goes: policy,
    run: () => s3.deleteBucketPolicy(bucket),
  };
}

/**
 * The policy of a queue that denies everybody is deleted.
 *
 * @throws TowerctlError `failed` where the queue has no policy.
 */
export async function unlockQueue(
  aws: RootAws,
  { accountId, queueUrl, region }: { readonly accountId: string; readonly queueUrl: string; readonly region: string },
): Promise<PrivilegedTask> {
  const sqs = (await entered(aws, accountId, 'unlock-queue')).sqs(region);
  const policy = await sqs.queuePolicy(queueUrl);
  if (policy === undefined) {
    throw new TowerctlError('failed', `the queue ${queueUrl} has no policy: nothing locks it, nothing was done`);
  }
  return { task: 'unlock-queue', target: queueUrl, goes: policy, run: () => sqs.deleteQueuePolicy(queueUrl) };
}

/**
 * The recovery of the root password is let through again: whoever reads the root user's email can then set one.
 * AWS refuses where the root user has credentials.
 */
export async function allowRecovery(
  aws: RootAws,
  { accountId }: { readonly accountId: string },
): Promise<PrivilegedTask> {
  const { iam } = await entered(aws, accountId, 'create-password');
  return {
    task: 'create-password',
    async run() {
      try {
        await iam.allowPasswordRecovery();
      } catch (error) {
        if (!['EntityAlreadyExists', 'EntityAlreadyExistsException'].includes(faultOf(error).code)) throw error;
        const message = `the root user of ${accountId} has a password already, or its recovery is allowed: nothing was done`;
        throw new TowerctlError('failed', message, [], { cause: error });
      }
    },
  };
}

async function entered(aws: RootAws, accountId: string, task: RootTask): ReturnType<Aws['asRoot']> {
  try {
    return await aws.asRoot(accountId, task);
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class !== 'denied') throw error;
    const message = `AssumeRoot in ${accountId} is refused: RootSessions must be on (rootAccess.sessions), the account an active member, and the caller the management account or the administrator of iam.amazonaws.com with sts:AssumeRoot (${fault.message})`;
    throw new TowerctlError('denied', message, [], { cause: error });
  }
}

async function elsewhere<T>(read: () => Promise<T>, bucket: string, region: string): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const { code, status } = faultOf(error);
    if (code !== 'PermanentRedirect' && status !== 301) throw error;
    const message = `the bucket ${bucket} is not in ${region}: name its Region with --region`;
    throw new TowerctlError('usage', message, [], { cause: error });
  }
}
