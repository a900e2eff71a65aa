import { describe, expect, test } from '@jest/globals';
import { LANDING_ZONE } from '../../support/picture.js';
import { desiredOf, refusedBy } from './desired-of.js';

const REGIONS = 'regions: [us-east-1, ap-northeast-1]';
const both = ['ap-northeast-1', 'us-east-1'];

describe('who gets a stack, and how AWS is told', () => {
  test('whole units are left to AWS to follow', async () => {
    const { first, problems } = await desiredOf(
      `  b: { template: t.yaml, targets: [Workloads/**, Sandbox], ${REGIONS} }`,
    );
    expect(problems).toEqual([]);
    expect(first).toMatchObject({
      address: 'stack-baseline:b',
      spec: {
        stackSet: 'towerctl-b',
        permissions: 'service-managed',
        units: ['unit:Sandbox', 'unit:Workloads'],
        autoDeploy: { enabled: true, retain: false },
        instances: { 'account:dev': both, 'account:payments': both, 'account:play': both, 'account:tools': both },
        operations: { concurrency: '100%', tolerate: '10%', regions: 'parallel', mode: 'soft' },
        description: 'a bucket',
        capabilities: [],
      },
    });
    expect(first?.note).toBeUndefined();
    expect(first?.needs).toEqual(['unit:Sandbox', 'unit:Workloads']);
    expect(first?.after).toEqual(
      expect.arrayContaining(['account:payments', 'baseline:AWSControlTowerBaseline@unit:Workloads/Prod']),
    );
  });

  test.each([
    ['targets: [Workloads/**], exclude: [Workloads/NonProd]', ['payments', 'tools'], 'leave accounts out'],
    ['targets: [{ tags: { data: card } }]', ['payments'], 'select by tags'],
    ['targets: ["account:dev", Sandbox]', ['dev', 'play'], 'single accounts'],
    ['targets: [Workloads]', ['tools'], 'with the units below it'],
  ])('%s: picked out one by one, and the plan says so', async (targets, accounts, why) => {
    const { first } = await desiredOf(`  b: { template: t.yaml, ${targets}, ${REGIONS} }`);
    expect(Object.keys(first?.spec.instances ?? {})).toEqual(accounts.map((name) => `account:${name}`));
    expect(first?.spec.autoDeploy).toEqual({ enabled: false, retain: false });
    expect(first?.note).toContain(why);
    expect(first?.note).toContain('automatic deployment is off, a new account comes with the next run');
  });

  test('every unit below a target is found through the units that hold the accounts', async () => {
    const { first } = await desiredOf(
      `  b: { template: t.yaml, targets: [Workloads/**], exclude: ["account:dev"], ${REGIONS} }`,
    );
    expect(first?.spec.units).toEqual(['unit:Workloads', 'unit:Workloads/Prod']);
  });

  test('values of some accounts’ own keep the units and end automatic deployment; the last entry counts', async () => {
    const { first } = await desiredOf(
      `  b: { template: t.yaml, targets: [Workloads/**], ${REGIONS}, overrides: [
         { targets: [Workloads/**], parameters: { Days: 1 } }, { targets: ["account:dev", Sandbox], parameters: { Days: 2 } }] }`,
    );
    expect(first?.spec).toMatchObject({
      units: ['unit:Workloads'],
      autoDeploy: { enabled: false },
      overrides: { 'account:dev': { Days: '2' }, 'account:payments': { Days: '1' }, 'account:tools': { Days: '1' } },
    });
    expect(first?.note).toContain('some accounts get other values');
  });

  test('automatic deployment that cannot be is a warning at its line', async () => {
    const { problems } = await desiredOf(
      `  b:\n    template: t.yaml\n    targets: ["account:dev"]\n    autoDeploy: true\n    ${REGIONS}`,
    );
    expect(problems).toEqual([
      expect.stringMatching(/^manifest\.yaml:\d+:17 warning baseline-auto-deploy: .*single accounts/),
    ]);
  });

  test('the management account has no instance; it has stacks of its own where the manifest asks', async () => {
    const without = await desiredOf(`  b: { template: t.yaml, targets: [root], ${REGIONS} }`);
    expect(without.first?.spec.units).toEqual(['root']);
    expect(without.first?.spec.instances).not.toHaveProperty('account:master');
    expect(without.first?.note).toContain('write management: true');
    expect(without.stacks).toEqual([]);
    const { first, stacks } = await desiredOf(
      `  b: { template: t.yaml, targets: [root], ${REGIONS}, management: true, name: Mine, parameters: { Days: 9 },
           overrides: [{ targets: [management], parameters: { Days: 7 } }] }`,
    );
    expect(first?.spec.instances).not.toHaveProperty('account:master');
    expect(first?.spec.overrides).toEqual({});
    expect(stacks.map(({ address, spec }) => [address, spec.stack, spec.region, spec.parameters])).toEqual([
      ['management-stack:b@ap-northeast-1', 'Mine', 'ap-northeast-1', { Days: '7' }],
      ['management-stack:b@us-east-1', 'Mine', 'us-east-1', { Days: '7' }],
    ]);
  });

  test('a baseline of the management account alone is its stacks, and what builds on it waits for those', async () => {
    const { found, stacks } = await desiredOf(
      `  own: { template: t.yaml, targets: [management], ${REGIONS}, management: true }
  next: { template: t.yaml, targets: [Sandbox/**], regions: [us-east-1], after: [own] }`,
    );
    expect(found.map(({ address }) => address)).toEqual(['stack-baseline:next']);
    const own = ['management-stack:own@ap-northeast-1', 'management-stack:own@us-east-1'];
    expect(stacks.map(({ address }) => address)).toEqual(own);
    expect(found[0]?.needs).toEqual(expect.arrayContaining(own));
    expect(found[0]?.needs).not.toContain('stack-baseline:own');
  });

  test('a self-managed set goes to accounts, and to the management account only by name', async () => {
    const role = 'permissions: { executionRole: AWSControlTowerExecution }';
    const { first } = await desiredOf(`  b: { template: t.yaml, targets: [root], ${REGIONS}, ${role} }`);
    expect(first?.spec).toMatchObject({
      permissions: 'self-managed',
      executionRole: 'AWSControlTowerExecution',
      administrationRole: 'service-role/AWSControlTowerStackSetRole',
      units: [],
    });
    expect(first?.spec).not.toHaveProperty('autoDeploy');
    expect(first?.spec.instances).not.toHaveProperty('account:master');
    const named = await desiredOf(`  b: { template: t.yaml, targets: [management], ${REGIONS}, ${role} }`);
    expect(Object.keys(named.first?.spec.instances ?? {})).toEqual(['account:master']);
  });

  test('suspended accounts are nobody’s target', async () => {
    const { first } = await desiredOf(`  b: { template: t.yaml, targets: [Workloads/**], ${REGIONS} }`, {
      suspended: ['account:payments'],
    });
    expect(Object.keys(first?.spec.instances ?? {})).toEqual(['account:dev', 'account:tools']);
  });
});

