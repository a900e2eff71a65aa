import { IAM } from '@aws-sdk/client-iam';
import { rootUserOf } from '../../../src/simulator/services/iam/for-services.js';
import { AUDIT, MANAGEMENT, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { type RootHouse, rootHouse } from '../root-sessions.js';

const AUDIT_TASK = 'IAMAuditRootUserCredentials';
const DELETE_TASK = 'IAMDeleteRootUserCredentials';
const DEV = '300000000002';
const DAY_MS = 86_400_000;

const iamAs = async ({ simulator, asRoot }: RootHouse, account: string, task: string): Promise<IAM> =>
  new IAM(clientOf(simulator, 'us-east-1', await asRoot(account, task)));

const presence = async (iam: IAM) => {
  const { SummaryMap: map = {} } = await iam.getAccountSummary({});
  return (['Password', 'AccessKeys', 'SigningCertificates'] as const)
    .map((each) => map[`Account${each}Present`])
    .concat(map['AccountMFAEnabled']);
};

describe('what there is', () => {
  test('of the default organization, in one call an account', async () => {
    const made = await rootHouse();
    expect(await presence(await iamAs(made, PAYMENTS, AUDIT_TASK))).toEqual([1, 0, 0, 1]);
    expect(await presence(await iamAs(made, DEV, AUDIT_TASK))).toEqual([1, 1, 0, 0]);
    expect(await presence(await iamAs(made, AUDIT, AUDIT_TASK))).toEqual([0, 0, 0, 0]);
    expect(await presence(made.iam)).toEqual([1, 0, 0, 1]);
    expect(await presence(new IAM(clientOf(made.simulator, 'us-east-1', await made.enter(DEV))))).toEqual([1, 1, 0, 0]);
  });

  test('in detail, without a user’s name', async () => {
    const made = await rootHouse();
    const iam = await iamAs(made, DEV, AUDIT_TASK);
    expect((await iam.getUser({})).User).toMatchObject({ Arn: `arn:aws:iam::${DEV}:root`, UserId: DEV });
    expect((await iam.getLoginProfile({})).LoginProfile?.CreateDate).toBeInstanceOf(Date);
    const [key] = (await iam.listAccessKeys({})).AccessKeyMetadata ?? [];
    expect(key).toMatchObject({ AccessKeyId: expect.stringMatching(/^AKIA[A-Z0-9]{16}$/), Status: 'Active' });
    const { AccessKeyLastUsed: last } = await iam.getAccessKeyLastUsed({ AccessKeyId: key?.AccessKeyId });
    expect(made.clock.now() - (last?.LastUsedDate?.getTime() ?? 0)).toBe(200 * DAY_MS);
    expect((await iam.listMFADevices({})).MFADevices).toEqual([]);
    expect((await iam.listSigningCertificates({})).Certificates).toEqual([]);
    const clean = await iamAs(made, AUDIT, AUDIT_TASK);
    await expect(clean.getLoginProfile({})).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    });
    expect(await errorOf(clean.getAccessKeyLastUsed({ AccessKeyId: key?.AccessKeyId }))).toBe('NoSuchEntityException');
  });

  test('is nothing that a role may ask without a name', async () => {
    const { iam } = await rootHouse();
    for (const call of [iam.getUser({}), iam.getLoginProfile({}), iam.listAccessKeys({}), iam.listMFADevices({})]) {
      await expect(call).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringMatching(/userName/) });
    }
  });

  test('as a seed has it, over pages', async () => {
    const accessKeys = [{ lastUsedDaysAgo: null, active: false }, { lastUsedDaysAgo: 3 }];
    const seed = { rootUsers: { [AUDIT]: { password: true, accessKeys, mfa: 2, certificates: 2 } } };
    const made = await rootHouse({ seed, pageSize: 1 });
    const iam = await iamAs(made, AUDIT, AUDIT_TASK);
    const first = await iam.listAccessKeys({});
    expect(first).toMatchObject({ IsTruncated: true, AccessKeyMetadata: [expect.anything()] });
    const second = await iam.listAccessKeys({ Marker: first.Marker });
    const keys = [...(first.AccessKeyMetadata ?? []), ...(second.AccessKeyMetadata ?? [])];
    expect(keys.map(({ Status }) => Status).sort()).toEqual(['Active', 'Inactive']);
    const idle = keys.find(({ Status }) => Status === 'Inactive');
    const { AccessKeyLastUsed: never } = await iam.getAccessKeyLastUsed({ AccessKeyId: idle?.AccessKeyId });
    expect(never).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
    expect((await iam.listMFADevices({})).MFADevices?.[0]?.SerialNumber).toContain(`arn:aws:iam::${AUDIT}:mfa/`);
    expect(await presence(iam)).toEqual([1, 1, 1, 1]);
    // What the seed says takes the place of the default.
    expect(await presence(await iamAs(made, PAYMENTS, AUDIT_TASK))).toEqual([0, 0, 0, 0]);
  });

  test('a seed with accounts that are not there, or more keys than there can be', async () => {
    await expect(rootHouse({ seed: { rootUsers: { nobody: {} }, iamUsers: { nowhere: [] } } })).rejects.toThrow(
      'rootUsers.nobody: there is no such account; iamUsers.nowhere: there is no such account',
    );
    await expect(rootHouse({ seed: { rootUsers: { Audit: { keys: 1 } } } })).rejects.toThrow(/rootUsers\.Audit.*keys/);
  });
});

