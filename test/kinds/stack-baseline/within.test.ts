import { describe, expect, it } from '@jest/globals';
import type { StackBaselineSpec } from '../../../src/kinds/stack-baseline/spec.js';
import { within } from '../../../src/kinds/stack-baseline/within.js';
import type { NodeName } from '../../../src/model.js';
import { actions, notices } from '../../support/organization.js';
import { baseline, bench, CARD, HOME, load, own, told, writesOf } from './simulated.js';

const KEY = 'stack-baseline:defaults';
const SCOPE = ['account:lab'];
const account = (name: string, ou: string): string =>
  `  ${name}: { email: aws+${name}@example.com, ou: ${ou}, adopt: true }\n`;
const ACCOUNTS = `accounts:
${account('pay', 'Workloads/Prod')}${account('card', 'Workloads/Prod')}${account('lab', 'Workloads/Dev')}${account('audit', 'Security')}`;

describe('a scope that holds a part of the accounts', () => {
  it('gets its instances, and nobody else gets or retries anything', async () => {
    const at = bench();
    const targets = (template: string, accounts: string): string =>
      `${baseline(`template: ${template}, targets: [${accounts}], operations: { tolerate: 50% }`)}${ACCOUNTS}`;
    await at.converge(await load(targets('t/one.json', 'account:pay, account:card')));
    at.simulator.faults.add({
      operation: 'cloudformation:UpdateStackSet',
      outcome: { failAccounts: { [`${CARD}/${HOME}`]: 'a policy stands in the way' } },
    });
    const two = await load(targets('t/two.json', 'account:pay, account:card'));
    await at.apply((await at.plan(two)).plan);

    const more = await load(targets('t/two.json', 'account:pay, account:card, account:lab, account:audit'));
    const { plan } = await at.plan(more, { scope: SCOPE });
    expect(actions(plan)).toEqual([`update ${KEY}`]);
    expect(told(plan)).toEqual(['+ 2 instances created: lab x ap-northeast-1, us-east-1']);
    expect(own(plan)).toMatchObject({
      from: { instances: {} },
      to: { scoped: true, instances: { 'account:lab': [HOME, 'us-east-1'] } },
      fields: [{ path: 'instances.account:lab' }],
    });
    expect(plan.reach).toMatchObject({ accounts: 1 });
    const writes = await writesOf(at, async () => {
      expect((await at.apply(plan)).state).toBe('complete');
    });
    expect(writes).toEqual(['CreateStackInstances']);
    expect(actions((await at.plan(more, { scope: SCOPE })).plan)).toEqual([]);

    const rest = await at.plan(more);
    expect(told(rest.plan).join('\n')).toMatch(/2 instances created: audit/);
    expect(told(rest.plan).join('\n')).toMatch(/1 instance tried again.*: card x ap-northeast-1/);
    await at.converge(more);
    expect(actions((await at.plan(more)).plan)).toEqual([]);
  });

  it('is not mentioned where nothing of it changes in scope, and left out where the set itself changes', async () => {
    const at = bench();
    const accounts = 'targets: [account:pay, account:lab]';
    await at.converge(await load(`${baseline(`template: t/one.json, ${accounts}`)}${ACCOUNTS}`));
    const { plan } = await at.plan(await load(`${baseline(`template: t/two.json, ${accounts}`)}${ACCOUNTS}`), {
      scope: SCOPE,
    });
    expect(actions(plan)).toEqual([]);
    expect(notices(plan)).toContain(`outside-scope ${KEY}`);
  });
});

describe('the part of an update', () => {
  const spec = (
    instances: StackBaselineSpec['instances'],
    more: Partial<StackBaselineSpec> = {},
  ): StackBaselineSpec => ({
    stackSet: 's',
    template: {},
    parameters: {},
    permissions: 'service-managed',
    capabilities: [],
    units: [],
    instances,
    ...more,
  });
  const scope = new Set<NodeName>(['account:a']);
  const [one, two] = [['eu-west-1'], ['eu-west-1', 'us-east-1']];

  it('takes additions, removals, values and retries of accounts in scope', () => {
    const from = spec(
      { 'account:a': one, 'account:b': two, 'account:gone': one },
      { retry: { 'account:a': one, 'account:b': one }, overrides: { 'account:b': { Days: '1' } } },
    );
    const to = spec(
      { 'account:a': two, 'account:b': one, 'account:c': one },
      { overrides: { 'account:a': { Days: '9' } } },
    );
    const part = within(from, to, ['instances.account:a', 'retry', 'overrides.account:a.Days'], scope);
    expect(part?.from).toEqual({
      ...spec({ 'account:a': one }),
      scoped: true,
      retry: { 'account:a': one },
      overrides: {},
    });
    expect(part?.to).toEqual({
      ...spec({ 'account:a': two }),
      scoped: true,
      overrides: { 'account:a': { Days: '9' } },
    });
  });

  it('is none where the set changes, its units change, or AWS would serve the whole unit', () => {
    const [from, to] = [spec({}), spec({ 'account:a': one })];
    expect(within(from, to, ['instances.account:a', 'template.Resources'], scope)).toBeUndefined();
    expect(within(from, to, ['units'], scope)).toBeUndefined();
    const watched = { autoDeploy: { enabled: true, retain: false } };
    const both = spec({ 'account:a': one, 'account:b': one }, watched);
    expect(within(spec({}, watched), both, ['instances.account:a'], scope)).toBeUndefined();
    expect(within(spec({ 'account:b': one }, watched), both, ['instances.account:a'], scope)).toEqual({
      from: { ...spec({}, watched), scoped: true },
      to: { ...spec({ 'account:a': one }, watched), scoped: true },
    });
  });
});