describe('Regions', () => {
  const governed = '  b: { template: t.yaml, targets: [Sandbox] }';
  test('are those that the landing zone governs, unless the manifest names some', async () => {
    const landingZone = { ...LANDING_ZONE, state: 'there' as const, governedRegions: both };
    const { first } = await desiredOf(governed, { landingZone });
    expect(first?.spec.instances).toEqual({ 'account:play': both });
    expect(first?.after).toContain('landing-zone:main');
  });

  test('stay a word without AWS', async () => {
    expect((await desiredOf(governed)).first?.spec.instances).toEqual({ 'account:play': ['governed'] });
  });

  test.each([
    [{ state: 'none' as const }, 'there is no landing zone'],
    [{ state: 'unknown' as const, reason: 'AccessDenied' }, 'it could not be read (AccessDenied)'],
  ])('that cannot be known are a problem: %j', async (landingZone, why) => {
    const { first, problems } = await desiredOf(governed, { landingZone });
    expect(problems).toEqual([
      expect.stringContaining(
        `baseline-regions: stackBaselines.b follows the Regions that the landing zone governs, but ${why}`,
      ),
    ]);
    expect(first?.spec.instances).toEqual({});
  });
});

describe('baselines that build on each other', () => {
  const network =
    '  network: { template: t.yaml, targets: [Sandbox], name: Net, regions: [us-east-1], management: true }\n';
  test('an output orders them, and the StackSet is named as AWS knows it', async () => {
    const { found } = await desiredOf(
      `  app: { template: t.yaml, targets: [Workloads/**], regions: [us-east-1], after: [other], parameters: {
           Names: { output: network.Name, account: play, region: us-east-1 }, Days: { ssm: /days } } }
${network}  other: { template: t.yaml, targets: [Sandbox], regions: [us-east-1] }`,
    );
    const app = found.find(({ address }) => address === 'stack-baseline:app');
    expect(app?.needs).toEqual(['unit:Workloads', 'stack-baseline:other', 'stack-baseline:network']);
    expect(app?.spec.parameters).toEqual({
      Days: { ssm: '/days' },
      Names: { output: 'network.Name', stackSet: 'Net', account: 'play', region: 'us-east-1' },
    });
  });

  test('an output of the management account waits for its stack', async () => {
    const { found } = await desiredOf(
      `  app: { template: t.yaml, targets: [Workloads/**], regions: [us-east-1], parameters: { Names: { output: network.Name, account: management, region: us-east-1 } } }\n${network}`,
    );
    expect(found[0]?.needs).toContain('management-stack:network@us-east-1');
  });

  test('circles, strangers and names used twice are said with the manifest', async () => {
    const b = (more: string): string => `{ template: t.yaml, targets: [Sandbox], ${more} }`;
    const found = await refusedBy(
      `  a: ${b('after: [c]')}\n  c: ${b('after: [a]')}\n  d: ${b('after: [netwrk]')}\n  network: ${b('name: X')}\n  e: ${b('name: X')}`,
    );
    expect(found.join('\n')).toContain(
      'the baselines wait for each other: a -> c -> a -> remove one of the references',
    );
    expect(found.join('\n')).toContain('there is no baseline "netwrk" under stackBaselines -> did you mean "network"?');
    expect(found.join('\n')).toContain('a second baseline of the StackSet "X" (first at manifest.yaml:');
  });
});

describe('what is asked to go', () => {
  test('needs no template', async () => {
    const { first, problems } = await desiredOf('  b: { name: Old, adopt: true, remove: true, retain: true }');
    expect(problems).toEqual([]);
    expect(first).toMatchObject({ absent: true, adopt: true, spec: { stackSet: 'Old', retain: true, instances: {} } });
  });

  test('while everything else needs one, and targets', async () => {
    const found = await refusedBy('  b: { name: Old }');
    expect(found.join('\n')).toContain('has no template');
    expect(found.join('\n')).toContain('has no targets');
  });
});
