import { DetachPolicyCommand, UntagResourceCommand } from '@aws-sdk/client-organizations';
import { describe, expect, it } from '@jest/globals';
import { validateRun } from '../../../src/engine.js';
import type { Plan } from '../../../src/model.js';
import { driftOf } from '../../../src/report/drift.js';
import { unkind } from '../../../src/simulator/index.js';
import { actions, Bench, ENGINE_VERSION, manifestOf, notices } from '../../support/organization.js';

const UNITS =
  'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: { baseline: AWSControlTowerBaseline } }\n';
const PLATFORM = ['AWSControlTowerExecution', 'aws-controltower-*', 'stacksets-exec-*'];
const quarantine = (excepted: readonly string[] = PLATFORM): string =>
  `  quarantine: { type: scp, targets: [], document: ${JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Quarantine',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': excepted.map((role) => `arn:*:iam::*:role/${role}`) } },
      },
    ],
  })} }\n`;
const POLICIES = `policies:\n${quarantine()}`;
const SHOP = (more: string): string => `accounts: { shop: { email: aws+shop@example.com, ou: Apps, ${more} } }\n`;
const HELD = (...rows: readonly string[]): string =>
  SHOP(`quarantine: { policy: quarantine, readyWhen: [${rows.map((row) => `"${row}"`).join(', ')}] }`);
const WITH = (...rows: readonly string[]): Promise<Awaited<ReturnType<typeof manifestOf>>> =>
  manifestOf(`${UNITS}${POLICIES}${HELD(...rows)}`);

const errors = (plan: Plan): string[] =>
  plan.problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
const detailOf = (plan: Plan, address: string): string | undefined =>
  plan.changes.flatMap((change) => (change.address === address && change.action === 'notice' ? change.detail : []))[0];

async function shopId(bench: Bench): Promise<string> {
  return (await bench.session().organizations.accounts()).find(({ name }) => name === 'shop')?.id ?? '';
}

async function onShop(bench: Bench): Promise<string[]> {
  const policies = await bench.session().organizations.policiesOn(await shopId(bench), 'SERVICE_CONTROL_POLICY');
  return policies.map(({ name }) => name).sort();
}

async function tagsOfShop(bench: Bench): Promise<Readonly<Record<string, string>>> {
  return bench.session().organizations.tagsOf(await shopId(bench));
}

