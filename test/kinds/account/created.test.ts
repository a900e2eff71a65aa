import { describe, expect, it } from '@jest/globals';
import type { Outcome, Plan } from '../../../src/model.js';
import { lifelike, unkind } from '../../../src/simulator/index.js';
import { accountOf as recordIn } from '../../../src/simulator/services/organizations/for-services.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';

const APPS =
  'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: { baseline: AWSControlTowerBaseline } }\n';
const ROOM = 'guards: { quotas: { accounts: { perOrganization: 100 } } }\n';
const SHOP = 'accounts: { shop: { email: aws+shop@example.com, ou: Apps, tags: { owner: shop } } }\n';

const states = (result: { outcomes: readonly Outcome[] }): string[] =>
  result.outcomes.map(
    ({ state, address, problem }) => `${state} ${address}${problem === undefined ? '' : `: ${problem}`}`,
  );
const errors = (plan: Plan): string[] =>
  plan.problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));

async function accountOf(bench: Bench, email: string) {
  const accounts = (await bench.session().organizations.accounts()).filter((one) => one.email === email);
  expect(accounts).toHaveLength(1);
  return accounts[0];
}

describe('an account that AWS does not have', () => {
  it('is created with its tags and the role of Control Tower, moved, and enrolled by its unit', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(`${APPS}${SHOP}`);
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual([
      'create unit:Apps',
      'create account:shop',
      'adopt baseline:AWSControlTowerBaseline@unit:Sandbox',
      'create baseline:AWSControlTowerBaseline@unit:Apps',
    ]);
    const result = await bench.apply(plan);
    expect([result.state, states(result).filter((line) => !line.startsWith('done '))]).toEqual(['complete', []]);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
    const made = await accountOf(bench, 'aws+shop@example.com');
    expect(made).toMatchObject({ name: 'shop', state: 'ACTIVE' });
    const { id = '' } = made ?? {};
    expect(await bench.session().organizations.tagsOf(id)).toEqual({
      owner: 'shop',
      'towerctl:manifest': 'test',
      'towerctl:key': 'shop',
    });
    expect(recordIn(bench.simulator.world, id)).toMatchObject({ roleName: 'AWSControlTowerExecution' });
  });

  it('goes into a registered unit: the unit is registered again where auto-enrolment is off, once the account is old enough', async () => {
    const bench = new Bench({ ...unkind, pace: { kind: 'time', ms: 60_000 } });
    await bench.converge(await manifestOf(APPS));
    const manifest = await manifestOf(`${APPS}${SHOP}`);
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual(['create account:shop', 'repair baseline:AWSControlTowerBaseline@unit:Apps']);
    const result = await bench.apply(plan);
    expect(states(result)).toEqual(['done account:shop', 'done baseline:AWSControlTowerBaseline@unit:Apps']);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('goes into a registered unit: with auto-enrolment Control Tower follows, and is awaited', async () => {
    const bench = new Bench({ ...unkind, seed: { landingZone: { version: '4.0', autoEnroll: true } } });
    await bench.converge(await manifestOf(APPS));
    const manifest = await manifestOf(`${APPS}${SHOP}`);
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual(['create account:shop', 'expect baseline:AWSControlTowerBaseline@unit:Apps']);
    expect((await bench.apply(plan)).state).toBe('complete');
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('is selected by policies, and its id is known, in the plan that creates it', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(
      `${APPS}${SHOP}policies:\n  only: { type: scp, document: { Version: "2012-10-17", Statement: [{ Sid: A, Effect: Deny, Action: ["s3:DeleteBucket"], Resource: "arn:aws:s3:::x-\${account.shop.id}" }] }, targets: [account:shop] }\n`,
    );
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toContain('create policy-attachment:scp/only@account:shop');
    expect(states(await bench.apply(plan)).filter((line) => !line.startsWith('done '))).toEqual([]);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it.each(['before', 'after'] as const)(
    'a saved plan whose CreateAccount broke off %s AWS heard of it goes on where it stopped',
    async (when) => {
      const bench = new Bench();
      const manifest = await manifestOf(`${APPS}${SHOP}`);
      const { plan } = await bench.plan(manifest);
      bench.simulator.faults.add({ operation: 'organizations:CreateAccount', dropConnection: when });
      expect((await bench.apply(plan)).state).toBe('complete');
      expect(await accountOf(bench, 'aws+shop@example.com')).toMatchObject({ name: 'shop' });
    },
  );

  it('made and not moved: the same plan finishes it, and so does a new one', async () => {
    for (const again of ['same', 'new'] as const) {
      const bench = new Bench();
      const manifest = await manifestOf(`${APPS}${SHOP}`);
      const { plan } = await bench.plan(manifest);
      bench.simulator.faults.add({ operation: 'organizations:MoveAccount', code: 'AccessDeniedException' });
      const broken = await bench.apply(plan);
      expect(states(broken)).toContainEqual(expect.stringMatching(/^failed account:shop: move to unit:Apps: /));
      const next = again === 'same' ? plan : (await bench.plan(manifest)).plan;
      if (again === 'new') expect(actions(next)).toContain('update account:shop');
      expect((await bench.apply(next)).state).toBe('complete');
      // The unit was registered without it in the first run: enrolling it is not in the saved plan.
      const rest = again === 'same' ? ['repair baseline:AWSControlTowerBaseline@unit:Apps'] : [];
      expect(actions((await bench.converge(manifest)).plan)).toEqual(rest);
      expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
      expect(await accountOf(bench, 'aws+shop@example.com')).toMatchObject({ name: 'shop' });
    }
  });

  it.each([
    ['ACCOUNT_LIMIT_EXCEEDED', /quota "Default maximum number of accounts" raised/],
    ['EMAIL_ALREADY_EXISTS', /outside this organization.*choose another/],
    ['CONCURRENT_ACCOUNT_MODIFICATION', /run again when they are done/],
    ['SOMETHING_NEW', /SOMETHING_NEW/],
  ])(
    '%s is told in words, costs that account and nothing else, and the next run tries again',
    async (failureReason, words) => {
      const bench = new Bench();
      const manifest = await manifestOf(
        `${APPS}accounts:\n  shop: { email: aws+shop@example.com, ou: Apps }\n  till: { email: aws+till@example.com, ou: Apps }\n${ROOM}`,
      );
      const { plan } = await bench.plan(manifest);
      bench.simulator.faults.add({
        operation: 'organizations:CreateAccount',
        match: { AccountName: 'till' },
        outcome: { failureReason },
      });
      const result = await bench.apply(plan);
      const failed = states(result).filter((line) => !line.startsWith('done '));
      expect(failed).toEqual([expect.stringMatching(/^failed account:till: create: /)]);
      expect(failed[0]).toMatch(words);
      expect((await bench.converge(manifest)).plan.changes.map(({ address }) => address)).toContain('account:till');
      expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
    },
  );

  it('without a unit, or with an id that AWS does not know, is a problem and not an account', async () => {
    const bench = new Bench();
    const { plan } = await bench.plan(
      await manifestOf(
        'accounts:\n  nowhere: { email: aws+nowhere@example.com }\n  gone: { id: "300000000099", email: aws+gone@example.com }\n  there: { existing: true }\n',
      ),
    );
    expect(plan.problems.map(({ code, address }) => `${code} ${address}`).sort()).toEqual([
      'account-without-place account:nowhere',
      'not-found account:gone',
      'not-found account:there',
    ]);
    expect(actions(plan).filter((line) => line !== 'create account:nowhere')).toEqual([]);
  });

  it('`existing: true` finds the only ACTIVE account of its name', async () => {
    const bench = new Bench();
    const manifest = await manifestOf('accounts:\n  payments-dev: { existing: true }\n');
    expect(actions((await bench.converge(manifest)).plan)).toEqual(['adopt account:payments-dev']);
    expect(errors((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('fifty take no more than a tenth longer than rate and concurrency allow', async () => {
    const bench = new Bench(lifelike);
    const entries = Array.from(
      { length: 50 },
      (_, index) => `  n${index}: { email: aws+n${index}@example.com, ou: Apps }\n`,
    );
    const manifest = await manifestOf(
      `organizationalUnits: { Apps: {} }\nguards: { quotas: { accounts: { perOrganization: 100 } } }\naccounts:\n${entries.join('')}`,
    );
    const { plan } = await bench.plan(manifest);
    const result = await bench.apply(plan);
    expect(result.state).toBe('complete');
    const seconds = (result.endedAt - result.startedAt) / 1_000;
    // Five at a time, two minutes each; 0.1 a second at half pace would be 980 s.
    const bound = Math.max((50 / 5) * 120, (50 - 1) / 0.05);
    expect(seconds / bound).toBeLessThan(1.1);
  }, 60_000);
});
