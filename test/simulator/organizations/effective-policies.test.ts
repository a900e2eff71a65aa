import type { Organizations } from '@aws-sdk/client-organizations';
import { mergePolicies } from '../../../src/simulator/services/organizations/effective/merge.js';
import { landingZone } from '../../../src/simulator/services/organizations/seeds/landing-zone.js';
import { newPolicy, newUnit, PAYMENTS, ROOT, refusal, sandbox, unitNamed } from './support.js';

const assign = (value: string | readonly string[]) => ({ '@@assign': value });
const control = (...operators: string[]) => ({ '@@operators_allowed_for_child_policies': operators });
const at = (value: object) => ({ tags: { project: value } }) as Parameters<typeof mergePolicies>[0][number][number];

describe('merging policies of settings', () => {
  test('a child assigns over its parent, and adds to and takes from lists', () => {
    const root = at({ tag_key: assign('Project'), tag_value: assign(['A', 'B']) });
    expect(mergePolicies([[root], [at({ tag_key: assign('PROJECT') })]])).toEqual({
      tags: { project: { tag_key: 'PROJECT', tag_value: ['A', 'B'] } },
    });
    const child = at({ tag_value: { '@@append': ['C', 'A'], '@@remove': ['B', 'Z'] } });
    expect(mergePolicies([[root], [child]])).toEqual({
      tags: { project: { tag_key: 'Project', tag_value: ['A', 'C'] } },
    });
  });

  test('a list that loses its last value disappears, one that is assigned empty stays', () => {
    const root = at({ tag_key: assign('Project'), tag_value: assign(['A']) });
    expect(mergePolicies([[root], [at({ tag_value: { '@@remove': ['A'] } })]])).toEqual({
      tags: { project: { tag_key: 'Project' } },
    });
    expect(mergePolicies([[root], [at({ tag_value: assign([]) })]])).toEqual({
      tags: { project: { tag_key: 'Project', tag_value: [] } },
    });
  });

  test('a child that does what its parent does not allow is passed over', () => {
    const root = at({ tag_key: assign('Project'), tag_value: { ...assign(['A']), ...control('@@append') } });
    const child = at({ tag_value: assign(['B']) });
    const grandchild = at({ tag_value: { '@@append': ['C'] } });
    expect(mergePolicies([[root], [child], [grandchild]])).toEqual({
      tags: { project: { tag_key: 'Project', tag_value: ['A', 'C'] } },
    });
  });

  test('a restriction cannot be loosened further down, and binds everything below it', () => {
    const root = at({ ...control('@@none'), tag_key: assign('Project') });
    const child = at({ ...control('@@all'), tag_value: assign(['B']) });
    expect(mergePolicies([[root], [child], [child]])).toEqual({ tags: { project: { tag_key: 'Project' } } });
  });

  test('of two policies at one level the first attached wins, and their restrictions intersect', () => {
    const one = at({ tag_key: { ...assign('PROJECT'), ...control('@@assign', '@@append') } });
    const two = at({ tag_key: { ...assign('project'), ...control('@@append') } });
    expect(mergePolicies([[one, two]])).toEqual({ tags: { project: { tag_key: 'PROJECT' } } });
    expect(mergePolicies([[two, one]])).toEqual({ tags: { project: { tag_key: 'project' } } });
    const child = at({ tag_key: assign('child') });
    expect(mergePolicies([[one, two], [child]])).toEqual({ tags: { project: { tag_key: 'PROJECT' } } });
  });
});

async function tagPolicy(aws: Organizations, name: string, key: string): Promise<string> {
  return newPolicy(aws, name, JSON.stringify({ tags: { project: { tag_key: assign(key) } } }), 'TAG_POLICY');
}

