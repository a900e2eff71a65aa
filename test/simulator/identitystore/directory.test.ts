import { Identitystore } from '@aws-sdk/client-identitystore';
import { clientOf } from '../client.js';
import { type Center, center, refusalOf } from '../sso/support.js';

const by = (AttributePath: string, AttributeValue: string) => ({ UniqueAttribute: { AttributePath, AttributeValue } });

const user = async ({ store, IdentityStoreId }: Center, UserName: string): Promise<string> => {
  const { UserId } = await store.createUser({
    IdentityStoreId,
    UserName,
    DisplayName: UserName,
    Name: { GivenName: UserName, FamilyName: 'Example' },
    Emails: [{ Value: `${UserName}@example.com`, Type: 'work', Primary: true }],
  });
  return UserId ?? '';
};

test('groups are found by their name, changed and deleted', async () => {
  const made = await center();
  const { store, IdentityStoreId } = made;
  const GroupId = await made.group('platform');
  expect(GroupId).toMatch(/^[0-9a-f]{8}-/);
  expect(await store.getGroupId({ IdentityStoreId, AlternateIdentifier: by('displayName', 'platform') })).toMatchObject(
    {
      GroupId,
    },
  );
  await store.updateGroup({
    IdentityStoreId,
    GroupId,
    Operations: [
      { AttributePath: 'description', AttributeValue: 'runs it' },
      { AttributePath: 'displayName', AttributeValue: 'Platform' },
    ],
  });
  expect(await store.describeGroup({ IdentityStoreId, GroupId })).toMatchObject({
    DisplayName: 'Platform',
    Description: 'runs it',
  });
  await store.updateGroup({ IdentityStoreId, GroupId, Operations: [{ AttributePath: 'description' }] });
  expect((await store.describeGroup({ IdentityStoreId, GroupId })).Description).toBeUndefined();
  const gone = store.getGroupId({ IdentityStoreId, AlternateIdentifier: by('displayName', 'platform') });
  await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException', ResourceType: 'GROUP' });
  await store.deleteGroup({ IdentityStoreId, GroupId });
  expect(await refusalOf(store.describeGroup({ IdentityStoreId, GroupId }))).toBe(
    'ResourceNotFoundException: GROUP not found.',
  );
});

test('names are taken once; the error says that trying again is no use', async () => {
  const made = await center();
  const { store, IdentityStoreId } = made;
  await made.group('platform');
  const GroupId = await made.group('other');
  await user(made, 'mia');
  const Operations = [{ AttributePath: 'displayName', AttributeValue: 'platform' }];
  for (const call of [
    () => made.group('platform'),
    () => store.updateGroup({ IdentityStoreId, GroupId, Operations }),
    () => user(made, 'MIA'),
  ]) {
    await expect(call()).rejects.toMatchObject({
      name: 'ConflictException',
      Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
      $metadata: { httpStatusCode: 400 },
    });
  }
});

test('users are found by user name in any case, and by address', async () => {
  const made = await center();
  const { store, IdentityStoreId } = made;
  const UserId = await user(made, 'mia');
  for (const identifier of [by('userName', 'Mia'), by('emails.value', 'mia@example.com')]) {
    expect(await store.getUserId({ IdentityStoreId, AlternateIdentifier: identifier })).toMatchObject({ UserId });
  }
  expect(await store.describeUser({ IdentityStoreId, UserId })).toMatchObject({
    UserName: 'mia',
    Name: { GivenName: 'mia' },
    UserStatus: 'ENABLED',
  });
  await store.updateUser({
    IdentityStoreId,
    UserId,
    Operations: [{ AttributePath: 'name.familyName', AttributeValue: 'Other' }],
  });
  expect(await store.describeUser({ IdentityStoreId, UserId })).toMatchObject({
    Name: { GivenName: 'mia', FamilyName: 'Other' },
  });
  expect(await refusalOf(store.createUser({ IdentityStoreId, UserName: 'ann' }))).toMatch(/^ValidationException/);
  await store.deleteUser({ IdentityStoreId, UserId });
  expect(await refusalOf(store.getUserId({ IdentityStoreId, AlternateIdentifier: by('userName', 'mia') }))).toMatch(
    /^ResourceNotFoundException/,
  );
});

