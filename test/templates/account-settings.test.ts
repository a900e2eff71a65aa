import { type Api, awsError, type Run, run } from './custom-resource.js';

const idOf = ({ answers }: Run) => answers[0]?.PhysicalResourceId;
const writes = ({ calls }: Run) => calls.filter(([operation]) => !operation.startsWith('Get'));
const text = (properties: object) =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]));

describe('s3-account-public-access-block', () => {
  const NAME = 's3-account-public-access-block';
  const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  const SOME = { ...ALL, BlockPublicPolicy: false, RestrictPublicBuckets: false };
  const ACCOUNT = { AccountId: '111122223333' };

  function account(start?: object) {
    const state: { block: object | undefined } = { block: start };
    const api: Api = (operation, input) => {
      if (input['AccountId'] !== ACCOUNT.AccountId) throw awsError('InvalidRequest');
      if (operation === 'PutPublicAccessBlock') state.block = Object(input['PublicAccessBlockConfiguration']);
      if (operation === 'DeletePublicAccessBlock') state.block = undefined;
      if (operation !== 'GetPublicAccessBlock') return {};
      if (state.block === undefined) throw awsError('NoSuchPublicAccessBlockConfiguration');
      return { PublicAccessBlockConfiguration: state.block };
    };
    return { state, api };
  }
  const ask = (RequestType: string, api: Api, more: object = {}, properties: object = {}) =>
    run(NAME, { RequestType, ResourceProperties: { ...ACCOUNT, ...text({ ...ALL, ...properties }) }, ...more }, api);

  test.each([[undefined], [SOME]])('blocks, whatever was there (%j), and once is enough', async (start) => {
    const { state, api } = account(start);
    expect((await ask('Create', api)).answers[0]?.Status).toBe('SUCCESS');
    expect(state.block).toEqual(ALL);
    expect(writes(await ask('Update', api))).toEqual([]);
  });

  test('each switch by itself', async () => {
    const { state, api } = account();
    await ask('Create', api, {}, { BlockPublicPolicy: false, RestrictPublicBuckets: false });
    expect(state.block).toEqual(SOME);
  });

  test('an S3 policy of the organization that says the same is enough, although writing is refused', async () => {
    const managed =
      (block: object): Api =>
      (operation) => {
        if (operation !== 'GetPublicAccessBlock') throw awsError('AccessDenied');
        return { PublicAccessBlockConfiguration: block };
      };
    expect((await ask('Create', managed(ALL))).answers[0]?.Status).toBe('SUCCESS');
    expect((await ask('Create', managed(SOME))).answers[0]?.Status).toBe('FAILED');
  });

  test.each([[undefined], [SOME]])('goes back to %j only where asked', async (start) => {
    const { state, api } = account(start);
    const PhysicalResourceId = idOf(await ask('Create', api));
    expect((await ask('Delete', api, { PhysicalResourceId })).calls).toEqual([]);
    expect(state.block).toEqual(ALL);
    await ask('Delete', api, { PhysicalResourceId }, { RestoreOnDelete: true });
    expect(state.block).toEqual(start);
  });
});

describe('iam-password-policy', () => {
  const NAME = 'iam-password-policy';
  const SWITCHES = {
    RequireLowercaseCharacters: true,
    RequireUppercaseCharacters: true,
    RequireNumbers: true,
    RequireSymbols: true,
    AllowUsersToChangePassword: true,
    HardExpiry: false,
  };
  const STRONG = { MinimumPasswordLength: 14, PasswordReusePrevention: 24, ...SWITCHES };
  const WEAK = { MinimumPasswordLength: 8, MaxPasswordAge: 90, ...SWITCHES, RequireSymbols: false };

  function account(start?: object) {
    const state: { policy: object | undefined } = { policy: start };
    const api: Api = (operation, input) => {
      if (operation === 'UpdateAccountPasswordPolicy') state.policy = input;
      if (operation === 'DeleteAccountPasswordPolicy') state.policy = undefined;
      if (operation !== 'GetAccountPasswordPolicy') return {};
      if (state.policy === undefined) throw awsError('NoSuchEntityException');
      return { PasswordPolicy: { ...state.policy, ExpirePasswords: 'MaxPasswordAge' in state.policy } };
    };
    return { state, api };
  }
  const ask = (RequestType: string, api: Api, more: object = {}, properties: object = {}) =>
    run(NAME, { RequestType, ResourceProperties: text({ ...STRONG, MaxPasswordAge: 0, ...properties }), ...more }, api);

  test.each([[undefined], [WEAK]])('is set whole, whatever was there (%j), and once is enough', async (start) => {
    const { state, api } = account(start);
    expect((await ask('Create', api)).answers[0]?.Status).toBe('SUCCESS');
    expect(state.policy).toEqual(STRONG);
    expect(writes(await ask('Update', api))).toEqual([]);
  });

  test('an age is sent where there is one', async () => {
    const { state, api } = account();
    await ask('Create', api, {}, { MaxPasswordAge: 365, HardExpiry: true });
    expect(state.policy).toEqual({ ...STRONG, MaxPasswordAge: 365, HardExpiry: true });
  });

  test.each([[undefined], [WEAK]])('goes back to %j only where asked, and a second time too', async (start) => {
    const { state, api } = account(start);
    const PhysicalResourceId = idOf(await ask('Create', api));
    expect((await ask('Delete', api, { PhysicalResourceId })).calls).toEqual([]);
    expect(state.policy).toEqual(STRONG);
    await ask('Delete', api, { PhysicalResourceId }, { RestoreOnDelete: true });
    expect(state.policy).toEqual(start);
    const again = await ask('Delete', api, { PhysicalResourceId }, { RestoreOnDelete: true });
    expect(again.answers[0]?.Status).toBe('SUCCESS');
  });
});
