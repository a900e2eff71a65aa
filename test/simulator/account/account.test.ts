import { Account, type RegionOptStatus } from '@aws-sdk/client-account';
import type { SimulatorOptions } from '../../../src/simulator/index.js';
import { isRegionOpen, mailedCode } from '../../../src/simulator/services/account/for-services.js';
import { AUDIT, type House, house, LEGACY, MANAGEMENT, PAYMENTS, SUSPENDED } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';

const PRINCIPAL = 'account.amazonaws.com';
const SECURITY = { AlternateContactType: 'SECURITY' } as const;
const contact = {
  ...SECURITY,
  Name: 'Security',
  Title: 'Duty',
  EmailAddress: 'sec@example.com',
  PhoneNumber: '+81 3 (1234)',
};

/** With trusted access, as the management account. */
async function trusted(options: SimulatorOptions = {}): Promise<House & { account: Account }> {
  const made = house(options);
  await made.organizations.enableAWSServiceAccess({ ServicePrincipal: PRINCIPAL });
  return { ...made, account: new Account(clientOf(made.simulator)) };
}

describe('whose account', () => {
  test('without an id the caller’s own, whatever the organization trusts', async () => {
    const made = house();
    const account = new Account(clientOf(made.simulator));
    await account.putAlternateContact(contact);
    expect((await account.getAlternateContact(SECURITY)).AlternateContact).toEqual(contact);
    const inside = new Account(clientOf(made.simulator, 'us-east-1', await made.enter(PAYMENTS)));
    expect(await errorOf(inside.getAlternateContact(SECURITY))).toBe('ResourceNotFoundException');
    expect((await inside.getAccountInformation({})).AccountId).toBe(PAYMENTS);
  });

  test('a member by its id only with trusted access', async () => {
    const made = house();
    const account = new Account(clientOf(made.simulator));
    expect(await errorOf(account.putAlternateContact({ ...contact, AccountId: PAYMENTS }))).toBe(
      'AccessDeniedException',
    );
    await made.organizations.enableAWSServiceAccess({ ServicePrincipal: PRINCIPAL });
    await account.putAlternateContact({ ...contact, AccountId: PAYMENTS });
    expect((await account.getAlternateContact({ ...SECURITY, AccountId: PAYMENTS })).AlternateContact).toEqual(contact);
    expect(await errorOf(account.getAlternateContact({ ...SECURITY, AccountId: LEGACY }))).toBe(
      'ResourceNotFoundException',
    );
  });

  test.each([
    ['the management account itself', MANAGEMENT],
    ['a suspended member', SUSPENDED],
    ['an account of somebody else', '999999999999'],
  ])('%s is refused', async (_what, AccountId) => {
    const { account } = await trusted();
    await expect(account.getAlternateContact({ ...SECURITY, AccountId })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('a member asks for nobody else, a delegated administrator does, and for itself', async () => {
    const made = await trusted();
    const inside = new Account(clientOf(made.simulator, 'us-east-1', await made.enter(AUDIT)));
    expect(await errorOf(inside.getAccountInformation({ AccountId: PAYMENTS }))).toBe('AccessDeniedException');
    await made.organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal: PRINCIPAL });
    expect((await inside.getAccountInformation({ AccountId: PAYMENTS })).AccountName).toBe('payments-prod');
    expect((await inside.getAccountInformation({ AccountId: AUDIT })).AccountName).toBe('Audit');
    expect(await errorOf(inside.getAccountInformation({ AccountId: MANAGEMENT }))).toBe('AccessDeniedException');
  });
});

describe('contacts', () => {
  test('put replaces, delete removes, and both kinds of absence are told', async () => {
    const { account } = await trusted();
    await account.putAlternateContact({ ...contact, AccountId: PAYMENTS });
    await account.putAlternateContact({ ...contact, Title: 'Lead', AccountId: PAYMENTS });
    expect((await account.getAlternateContact({ ...SECURITY, AccountId: PAYMENTS })).AlternateContact?.Title).toBe(
      'Lead',
    );
    await account.deleteAlternateContact({ ...SECURITY, AccountId: PAYMENTS });
    expect(await errorOf(account.getAlternateContact({ ...SECURITY, AccountId: PAYMENTS }))).toBe(
      'ResourceNotFoundException',
    );
    expect(await errorOf(account.deleteAlternateContact({ ...SECURITY, AccountId: PAYMENTS }))).toBe(
      'ResourceNotFoundException',
    );
  });

  test('every field that is wrong is told at once', async () => {
    const { account } = await trusted();
    const wrong = { ...contact, PhoneNumber: 'call me', Title: 't'.repeat(51), EmailAddress: 'nobody' };
    await expect(account.putAlternateContact(wrong)).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'fieldValidationFailed',
      fieldList: [{ name: 'Title' }, { name: 'EmailAddress' }, { name: 'PhoneNumber' }],
    });
  });

  test('contact information', async () => {
    const { account } = await trusted();
    const information = {
      FullName: 'Acme',
      AddressLine1: '1-1',
      City: 'Tokyo',
      PostalCode: '100-0001',
      CountryCode: 'JP',
      PhoneNumber: '+81312345678',
    };
    expect(await errorOf(account.getContactInformation({ AccountId: PAYMENTS }))).toBe('ResourceNotFoundException');
    await account.putContactInformation({ ContactInformation: information, AccountId: PAYMENTS });
    expect((await account.getContactInformation({ AccountId: PAYMENTS })).ContactInformation).toEqual(information);
    const abroad = account.putContactInformation({ ContactInformation: { ...information, CountryCode: 'Japan' } });
    expect(await errorOf(abroad)).toBe('ValidationException');
  });
});

