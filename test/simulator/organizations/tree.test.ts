import { newUnit, PAYMENTS, ROOT, refusal, sandbox, unitNamed } from './support.js';

const ABSENT = 'ou-ex01-00000000';

describe('the tree', () => {
  test('has ids, ARNs and paths of the documented forms', async () => {
    const { aws } = sandbox();
    const { OrganizationalUnit: unit } = await aws.createOrganizationalUnit({ ParentId: ROOT, Name: 'Workloads' });
    expect(unit?.Id).toMatch(/^ou-ex01-[a-z0-9]{8}$/);
    expect(unit?.Arn).toBe(`arn:aws:organizations::123456789012:ou/o-exampleorg1/${unit?.Id}`);
    expect(unit?.Path).toBe(`o-exampleorg1/${ROOT}/${unit?.Id}/`);
    const { Account } = await aws.describeAccount({ AccountId: PAYMENTS });
    expect(Account?.Arn).toBe(`arn:aws:organizations::123456789012:account/o-exampleorg1/${PAYMENTS}`);
  });

  test('leaves Paths, Path and Status out where the world says so', async () => {
    const { aws } = sandbox({ emitPaths: false, emitStatus: false });
    const { OrganizationalUnit } = await aws.createOrganizationalUnit({ ParentId: ROOT, Name: 'Workloads' });
    const { Account } = await aws.describeAccount({ AccountId: PAYMENTS });
    expect(OrganizationalUnit).not.toHaveProperty('Path');
    expect(Account).not.toHaveProperty('Paths');
    expect(Account).not.toHaveProperty('Status');
    expect(Account?.State).toBe('ACTIVE');
  });

  test('holds five levels of units under the root and not six', async () => {
    const { aws } = sandbox();
    let parent = ROOT;
    for (const name of ['1', '2', '3', '4', '5']) parent = await newUnit(aws, name, parent);
    expect(await refusal(newUnit(aws, '6', parent))).toBe('ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED');
  });

  test('holds 2,000 units', async () => {
    const units = Array.from({ length: 1_998 }, (_, index) => ({ name: `unit-${index}` }));
    const seed = {
      format: 1,
      managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
      organization: { id: 'o-exampleorg1', rootId: ROOT },
      root: { units },
    };
    const { aws } = sandbox({ seed });
    await newUnit(aws, 'One');
    await newUnit(aws, 'Two');
    expect(await refusal(newUnit(aws, 'Three'))).toBe('ConstraintViolationException OU_NUMBER_LIMIT_EXCEEDED');
  });

  test('has no two siblings of one name, but the same name elsewhere', async () => {
    const { aws } = sandbox();
    const prod = await newUnit(aws, 'Prod');
    const other = await newUnit(aws, 'Other');
    expect(await refusal(newUnit(aws, 'Prod'))).toBe('DuplicateOrganizationalUnitException');
    expect(await refusal(newUnit(aws, 'Prod', other))).toBe('none');
    const rename = (Name: string) => aws.updateOrganizationalUnit({ OrganizationalUnitId: other, Name });
    expect(await refusal(rename('Prod'))).toBe('DuplicateOrganizationalUnitException');
    await rename('Test');
    const { OrganizationalUnit } = await aws.describeOrganizationalUnit({ OrganizationalUnitId: other });
    expect(OrganizationalUnit).toMatchObject({ Id: other, Name: 'Test' });
    expect(prod).not.toBe(await newUnit(aws, 'Other'));
  });

  test('takes names of 1 to 128 characters of any kind', async () => {
    const { aws } = sandbox();
    expect(await refusal(newUnit(aws, ''))).toBe('InvalidInputException MIN_LENGTH_EXCEEDED');
    expect(await refusal(newUnit(aws, 'x'.repeat(129)))).toBe('InvalidInputException MAX_LENGTH_EXCEEDED');
    expect(await refusal(newUnit(aws, 'Ünïts / "and" __proto__'))).toBe('none');
    expect(await refusal(aws.createOrganizationalUnit({ ParentId: ROOT, Name: undefined }))).toBe(
      'InvalidInputException INPUT_REQUIRED',
    );
  });

  test('deletes no unit that holds a unit or an account', async () => {
    const { aws } = sandbox();
    const parent = await newUnit(aws, 'Parent');
    const child = await newUnit(aws, 'Child', parent);
    const remove = (OrganizationalUnitId: string) => aws.deleteOrganizationalUnit({ OrganizationalUnitId });
    expect(await refusal(remove(parent))).toBe('OrganizationalUnitNotEmptyException');
    expect(await refusal(remove(await unitNamed(aws, 'Sandbox')))).toBe('OrganizationalUnitNotEmptyException');
    await remove(child);
    await remove(parent);
    expect(await refusal(remove(parent))).toBe('OrganizationalUnitNotFoundException');
  });

  test('says for a while that a unit is not empty although its last child was just deleted', async () => {
    const { aws, clock } = sandbox({ lagMs: 2_000 });
    const parent = await newUnit(aws, 'Parent');
    const child = await newUnit(aws, 'Child', parent);
    clock.advance(5_000);
    await aws.deleteOrganizationalUnit({ OrganizationalUnitId: child });
    const remove = () => aws.deleteOrganizationalUnit({ OrganizationalUnitId: parent });
    expect(await refusal(remove())).toBe('OrganizationalUnitNotEmptyException');
    clock.advance(2_000);
    expect(await refusal(remove())).toBe('none');
  });

  test('tells an unknown parent, child or unit from a malformed id', async () => {
    const { aws } = sandbox();
    expect(await refusal(newUnit(aws, 'X', ABSENT))).toBe('ParentNotFoundException');
    expect(await refusal(newUnit(aws, 'X', 'r-zzzz'))).toBe('ParentNotFoundException');
    expect(await refusal(newUnit(aws, 'X', 'Workloads'))).toBe('InvalidInputException INVALID_PATTERN');
    expect(await refusal(aws.listChildren({ ParentId: ABSENT, ChildType: 'ACCOUNT' }))).toBe('ParentNotFoundException');
    expect(await refusal(aws.listParents({ ChildId: '999999999999' }))).toBe('ChildNotFoundException');
    expect(await refusal(aws.describeOrganizationalUnit({ OrganizationalUnitId: ABSENT }))).toBe(
      'OrganizationalUnitNotFoundException',
    );
  });

  test('gives ids from ListChildren and one parent from ListParents', async () => {
    const { aws } = sandbox();
    const security = await unitNamed(aws, 'Security');
    const { Children } = await aws.listChildren({ ParentId: security, ChildType: 'ACCOUNT' });
    expect(Children).toEqual([
      { Id: '200000000001', Type: 'ACCOUNT' },
      { Id: '200000000002', Type: 'ACCOUNT' },
    ]);
    const { Parents } = await aws.listParents({ ChildId: '200000000001' });
    expect(Parents).toEqual([{ Id: security, Type: 'ORGANIZATIONAL_UNIT' }]);
    expect((await aws.listParents({ ChildId: security })).Parents).toEqual([{ Id: ROOT, Type: 'ROOT' }]);
  });
});

