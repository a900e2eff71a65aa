import { newPolicy, newUnit, PAYMENTS, pages, ROOT, refusal, sandbox, scp, unitNamed } from './support.js';

const SCP = 'SERVICE_CONTROL_POLICY';
const padded = (size: number): string => scp().padEnd(size, ' ');

describe('policies', () => {
  test('keep their text byte for byte, white space and key order included', async () => {
    const { aws } = sandbox();
    const content = `{ "Version" : "2012-10-17",\n\t"Statement": {"Resource":"*","Effect":"Deny","Action":"s3:*"} }`;
    const id = await newPolicy(aws, 'spaced', content);
    const { Policy } = await aws.describePolicy({ PolicyId: id });
    expect(Policy?.Content).toBe(content);
    expect(id).toMatch(/^p-[a-z0-9]{8}$/);
    expect(Policy?.PolicySummary).toEqual({
      Id: id,
      Arn: `arn:aws:organizations::123456789012:policy/o-exampleorg1/service_control_policy/${id}`,
      Name: 'spaced',
      Description: '',
      Type: SCP,
      AwsManaged: false,
    });
  });

  test('are measured in characters of the raw text, by the quotas of the day', async () => {
    const tooLong = 'ConstraintViolationException POLICY_CONTENT_LIMIT_EXCEEDED';
    const now = sandbox().aws;
    expect(await refusal(newPolicy(now, 'a', padded(10_240)))).toBe('none');
    expect(await refusal(newPolicy(now, 'b', padded(10_241)))).toBe(tooLong);
    const before = sandbox({ quotas: 'before-2026-05-15' }).aws;
    expect(await refusal(newPolicy(before, 'a', padded(5_120)))).toBe('none');
    expect(await refusal(newPolicy(before, 'b', padded(5_121)))).toBe(tooLong);
    const big = { PolicyId: await newPolicy(before, 'c'), Content: padded(5_121) };
    expect(await refusal(before.updatePolicy(big))).toBe(tooLong);
  });

  test('have names that are unique within a type, and a type that never changes', async () => {
    const { aws } = sandbox();
    const first = await newPolicy(aws, 'same');
    const second = await newPolicy(aws, 'other');
    expect(await refusal(newPolicy(aws, 'same'))).toBe('DuplicatePolicyException');
    expect(await refusal(newPolicy(aws, 'same', '{"tags":{}}', 'TAG_POLICY'))).toBe('none');
    expect(await refusal(aws.updatePolicy({ PolicyId: second, Name: 'same' }))).toBe('DuplicatePolicyException');
    const { Policy } = await aws.updatePolicy({ PolicyId: first, Name: 'renamed', Description: 'why' });
    expect(Policy?.PolicySummary).toMatchObject({ Id: first, Name: 'renamed', Description: 'why', Type: SCP });
    expect(await refusal(newPolicy(aws, 'same'))).toBe('none');
  });

  test('need a description, which may be empty, and a type that there is', async () => {
    const { aws } = sandbox();
    const ask = (more: object) =>
      refusal(aws.createPolicy({ Name: 'x', Description: '', Type: SCP, Content: scp(), ...more }));
    expect(await ask({ Description: undefined })).toBe('InvalidInputException INPUT_REQUIRED');
    expect(await ask({ Description: 'x'.repeat(513) })).toBe('InvalidInputException MAX_LENGTH_EXCEEDED');
    expect(await ask({ Type: 'NO_SUCH_POLICY' })).toBe('InvalidInputException INVALID_ENUM_POLICY_TYPE');
    expect(await ask({ Content: '' })).toBe('InvalidInputException MIN_LENGTH_EXCEEDED');
    expect(await refusal(aws.describePolicy({ PolicyId: 'x' }))).toBe('InvalidInputException INVALID_SYNTAX_POLICY_ID');
    expect(await refusal(aws.describePolicy({ PolicyId: 'p-00000000' }))).toBe('PolicyNotFoundException');
  });

  test('of AWS cannot be changed or deleted', async () => {
    const { aws } = sandbox();
    const PolicyId = 'p-FullAWSAccess';
    expect(await refusal(aws.updatePolicy({ PolicyId, Name: 'x' }))).toBe('InvalidInputException IMMUTABLE_POLICY');
    expect(await refusal(aws.deletePolicy({ PolicyId }))).toBe('InvalidInputException IMMUTABLE_POLICY');
    const { Policy } = await aws.describePolicy({ PolicyId });
    expect(Policy?.PolicySummary).toMatchObject({
      Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
      AwsManaged: true,
    });
  });

  test('are not deleted while attached, and for a while after they were detached', async () => {
    const { aws, clock } = sandbox({ lagMs: 2_000 });
    const PolicyId = await newPolicy(aws, 'mine');
    const remove = () => refusal(aws.deletePolicy({ PolicyId }));
    await aws.attachPolicy({ PolicyId, TargetId: ROOT });
    expect(await remove()).toBe('PolicyInUseException');
    clock.advance(2_000);
    await aws.detachPolicy({ PolicyId, TargetId: ROOT });
    expect(await remove()).toBe('PolicyInUseException');
    clock.advance(2_000);
    expect(await remove()).toBe('none');
    expect(await remove()).toBe('PolicyNotFoundException');
  });

  test('can be created before their type is enabled, or not, as the world says', async () => {
    const accepted = sandbox().aws;
    expect(await refusal(newPolicy(accepted, 'x', '{"tags":{}}', 'TAG_POLICY'))).toBe('none');
    const refused = sandbox({ createBeforeEnable: 'refused' }).aws;
    expect(await refusal(newPolicy(refused, 'x', '{"tags":{}}', 'TAG_POLICY'))).toBe(
      'PolicyTypeNotAvailableForOrganizationException',
    );
    expect(await refusal(newPolicy(refused, 'x'))).toBe('none');
  });

  test('are listed by type, AWS its own first, a while after they were made', async () => {
    const { aws, clock } = sandbox({ lagMs: 1_000 });
    await newPolicy(aws, 'mine');
    const names = async () => {
      const found = await pages((token) => aws.listPolicies({ Filter: SCP, ...token }));
      return found.flatMap((page) => page.Policies?.map((policy) => policy.Name));
    };
    expect(await names()).not.toContain('mine');
    clock.advance(1_000);
    const shown = await names();
    expect(shown[0]).toBe('FullAWSAccess');
    expect(shown).toContain('mine');
  });
});

