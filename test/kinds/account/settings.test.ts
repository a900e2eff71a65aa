import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../src/model.js';
import { isActive } from '../../../src/plan/order.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';

const TRUST = 'trustedAccess: { account.amazonaws.com: on }\n';
const account = (fields: string): string =>
  `accounts: { payments-dev: { id: "300000000002", adopt: true, ${fields} } }\n`;
const SOC = '{ name: SOC, title: Security, email: soc@example.com, phone: "+81 3 0000 0000" }';
const problems = (result: { outcomes: readonly Outcome[] }): string[] =>
  result.outcomes.flatMap(({ address, problem }) => (problem === undefined ? [] : [`${address}: ${problem}`]));

async function empty(bench: Bench, text: string): Promise<void> {
  expect(actions((await bench.plan(await manifestOf(text))).plan)).toEqual([]);
}

describe('settings of an account', () => {
  it('are written after the trusted access that they need, each alone, and read back', async () => {
    const bench = new Bench();
    const first = `${TRUST}${account(`name: Payments Dev, alternateContacts: { security: ${SOC} }, regions: [ap-east-1]`)}`;
    expect(actions((await bench.converge(await manifestOf(first))).plan)).toEqual([
      'create trusted-access:account.amazonaws.com',
      'adopt account:payments-dev',
    ]);
    await empty(bench, first);
    const aws = bench.session();
    expect(await aws.account.alternateContact('SECURITY', '300000000002')).toEqual({
      name: 'SOC',
      title: 'Security',
      email: 'soc@example.com',
      phone: '+81 3 0000 0000',
    });
    expect((await aws.account.regions('300000000002')).get('ap-east-1')).toBe('ENABLED');
    expect((await aws.organizations.account('300000000002')).name).toBe('Payments Dev');
    const second = `${TRUST}${account('alternateContacts: { security: null }, regions: ["-ap-east-1"]')}`;
    const run = await bench.converge(await manifestOf(second));
    expect(run.plan.changes.filter(isActive)).toMatchObject([
      {
        fields: [
          { path: 'contacts.security', to: null },
          { path: 'regions.ap-east-1', from: 'on', to: 'off' },
        ],
      },
    ]);
    await empty(bench, second);
  });

  it('of the management account need no trusted access and are asked without its id', async () => {
    const bench = new Bench();
    const text = `accounts: { root-payer: { id: "123456789012", management: true, adopt: true, name: Payer, alternateContacts: { billing: ${SOC} }, alias: bank-payer } }\n`;
    const run = await bench.converge(await manifestOf(text));
    expect(run.plan.problems).toEqual([]);
    await empty(bench, text);
    expect((await bench.session().organizations.account('123456789012')).name).toBe('Payer');
  });

  it.each([
    ['a name', 'name: Other'],
    ['a contact', `alternateContacts: { security: ${SOC} }`],
    ['a Region', 'regions: [ap-east-1]'],
  ])('%s of a member without trusted access is a problem that says what to write', async (_, fields) => {
    const { plan } = await new Bench().plan(await manifestOf(account(fields)));
    expect(plan.problems).toMatchObject([
      { code: 'account-management-off', severity: 'error', hint: 'write trustedAccess: { account.amazonaws.com: on }' },
    ]);
  });

  it('what is not written is not asked for', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(`${TRUST}${account('regions: [ap-east-1]')}`));
    const { calls } = await bench.plan(await manifestOf(`${TRUST}${account('tags: { a: b }')}`));
    expect(calls.filter(({ api }) => api.startsWith('account:') || api.startsWith('sts:'))).toEqual([]);
  });

  it('an alias is set inside the account; one that is taken is told', async () => {
    const bench = new Bench();
    const text = account('alias: bank-payments-dev');
    await bench.converge(await manifestOf(text));
    await empty(bench, text);
    const taken =
      'accounts:\n  payments-dev: { id: "300000000002", adopt: true, alias: bank-payments-dev }\n  audit: { name: Audit, existing: true, adopt: true, alias: bank-audit }\n';
    bench.simulator.faults.add({ operation: 'iam:CreateAccountAlias', code: 'EntityAlreadyExists', status: 409 });
    const { plan } = await bench.plan(await manifestOf(taken));
    expect(problems(await bench.apply(plan))).toEqual([
      'account:audit: set the alias "bank-audit": the alias "bank-audit" is taken, by an account of yours or of anybody: choose another',
    ]);
  });

  it('an account that cannot be entered keeps its alias unknown: said, and nothing else is held up', async () => {
    const bench = new Bench();
    bench.simulator.faults.add({ operation: 'sts:AssumeRole', code: 'AccessDenied', status: 403, times: 'always' });
    const { plan } = await bench.plan(await manifestOf(account('alias: bank-payments-dev, tags: { a: b }')));
    expect(plan.problems).toMatchObject([{ code: 'account-unread', severity: 'warning' }]);
    expect(plan.changes.filter(isActive)).toMatchObject([{ action: 'adopt', fields: [{ path: 'tags.a' }] }]);
    expect((await bench.apply(plan)).state).toBe('complete');
  });

  it('a Region that is on its way counts as on; one that fails to come is told', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(TRUST));
    const text = `${TRUST}${account('regions: [ap-east-1, ap-south-2]')}`;
    const aws = bench.session();
    await aws.account.enableRegion('ap-east-1', '300000000002');
    const { plan } = await bench.plan(await manifestOf(text));
    expect(plan.changes.filter(isActive)).toMatchObject([
      { action: 'adopt', fields: [{ path: 'regions.ap-south-2' }] },
    ]);
    expect((await bench.apply(plan)).state).toBe('complete');
    await empty(bench, text);
  });
});
