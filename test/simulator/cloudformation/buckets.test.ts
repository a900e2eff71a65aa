import { bucketState, bucketsWithPolicies } from '../../../src/simulator/services/s3/for-services.js';
import { bucketOf, putObject } from '../../../src/simulator/services/s3/state.js';
import { formation, HOME, MANAGEMENT } from './support.js';

const DENY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::results/*' }],
};
const bucket = (name: string, more: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName: name },
  ...more,
});
const withPolicy = {
  Bucket: bucket('results'),
  Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: DENY } },
};
const template = (resources: object): string => JSON.stringify({ Resources: resources });
const object = { body: '', etag: '""', contentType: 'text/plain', metadata: {}, modifiedAt: 0 };

test('a bucket that a stack makes is there, in the account and Region of the stack, with its policy', async () => {
  const { aws, simulator, stack } = formation();
  const { StackId = '' } = await aws.createStack({ StackName: 'a', TemplateBody: template(withPolicy) });
  await stack('a');
  expect(bucketOf(simulator.world, 'results')).toMatchObject({ accountId: MANAGEMENT, region: HOME });
  expect(bucketsWithPolicies(simulator.world)).toEqual([{ name: 'results', policy: JSON.stringify(DENY) }]);
  await aws.updateStack({ StackName: 'a', TemplateBody: template({ Bucket: withPolicy.Bucket }) });
  await stack('a');
  expect(bucketsWithPolicies(simulator.world)).toEqual([]);
  await aws.deleteStack({ StackName: 'a' });
  await stack(StackId);
  expect(bucketState(simulator.world, 'results')).toBeUndefined();
});

test('one that holds something stays, and the stack says so', async () => {
  const { aws, simulator, stack } = formation();
  await aws.createStack({ StackName: 'a', TemplateBody: template({ Bucket: bucket('results') }) });
  await stack('a');
  const row = bucketOf(simulator.world, 'results');
  if (row === undefined) throw new Error('no bucket');
  putObject(row, 'x', object);
  await aws.deleteStack({ StackName: 'a' });
  expect((await stack('a')).StackStatus).toBe('DELETE_FAILED');
  expect((await stack('a')).StackStatusReason).toContain('[Bucket]');
  expect(bucketState(simulator.world, 'results')).toEqual({ isEmpty: false });
});

test('one that is retained stays; one whose name somebody has cannot be made, nor does it take anything away', async () => {
  const { aws, simulator, stack } = formation();
  const { StackId = '' } = await aws.createStack({
    StackName: 'a',
    TemplateBody: template({ Bucket: bucket('results', { DeletionPolicy: 'Retain' }) }),
  });
  await aws.deleteStack({ StackName: 'a' });
  expect((await stack(StackId)).StackStatus).toBe('DELETE_COMPLETE');
  expect(bucketState(simulator.world, 'results')).toEqual({ isEmpty: true });
  await aws.createStack({ StackName: 'b', TemplateBody: template({ Bucket: bucket('results') }) });
  expect((await stack('b')).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(bucketState(simulator.world, 'results')).toEqual({ isEmpty: true });
});

test('an update that fails leaves no bucket behind', async () => {
  const { aws, simulator, stack } = formation();
  await aws.createStack({ StackName: 'a', TemplateBody: template({ Bucket: bucket('one') }) });
  await aws.createStack({ StackName: 'b', TemplateBody: template({ Bucket: bucket('two') }) });
  const clash = { Bucket: bucket('one'), Another: bucket('three'), Clash: { ...bucket('two'), DependsOn: 'Another' } };
  await aws.updateStack({ StackName: 'a', TemplateBody: template(clash) });
  expect((await stack('a')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(['one', 'two', 'three'].map((name) => bucketState(simulator.world, name) !== undefined)).toEqual([
    true,
    true,
    false,
  ]);
});