describe('Regions', () => {
  const POLLS = { pace: { kind: 'polls', polls: 2 } } as const;

  async function statusOf(
    account: Account,
    RegionName: string,
    AccountId = PAYMENTS,
  ): Promise<RegionOptStatus | undefined> {
    return (await account.getRegionOptStatus({ RegionName, AccountId })).RegionOptStatus;
  }

  test('opted in to and out of, over several polls', async () => {
    const { account, simulator } = await trusted(POLLS);
    const region = { RegionName: 'ap-southeast-4', AccountId: PAYMENTS };
    expect(isRegionOpen(simulator.world, PAYMENTS, 'ap-southeast-4')).toBe(false);
    await account.enableRegion(region);
    expect(await errorOf(account.enableRegion(region))).toBe('ConflictException');
    expect(await errorOf(account.disableRegion(region))).toBe('ConflictException');
    expect([await statusOf(account, 'ap-southeast-4'), await statusOf(account, 'ap-southeast-4')]).toEqual([
      'ENABLING',
      'ENABLING',
    ]);
    expect(await statusOf(account, 'ap-southeast-4')).toBe('ENABLED');
    expect(isRegionOpen(simulator.world, PAYMENTS, 'ap-southeast-4')).toBe(true);
    expect(isRegionOpen(simulator.world, LEGACY, 'ap-southeast-4')).toBe(false);
    expect(await errorOf(account.enableRegion(region))).toBe('none');
    await account.disableRegion(region);
    expect([await statusOf(account, 'ap-southeast-4'), await statusOf(account, 'ap-southeast-4')]).toEqual([
      'DISABLING',
      'DISABLING',
    ]);
    expect(await statusOf(account, 'ap-southeast-4')).toBe('DISABLED');
  });

  test('the first 17 are not opted in to or out of, and what is no Region neither', async () => {
    const { account, simulator } = await trusted();
    expect(await statusOf(account, 'us-east-1')).toBe('ENABLED_BY_DEFAULT');
    for (const RegionName of ['us-east-1', 'mars-north-1']) {
      await expect(account.disableRegion({ RegionName })).rejects.toMatchObject({
        name: 'ValidationException',
        reason: 'invalidRegionOptTarget',
      });
    }
    expect(isRegionOpen(simulator.world, PAYMENTS, 'us-east-1')).toBe(true);
    expect(isRegionOpen(simulator.world, PAYMENTS, 'mars-north-1')).toBe(false);
  });

  test('six at a time in an account, others are not in its way', async () => {
    const { account } = await trusted({ pace: { kind: 'time', ms: 60_000 } });
    const names = ['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ca-west-1', 'eu-central-2', 'eu-south-1'];
    const enable = (RegionName: string, AccountId = PAYMENTS) =>
      errorOf(account.enableRegion({ RegionName, AccountId }));
    const outcomes: string[] = [];
    for (const name of names) outcomes.push(await enable(name));
    expect(outcomes).toEqual([...Array(6).fill('none'), 'ConflictException']);
    expect(await enable('eu-south-1', LEGACY)).toBe('none');
  });

  test('fifty at a time in the organization', async () => {
    const { account, organizations, clock } = await trusted({ pace: { kind: 'time', ms: 60_000 } });
    const ids = [PAYMENTS, '300000000002', '300000000003', '300000000004', LEGACY, AUDIT, '200000000001'];
    for (const name of ['one', 'two']) {
      const asked = await organizations.createAccount({ AccountName: name, Email: `${name}@example.com` });
      await clock.sleep(60_000);
      const CreateAccountRequestId = asked.CreateAccountStatus?.Id;
      const { CreateAccountStatus } = await organizations.describeCreateAccountStatus({ CreateAccountRequestId });
      ids.push(CreateAccountStatus?.AccountId ?? '');
    }
    const names = ['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ca-west-1', 'eu-central-2'];
    const outcomes: string[] = [];
    for (const AccountId of ids) {
      for (const RegionName of names) outcomes.push(await errorOf(account.enableRegion({ RegionName, AccountId })));
    }
    expect(outcomes.map((outcome) => outcome === 'none')).toEqual(outcomes.map((_, index) => index < 50));
    await clock.sleep(60_000);
    expect(await errorOf(account.enableRegion({ RegionName: 'eu-south-1', AccountId: PAYMENTS }))).toBe('none');
  });

  test('listed over pages, each once, and by status', async () => {
    const { account } = await trusted({ pageSize: 5 });
    await account.enableRegion({ RegionName: 'eu-south-2', AccountId: PAYMENTS });
    const found = new Map<string, string>();
    for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
      const page = await account.listRegions({ AccountId: PAYMENTS, NextToken });
      for (const { RegionName = '', RegionOptStatus = '' } of page.Regions ?? []) {
        expect(found.has(RegionName)).toBe(false);
        found.set(RegionName, RegionOptStatus);
      }
      NextToken = page.NextToken;
    }
    expect(found.size).toBe(34);
    expect([...found.values()].filter((status) => status === 'ENABLED_BY_DEFAULT')).toHaveLength(17);
    const enabled = await account.listRegions({
      AccountId: PAYMENTS,
      RegionOptStatusContains: ['ENABLED', 'ENABLING'],
    });
    expect(enabled.Regions?.map(({ RegionName }) => RegionName)).toEqual(['eu-south-2']);
    expect(await errorOf(account.listRegions({ NextToken: 'made up' }))).toBe('ValidationException');
    expect(await errorOf(account.listRegions({ MaxResults: 51 }))).toBe('ValidationException');
  });
});

