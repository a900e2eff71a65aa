import { type PolicyType, PolicyType as TYPES } from '@aws-sdk/client-organizations';
import { newPolicy, newUnit, PAYMENTS, pages, ROOT, refusal, sandbox, unitNamed } from './support.js';

const RCP = 'RESOURCE_CONTROL_POLICY';
const SCP = 'SERVICE_CONTROL_POLICY';
const content = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: ['s3:*'], Resource: '*' }],
});

describe('policy types', () => {
  test('are enabled in the background: the answer says PENDING_ENABLE', async () => {
    const { aws } = sandbox({ pace: { kind: 'time', ms: 30_000 } });
    const { Root } = await aws.enablePolicyType({ RootId: ROOT, PolicyType: RCP });
    expect(Root?.PolicyTypes).toContainEqual({ Type: RCP, Status: 'PENDING_ENABLE' });
  });

  test('become ENABLED after the polls of the pace', async () => {
    const { aws } = sandbox({ pace: { kind: 'polls', polls: 2 } });
    const PolicyId = await newPolicy(aws, 'rcp', content, RCP);
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: RCP });
    const attach = () => aws.attachPolicy({ PolicyId, TargetId: ROOT });
    await expect(attach()).rejects.toMatchObject({
      name: 'PolicyTypeNotEnabledException',
      message: 'This operation can be performed only for enabled policy types.',
    });
    const status = async () =>
      (await aws.listRoots({})).Roots?.[0]?.PolicyTypes?.find((each) => each.Type === RCP)?.Status;
    expect(await status()).toBe('PENDING_ENABLE');
    expect(await status()).toBe('ENABLED');
    expect(await refusal(attach())).toBe('none');
  });

  test('become ENABLED by the clock, and for a client that only retries what it is refused', async () => {
    const { aws, clock } = sandbox({ pace: { kind: 'time', ms: 30_000 } });
    const PolicyId = await newPolicy(aws, 'rcp', content, RCP);
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: RCP });
    expect(await refusal(aws.attachPolicy({ PolicyId, TargetId: ROOT }))).toBe('PolicyTypeNotEnabledException');
    clock.advance(30_000);
    expect(await refusal(aws.attachPolicy({ PolicyId, TargetId: ROOT }))).toBe('none');
    const patient = sandbox({ pace: { kind: 'polls', polls: 2 } }).aws;
    const id = await newPolicy(patient, 'rcp', content, RCP);
    await patient.enablePolicyType({ RootId: ROOT, PolicyType: RCP });
    const answers: string[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      answers.push(await refusal(patient.attachPolicy({ PolicyId: id, TargetId: ROOT })));
    }
    expect(answers).toEqual(['PolicyTypeNotEnabledException', 'PolicyTypeNotEnabledException', 'none']);
  });

  test('attach their default to everything there is and everything that comes', async () => {
    const { aws } = sandbox();
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: RCP });
    const found = await pages((token) => aws.listTargetsForPolicy({ PolicyId: 'p-RCPFullAWSAccess', ...token }));
    expect(found.flatMap((page) => page.Targets ?? [])).toHaveLength(1 + 2 + 9);
    const unit = await newUnit(aws, 'Later');
    for (const [Filter, id] of [
      [SCP, 'p-FullAWSAccess'],
      [RCP, 'p-RCPFullAWSAccess'],
    ] as const) {
      const { Policies } = await aws.listPoliciesForTarget({ TargetId: unit, Filter });
      expect(Policies?.map((policy) => policy.Id)).toEqual([id]);
    }
  });

  test('have a default that cannot be detached: RCPFullAWSAccess, which leaves room for four', async () => {
    const { aws } = sandbox();
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: RCP });
    for (let index = 0; index < 4; index += 1) {
      await aws.attachPolicy({ PolicyId: await newPolicy(aws, `rcp${index}`, content, RCP), TargetId: PAYMENTS });
    }
    const fifth = { PolicyId: await newPolicy(aws, 'rcp5', content, RCP), TargetId: PAYMENTS };
    expect(await refusal(aws.attachPolicy(fifth))).toBe(
      'ConstraintViolationException MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    );
    await expect(aws.detachPolicy({ PolicyId: 'p-RCPFullAWSAccess', TargetId: PAYMENTS })).rejects.toMatchObject({
      name: 'InvalidInputException',
      Reason: 'NON_DETACHABLE_POLICY',
    });
  });

  test('lose every attachment when they are disabled, and get only the default back', async () => {
    const { aws } = sandbox();
    const unit = await unitNamed(aws, 'Sandbox');
    const attached = async () =>
      (await aws.listPoliciesForTarget({ TargetId: unit, Filter: SCP })).Policies?.map((policy) => policy.Name);
    expect(await attached()).toHaveLength(2);
    await aws.disablePolicyType({ RootId: ROOT, PolicyType: SCP });
    expect((await aws.listRoots({})).Roots?.[0]?.PolicyTypes).toEqual([]);
    expect(await attached()).toEqual([]);
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: SCP });
    expect(await attached()).toEqual(['FullAWSAccess']);
    const { Policies } = await aws.listPolicies({ Filter: SCP });
    expect(Policies?.filter((policy) => policy.Name?.startsWith('aws-guardrails-'))).toHaveLength(2);
  });

  test('say what they are already, and what is under way', async () => {
    const { aws, clock } = sandbox({ pace: { kind: 'time', ms: 30_000 } });
    const enable = (type: PolicyType) => refusal(aws.enablePolicyType({ RootId: ROOT, PolicyType: type }));
    const disable = (type: PolicyType) => refusal(aws.disablePolicyType({ RootId: ROOT, PolicyType: type }));
    expect(await enable(SCP)).toBe('PolicyTypeAlreadyEnabledException');
    expect(await disable(RCP)).toBe('PolicyTypeNotEnabledException');
    expect(await enable(RCP)).toBe('none');
    expect(await disable(RCP)).toBe('PolicyChangesInProgressException');
    clock.advance(30_000);
    expect(await disable(RCP)).toBe('none');
    expect(await enable(RCP)).toBe('PolicyChangesInProgressException');
    expect(await refusal(aws.enablePolicyType({ RootId: 'r-zzzz', PolicyType: RCP }))).toBe('RootNotFoundException');
  });

  test('of a service want its trusted access first, and keep it from being taken away', async () => {
    const { aws } = sandbox();
    const type = { RootId: ROOT, PolicyType: 'SECURITYHUB_POLICY' as const };
    const service = { ServicePrincipal: 'securityhub.amazonaws.com' };
    expect(await refusal(aws.enablePolicyType(type))).toBe('ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED');
    await aws.enableAWSServiceAccess(service);
    await aws.enablePolicyType(type);
    expect(await refusal(aws.disableAWSServiceAccess(service))).toBe(
      'ConstraintViolationException POLICY_TYPE_ENABLED_FOR_THIS_SERVICE',
    );
    await aws.disablePolicyType(type);
    expect(await refusal(aws.disableAWSServiceAccess(service))).toBe('none');
  });

  test('are all there that the SDK names', async () => {
    const { aws } = sandbox();
    const services = ['ec2', 'securityhub', 'inspector2', 'guardduty', 'network-security-director'];
    for (const name of services) await aws.enableAWSServiceAccess({ ServicePrincipal: `${name}.amazonaws.com` });
    for (const type of Object.values(TYPES).filter((each) => each !== SCP)) {
      await aws.enablePolicyType({ RootId: ROOT, PolicyType: type });
    }
    const { Roots } = await aws.listRoots({});
    expect(Roots?.[0]?.PolicyTypes?.map((each) => each.Type).sort()).toEqual(Object.values(TYPES).sort());
  });

  test('need all features', async () => {
    const { aws } = sandbox({ seed: 'none' });
    await aws.createOrganization({ FeatureSet: 'CONSOLIDATED_BILLING' });
    const RootId = (await aws.listRoots({})).Roots?.[0]?.Id ?? '';
    const refused = 'PolicyTypeNotAvailableForOrganizationException';
    expect(await refusal(aws.enablePolicyType({ RootId, PolicyType: SCP }))).toBe(refused);
    expect(await refusal(newPolicy(aws, 'x'))).toBe(refused);
    expect(await refusal(aws.listAWSServiceAccessForOrganization({}))).toBe(
      'ConstraintViolationException ORGANIZATION_NOT_IN_ALL_FEATURES_MODE',
    );
  });
});
