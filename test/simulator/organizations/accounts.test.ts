import { generated } from '../../../src/simulator/services/organizations/seeds/generated.js';
import { asSeed, callAs, MANAGEMENT, newUnit, PAYMENTS, ROOT, refusal, sandbox } from './support.js';

const NEW = { Email: 'new@example.com', AccountName: 'new' };

describe('creating an account', () => {
  test('is polled for; the account appears under the root with the defaults and its tags', async () => {
    const { aws } = sandbox({ pace: { kind: 'polls', polls: 2 } });
    const started = await aws.createAccount({ ...NEW, Tags: [{ Key: 'owner', Value: 'payments' }] });
    const id = started.CreateAccountStatus?.Id ?? '';
    expect(id).toMatch(/^car-[a-z0-9]{32}$/);
    const poll = async () =>
      (await aws.describeCreateAccountStatus({ CreateAccountRequestId: id })).CreateAccountStatus;
    expect([started.CreateAccountStatus?.State, (await poll())?.State, (await poll())?.State]).toEqual(
      Array(3).fill('IN_PROGRESS'),
    );
    const done = await poll();
    expect(done).toMatchObject({ State: 'SUCCEEDED', AccountId: expect.stringMatching(/^\d{12}$/) });
    const account = done?.AccountId ?? '';
    expect((await aws.listParents({ ChildId: account })).Parents?.[0]?.Id).toBe(ROOT);
    expect((await aws.listTagsForResource({ ResourceId: account })).Tags).toEqual([
      { Key: 'owner', Value: 'payments' },
    ]);
    const { Policies } = await aws.listPoliciesForTarget({ TargetId: account, Filter: 'SERVICE_CONTROL_POLICY' });
    expect(Policies?.map((policy) => policy.Name)).toEqual(['FullAWSAccess']);
  });

  test('takes its time by the clock', async () => {
    const { aws, clock } = sandbox({ pace: { kind: 'time', ms: 60_000 } });
    const { CreateAccountStatus } = await aws.createAccount(NEW);
    const id = CreateAccountStatus?.Id ?? '';
    const state = async () =>
      (await aws.describeCreateAccountStatus({ CreateAccountRequestId: id })).CreateAccountStatus?.State;
    clock.advance(59_000);
    expect(await state()).toBe('IN_PROGRESS');
    clock.advance(1_000);
    expect(await state()).toBe('SUCCEEDED');
  });

  test('fails later, not at once, for an email address that is taken', async () => {
    const { aws } = sandbox();
    const { CreateAccountStatus } = await aws.createAccount({ ...NEW, Email: 'AWS+payments-prod@example.com' });
    expect(CreateAccountStatus).toMatchObject({ State: 'FAILED', FailureReason: 'EMAIL_ALREADY_EXISTS' });
    expect(CreateAccountStatus).not.toHaveProperty('AccountId');
  });

  test('has five in progress at most', async () => {
    const { aws } = sandbox({ pace: { kind: 'time', ms: 60_000 } });
    for (const index of [1, 2, 3, 4, 5]) await aws.createAccount({ ...NEW, Email: `new${index}@example.com` });
    const { CreateAccountStatus } = await aws.createAccount({ ...NEW, Email: 'new6@example.com' });
    expect(CreateAccountStatus).toMatchObject({ State: 'FAILED', FailureReason: 'CONCURRENT_ACCOUNT_MODIFICATION' });
    const failed = await aws.listCreateAccountStatus({ States: ['FAILED'] });
    expect(failed.CreateAccountStatuses).toHaveLength(1);
    expect((await aws.listCreateAccountStatus({})).CreateAccountStatuses).toHaveLength(6);
  });

  test('checks the name, the address, the role and the request id', async () => {
    const { aws } = sandbox();
    const ask = (more: object) => refusal(aws.createAccount({ ...NEW, ...more }));
    expect(await ask({ AccountName: 'x'.repeat(51) })).toBe('InvalidInputException MAX_LENGTH_EXCEEDED');
    expect(await ask({ AccountName: 'Zürich' })).toBe('InvalidInputException INVALID_PATTERN');
    expect(await ask({ Email: 'not an address' })).toBe('InvalidInputException INVALID_PATTERN');
    expect(await ask({ RoleName: 'a/b' })).toBe('InvalidInputException INVALID_ROLE_NAME');
    const absent = { CreateAccountRequestId: 'car-00000000' };
    expect(await refusal(aws.describeCreateAccountStatus(absent))).toBe('CreateAccountStatusNotFoundException');
  });

  test('has to wait while a new organization is being set up', async () => {
    const { aws, clock } = sandbox({ seed: 'none', pace: { kind: 'time', ms: 60_000 } });
    await aws.createOrganization({});
    expect(await refusal(aws.createAccount(NEW))).toBe('FinalizingOrganizationException');
    clock.advance(60_000);
    expect(await refusal(aws.createAccount(NEW))).toBe('none');
  });

  test('makes a GovCloud account beside the commercial one', async () => {
    const { aws } = sandbox();
    const { CreateAccountStatus } = await aws.createGovCloudAccount(NEW);
    expect(CreateAccountStatus).toMatchObject({
      State: 'SUCCEEDED',
      AccountId: expect.stringMatching(/^\d{12}$/),
      GovCloudAccountId: expect.stringMatching(/^\d{12}$/),
    });
  });
});

