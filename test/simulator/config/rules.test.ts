import type { PutOrganizationConfigRuleCommandInput } from '@aws-sdk/client-config-service';
import { setRecorder } from '../../../src/simulator/services/config/for-services.js';
import { AUDIT, LEGACY, MANAGEMENT, PAYMENTS, SUSPENDED } from '../account-roles.js';
import { errorOf } from '../client.js';
import { configHouse, HOME, MANAGED, MULTI_ACCOUNT, ruleAccounts, ruleStatus, SECOND, UNGOVERNED } from './house.js';

const OrganizationConfigRuleName = 'tls-only';
const NOBODY = [MANAGEMENT, LEGACY];
const rule = { OrganizationConfigRuleName, OrganizationManagedRuleMetadata: MANAGED, ExcludedAccounts: NOBODY };
const POLICY = {
  PolicyRuntime: 'guard-2.x.x',
  PolicyText: 'rule x { configuration exists }',
  OrganizationConfigRuleTriggerTypes: ['ConfigurationItemChangeNotification' as const],
};
const LAMBDA = {
  LambdaFunctionArn: `arn:aws:lambda:${HOME}:${MANAGEMENT}:function:check`,
  OrganizationConfigRuleTriggerTypes: ['ScheduledNotification' as const],
};

describe('laying a rule', () => {
  test('enables trusted access, and is there for everybody who records and is not left out', async () => {
    const { config, organizations } = configHouse();
    const { OrganizationConfigRuleArn: arn } = await config.putOrganizationConfigRule(rule);
    expect(arn).toMatch(/^arn:aws:config:ap-northeast-1:123456789012:organization-config-rule\/tls-only-\w{8}$/);
    const { EnabledServicePrincipals } = await organizations.listAWSServiceAccessForOrganization({});
    expect(EnabledServicePrincipals?.map(({ ServicePrincipal }) => ServicePrincipal)).toContain(MULTI_ACCOUNT);
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_SUCCESSFUL');
    const accounts = await ruleAccounts(config, 'tls-only');
    expect(accounts).toContain(`${PAYMENTS} CREATE_SUCCESSFUL`);
    expect(accounts.join()).not.toMatch(new RegExp([...NOBODY, SUSPENDED].join('|')));
    const { OrganizationConfigRules } = await config.describeOrganizationConfigRules({});
    expect(OrganizationConfigRules).toMatchObject([{ ...rule, OrganizationConfigRuleArn: arn }]);
  });

  test('fails where nobody records, the management account among them; leaving those out mends it', async () => {
    const { config, simulator } = configHouse();
    await config.putOrganizationConfigRule({ ...rule, ExcludedAccounts: [] });
    recordIn(simulator, LEGACY);
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_FAILED');
    const failed = { Filters: { MemberAccountRuleStatus: 'CREATE_FAILED' as const }, OrganizationConfigRuleName };
    const { OrganizationConfigRuleDetailedStatus } = await config.getOrganizationConfigRuleDetailedStatus(failed);
    expect(OrganizationConfigRuleDetailedStatus?.map(({ AccountId, ErrorCode }) => [AccountId, ErrorCode])).toEqual(
      [...NOBODY].sort().map((id) => [id, 'NoAvailableConfigurationRecorderException']),
    );
    await config.putOrganizationConfigRule(rule);
    expect(await ruleStatus(config, 'tls-only')).toBe('UPDATE_SUCCESSFUL');
  });

  test('where it is: in one Region, for its caller alone', async () => {
    const made = configHouse();
    await made.config.putOrganizationConfigRule(rule);
    expect((await made.in(SECOND).describeOrganizationConfigRules({})).OrganizationConfigRules).toEqual([]);
    await made.organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal: MULTI_ACCOUNT });
    const audit = await made.inside(AUDIT);
    expect((await audit.describeOrganizationConfigRules({})).OrganizationConfigRules).toEqual([]);
    await audit.putOrganizationConfigRule({ ...rule, OrganizationManagedRuleMetadata: { RuleIdentifier: 'OTHER' } });
    expect((await made.config.describeOrganizationConfigRules({})).OrganizationConfigRules).toMatchObject([rule]);
    const inside = await made.inside(PAYMENTS);
    const { ConfigRules } = await inside.describeConfigRules({});
    expect(
      ConfigRules?.filter(({ ConfigRuleName }) => /^OrgConfigRule-tls-only-\w{8}$/.test(ConfigRuleName ?? '')),
    ).toHaveLength(2);
  });

  test('nobody else may, not even look', async () => {
    const made = configHouse();
    const inside = await made.inside(AUDIT);
    expect(await errorOf(inside.putOrganizationConfigRule(rule))).toBe('OrganizationAccessDeniedException');
    expect(await errorOf(inside.describeOrganizationConfigRules({}))).toBe('OrganizationAccessDeniedException');
    const alone = configHouse({ seed: 'none' }).config;
    expect(await errorOf(alone.putOrganizationConfigRule(rule))).toBe('NoAvailableOrganizationException');
    expect(await errorOf(alone.describeOrganizationConfigRules({}))).toBe('OrganizationAccessDeniedException');
  });

  test('not without all features', async () => {
    const { config } = configHouse({
      seed: {
        format: 1,
        managementAccount: { id: MANAGEMENT, name: 'Management', email: 'm@example.com' },
        organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'CONSOLIDATED_BILLING' },
      },
    });
    expect(await errorOf(config.putOrganizationConfigRule(rule))).toBe('OrganizationAllFeaturesNotEnabledException');
  });

  const wrong: [string, Partial<PutOrganizationConfigRuleCommandInput>, string][] = [
    ['a name with a dot', { OrganizationConfigRuleName: 'a.b' }, 'ValidationException'],
    ['a name of 65', { OrganizationConfigRuleName: 'a'.repeat(65) }, 'ValidationException'],
    ['no metadata', { OrganizationManagedRuleMetadata: undefined }, 'InvalidParameterValueException'],
    ['two kinds of metadata', { OrganizationCustomRuleMetadata: LAMBDA }, 'InvalidParameterValueException'],
    [
      'parameters that are no JSON',
      { OrganizationManagedRuleMetadata: { ...MANAGED, InputParameters: 'a=b' } },
      'InvalidParameterValueException',
    ],
    [
      'an identifier that is none',
      { OrganizationManagedRuleMetadata: { RuleIdentifier: 's3 tls' } },
      'InvalidParameterValueException',
    ],
    [
      'a description of 257',
      { OrganizationManagedRuleMetadata: { ...MANAGED, Description: 'a'.repeat(257) } },
      'ValidationException',
    ],
    [
      'a tag value alone',
      { OrganizationManagedRuleMetadata: { ...MANAGED, TagValueScope: 'x' } },
      'InvalidParameterValueException',
    ],
    ['1,001 exclusions', { ExcludedAccounts: Array(1_001).fill(LEGACY) }, 'ValidationException'],
    ['an account that is none', { ExcludedAccounts: ['payments'] }, 'ValidationException'],
    [
      'a function that is none',
      {
        OrganizationManagedRuleMetadata: undefined,
        OrganizationCustomRuleMetadata: { ...LAMBDA, LambdaFunctionArn: 'x' },
      },
      'InvalidParameterValueException',
    ],
    [
      'a policy on a schedule',
      {
        OrganizationManagedRuleMetadata: undefined,
        OrganizationCustomPolicyRuleMetadata: {
          ...POLICY,
          OrganizationConfigRuleTriggerTypes: ['ScheduledNotification' as never],
        },
      },
      'InvalidParameterValueException',
    ],
    [
      'another runtime',
      {
        OrganizationManagedRuleMetadata: undefined,
        OrganizationCustomPolicyRuleMetadata: { ...POLICY, PolicyRuntime: 'guard-3' },
      },
      'ValidationException',
    ],
  ];
  test.each(wrong)('%s is refused', async (_what, change, error) => {
    const { config } = configHouse();
    expect(await errorOf(config.putOrganizationConfigRule({ ...rule, ...change }))).toBe(error);
  });

  test('a policy’s text is given apart, a function has triggers', async () => {
    const { config } = configHouse();
    const { OrganizationManagedRuleMetadata: _managed, ...named } = rule;
    await config.putOrganizationConfigRule({ ...named, OrganizationCustomPolicyRuleMetadata: POLICY });
    await config.putOrganizationConfigRule({
      ...named,
      OrganizationConfigRuleName: 'function',
      OrganizationCustomRuleMetadata: LAMBDA,
    });
    const { PolicyText: _text, ...described } = POLICY;
    const { OrganizationConfigRules } = await config.describeOrganizationConfigRules({});
    expect(OrganizationConfigRules).toMatchObject([
      { OrganizationCustomRuleMetadata: LAMBDA },
      { OrganizationCustomPolicyRuleMetadata: described },
    ]);
    expect(await config.getOrganizationCustomRulePolicy({ OrganizationConfigRuleName })).toMatchObject({
      PolicyText: POLICY.PolicyText,
    });
    expect(await errorOf(config.getOrganizationCustomRulePolicy({ OrganizationConfigRuleName: 'function' }))).toBe(
      'NoSuchOrganizationConfigRuleException',
    );
  });
});