describe('names and addresses', () => {
  test('a new name is the one that Organizations lists', async () => {
    const { account, organizations } = await trusted();
    await account.putAccountName({ AccountName: 'payments-live', AccountId: PAYMENTS });
    expect((await organizations.describeAccount({ AccountId: PAYMENTS })).Account?.Name).toBe('payments-live');
    expect(await account.getAccountInformation({ AccountId: PAYMENTS })).toMatchObject({
      AccountName: 'payments-live',
      AccountState: 'ACTIVE',
    });
    for (const AccountName of ['', 'a <b>', 'x'.repeat(51)]) {
      expect(await errorOf(account.putAccountName({ AccountName, AccountId: PAYMENTS }))).toBe('ValidationException');
    }
    await account.putAccountName({ AccountName: 'Head office' });
    expect((await organizations.describeAccount({ AccountId: MANAGEMENT })).Account?.Name).toBe('Head office');
  });

  test('a new address waits for the code that was mailed to it', async () => {
    const { account, organizations, simulator } = await trusted();
    const update = { AccountId: PAYMENTS, PrimaryEmail: 'payments@new.example.com' };
    const { PrimaryEmail: taken } = await account.getPrimaryEmail({ AccountId: AUDIT });
    expect(await errorOf(account.startPrimaryEmailUpdate({ ...update, PrimaryEmail: taken }))).toBe(
      'ConflictException',
    );
    expect((await account.startPrimaryEmailUpdate(update)).Status).toBe('PENDING');
    expect((await account.getPrimaryEmail({ AccountId: PAYMENTS })).PrimaryEmail).toBe('aws+payments-prod@example.com');
    const Otp = mailedCode(simulator.world, PAYMENTS) ?? '';
    expect(
      await errorOf(account.acceptPrimaryEmailUpdate({ ...update, Otp: Otp === '000000' ? '111111' : '000000' })),
    ).toBe('ValidationException');
    expect((await account.acceptPrimaryEmailUpdate({ ...update, Otp })).Status).toBe('ACCEPTED');
    expect((await account.getPrimaryEmailUpdateStatus({ AccountId: PAYMENTS })).Status).toBe('ACCEPTED');
    expect((await organizations.describeAccount({ AccountId: PAYMENTS })).Account?.Email).toBe(
      'payments@new.example.com',
    );
    const { CreateAccountStatus } = await organizations.createAccount({
      AccountName: 'heir',
      Email: 'aws+payments-prod@example.com',
    });
    expect(CreateAccountStatus?.State).toBe('SUCCEEDED');
  });
});

test('too many calls are told so, and the documented rate lets the burst through', async () => {
  const { account } = await trusted({ rates: { speed: 1 } });
  const outcomes = await Promise.all(
    Array.from({ length: 9 }, () => errorOf(account.putAlternateContact({ ...contact, AccountId: PAYMENTS }))),
  );
  expect(outcomes.filter((outcome) => outcome === 'none')).toHaveLength(8);
  expect(outcomes).toContain('TooManyRequestsException');
});
