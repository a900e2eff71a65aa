import { describe, expect, test } from '@jest/globals';
import { type Seed, unkind } from '../../../src/simulator/index.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';
import { SEED } from '../stack-baseline/simulated.js';

const ACCOUNTS = `accounts:
  prod: { id: "300000000001", existing: true }
  dev: { id: "300000000002", existing: true }
`;
const SSO = 'delegated-administrator:sso.amazonaws.com';
const of = (text: string, more = '') => manifestOf(`${ACCOUNTS}delegatedAdministrators: { ${text} }\n${more}`);

describe('somebody else was there', () => {
  test('another account that was registered by hand would go, which has to be allowed', async () => {
    const on = new Bench();
    await on.session().organizations.registerAdministrator('300000000001', 'sso.amazonaws.com');
    const { plan } = await on.plan(await of('identityCenter: dev'));
    expect(actions(plan)).toContain(`replace ${SSO}`);
    expect(plan.problems).toMatchObject([{ code: 'delegated-administrator-replaced', address: SSO }]);
    await expect(on.apply(plan)).rejects.toThrow('1 problem');
  });

  test('while the plan lay there: what AWS answers is explained, and the next plan sees it', async () => {
    const on = new Bench();
    await on.converge(await manifestOf(ACCOUNTS));
    const { plan } = await on.plan(await of('identityCenter: dev'));
    const aws = on.session();
    const real = aws.organizations;
    // Between what the apply reads and what it writes.
    const write = real.registerAdministrator.bind(real);
    real.registerAdministrator = async (id, service) => {
      await on.session().organizations.registerAdministrator('300000000001', service);
      return write(id, service);
    };
    const { outcomes } = await on.apply(plan, { aws });
    expect(outcomes.find(({ address }) => address === SSO)?.problem).toContain(
      'the service takes one administrator, and another account was registered meanwhile; plan again',
    );
    // Lists lag behind.
    await on.clock.sleep(60_000);
    expect(actions((await on.plan(await of('identityCenter: dev'))).plan)).toContain(`replace ${SSO}`);
  });

  test('a service without a line is not even asked about', async () => {
    const on = new Bench();
    const { calls } = await on.plan(await of('iam: dev'));
    expect(calls.find(({ api }) => api === 'organizations:ListDelegatedAdministrators')?.calls).toBe(1);
  });
});

describe('StackSets', () => {
  const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

  test('with Organizations’ switch alone CloudFormation’s own is still to be turned', async () => {
    const seed = { ...SEED, stackSets: { organizationsAccess: false } } as unknown as Seed;
    const on = new Bench({ ...unkind, seed });
    const manifest = await manifestOf(
      'accounts: { audit: { id: "200000000002", existing: true } }\ndelegatedAdministrators: { stackSets: audit }\n',
    );
    expect(await on.session().organizations.trustedServices()).toEqual([STACK_SETS]);
    expect(actions((await on.converge(manifest)).plan)).toContain(`create trusted-access:${STACK_SETS}`);
    expect(await on.session().cloudFormation.organizationsAccess()).toBe('ENABLED');
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
  });

  test('one that was off is switched on before an administrator is registered', async () => {
    const on = new Bench();
    await on.session().organizations.distrustService(STACK_SETS);
    const { plan } = await on.converge(await of('stackSets: dev'));
    expect(actions(plan)).toEqual([
      `create trusted-access:${STACK_SETS}`,
      'adopt account:prod',
      'adopt account:dev',
      `create delegated-administrator:${STACK_SETS}`,
    ]);
  });
});

test('an account that is to be closed is deregistered first', async () => {
  const on = new Bench();
  await on.converge(await of('iam: dev'));
  const { plan } = await on.plan(
    await manifestOf(`accounts: { dev: { id: "300000000002", close: true } }
delegatedAdministrators: { iam: off }
guards:
  allow:
    - { code: delegated-administrator-replaced, at: "delegated-administrator:*", reason: test }
    - { code: account-closure, at: "account:dev", reason: test }
`),
  );
  expect(actions(plan)).toEqual(['remove delegated-administrator:iam.amazonaws.com', 'remove account:dev']);
});