describe('over time', () => {
  const pace = { kind: 'time', ms: 3_000 } as const;

  test('a client that only retries what it is refused counts as one that polls', async () => {
    const { config } = configHouse({ pace: { kind: 'polls', polls: 2 } });
    await config.putOrganizationConfigRule(rule);
    const again = () => errorOf(config.putOrganizationConfigRule(rule));
    expect([await again(), await again(), await again()]).toEqual([
      'ResourceInUseException',
      'ResourceInUseException',
      'none',
    ]);
  });

  test('a change takes its time, and refuses another one meanwhile', async () => {
    const { config, clock } = configHouse({ pace, durations: 'observed' });
    await config.putOrganizationConfigRule(rule);
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_IN_PROGRESS');
    expect(await ruleAccounts(config, 'tls-only')).toContain(`${PAYMENTS} CREATE_IN_PROGRESS`);
    expect(await errorOf(config.putOrganizationConfigRule(rule))).toBe('ResourceInUseException');
    expect(await errorOf(config.deleteOrganizationConfigRule({ OrganizationConfigRuleName }))).toBe(
      'ResourceInUseException',
    );
    await clock.sleep(119_000);
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_IN_PROGRESS');
    await clock.sleep(1_000);
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_SUCCESSFUL');
    await config.putOrganizationConfigRule({ ...rule, ExcludedAccounts: [...NOBODY, PAYMENTS] });
    expect(await ruleStatus(config, 'tls-only')).toBe('UPDATE_IN_PROGRESS');
    expect(await ruleAccounts(config, 'tls-only')).toContain(`${PAYMENTS} DELETE_IN_PROGRESS`);
    await clock.sleep(120_000);
    expect((await ruleAccounts(config, 'tls-only')).join()).not.toContain(PAYMENTS);
    await config.deleteOrganizationConfigRule({ OrganizationConfigRuleName });
    expect(await ruleStatus(config, 'tls-only')).toBe('DELETE_IN_PROGRESS');
    await clock.sleep(120_000);
    expect(await errorOf(ruleStatus(config, 'tls-only'))).toBe('NoSuchOrganizationConfigRuleException');
  });

  test('asking is what makes time pass under a pace of polls', async () => {
    const { config } = configHouse({ pace: { kind: 'polls', polls: 1 } });
    await config.putOrganizationConfigRule(rule);
    await config.describeOrganizationConfigRules({});
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_IN_PROGRESS');
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_SUCCESSFUL');
  });

  test('lists lag, what is asked for by name does not', async () => {
    const { config, clock } = configHouse({ lagMs: 1_000 });
    const listed = async () => (await config.describeOrganizationConfigRules({})).OrganizationConfigRules ?? [];
    await config.putOrganizationConfigRule(rule);
    expect(await listed()).toEqual([]);
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_SUCCESSFUL');
    await clock.sleep(1_000);
    expect(await listed()).toHaveLength(1);
    await config.putOrganizationConfigRule({ ...rule, ExcludedAccounts: [] });
    expect((await listed())[0]?.ExcludedAccounts).toEqual(NOBODY);
    await config.deleteOrganizationConfigRule({ OrganizationConfigRuleName });
    expect(await listed()).toHaveLength(1);
    await clock.sleep(1_000);
    expect(await listed()).toEqual([]);
  });

  test('who joins gets it as soon as he records, and fails after seven hours without', async () => {
    const { config, organizations, clock, simulator } = configHouse();
    await config.putOrganizationConfigRule(rule);
    const join = async (name: string): Promise<string> => {
      const { CreateAccountStatus: begun } = await organizations.createAccount({
        AccountName: name,
        Email: `${name}@example.com`,
      });
      const CreateAccountRequestId = begun?.Id ?? '';
      const { CreateAccountStatus: over } = await organizations.describeCreateAccountStatus({ CreateAccountRequestId });
      return over?.AccountId ?? '';
    };
    const [late, never] = [await join('late'), await join('never')];
    expect(await ruleStatus(config, 'tls-only')).toBe('CREATE_FAILED');
    expect(await ruleAccounts(config, 'tls-only')).toContain(
      `${late} CREATE_FAILED NoAvailableConfigurationRecorderException`,
    );
    await clock.sleep(3_600_000);
    recordIn(simulator, late);
    expect(await ruleAccounts(config, 'tls-only')).toContain(`${late} CREATE_SUCCESSFUL`);
    await clock.sleep(7 * 3_600_000);
    await ruleStatus(config, 'tls-only');
    recordIn(simulator, never);
    expect(await ruleAccounts(config, 'tls-only')).toContain(
      `${never} CREATE_FAILED NoAvailableConfigurationRecorderException`,
    );
    await config.putOrganizationConfigRule(rule);
    expect(await ruleStatus(config, 'tls-only')).toBe('UPDATE_SUCCESSFUL');
    await organizations.closeAccount({ AccountId: late });
    expect((await ruleAccounts(config, 'tls-only')).join()).not.toContain(late);
  });
});

