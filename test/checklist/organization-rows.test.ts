import { known, unread } from '../../src/checklist/evidence.js';
import { ROWS } from '../../src/checklist/rows.js';
import { passes } from '../../src/checklist/verdict.js';
import { baseline, control, evidence, landingZone, lines, organizationFacts, row, strayAccount } from './samples.js';

const DENIED = { reason: 'x: AccessDeniedException', missingPermission: 'controltower:ListEnabledBaselines' };
const withLandingZone = (more: Parameters<typeof landingZone>[0]) =>
  evidence({ controlTower: known(landingZone(more)) });

test('there are the nineteen rows of the target state, each once', () => {
  expect(ROWS.map(({ id }) => id)).toEqual(
    '1A-1 1A-2 1A-3 1A-4 1B-1 1B-2 1B-3 1C-1 1C-2 1C-3 1D-1 1D-2 1D-3 1D-4 1D-5 2-1 3-1 3-2 3-3'.split(' '),
  );
});

test('what is not assessed never counts as met, and does not fail a gate either', () => {
  expect(row('1C-3', evidence()).verdict).toBe('not assessed');
  expect(passes({ verdict: 'not assessed' })).toBe(true);
  for (const verdict of ['partly', 'not met', 'blocked', 'unknown'] as const) expect(passes({ verdict })).toBe(false);
});

describe('without what everything stands on', () => {
  test('no organization: 1A-1 is not met, policies are blocked, the rest says so', () => {
    const given = evidence({ organization: known(undefined), controlTower: known(undefined) });
    expect(row('1A-1', given).verdict).toBe('not met');
    for (const id of ['1A-4', '1C-1', '1D-1', '1D-2', '1D-3', '3-2']) expect(row(id, given).verdict).toBe('blocked');
  });

  test('consolidated billing only is not all features', () => {
    const given = evidence({ organization: known(organizationFacts([], { allFeatures: false })) });
    expect(row('1A-1', given).verdict).toBe('not met');
    expect(row('1D-2', given).verdict).toBe('blocked');
  });

  test('a shape that may not be read makes every row that needs it unknown, and names the permission', () => {
    const missing = { reason: 'denied', missingPermission: 'organizations:ListAccounts' };
    const given = evidence({ organization: unread(missing) });
    for (const id of ['1A-1', '1A-4', '1C-1', '1D-1', '1D-2', '1D-3', '3-2']) {
      expect(row(id, given)).toMatchObject({ verdict: 'unknown', missingPermissions: ['organizations:ListAccounts'] });
    }
  });
});

describe('1A-1', () => {
  test('met: every unit that holds accounts is registered, Security looked after by the landing zone itself', () => {
    expect(row('1A-1', evidence())).toMatchObject({ verdict: 'met', count: { met: 3, of: 3, noun: 'place' } });
  });

  test('without a landing zone units alone are asked for', () => {
    expect(row('1A-1', evidence({ controlTower: known(undefined) })).verdict).toBe('met');
  });

  test('an unregistered unit, a failed one, a half-enrolled one and a drifted one', () => {
    const prod = baseline('unit:Workloads/Prod');
    const nonProd = baseline('unit:Workloads/NonProd');
    const dev = baseline('account:payments-dev');
    const account = baseline('account:payments-prod');
    const partly = (found: readonly ReturnType<typeof baseline>[]) =>
      lines(row('1A-1', withLandingZone({ baselines: known(found) })));
    expect(partly([prod, account])).toContain('not met: not registered with Control Tower: Workloads/NonProd');
    expect(partly([prod, account, { ...nonProd, status: 'FAILED' }, dev])).toContain(
      'not met: its registration is FAILED (AWSControlTowerBaseline): Workloads/NonProd',
    );
    expect(partly([prod, account, nonProd, { ...dev, status: 'FAILED' }])).toContain(
      'not met: registered, but 1 of 1 accounts not enrolled: payments-dev: Workloads/NonProd',
    );
    expect(partly([prod, account, { ...nonProd, drifted: true }, dev])).toContain(
      'not met: registered, but drifted from its baseline: Workloads/NonProd',
    );
  });

  test('an account at the root and a declared unit that is not there count against it', () => {
    const organization = organizationFacts([strayAccount], { missingUnits: ['unit:Sandbox'] });
    const result = row('1A-1', evidence({ organization: known(organization) }));
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 3, of: 5 } });
    expect(result.manifest).toContain('legacy-crm');
    expect(result.manifest).toContain('Sandbox');
  });

  test('baselines that may not be read leave it unknown, never met', () => {
    const result = row('1A-1', withLandingZone({ baselines: unread(DENIED) }));
    expect(result).toMatchObject({ verdict: 'unknown', missingPermissions: ['controltower:ListEnabledBaselines'] });
  });
});

