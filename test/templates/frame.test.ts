import { type Api, awsError, operationsIn, run } from './custom-resource.js';
import { deployedCode, TEMPLATES, templateOf } from './templates.js';

const NAME = 'ebs-default-encryption';
const CREATE = { RequestType: 'Create', ResourceProperties: { KmsKey: '', RestoreOnDelete: 'false' } };
const willing: Api = () => ({ EbsEncryptionByDefault: true, KmsKeyId: 'alias/aws/ebs' });
const WITH_CODE = TEMPLATES.filter((name) =>
  [...templateOf(name).resources.values()].some(({ type }) => type.startsWith('Custom::')),
);

test('templates that run code are those four', () => {
  expect(WITH_CODE).toEqual([
    'default-vpc-removal',
    'ebs-default-encryption',
    'iam-password-policy',
    's3-account-public-access-block',
  ]);
});

describe.each(WITH_CODE)('%s answers CloudFormation', (name) => {
  test.each(['Create', 'Update', 'Delete'])('%s, also when everything is denied', async (RequestType) => {
    const request = { RequestType, ResourceProperties: { RestoreOnDelete: 'true' }, PhysicalResourceId: undefined };
    const { answers } = await run(name, request, () => Promise.reject(awsError('AccessDenied', 'not for you')));
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({
      StackId: expect.stringContaining(':stack/'),
      RequestId: 'request-1',
      LogicalResourceId: 'Setting',
      PhysicalResourceId: expect.stringMatching(/^\w+ nothing-done$/),
      ...(RequestType === 'Delete' ? { Status: 'SUCCESS' } : { Status: 'FAILED', Reason: 'AccessDenied: not for you' }),
    });
  });

  test('may call what it calls', () => {
    const allowed = allowedIn(name);
    for (const operation of operationsIn(name)) expect(allowed).toContain(ACTIONS[operation] ?? operation);
  });
});

/** Where IAM's name of the action is not the API's name of the operation. */
const ACTIONS: Readonly<Record<string, string>> = {
  GetPublicAccessBlock: 'GetAccountPublicAccessBlock',
  PutPublicAccessBlock: 'PutAccountPublicAccessBlock',
  DeletePublicAccessBlock: 'PutAccountPublicAccessBlock',
};

function allowedIn(name: string): string[] {
  const role = [...templateOf(name).resources.values()].find(({ type }) => type === 'AWS::IAM::Role');
  return [...JSON.stringify(role?.properties).matchAll(/"(?:ec2|s3|iam):(\w+)"/g)].flatMap((match) => match[1] ?? []);
}

test('permissions that have not spread yet are waited for when the stack is made, and not for ever', async () => {
  const late = await run(NAME, CREATE, (operation, input, call) => {
    if (operation === 'GetEbsEncryptionByDefault' && call <= 2) throw awsError('UnauthorizedOperation');
    return willing(operation, input, call);
  });
  expect(late.answers[0]?.Status).toBe('SUCCESS');
  expect(late.waits).toEqual([10_000, 10_000]);
  const never = await run(NAME, CREATE, () => Promise.reject(awsError('UnauthorizedOperation')));
  expect(never.answers[0]?.Status).toBe('FAILED');
  expect(never.waits).toHaveLength(3);
});

test('what was there before is remembered from the first look, not from a second try', async () => {
  const state = { key: 'alias/aws/ebs' };
  const { answers } = await run(
    NAME,
    { ...CREATE, ResourceProperties: { KmsKey: 'alias/bank' } },
    (operation, input, call) => {
      if (operation === 'ModifyEbsDefaultKmsKeyId') state.key = String(input['KmsKeyId']);
      if (operation === 'EnableEbsEncryptionByDefault' && call === 1) throw awsError('UnauthorizedOperation');
      return { EbsEncryptionByDefault: operation === 'EnableEbsEncryptionByDefault', KmsKeyId: state.key };
    },
  );
  expect(answers[0]).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'EbsDefaultEncryption {"enabled":false,"key":"alias/aws/ebs"}',
  });
});

test('an API that does not come back is answered for before Lambda stops the function', async () => {
  const { answers } = await run(NAME, CREATE, () => new Promise(() => undefined), { remainingMs: 20_100 });
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('not finished in time') });
});

test('an answer that is not taken is given again; never taken, the function fails, so that Lambda runs it again', async () => {
  const second = await run(NAME, CREATE, willing, { answered: [500] });
  expect(second.answers).toHaveLength(1);
  const never = await run(NAME, CREATE, willing, { answered: [500, 503, 403] });
  expect(never.answers).toEqual([]);
  expect(never.error).toContain('CloudFormation took no answer');
  expect(never.error).not.toContain('Signature');
});

test('nothing that came in is logged', async () => {
  const { log } = await run(NAME, CREATE, willing);
  expect(log).toEqual(['{"request":"Create","status":"SUCCESS"}']);
});

test('a long error fits into an answer', async () => {
  const { answers } = await run(NAME, CREATE, () => Promise.reject(awsError('X', 'x'.repeat(5_000))));
  expect(answers[0]?.Reason).toHaveLength(1_000);
});

test('code is deployed without comments', () => {
  for (const name of WITH_CODE) expect(deployedCode(name)).not.toMatch(/^\s*\/\//m);
});