/** Somebody in the account switches AWS Config on. */
function recordIn({ world }: ReturnType<typeof configHouse>['simulator'], accountId: string): void {
  setRecorder(world, { accountId, region: HOME }, 'on');
}

describe('limits', () => {
  test('organization rules of a caller in a Region', async () => {
    const made = configHouse({ seed: { config: { organizationRules: 1 } } });
    await made.config.putOrganizationConfigRule(rule);
    await made.config.putOrganizationConfigRule(rule);
    const second = { ...rule, OrganizationConfigRuleName: 'second' };
    expect(await errorOf(made.config.putOrganizationConfigRule(second))).toBe(
      'MaxNumberOfOrganizationConfigRulesExceededException',
    );
    await made.in(SECOND).putOrganizationConfigRule(second);
  });

  test('rules of an account, told where they do not fit', async () => {
    const { config } = configHouse({ seed: { config: { rulesPerAccount: 1 } } });
    await config.putOrganizationConfigRule({ ...rule, ExcludedAccounts: [...NOBODY, PAYMENTS] });
    await config.putOrganizationConfigRule({ ...rule, OrganizationConfigRuleName: 'second' });
    const accounts = await ruleAccounts(config, 'second');
    expect(accounts).toContain(`${PAYMENTS} CREATE_SUCCESSFUL`);
    expect(accounts.filter((line) => line.includes('MaxNumberOfConfigRulesExceededException'))).toHaveLength(
      accounts.length - 1,
    );
  });

  test('pages, names and tokens', async () => {
    const { config } = configHouse({ pageSize: 1 });
    for (const name of ['a', 'b'])
      await config.putOrganizationConfigRule({ ...rule, OrganizationConfigRuleName: name });
    const { OrganizationConfigRules: first, NextToken } = await config.describeOrganizationConfigRules({ Limit: 0 });
    const { OrganizationConfigRules: second, NextToken: end } = await config.describeOrganizationConfigRules({
      NextToken,
    });
    expect([first, second].map((page) => page?.map(({ OrganizationConfigRuleName: name }) => name))).toEqual([
      ['a'],
      ['b'],
    ]);
    expect(end).toBeUndefined();
    expect(await errorOf(config.describeOrganizationConfigRules({ Limit: 101 }))).toBe('InvalidLimitException');
    expect(await errorOf(config.describeOrganizationConfigRuleStatuses({ NextToken }))).toBe(
      'InvalidNextTokenException',
    );
    const names = { OrganizationConfigRuleNames: ['a', 'c'] };
    expect(await errorOf(config.describeOrganizationConfigRules(names))).toBe('NoSuchOrganizationConfigRuleException');
    expect(
      await errorOf(config.describeOrganizationConfigRules({ OrganizationConfigRuleNames: Array(26).fill('a') })),
    ).toBe('ValidationException');
  });

  test('a fault ends a change as it likes', async () => {
    const { config, simulator } = configHouse();
    simulator.faults.add({
      operation: 'config:PutOrganizationConfigRule',
      outcome: { failAccounts: { [PAYMENTS]: 'InternalError' } },
    });
    await config.putOrganizationConfigRule(rule);
    expect(await ruleAccounts(config, 'tls-only')).toContain(`${PAYMENTS} CREATE_FAILED InternalError`);
    simulator.faults.add({
      operation: 'config:DeleteOrganizationConfigRule',
      outcome: { failAccounts: { [AUDIT]: 'InternalError' } },
    });
    await config.deleteOrganizationConfigRule({ OrganizationConfigRuleName });
    expect(await ruleStatus(config, 'tls-only')).toBe('DELETE_FAILED');
    expect(await ruleAccounts(config, 'tls-only')).toEqual([`${AUDIT} DELETE_FAILED InternalError`]);
    await config.deleteOrganizationConfigRule({ OrganizationConfigRuleName });
    expect(await errorOf(ruleStatus(config, 'tls-only'))).toBe('NoSuchOrganizationConfigRuleException');
  });
});