describe('1C-1', () => {
  test('met where a working detective control and a recorder are', () => {
    expect(row('1C-1', evidence())).toMatchObject({ verdict: 'met', count: { met: 4, of: 4 } });
  });

  test('a failed control, a preventive one, and one without a recorder do not count', () => {
    const controls = known([
      control('unit:Security'),
      control('unit:Workloads/Prod', { status: 'FAILED' }),
      control('unit:Workloads/NonProd', { behavior: 'PREVENTIVE' }),
    ]);
    const result = row('1C-1', withLandingZone({ controls }));
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 2, of: 4 } });
    expect(lines(result)).toContain(
      'not met: no detective control looks at the account in 1 of 4 accounts (AWS-GR_ENCRYPTED_VOLUMES is FAILED): payments-prod',
    );
    expect(result.manifest).toContain('Workloads/Prod');
    const bare = row('1C-1', withLandingZone({ baselines: known([]) }));
    expect(bare).toMatchObject({ verdict: 'partly', count: { met: 2, of: 4 } });
  });

  test('detective controls are not inherited', () => {
    const controls = known([control('unit:Security'), control('unit:Workloads')]);
    expect(row('1C-1', withLandingZone({ controls })).count).toMatchObject({ met: 2, of: 4 });
  });

  test('blocked while the landing zone does not record', () => {
    expect(row('1C-1', withLandingZone({ manifest: { config: { enabled: false } } })).verdict).toBe('blocked');
  });

  test('without a landing zone: not met where nothing else can look, unknown where something may', () => {
    const none = known(undefined);
    expect(row('1C-1', evidence({ controlTower: none })).verdict).toBe('not met');
    const trusting = known(new Set(['securityhub.amazonaws.com']));
    expect(row('1C-1', evidence({ controlTower: none, trustedServices: trusting })).verdict).toBe('unknown');
    const unseen = unread<ReadonlySet<string>>({ reason: 'denied', missingPermission: 'organizations:List' });
    expect(row('1C-1', evidence({ controlTower: none, trustedServices: unseen })).missingPermissions).toEqual([
      'organizations:List',
    ]);
  });
});

describe('3-2', () => {
  const delegated = (services: readonly string[], active = true) =>
    row('3-2', evidence({ administrators: known([{ account: 'account:audit', active, services }]) }));

  test('counted service by service; either half of AWS Config serves', () => {
    const result = delegated(['iam.amazonaws.com', 'config-multiaccountsetup.amazonaws.com']);
    expect(result).toMatchObject({ verdict: 'partly', count: { met: 2, of: 9, noun: 'service' } });
    expect(lines(result)).toContain('met: AWS Config is delegated: audit');
    // What Organizations alone can register is for the manifest, which brings trusted access along.
    expect(result.manifest).toContain('identityCenter: account:audit');
    expect(result.manifest).toContain('cloudtrail.amazonaws.com: on');
    expect(result.manifest).not.toContain('sso.amazonaws.com');
  });

  test('an account that is not in use is no administrator', () => {
    const result = delegated(['iam.amazonaws.com'], false);
    expect(result.verdict).toBe('not met');
    expect(lines(result)).toContain('not met: IAM root access is delegated to an account that is not in use: audit');
  });

  test('nobody, and everything', () => {
    expect(row('3-2', evidence()).verdict).toBe('not met');
    const all = ['guardduty', 'securityhub', 'config', 'cloudtrail', 'iam', 'sso', 'access-analyzer', 'account'];
    expect(
      delegated([...all.map((name) => `${name}.amazonaws.com`), 'member.org.stacksets.cloudformation.amazonaws.com'])
        .verdict,
    ).toBe('met');
  });
});

describe('rows that can only be told to be not met', () => {
  test.each([['1B-1', 'cloudtrail.amazonaws.com']])('%s: without trusted access for %s', (id, service) => {
    expect(row(id, evidence()).verdict).toBe('not met');
    expect(row(id, evidence({ trustedServices: known(new Set([service])) })).verdict).toBe('not assessed');
    expect(row(id, evidence({ trustedServices: unread({ reason: 'denied' }) })).verdict).toBe('not assessed');
  });
});