test('memberships', async () => {
  const made = await center();
  const { store, IdentityStoreId } = made;
  const [mia, ann] = [await user(made, 'mia'), await user(made, 'ann')];
  const [one, two] = [await made.group('one'), await made.group('two')];
  const add = (GroupId: string, UserId: string) =>
    store.createGroupMembership({ IdentityStoreId, GroupId, MemberId: { UserId } });
  const { MembershipId = '' } = await add(one, mia);
  await add(one, ann);
  await add(two, mia);
  await expect(add(one, mia)).rejects.toMatchObject({ Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
  expect(await store.describeGroupMembership({ IdentityStoreId, MembershipId })).toMatchObject({
    GroupId: one,
    MemberId: { UserId: mia },
  });
  const membersOf = async (GroupId: string) =>
    (await store.listGroupMemberships({ IdentityStoreId, GroupId })).GroupMemberships?.map(
      ({ MemberId }) => MemberId?.UserId,
    ).sort();
  expect(await membersOf(one)).toEqual([mia, ann].sort());
  const ofMia = await store.listGroupMembershipsForMember({ IdentityStoreId, MemberId: { UserId: mia } });
  expect(ofMia.GroupMemberships?.map(({ GroupId }) => GroupId).sort()).toEqual([one, two].sort());
  const { Results } = await store.isMemberInGroups({
    IdentityStoreId,
    MemberId: { UserId: ann },
    GroupIds: [one, two],
  });
  expect(Results?.map(({ MembershipExists }) => MembershipExists)).toEqual([true, false]);
  const id = await store.getGroupMembershipId({ IdentityStoreId, GroupId: one, MemberId: { UserId: mia } });
  expect(id.MembershipId).toBe(MembershipId);
  await store.deleteGroupMembership({ IdentityStoreId, MembershipId });
  await store.deleteUser({ IdentityStoreId, UserId: ann });
  expect(await membersOf(one)).toEqual([]);
  const nobody = '00000000-0000-4000-8000-000000000000';
  expect(await refusalOf(add(one, nobody))).toBe('ResourceNotFoundException: USER not found.');
});

test('what an identity provider brought carries its ids', async () => {
  const seed = { identityCenter: { groups: { staff: { external: true, members: ['mia'] } } } };
  const { store, IdentityStoreId } = await center({ seed });
  const ExternalId = { Issuer: 'https://idp.example.com', Id: 'staff' };
  const { GroupId = '' } = await store.getGroupId({ IdentityStoreId, AlternateIdentifier: { ExternalId } });
  expect(await store.describeGroup({ IdentityStoreId, GroupId })).toMatchObject({
    DisplayName: 'staff',
    ExternalIds: [ExternalId],
  });
});

test('lists are filtered, paged, and lag; what is read by its id does not', async () => {
  const made = await center({ pageSize: 3, lagMs: 2_000 });
  const { store, IdentityStoreId, clock } = made;
  const GroupId = await made.group('platform');
  const all = async (): Promise<string[]> => {
    const found: string[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
      const page = await store.listGroups({ IdentityStoreId, ...(NextToken && { NextToken }) });
      found.push(...(page.Groups ?? []).map(({ DisplayName = '' }) => DisplayName));
      NextToken = page.NextToken;
    }
    return found;
  };
  expect(await all()).toHaveLength(8);
  await store.describeGroup({ IdentityStoreId, GroupId });
  await clock.sleep(2_000);
  expect(await all()).toContain('platform');
  const Filters = [{ AttributePath: 'DisplayName', AttributeValue: 'platform' }];
  expect((await store.listGroups({ IdentityStoreId, Filters })).Groups).toHaveLength(1);
  const { Users } = await store.listUsers({ IdentityStoreId });
  expect(Users?.map(({ UserName }) => UserName)).toEqual(['management@example.com']);
});

test('a store is in its Region alone', async () => {
  const { simulator, IdentityStoreId } = await center();
  const elsewhere = new Identitystore(clientOf(simulator, 'us-east-1'));
  await expect(elsewhere.listGroups({ IdentityStoreId })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    ResourceType: 'IDENTITY_STORE',
  });
});
