import { S3 } from '@aws-sdk/client-s3';
import { type House, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { rootHouse } from '../root-sessions.js';

const BUCKET = 'payments-data';
const policy = (more: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        ...more,
      },
    ],
  });

async function bucketIn({ simulator, enter }: House, account: string): Promise<S3> {
  const s3 = new S3(clientOf(simulator, 'us-east-1', await enter(account)));
  await s3.createBucket({ Bucket: BUCKET });
  await s3.putObject({ Bucket: BUCKET, Key: 'k', Body: 'x' });
  return s3;
}

test('none, one as it was sent, and none again', async () => {
  const s3 = await bucketIn(await rootHouse(), PAYMENTS);
  const none = s3.getBucketPolicy({ Bucket: BUCKET });
  await expect(none).rejects.toMatchObject({ name: 'NoSuchBucketPolicy', $metadata: { httpStatusCode: 404 } });
  const Policy = policy({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  await s3.putBucketPolicy({ Bucket: BUCKET, Policy });
  expect((await s3.getBucketPolicy({ Bucket: BUCKET })).Policy).toBe(Policy);
  expect(await errorOf(s3.getObject({ Bucket: BUCKET, Key: 'k' }))).toBe('none');
  await s3.deleteBucketPolicy({ Bucket: BUCKET });
  await s3.deleteBucketPolicy({ Bucket: BUCKET });
  expect(await errorOf(s3.getBucketPolicy({ Bucket: BUCKET }))).toBe('NoSuchBucketPolicy');
});

test.each([
  ['{', /invalid Json/],
  ['{}', /Statement/],
  [policy({ Principal: undefined }), /Principal/],
  [policy({ Resource: 'arn:aws:s3:::another' }), /invalid resource/],
  [policy({ Sid: 'x'.repeat(20_480) }), /20480/],
])('%.30s is no policy', async (Policy, message) => {
  const s3 = await bucketIn(await rootHouse(), PAYMENTS);
  await expect(s3.putBucketPolicy({ Bucket: BUCKET, Policy })).rejects.toMatchObject({
    name: 'MalformedPolicy',
    message: expect.stringMatching(message),
    $metadata: { httpStatusCode: 400 },
  });
});

test('what it denies is denied: to all but one role, to requests from outside a network', async () => {
  const made = await rootHouse();
  const s3 = await bucketIn(made, PAYMENTS);
  const other = new S3(
    clientOf(made.simulator, 'us-east-1', await made.enter(PAYMENTS, 'OrganizationAccountAccessRole')),
  );
  const role = `arn:aws:iam::${PAYMENTS}:role/AWSControlTowerExecution`;
  await s3.putBucketPolicy({ Bucket: BUCKET, Policy: policy({ Principal: undefined, NotPrincipal: { AWS: role } }) });
  expect(await errorOf(other.getObject({ Bucket: BUCKET, Key: 'k' }))).toBe('AccessDenied');
  expect(await errorOf(other.listObjectsV2({ Bucket: BUCKET }))).toBe('AccessDenied');
  expect(await errorOf(s3.getObject({ Bucket: BUCKET, Key: 'k' }))).toBe('none');
  const fromEndpoint = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };
  await s3.putBucketPolicy({ Bucket: BUCKET, Policy: policy({ Condition: fromEndpoint }) });
  expect(await errorOf(s3.getObject({ Bucket: BUCKET, Key: 'k' }))).toBe('AccessDenied');
});

test('one that denies everybody locks the account out, until a root session unlocks the bucket', async () => {
  const made = await rootHouse();
  const s3 = await bucketIn(made, PAYMENTS);
  await s3.putBucketPolicy({ Bucket: BUCKET, Policy: policy() });
  await expect(s3.deleteBucketPolicy({ Bucket: BUCKET })).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringMatching(/s3:DeleteBucketPolicy.*explicit deny in a resource-based policy/),
  });
  const root = new S3(clientOf(made.simulator, 'us-east-1', await made.asRoot(PAYMENTS, 'S3UnlockBucketPolicy')));
  expect((await root.listBuckets({})).Buckets?.map(({ Name }) => Name)).toEqual([BUCKET]);
  expect((await root.getBucketPolicy({ Bucket: BUCKET })).Policy).toBe(policy());
  expect(await errorOf(root.getObject({ Bucket: BUCKET, Key: 'k' }))).toBe('AccessDenied');
  await root.deleteBucketPolicy({ Bucket: BUCKET });
  expect(await errorOf(s3.getObject({ Bucket: BUCKET, Key: 'k' }))).toBe('none');
});

test('in the management account too', async () => {
  const { simulator } = await rootHouse();
  const s3 = new S3(clientOf(simulator));
  await s3.createBucket({ Bucket: BUCKET });
  await s3.putBucketPolicy({ Bucket: BUCKET, Policy: policy({ Action: 's3:PutObject' }) });
  expect(await errorOf(s3.putObject({ Bucket: BUCKET, Key: 'k', Body: 'x' }))).toBe('AccessDenied');
  expect(await errorOf(s3.getBucketPolicy({ Bucket: BUCKET }))).toBe('none');
});