describe('closing an account', () => {
  test('goes through PENDING_CLOSURE and stays listed', async () => {
    const { aws } = sandbox({ pace: { kind: 'polls', polls: 1 } });
    await aws.closeAccount({ AccountId: PAYMENTS });
    const states = async () => (await aws.describeAccount({ AccountId: PAYMENTS })).Account;
    expect(await states()).toMatchObject({ Status: 'PENDING_CLOSURE', State: 'PENDING_CLOSURE' });
    expect(await states()).toMatchObject({ Status: 'SUSPENDED', State: 'CLOSED' });
    expect(await refusal(aws.closeAccount({ AccountId: PAYMENTS }))).toBe('AccountAlreadyClosedException');
    expect((await aws.listAccounts({})).Accounts?.map((account) => account.Id)).toContain(PAYMENTS);
  });

  test('is refused for the management account, twice, and for a fourth at the same time', async () => {
    const { aws } = sandbox({ pace: { kind: 'time', ms: 60_000 } });
    const close = (AccountId: string) => refusal(aws.closeAccount({ AccountId }));
    expect(await close(MANAGEMENT)).toBe('ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT');
    expect(await close('999999999999')).toBe('AccountNotFoundException');
    for (const id of ['300000000001', '300000000002', '300000000003']) expect(await close(id)).toBe('none');
    expect(await close('300000000001')).toBe('ConflictException');
    expect(await close('300000000004')).toBe('ConstraintViolationException CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED');
  });

  test('is limited to 250 in 30 days in an organization of that size', async () => {
    const { aws, clock } = sandbox({ seed: asSeed(generated({ accounts: 260 })) });
    const id = (index: number) => String(400_000_000_000 + index);
    for (let index = 0; index < 250; index += 1) await aws.closeAccount({ AccountId: id(index) });
    const close = () => refusal(aws.closeAccount({ AccountId: id(250) }));
    expect(await close()).toBe('ConstraintViolationException CLOSE_ACCOUNT_QUOTA_EXCEEDED');
    clock.advance(30 * 86_400_000);
    expect(await close()).toBe('none');
  });
});

describe('removing an account', () => {
  test('is refused for young ones, delegated administrators and the management account', async () => {
    const { aws, clock } = sandbox();
    const { CreateAccountStatus } = await aws.createAccount(NEW);
    const young = CreateAccountStatus?.AccountId ?? '';
    const remove = (AccountId: string) => refusal(aws.removeAccountFromOrganization({ AccountId }));
    expect(await remove(young)).toBe('ConstraintViolationException WAIT_PERIOD_ACTIVE');
    clock.advance(4 * 86_400_000);
    expect(await remove(young)).toBe('none');
    expect(await remove(young)).toBe('AccountNotFoundException');
    expect(await remove(MANAGEMENT)).toBe('MasterCannotLeaveOrganizationException');
    await aws.registerDelegatedAdministrator({ AccountId: '200000000002', ServicePrincipal: 'config.amazonaws.com' });
    expect(await remove('200000000002')).toBe(
      'ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG',
    );
  });

  test('lets a member leave by itself, and the organization go when it is alone', async () => {
    const { aws, simulator } = sandbox();
    expect(await refusal(aws.leaveOrganization({}))).toBe('MasterCannotLeaveOrganizationException');
    expect(await refusal(aws.deleteOrganization({}))).toBe('OrganizationNotEmptyException');
    const { Accounts = [] } = await aws.listAccounts({});
    for (const { Id = '' } of Accounts) if (Id !== MANAGEMENT) await callAs(simulator, Id, 'LeaveOrganization');
    await aws.deleteOrganization({});
    expect(await refusal(aws.describeOrganization({}))).toBe('AWSOrganizationsNotInUseException');
    await aws.createOrganization({});
    await newUnit(aws, 'Again', (await aws.listRoots({})).Roots?.[0]?.Id ?? '');
  });
});
