import { type Api, awsError, type Run, run } from './custom-resource.js';

const NAME = 'ebs-default-encryption';
const KEY = 'arn:aws:kms:ap-northeast-1:111122223333:key/1';

/** An account in one Region, and the API over it. */
function account(start: { enabled?: boolean; key?: string } = {}) {
  const state = { enabled: start.enabled ?? false, key: start.key ?? 'alias/aws/ebs' };
  const api: Api = (operation, input) => {
    if (operation === 'GetEbsEncryptionByDefault') return { EbsEncryptionByDefault: state.enabled };
    if (operation === 'GetEbsDefaultKmsKeyId') return { KmsKeyId: state.key };
    if (operation === 'EnableEbsEncryptionByDefault') state.enabled = true;
    if (operation === 'DisableEbsEncryptionByDefault') state.enabled = false;
    if (operation === 'ModifyEbsDefaultKmsKeyId') state.key = String(input['KmsKeyId']);
    if (operation === 'ResetEbsDefaultKmsKeyId') state.key = 'alias/aws/ebs';
    return { EbsEncryptionByDefault: state.enabled };
  };
  return { state, api };
}

const create = (api: Api, properties: object = {}) =>
  run(
    NAME,
    { RequestType: 'Create', ResourceProperties: { KmsKey: '', RestoreOnDelete: 'false', ...properties } },
    api,
  );
const idOf = ({ answers }: Run) => answers[0]?.PhysicalResourceId;
const writes = ({ calls }: Run) => calls.map(([operation]) => operation).filter((name) => !name.startsWith('Get'));

test('is switched on; a second time writes nothing', async () => {
  const { state, api } = account();
  const first = await create(api);
  expect(first.answers[0]).toMatchObject({ Status: 'SUCCESS', Data: { DefaultKey: 'alias/aws/ebs' } });
  expect(state).toEqual({ enabled: true, key: 'alias/aws/ebs' });
  expect(writes(await create(api))).toEqual([]);
});

test('the key is set before encryption is switched on', async () => {
  const { state, api } = account();
  expect(writes(await create(api, { KmsKey: KEY }))).toEqual([
    'ModifyEbsDefaultKmsKeyId',
    'EnableEbsEncryptionByDefault',
  ]);
  expect(state).toEqual({ enabled: true, key: KEY });
});

test('no key asked for leaves the key that the account chose', async () => {
  const { state, api } = account({ key: 'arn:own' });
  await create(api);
  expect(state.key).toBe('arn:own');
});

test('a key that is no longer asked for gives way to the one before it, under the same physical id', async () => {
  const { state, api } = account({ key: 'arn:own' });
  const PhysicalResourceId = idOf(await create(api, { KmsKey: KEY }));
  const updated = await run(
    NAME,
    {
      RequestType: 'Update',
      PhysicalResourceId,
      ResourceProperties: { KmsKey: '' },
      OldResourceProperties: { KmsKey: KEY },
    },
    api,
  );
  expect(idOf(updated)).toBe(PhysicalResourceId);
  expect(state).toEqual({ enabled: true, key: 'arn:own' });
});

describe('when the stack goes', () => {
  const remove = (api: Api, PhysicalResourceId: string | undefined, RestoreOnDelete: string) =>
    run(NAME, { RequestType: 'Delete', PhysicalResourceId, ResourceProperties: { KmsKey: KEY, RestoreOnDelete } }, api);

  test('nothing is called unless asked', async () => {
    const { state, api } = account();
    const removed = await remove(api, idOf(await create(api, { KmsKey: KEY })), 'false');
    expect(removed.calls).toEqual([]);
    expect(removed.answers[0]?.Status).toBe('SUCCESS');
    expect(state).toEqual({ enabled: true, key: KEY });
  });

  test.each([[{ enabled: false, key: 'alias/aws/ebs' }], [{ enabled: true, key: 'arn:own' }]])(
    'and asked, it is as it was: %j',
    async (before) => {
      const { state, api } = account(before);
      const PhysicalResourceId = idOf(await create(api, { KmsKey: KEY }));
      await remove(api, PhysicalResourceId, 'true');
      expect(state).toEqual(before);
      expect((await remove(api, PhysicalResourceId, 'true')).answers[0]?.Status).toBe('SUCCESS');
      expect(state).toEqual(before);
    },
  );

  test('a creation that did nothing is not undone', async () => {
    const { api } = account();
    const PhysicalResourceId = idOf(await create(() => Promise.reject(awsError('Throttled'))));
    expect((await remove(api, PhysicalResourceId, 'true')).calls).toEqual([]);
  });
});

test('a setting that does not take is an error', async () => {
  const { api } = account();
  const stubborn: Api = (operation, input, call) =>
    operation === 'EnableEbsEncryptionByDefault' ? { EbsEncryptionByDefault: false } : api(operation, input, call);
  const failed = await create(stubborn);
  expect(failed.answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('still off') });
});