describe('an account that is made under quarantine', () => {
  it('is tagged by CreateAccount, put under the policy before it is moved, and held until its rows are met', async () => {
    const bench = new Bench();
    const manifest = await WITH('1A-1', '1D-1');
    const { plan } = await bench.plan(manifest);
    expect(errors(plan)).toEqual([]);
    expect(actions(plan).filter((action) => action.includes('shop'))).toEqual(['create account:shop']);
    expect((await bench.apply(plan)).state).toBe('complete');
    const steps = bench.events.flatMap((event) =>
      event.code === 'step-started' && event.address === 'account:shop' ? [event.step] : [],
    );
    expect(steps).toEqual(['create', 'put under policy quarantine', 'move to unit:Apps']);
    expect(await tagsOfShop(bench)).toMatchObject({ 'towerctl:held': 'quarantine' });
    expect(await onShop(bench)).toEqual(['FullAWSAccess', 'quarantine']);
    const again = await bench.plan(manifest);
    expect(actions(again.plan)).toEqual([]);
    expect(notices(again.plan)).toContain('held account:shop');
    expect(detailOf(again.plan, 'account:shop')).toMatch(
      /^held by quarantine since \d{4}-.*Z, waits for 1D-1 not met \(leaving the organization is not denied\)$/,
    );
  });

  it('is let go by the plan that finds its rows met, and the apply says after how long', async () => {
    const bench = new Bench();
    const manifest = await WITH('1A-1');
    await bench.converge(manifest);
    await bench.clock.sleep(2 * 3_600_000);
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual(['remove policy-attachment:scp/quarantine@account:shop', 'update account:shop']);
    expect([errors(plan), driftOf({ plan, digest: '' }).items.filter((item) => item.class === 'ours')]).toEqual([
      [],
      [],
    ]);
    const result = await bench.apply(plan);
    expect(result.outcomes.map(({ note }) => note)).toEqual([
      undefined,
      expect.stringMatching(/^ready after 2 h( \d+ min)?: 1A-1 is met for it$/),
    ]);
    expect(await onShop(bench)).toEqual(['FullAWSAccess']);
    expect(await tagsOfShop(bench)).not.toHaveProperty('towerctl:held');
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('stays under it when somebody detaches the policy, and when it loses its ownership tag', async () => {
    const bench = new Bench();
    const manifest = await WITH('1D-1');
    await bench.converge(manifest);
    const policy = (await bench.session().organizations.policies('SERVICE_CONTROL_POLICY')).find(
      ({ name }) => name === 'quarantine',
    );
    await sent(bench, new DetachPolicyCommand({ PolicyId: policy?.id, TargetId: await shopId(bench) }));
    expect(actions((await bench.converge(manifest)).plan)).toEqual([
      'create policy-attachment:scp/quarantine@account:shop',
    ]);
    await sent(bench, new UntagResourceCommand({ ResourceId: await shopId(bench), TagKeys: ['towerctl:manifest'] }));
    // The index of tags shows it after a while.
    await bench.clock.sleep(60_000);
    expect(actions((await bench.converge(manifest)).plan)).toEqual(['adopt account:shop']);
    expect(await onShop(bench)).toEqual(['FullAWSAccess', 'quarantine']);
    expect(notices((await bench.plan(manifest)).plan)).toContain('held account:shop');
  });

  it('is not let go by leaving out its quarantine, unless that is allowed', async () => {
    const bench = new Bench();
    await bench.converge(await WITH('1D-1'));
    const without = await bench.plan(await manifestOf(`${UNITS}${POLICIES}${SHOP('')}`));
    expect(actions(without.plan)).toEqual([
      'remove policy-attachment:scp/quarantine@account:shop',
      'update account:shop',
    ]);
    expect(without.plan.problems).toMatchObject([
      { code: 'loss-of-protection', address: 'policy-attachment:scp/quarantine@account:shop' },
    ]);
    const allowed = `guards: { allow: [{ code: loss-of-protection, at: "policy-attachment:scp/quarantine@account:shop", reason: test }] }\n`;
    await bench.converge(await manifestOf(`${UNITS}${POLICIES}${SHOP('')}${allowed}`));
    expect(await tagsOfShop(bench)).not.toHaveProperty('towerctl:held');
  });

  it('is known to be held while the index of tags does not know it yet', async () => {
    const bench = new Bench({ ...unkind, tagIndexLagMs: 1_800_000 });
    await bench.converge(await manifestOf(UNITS));
    await bench.clock.sleep(3_600_000);
    const manifest = await WITH('1D-1');
    await bench.converge(manifest);
    const { plan } = await bench.plan(manifest);
    expect([errors(plan), actions(plan)]).toEqual([[], []]);
    expect(notices(plan)).toContain('held account:shop');
  });

  it('waits where a row cannot be read: unknown is not met', async () => {
    const bench = new Bench();
    const manifest = await WITH('1A-1');
    await bench.converge(manifest);
    bench.simulator.faults.add({
      operation: 'controltower:ListEnabledBaselines',
      code: 'AccessDeniedException',
    });
    const { plan } = await bench.plan(manifest);
    expect(plan.changes.filter(({ why }) => why === 'ready')).toEqual([]);
    expect(detailOf(plan, 'account:shop')).toMatch(/waits for 1A-1 unknown \(/);
  });
});

describe('quarantine in a manifest', () => {
  it('never reaches an account that was there before', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(`${UNITS}${SHOP('')}`));
    const { plan } = await bench.plan(
      await manifestOf(
        `${UNITS}${POLICIES}${HELD('1D-1')}newAccounts: { quarantine: { policy: quarantine, readyWhen: ["1D-1"] } }\n`,
      ),
    );
    expect(actions(plan)).toEqual(['create policy:scp/quarantine']);
  });

  it('may be said once for all new accounts, and ruled out for one', async () => {
    const { plan } = await new Bench().plan(
      await manifestOf(
        `${UNITS}${POLICIES}newAccounts: { quarantine: { policy: quarantine, readyWhen: ["1D-1"] } }\naccounts: { a: { email: aws+a@example.com, ou: Apps }, b: { email: aws+b@example.com, ou: Apps, quarantine: false } }\nguards: { quotas: { accounts: { perOrganization: 100 } } }\n`,
      ),
    );
    const made = plan.changes.flatMap((change) =>
      change.kind === 'account' && change.action === 'create' ? [change.to['held']] : [],
    );
    expect([errors(plan), made]).toEqual([[], ['quarantine', undefined]]);
  });

  it.each([
    ['a row that there is not', HELD('1D-11'), 'the target state has no row "1D-11"', 'did you mean "1D-1"?'],
    [
      'a row that this version cannot judge',
      HELD('1C-3'),
      'this version cannot tell that 1C-3 is met',
      'rows that can be met: 1A-1, ',
    ],
    [
      'a row of which only the contrary can be told',
      HELD('1B-1'),
      'this version cannot tell that 1B-1 is met',
      'rows that can be met: ',
    ],
    [
      'a policy that there is not',
      SHOP('quarantine: { policy: quarantain, readyWhen: ["1D-1"] }'),
      'policies: has no "quarantain"',
      'did you mean "quarantine"?',
    ],
    [
      'Account Factory',
      SHOP('vend: account-factory, quarantine: { policy: quarantine, readyWhen: ["1D-1"] }'),
      'Account Factory lets people into an account',
      'write quarantine: false',
    ],
  ])('is refused offline and in the plan with %s', async (_, accounts, message, hint) => {
    const manifest = await manifestOf(`${UNITS}${POLICIES}${accounts}`);
    const problem = {
      code: 'quarantine',
      severity: 'error',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    };
    const offline = validateRun(manifest, { engineVersion: ENGINE_VERSION, now: 0 });
    const { plan } = await new Bench().plan(manifest);
    for (const found of [offline, plan.problems])
      expect(found.filter(({ code }) => code === 'quarantine')).toMatchObject([problem]);
    expect(offline[0]?.origin?.file).toBe('manifest.yaml');
  });

  it('may keep people out and not the platform', async () => {
    const open = await manifestOf(`${UNITS}policies:\n${quarantine(['stacksets-exec-*'])}${HELD('1D-1')}`);
    const { plan } = await new Bench().plan(open);
    const offline = validateRun(open, { engineVersion: ENGINE_VERSION, now: 0 });
    for (const problems of [plan.problems, offline]) {
      const stopped = problems.filter(({ code }) => code === 'lockout');
      expect(new Set(stopped.map(({ address }) => address))).toEqual(
        new Set(['policy-attachment:scp/quarantine@account:shop']),
      );
      expect(stopped.map(({ message }) => /stops (\S+)/.exec(message)?.[1]).sort()).toEqual([
        'AWSControlTowerExecution',
        'aws-controltower-*',
        'aws-controltower-ConfigRecorderRole',
        'aws-controltower-ForwardSnsNotificationRole',
      ]);
    }
  });
});

async function sent(bench: Bench, command: DetachPolicyCommand | UntagResourceCommand): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await bench.client().send(command as DetachPolicyCommand);
      return;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'TooManyRequestsException') throw error;
      await bench.clock.sleep(1_000);
    }
  }
  throw new Error('throttled for too long');
}