async function effective(aws: Organizations, type: 'TAG_POLICY' | 'BACKUP_POLICY' = 'TAG_POLICY'): Promise<unknown> {
  const { EffectivePolicy } = await aws.describeEffectivePolicy({ PolicyType: type, TargetId: PAYMENTS });
  return JSON.parse(EffectivePolicy?.PolicyContent ?? 'null');
}

describe('effective policies', () => {
  test('follow the order of attachment, which detaching and attaching again changes', async () => {
    const { aws } = sandbox();
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: 'TAG_POLICY' });
    const first = await tagPolicy(aws, 'first', 'PROJECT');
    const second = await tagPolicy(aws, 'second', 'project');
    for (const PolicyId of [first, second]) await aws.attachPolicy({ PolicyId, TargetId: ROOT });
    expect(await effective(aws)).toEqual({ tags: { project: { tag_key: 'PROJECT' } } });
    await aws.detachPolicy({ PolicyId: first, TargetId: ROOT });
    await aws.attachPolicy({ PolicyId: first, TargetId: ROOT });
    expect(await effective(aws)).toEqual({ tags: { project: { tag_key: 'project' } } });
  });

  test('change with the unit that the account is in, a while later', async () => {
    const { aws, clock } = sandbox({ lagMs: 2_000 });
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: 'TAG_POLICY' });
    const unit = await newUnit(aws, 'Prod');
    await aws.attachPolicy({ PolicyId: await tagPolicy(aws, 'prod', 'PROJECT'), TargetId: unit });
    clock.advance(2_000);
    expect(await refusal(effective(aws))).toBe('EffectivePolicyNotFoundException');
    const SourceParentId = await unitNamed(aws, 'Sandbox');
    await aws.moveAccount({ AccountId: PAYMENTS, SourceParentId, DestinationParentId: unit });
    expect(await refusal(effective(aws))).toBe('EffectivePolicyNotFoundException');
    clock.advance(2_000);
    expect(await effective(aws)).toEqual({ tags: { project: { tag_key: 'PROJECT' } } });
  });

  test('exist for accounts and for types that merge, while the type is enabled', async () => {
    const { aws } = sandbox();
    const ask = (PolicyType: string, TargetId: string) =>
      refusal(aws.describeEffectivePolicy({ PolicyType: PolicyType as 'TAG_POLICY', TargetId }));
    expect(await ask('SERVICE_CONTROL_POLICY', PAYMENTS)).toBe('InvalidInputException INVALID_ENUM_POLICY_TYPE');
    expect(await ask('TAG_POLICY', PAYMENTS)).toBe('EffectivePolicyNotFoundException');
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: 'TAG_POLICY' });
    expect(await ask('TAG_POLICY', ROOT)).toBe('InvalidInputException TARGET_NOT_SUPPORTED');
    expect(await ask('TAG_POLICY', '999999999999')).toBe('TargetNotFoundException');
  });

  test('that become invalid stay as they last were, and say what is wrong', async () => {
    const { aws } = sandbox();
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: 'BACKUP_POLICY' });
    const rule = { schedule_expression: assign('cron(0 5 ? * * *)'), target_backup_vault_name: assign('vault') };
    const plan = { rules: { daily: rule }, regions: assign(['us-east-1']), selections: { tags: {} } };
    const whole = { ...plan, selections: { tags: { all: { tag_key: assign('backup') } } } };
    const valid = JSON.stringify({ plans: { daily: whole } });
    const PolicyId = await newPolicy(aws, 'backup', valid, 'BACKUP_POLICY');
    await aws.attachPolicy({ PolicyId, TargetId: ROOT });
    const before = await effective(aws, 'BACKUP_POLICY');
    expect(before).toMatchObject({ plans: { daily: { regions: ['us-east-1'] } } });

    const child = JSON.stringify({ plans: { other: { regions: assign(['us-east-1']) } } });
    const broken = await newPolicy(aws, 'broken', child, 'BACKUP_POLICY');
    await aws.attachPolicy({ PolicyId: broken, TargetId: PAYMENTS });
    expect(await effective(aws, 'BACKUP_POLICY')).toEqual(before);
    const invalid = await aws.listAccountsWithInvalidEffectivePolicy({ PolicyType: 'BACKUP_POLICY' });
    expect(invalid.Accounts?.map((account) => account.Id)).toEqual([PAYMENTS]);
    const errors = await aws.listEffectivePolicyValidationErrors({ AccountId: PAYMENTS, PolicyType: 'BACKUP_POLICY' });
    expect(errors.EffectivePolicyValidationErrors).toEqual([
      {
        ErrorCode: 'KEY_REQUIRED',
        ErrorMessage: expect.any(String),
        PathToError: 'plans/other/rules',
        ContributingPolicies: [PolicyId, broken],
      },
      expect.objectContaining({ PathToError: 'plans/other/selections' }),
    ]);
    await aws.detachPolicy({ PolicyId: broken, TargetId: PAYMENTS });
    expect((await aws.listAccountsWithInvalidEffectivePolicy({ PolicyType: 'BACKUP_POLICY' })).Accounts).toEqual([]);
  });

  test('that have always been valid survive the first change that breaks them', async () => {
    const rule = { schedule_expression: assign('rate'), target_backup_vault_name: assign('vault') };
    const plan = {
      rules: { r: rule },
      regions: assign(['us-east-1']),
      selections: { tags: { a: { x: assign('y') } } },
    };
    const seed = {
      ...landingZone('123456789012'),
      policyTypes: ['backup'],
      policies: [{ name: 'backup', type: 'backup', content: { plans: { daily: plan } } }],
      root: { policies: ['backup/backup'] },
    };
    const { aws, clock } = sandbox({ seed: JSON.parse(JSON.stringify(seed)), lagMs: 2_000 });
    const ask = () => aws.describeEffectivePolicy({ PolicyType: 'BACKUP_POLICY', TargetId: '123456789012' });
    const before = (await ask()).EffectivePolicy;
    expect(before?.PolicyContent).toContain('us-east-1');
    const { Policies } = await aws.listPolicies({ Filter: 'BACKUP_POLICY' });
    const broken = { plans: { daily: { regions: assign(['eu-west-1']) } } };
    await aws.updatePolicy({ PolicyId: Policies?.[0]?.Id ?? '', Content: JSON.stringify(broken) });
    expect((await ask()).EffectivePolicy).toEqual(before);
    const invalid = async () =>
      (await aws.listAccountsWithInvalidEffectivePolicy({ PolicyType: 'BACKUP_POLICY' })).Accounts?.length;
    expect(await invalid()).toBe(0);
    clock.advance(2_000);
    expect(await invalid()).toBe(1);
    expect((await ask()).EffectivePolicy?.PolicyContent).toBe(before?.PolicyContent);
  });

  test('of backups hold ten rules in a plan', async () => {
    const { aws } = sandbox();
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: 'BACKUP_POLICY' });
    const rule = { schedule_expression: assign('rate'), target_backup_vault_name: assign('vault') };
    const rules = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`r${index}`, rule]));
    const plan = { rules, regions: assign(['us-east-1']), selections: { tags: { a: { tag_key: assign('x') } } } };
    const PolicyId = await newPolicy(aws, 'many', JSON.stringify({ plans: { daily: plan } }), 'BACKUP_POLICY');
    await aws.attachPolicy({ PolicyId, TargetId: PAYMENTS });
    const { EffectivePolicyValidationErrors } = await aws.listEffectivePolicyValidationErrors({
      AccountId: PAYMENTS,
      PolicyType: 'BACKUP_POLICY',
    });
    expect(EffectivePolicyValidationErrors?.map((error) => error.ErrorCode)).toEqual(['ELEMENTS_TOO_MANY']);
    expect(await refusal(effective(aws, 'BACKUP_POLICY'))).toBe('EffectivePolicyNotFoundException');
  });
});
