import { SQS } from '@aws-sdk/client-sqs';
import { AUDIT, type House, house, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { rootHouse } from '../root-sessions.js';

const denyAll = (arn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: arn }],
  });
const sqsIn = async ({ simulator, enter }: House, account: string, region = 'eu-west-1'): Promise<SQS> =>
  new SQS(clientOf(simulator, region, await enter(account)));
const arnOf = (name: string): string => `arn:aws:sqs:eu-west-1:${PAYMENTS}:${name}`;

test('a queue, its URL and its attributes', async () => {
  const made = house();
  const sqs = await sqsIn(made, PAYMENTS);
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'jobs', Attributes: { VisibilityTimeout: '60' } });
  expect(QueueUrl).toBe(`https://sqs.eu-west-1.amazonaws.com/${PAYMENTS}/jobs`);
  expect((await sqs.createQueue({ QueueName: 'jobs' })).QueueUrl).toBe(QueueUrl);
  expect(await errorOf(sqs.createQueue({ QueueName: 'jobs', Attributes: { VisibilityTimeout: '61' } }))).toBe(
    'QueueNameExists',
  );
  expect((await sqs.getQueueUrl({ QueueName: 'jobs' })).QueueUrl).toBe(QueueUrl);
  expect((await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] })).Attributes).toMatchObject({
    QueueArn: arnOf('jobs'),
    VisibilityTimeout: '60',
    DelaySeconds: '0',
  });
  expect((await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] })).Attributes).toBeUndefined();
  expect((await sqs.getQueueAttributes({ QueueUrl })).Attributes).toBeUndefined();
  await sqs.deleteQueue({ QueueUrl });
  await expect(sqs.getQueueUrl({ QueueName: 'jobs' })).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  });
});

test('names and values that are refused', async () => {
  const sqs = await sqsIn(house(), PAYMENTS);
  expect(await errorOf(sqs.createQueue({ QueueName: 'a b' }))).toBe('InvalidParameterValue');
  expect(await errorOf(sqs.createQueue({ QueueName: 'a.fifo' }))).toBe('InvalidParameterValue');
  const fifo = await sqs.createQueue({ QueueName: 'a.fifo', Attributes: { FifoQueue: 'true' } });
  const { QueueUrl } = fifo;
  const set = (Attributes: Record<string, string>) => errorOf(sqs.setQueueAttributes({ QueueUrl, Attributes }));
  expect(await set({ Policy: '{' })).toBe('InvalidAttributeValue');
  expect(await set({ Policy: '[]' })).toBe('InvalidAttributeValue');
  expect(await set({ DelaySeconds: '901' })).toBe('InvalidAttributeValue');
  expect(await set({ Colour: 'red' })).toBe('InvalidAttributeName');
  expect(await errorOf(sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Colour' as 'All'] }))).toBe(
    'InvalidAttributeName',
  );
});

test('every account and Region by itself, over pages', async () => {
  const made = house({ pageSize: 2 });
  const sqs = await sqsIn(made, PAYMENTS);
  expect((await sqs.listQueues({})).QueueUrls).toBeUndefined();
  for (const QueueName of ['b', 'a', 'c', 'other']) await sqs.createQueue({ QueueName });
  const names = (urls: string[] = []) => urls.map((url) => url.split('/').at(-1));
  expect(names((await sqs.listQueues({})).QueueUrls)).toEqual(['a', 'b', 'c', 'other']);
  expect(names((await sqs.listQueues({ QueueNamePrefix: 'o' })).QueueUrls)).toEqual(['other']);
  const first = await sqs.listQueues({ MaxResults: 3 });
  expect(names(first.QueueUrls)).toEqual(['a', 'b']);
  const rest = await sqs.listQueues({ MaxResults: 3, NextToken: first.NextToken });
  expect(names(rest.QueueUrls)).toEqual(['c', 'other']);
  expect(rest.NextToken).toBeUndefined();
  expect((await (await sqsIn(made, PAYMENTS, 'us-east-1')).listQueues({})).QueueUrls).toBeUndefined();
  const stranger = await sqsIn(made, AUDIT);
  const QueueUrl = first.QueueUrls?.[0];
  expect(await errorOf(stranger.getQueueAttributes({ QueueUrl }))).toBe('AccessDenied');
  expect(await errorOf(stranger.getQueueUrl({ QueueName: 'a' }))).toBe('QueueDoesNotExist');
});

test('a policy that denies everybody locks the account out, until a root session unlocks the queue', async () => {
  const made = await rootHouse();
  const sqs = await sqsIn(made, PAYMENTS);
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'locked' });
  await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: denyAll(arnOf('locked')) } });
  await expect(sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: '' } })).rejects.toMatchObject({
    message: expect.stringMatching(/sqs:SetQueueAttributes.*explicit deny in a resource-based policy/),
  });
  expect(await errorOf(sqs.getQueueAttributes({ QueueUrl }))).toBe('AccessDenied');
  expect(await errorOf(sqs.deleteQueue({ QueueUrl }))).toBe('AccessDenied');
  expect((await sqs.listQueues({})).QueueUrls).toEqual([QueueUrl]);
  const root = new SQS(clientOf(made.simulator, 'eu-west-1', await made.asRoot(PAYMENTS, 'SQSUnlockQueuePolicy')));
  const { Attributes } = await root.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] });
  expect(Attributes?.Policy).toBe(denyAll(arnOf('locked')));
  expect(await errorOf(root.deleteQueue({ QueueUrl }))).toBe('AccessDenied');
  await root.setQueueAttributes({ QueueUrl, Attributes: { Policy: '' } });
  expect((await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] })).Attributes).toBeUndefined();
});