describe('attachments', () => {
  test('are not idempotent, and want a policy and a target that exist', async () => {
    const { aws } = sandbox();
    const PolicyId = await newPolicy(aws, 'mine');
    const attach = (TargetId: string) => aws.attachPolicy({ PolicyId, TargetId });
    await attach(PAYMENTS);
    await expect(attach(PAYMENTS)).rejects.toMatchObject({
      name: 'DuplicatePolicyAttachmentException',
      message: 'A policy with the specified name and type already exists.',
    });
    expect(await refusal(attach('999999999999'))).toBe('TargetNotFoundException');
    expect(await refusal(attach('Sandbox'))).toBe('InvalidInputException INVALID_PATTERN_TARGET_ID');
    expect(await refusal(aws.attachPolicy({ PolicyId: 'p-00000000', TargetId: ROOT }))).toBe('PolicyNotFoundException');
  });

  test.each([
    ['current', 9],
    ['before-2026-05-15', 4],
  ] as const)('reach the quota of the %s preset: %i beside FullAWSAccess', async (quotas, most) => {
    const { aws } = sandbox({ quotas });
    const TargetId = await newUnit(aws, 'Full');
    for (let index = 0; index < most; index += 1) {
      await aws.attachPolicy({ PolicyId: await newPolicy(aws, `p${index}`), TargetId });
    }
    await expect(aws.attachPolicy({ PolicyId: await newPolicy(aws, 'last'), TargetId })).rejects.toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      message: 'You have attached the maximum number of policies to the specified target.',
    });
  });

  test('leave one service control policy in place, whichever it is', async () => {
    const { aws } = sandbox();
    const mine = await newPolicy(aws, 'mine');
    const detach = (PolicyId: string) => refusal(aws.detachPolicy({ PolicyId, TargetId: PAYMENTS }));
    expect(await detach('p-FullAWSAccess')).toBe(
      'ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    );
    await aws.attachPolicy({ PolicyId: mine, TargetId: PAYMENTS });
    expect(await detach('p-FullAWSAccess')).toBe('none');
    expect(await detach(mine)).toBe('ConstraintViolationException MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
    expect(await detach('p-FullAWSAccess')).toBe('PolicyNotAttachedException');
  });

  test('show from both sides, in the order in which they were made', async () => {
    const { aws } = sandbox();
    const second = await newPolicy(aws, 'b');
    const first = await newPolicy(aws, 'a');
    for (const PolicyId of [first, second]) await aws.attachPolicy({ PolicyId, TargetId: PAYMENTS });
    const { Policies } = await aws.listPoliciesForTarget({ TargetId: PAYMENTS, Filter: SCP });
    expect(Policies?.map((policy) => policy.Name)).toEqual(['FullAWSAccess', 'a', 'b']);
    const { Targets } = await aws.listTargetsForPolicy({ PolicyId: first });
    expect(Targets).toEqual([
      {
        TargetId: PAYMENTS,
        Arn: `arn:aws:organizations::123456789012:account/o-exampleorg1/${PAYMENTS}`,
        Name: 'payments-prod',
        Type: 'ACCOUNT',
      },
    ]);
  });

  test('of a unit go with it when it is deleted', async () => {
    const { aws } = sandbox();
    const PolicyId = await newPolicy(aws, 'mine');
    const unit = await newUnit(aws, 'Short-lived');
    await aws.attachPolicy({ PolicyId, TargetId: unit });
    await aws.deleteOrganizationalUnit({ OrganizationalUnitId: unit });
    expect((await aws.listTargetsForPolicy({ PolicyId })).Targets).toEqual([]);
    expect(await refusal(aws.deletePolicy({ PolicyId }))).toBe('none');
  });

  test('made by somebody else show to the next reader', async () => {
    const { aws } = sandbox();
    const TargetId = await unitNamed(aws, 'Sandbox');
    const { Policies } = await aws.listPoliciesForTarget({ TargetId, Filter: SCP });
    await aws.detachPolicy({ TargetId, PolicyId: Policies?.[1]?.Id ?? '' });
    const after = await aws.listPoliciesForTarget({ TargetId, Filter: SCP });
    expect(after.Policies?.map((policy) => policy.Name)).toEqual(['FullAWSAccess']);
  });
});