describe('in a member', () => {
  test('its rules are listed, evaluate nothing, and are Control Tower’s too', async () => {
    const made = configHouse();
    await made.config.putOrganizationConfigRule(rule);
    const inside = await made.inside(PAYMENTS);
    const { ConfigRules } = await inside.describeConfigRules({});
    const own = ConfigRules?.find(({ ConfigRuleName }) => ConfigRuleName?.startsWith('OrgConfigRule-tls-only-'));
    expect(own).toMatchObject({
      Source: { Owner: 'AWS', SourceIdentifier: MANAGED.RuleIdentifier },
      CreatedBy: MULTI_ACCOUNT,
    });
    const names = { ConfigRuleNames: [own?.ConfigRuleName ?? ''] };
    expect((await inside.describeComplianceByConfigRule(names)).ComplianceByConfigRules).toEqual([
      { ...{ ConfigRuleName: own?.ConfigRuleName }, Compliance: { ComplianceType: 'INSUFFICIENT_DATA' } },
    ]);
    expect(await errorOf(inside.describeConfigRules({ ConfigRuleNames: ['x'] }))).toBe('NoSuchConfigRuleException');
    const elsewhere = await made.inside(PAYMENTS, UNGOVERNED);
    expect((await elsewhere.describeConfigRules({})).ConfigRules).toEqual([]);
    expect(await errorOf(elsewhere.deleteConfigRule({ ConfigRuleName: 'x' }))).toMatch(/NotImplemented|501/);
  });
});
