import { accountsOf, assign, center, PAYMENTS, refusalOf } from './support.js';

const POWER = 'arn:aws:iam::aws:policy/PowerUserAccess';
const policy = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

test('a set has what it was created with, and an hour’s session unless told', async () => {
  const { sso, InstanceArn } = await center();
  const Tags = [{ Key: 'towerctl:manifest', Value: 'bank' }];
  const { PermissionSet } = await sso.createPermissionSet({
    InstanceArn,
    Name: 'Developer',
    Description: 'who builds',
    Tags,
  });
  const PermissionSetArn = PermissionSet?.PermissionSetArn ?? '';
  expect(PermissionSetArn).toMatch(/^arn:aws:sso:::permissionSet\/ssoins-[0-9a-f]{16}\/ps-[0-9a-f]{16}$/);
  expect((await sso.describePermissionSet({ InstanceArn, PermissionSetArn })).PermissionSet).toMatchObject({
    Name: 'Developer',
    Description: 'who builds',
    SessionDuration: 'PT1H',
  });
  expect((await sso.listTagsForResource({ InstanceArn, ResourceArn: PermissionSetArn })).Tags).toEqual(Tags);
  await sso.tagResource({ InstanceArn, ResourceArn: PermissionSetArn, Tags: [{ Key: 'owner', Value: 'x' }] });
  await sso.untagResource({ InstanceArn, ResourceArn: PermissionSetArn, TagKeys: ['towerctl:manifest'] });
  expect((await sso.listTagsForResource({ ResourceArn: PermissionSetArn })).Tags).toEqual([
    { Key: 'owner', Value: 'x' },
  ]);
});

test('names are unique', async () => {
  const { sso, InstanceArn, set } = await center();
  await set('Developer');
  expect(await refusalOf(sso.createPermissionSet({ InstanceArn, Name: 'Developer' }))).toBe(
    'ConflictException: PermissionSet with name Developer already exists.',
  );
});

test.each([
  [{ Name: 'x'.repeat(33) }, /'Name' failed to satisfy constraint: Member must have length less than or equal to 32/],
  [{ Name: 'A B' }, /'Name' failed to satisfy constraint: Member must satisfy regular expression/],
  [{ Name: 'A', Description: '' }, /'Description' failed to satisfy constraint: Member must have length greater/],
  [{ Name: 'A', Description: 'for “them”' }, /'Description' failed to satisfy constraint/],
  [{ Name: 'A', SessionDuration: 'PT13H' }, /PT13H is not between PT1H and PT12H/],
  [{ Name: 'A', SessionDuration: 'PT30M' }, /PT30M is not between/],
  [{ Name: 'A', SessionDuration: '8h' }, /'SessionDuration' failed to satisfy constraint/],
  [{ Name: 'A', RelayState: 'https://ü' }, /'RelayState' failed to satisfy constraint/],
])('%j is refused', async (given, message) => {
  const { sso, InstanceArn } = await center();
  expect(await refusalOf(sso.createPermissionSet({ InstanceArn, ...given }))).toMatch(message);
});

test('an update that does not say the relay state again clears it; description and session stay', async () => {
  const { sso, InstanceArn } = await center();
  const given = {
    InstanceArn,
    Name: 'A',
    Description: 'first',
    SessionDuration: 'PT8H',
    RelayState: 'https://x.example',
  };
  const { PermissionSet } = await sso.createPermissionSet(given);
  const which = { InstanceArn, PermissionSetArn: PermissionSet?.PermissionSetArn ?? '' };
  await sso.updatePermissionSet({ ...which, Description: 'second' });
  const { PermissionSet: now } = await sso.describePermissionSet(which);
  expect(now).toMatchObject({ Description: 'second', SessionDuration: 'PT8H' });
  expect(now?.RelayState).toBeUndefined();
});