describe('taking it away', () => {
  test('everything, thing by thing', async () => {
    const rootUsers = { Audit: { password: true, accessKeys: [{}], mfa: 1, certificates: 1 } };
    const made = await rootHouse({ seed: { rootUsers } });
    const iam = await iamAs(made, AUDIT, DELETE_TASK);
    const key = (await iam.listAccessKeys({})).AccessKeyMetadata?.[0]?.AccessKeyId;
    const device = (await iam.listMFADevices({})).MFADevices?.[0]?.SerialNumber;
    const certificate = (await iam.listSigningCertificates({})).Certificates?.[0]?.CertificateId;
    for (let turn = 0; turn < 2; turn += 1) {
      const outcome = turn === 0 ? 'none' : 'NoSuchEntityException';
      expect(await errorOf(iam.deleteLoginProfile({}))).toBe(outcome);
      expect(await errorOf(iam.deleteAccessKey({ AccessKeyId: key }))).toBe(outcome);
      expect(await errorOf(iam.deleteSigningCertificate({ CertificateId: certificate }))).toBe(outcome);
      expect(await errorOf(iam.deactivateMFADevice({ SerialNumber: device }))).toBe(outcome);
    }
    expect(await presence(iam)).toEqual([0, 0, 0, 0]);
    expect(rootUserOf(made.simulator.world, PAYMENTS)).toMatchObject({ keys: [], mfaDevices: [] });
  });

  test('can be refused for the moment', async () => {
    const made = await rootHouse();
    const code = 'EntityTemporarilyUnmodifiableException';
    made.simulator.faults.add({ operation: 'iam:DeleteLoginProfile', code });
    const iam = await iamAs(made, PAYMENTS, DELETE_TASK);
    await expect(iam.deleteLoginProfile({})).rejects.toMatchObject({ name: code, $metadata: { httpStatusCode: 409 } });
    await iam.deleteLoginProfile({});
  });

  test('a password may be asked for again only where nothing is left', async () => {
    const made = await rootHouse();
    const create = await iamAs(made, PAYMENTS, 'IAMCreateRootUserPassword');
    await expect(create.createLoginProfile({})).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      $metadata: { httpStatusCode: 409 },
    });
    const remove = await iamAs(made, PAYMENTS, DELETE_TASK);
    await remove.deleteLoginProfile({});
    expect(await errorOf(create.createLoginProfile({}))).toBe('EntityAlreadyExistsException');
    const device = (await remove.listMFADevices({})).MFADevices?.[0]?.SerialNumber;
    await remove.deactivateMFADevice({ SerialNumber: device });
    expect(await errorOf(create.createLoginProfile({ Password: 'Sandbox-only-1' }))).toBe('ValidationError');
    await create.createLoginProfile({});
    expect(await presence(remove)).toEqual([1, 0, 0, 0]);
    expect(await errorOf(create.createLoginProfile({}))).toBe('EntityAlreadyExistsException');
  });

  test('survives a save', async () => {
    const made = await rootHouse();
    const iam = await iamAs(made, PAYMENTS, DELETE_TASK);
    await iam.deleteLoginProfile({});
    const saved = made.simulator.saveState();
    made.simulator.reset();
    made.simulator.loadState(saved);
    expect(await presence(iam)).toEqual([0, 0, 0, 1]);
    expect((await made.iam.listOrganizationsFeatures({})).EnabledFeatures).toHaveLength(2);
  });
});

test('an account that is created has a password, and nothing while root credentials are managed centrally', async () => {
  const made = await rootHouse({ off: true });
  const { organizations, clock, iam } = made;
  const create = async (name: string): Promise<string> => {
    await clock.sleep(1_000);
    const started = await organizations.createAccount({ AccountName: name, Email: `${name}@example.com` });
    await clock.sleep(1_000);
    return started.CreateAccountStatus?.AccountId ?? '';
  };
  const before = await create('before');
  await organizations.enableAWSServiceAccess({ ServicePrincipal: 'iam.amazonaws.com' });
  await iam.enableOrganizationsRootCredentialsManagement({});
  const during = await create('during');
  await iam.disableOrganizationsRootCredentialsManagement({});
  const after = await create('after');
  await iam.enableOrganizationsRootCredentialsManagement({});
  const passwords = [before, during, after].map((id) => rootUserOf(made.simulator.world, id).password !== undefined);
  expect(passwords).toEqual([true, false, true]);
  expect(await presence(await iamAs(made, before, AUDIT_TASK))).toEqual([1, 0, 0, 0]);
  expect(rootUserOf(made.simulator.world, MANAGEMENT).mfaDevices).toHaveLength(1);
});