describe('moving an account', () => {
  test('takes its own policies along, changes its path, and shows at once in DescribeAccount', async () => {
    const { aws } = sandbox();
    const from = await unitNamed(aws, 'Sandbox');
    const to = await newUnit(aws, 'Prod');
    await aws.moveAccount({ AccountId: PAYMENTS, SourceParentId: from, DestinationParentId: to });
    const { Account } = await aws.describeAccount({ AccountId: PAYMENTS });
    expect(Account?.Paths).toEqual([`o-exampleorg1/${ROOT}/${to}/${PAYMENTS}/`]);
    const { Policies } = await aws.listPoliciesForTarget({ TargetId: PAYMENTS, Filter: 'SERVICE_CONTROL_POLICY' });
    expect(Policies?.map((policy) => policy.Id)).toEqual(['p-FullAWSAccess']);
  });

  test('from where it is not answers that there is no such account, also when it is in the destination already', async () => {
    const { aws } = sandbox();
    const home = await unitNamed(aws, 'Sandbox');
    const security = await unitNamed(aws, 'Security');
    const move = (SourceParentId: string, DestinationParentId: string) =>
      aws.moveAccount({ AccountId: PAYMENTS, SourceParentId, DestinationParentId });
    await expect(move(ROOT, home)).rejects.toMatchObject({
      name: 'AccountNotFoundException',
      message: "You specified an account that doesn't exist.",
    });
    expect(await refusal(move(security, ROOT))).toBe('AccountNotFoundException');
    expect(await refusal(move(home, home))).toBe('DuplicateAccountException');
    expect(await refusal(move(ABSENT, home))).toBe('SourceParentNotFoundException');
    expect(await refusal(move(home, ABSENT))).toBe('DestinationParentNotFoundException');
    const absent = { AccountId: '999999999999', SourceParentId: home, DestinationParentId: ROOT };
    expect(await refusal(aws.moveAccount(absent))).toBe('AccountNotFoundException');
  });

  test('shows in lists a while later, and in ListParents too', async () => {
    const { aws, clock } = sandbox({ lagMs: 2_000 });
    const from = await unitNamed(aws, 'Sandbox');
    await aws.moveAccount({ AccountId: PAYMENTS, SourceParentId: from, DestinationParentId: ROOT });
    const parent = async () => (await aws.listParents({ ChildId: PAYMENTS })).Parents?.[0]?.Id;
    const atRoot = async () => (await aws.listAccountsForParent({ ParentId: ROOT })).Accounts?.map((each) => each.Id);
    expect(await parent()).toBe(from);
    expect(await atRoot()).not.toContain(PAYMENTS);
    clock.advance(2_000);
    expect(await parent()).toBe(ROOT);
    expect(await atRoot()).toContain(PAYMENTS);
  });
});