test('managed policies: once each, 25 with the customer’s, AWS’s own alone', async () => {
  const { sso, InstanceArn, set } = await center();
  const PermissionSetArn = await set('Developer');
  const which = { InstanceArn, PermissionSetArn };
  await sso.attachManagedPolicyToPermissionSet({ ...which, ManagedPolicyArn: POWER });
  expect((await sso.listManagedPoliciesInPermissionSet(which)).AttachedManagedPolicies).toEqual([
    { Name: 'PowerUserAccess', Arn: POWER },
  ]);
  expect(await refusalOf(sso.attachManagedPolicyToPermissionSet({ ...which, ManagedPolicyArn: POWER }))).toMatch(
    /^ConflictException: Permission set with id ps-[0-9a-f]{16} already has a typed link attachment to a manged policy/,
  );
  const own = `arn:aws:iam::${PAYMENTS}:policy/Own`;
  expect(await refusalOf(sso.attachManagedPolicyToPermissionSet({ ...which, ManagedPolicyArn: own }))).toMatch(
    /^ValidationException: 1 validation error detected/,
  );
  const misplaced = 'arn:aws:iam::aws:policy/ViewOnlyAccess';
  expect(await refusalOf(sso.attachManagedPolicyToPermissionSet({ ...which, ManagedPolicyArn: misplaced }))).toMatch(
    /^ResourceNotFoundException/,
  );
  for (let count = 1; count < 25; count += 1) {
    const CustomerManagedPolicyReference = { Name: `Own${count}` };
    await sso.attachCustomerManagedPolicyReferenceToPermissionSet({ ...which, CustomerManagedPolicyReference });
  }
  const more = { ...which, ManagedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
  expect(await refusalOf(sso.attachManagedPolicyToPermissionSet(more))).toMatch(
    /^ServiceQuotaExceededException: You have exceeded AWS SSO limits. Cannot create ManagedPolicy more than 25 for id ps-/,
  );
  await sso.detachManagedPolicyFromPermissionSet({ ...which, ManagedPolicyArn: POWER });
  expect(await refusalOf(sso.detachManagedPolicyFromPermissionSet({ ...which, ManagedPolicyArn: POWER }))).toMatch(
    /^ResourceNotFoundException/,
  );
});

test('customer managed policies are references of name and path', async () => {
  const { sso, InstanceArn, set } = await center();
  const which = { InstanceArn, PermissionSetArn: await set('Developer') };
  const CustomerManagedPolicyReference = { Name: 'Extras', Path: '/team/' };
  await sso.attachCustomerManagedPolicyReferenceToPermissionSet({ ...which, CustomerManagedPolicyReference });
  await sso.attachCustomerManagedPolicyReferenceToPermissionSet({
    ...which,
    CustomerManagedPolicyReference: { Name: 'Extras' },
  });
  expect(
    await refusalOf(
      sso.attachCustomerManagedPolicyReferenceToPermissionSet({ ...which, CustomerManagedPolicyReference }),
    ),
  ).toMatch(/^ConflictException/);
  const { CustomerManagedPolicyReferences } = await sso.listCustomerManagedPolicyReferencesInPermissionSet(which);
  expect(CustomerManagedPolicyReferences).toEqual([{ Name: 'Extras', Path: '/' }, CustomerManagedPolicyReference]);
  await sso.detachCustomerManagedPolicyReferenceFromPermissionSet({ ...which, CustomerManagedPolicyReference });
  expect(
    await refusalOf(
      sso.detachCustomerManagedPolicyReferenceFromPermissionSet({ ...which, CustomerManagedPolicyReference }),
    ),
  ).toMatch(/^ResourceNotFoundException/);
});

test('an inline policy that is none reads as empty; sizes are those without white space', async () => {
  const { sso, InstanceArn, set } = await center();
  const which = { InstanceArn, PermissionSetArn: await set('Developer') };
  expect((await sso.getInlinePolicyForPermissionSet(which)).InlinePolicy).toBe('');
  await sso.putInlinePolicyToPermissionSet({ ...which, InlinePolicy: policy('s3:*') });
  expect((await sso.getInlinePolicyForPermissionSet(which)).InlinePolicy).toBe(policy('s3:*'));
  const spacious = `${policy('s3:*')}${' '.repeat(20_000)}`;
  await sso.putInlinePolicyToPermissionSet({ ...which, InlinePolicy: spacious });
  const put = (InlinePolicy: string) => refusalOf(sso.putInlinePolicyToPermissionSet({ ...which, InlinePolicy }));
  expect(await put(policy('x'.repeat(10_240)))).toMatch(/^ServiceQuotaExceededException/);
  expect(await put(`${policy('s3:*')}${' '.repeat(32_768)}`)).toMatch(/^ValidationException/);
  expect(await put('{')).toMatch(/^ValidationException: Policy document is not valid JSON/);
  await sso.deleteInlinePolicyFromPermissionSet(which);
  expect(await refusalOf(sso.deleteInlinePolicyFromPermissionSet(which))).toMatch(/^ResourceNotFoundException/);
});

test('a boundary is one of two things; none is not found', async () => {
  const { sso, InstanceArn, set } = await center();
  const which = { InstanceArn, PermissionSetArn: await set('Developer') };
  expect(await refusalOf(sso.getPermissionsBoundaryForPermissionSet(which))).toMatch(/^ResourceNotFoundException/);
  const both = { ManagedPolicyArn: POWER, CustomerManagedPolicyReference: { Name: 'Own' } };
  for (const PermissionsBoundary of [{}, both]) {
    expect(await refusalOf(sso.putPermissionsBoundaryToPermissionSet({ ...which, PermissionsBoundary }))).toMatch(
      /^ValidationException: PermissionsBoundary must have exactly one/,
    );
  }
  const PermissionsBoundary = { CustomerManagedPolicyReference: { Name: 'Own' } };
  await sso.putPermissionsBoundaryToPermissionSet({ ...which, PermissionsBoundary });
  expect((await sso.getPermissionsBoundaryForPermissionSet(which)).PermissionsBoundary).toEqual({
    CustomerManagedPolicyReference: { Name: 'Own', Path: '/' },
  });
  await sso.deletePermissionsBoundaryFromPermissionSet(which);
  expect(await refusalOf(sso.getPermissionsBoundaryForPermissionSet(which))).toMatch(/^ResourceNotFoundException/);
});

test('a set that is in an account is not deleted', async () => {
  const made = await center();
  const { sso, InstanceArn } = made;
  const PermissionSetArn = await made.set('Developer');
  await assign(made, PermissionSetArn, await made.group('platform'), PAYMENTS);
  expect(await accountsOf(made, PermissionSetArn)).toEqual([PAYMENTS]);
  expect(await refusalOf(sso.deletePermissionSet({ InstanceArn, PermissionSetArn }))).toMatch(
    /^ConflictException: Could not delete because PermissionSet ps-[0-9a-f]+ has ApplicationProfile associated with it/,
  );
  const empty = await made.set('Empty');
  await sso.deletePermissionSet({ InstanceArn, PermissionSetArn: empty });
  expect(await refusalOf(sso.describePermissionSet({ InstanceArn, PermissionSetArn: empty }))).toMatch(
    /^ResourceNotFoundException: Could not find PermissionSet with id ps-/,
  );
});

test('lists are paged and lag; what is read by its ARN does not', async () => {
  const made = await center({ pageSize: 2, lagMs: 2_000 });
  const { sso, InstanceArn, clock } = made;
  const PermissionSetArn = await made.set('Developer');
  const all = async (): Promise<string[]> => {
    const found: string[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
      const page = await sso.listPermissionSets({ InstanceArn, ...(NextToken && { NextToken }) });
      expect(page.PermissionSets?.length).toBeLessThanOrEqual(2);
      found.push(...(page.PermissionSets ?? []));
      NextToken = page.NextToken;
    }
    return found;
  };
  expect(await all()).toHaveLength(6);
  await sso.describePermissionSet({ InstanceArn, PermissionSetArn });
  await clock.sleep(2_000);
  expect(await all()).toContain(PermissionSetArn);
  await sso.deletePermissionSet({ InstanceArn, PermissionSetArn });
  expect(await all()).toContain(PermissionSetArn);
  await clock.sleep(2_000);
  expect(await all()).toHaveLength(6);
  const first = await sso.listPermissionSets({ InstanceArn });
  expect(await refusalOf(sso.listAccountAssignmentCreationStatus({ InstanceArn, NextToken: first.NextToken }))).toMatch(
    /^ValidationException/,
  );
});
