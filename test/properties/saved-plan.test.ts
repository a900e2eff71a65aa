import { describe, expect, it } from '@jest/globals';
import type { Aws } from '../../src/aws/session.js';
import { policyType } from '../../src/facts/policy-types.js';
import type { Address, Change, Plan } from '../../src/model.js';
import { isActive } from '../../src/plan/order.js';
import { actions, type Bench } from '../support/organization.js';
import { benchOn, expectRefusal } from './converging.js';
import { always, type Dice } from './dice.js';
import { draftFor, manifestFrom, seedOf } from './drafts.js';
import { nextDraft } from './next-draft.js';

/** Something happens in the organization that the plan does not look at: an account that it names is looked at. */
async function moveSomethingElse(dice: Dice, bench: Bench, plan: Plan): Promise<void> {
  const { organizations } = bench.session();
  const { id: root } = await organizations.root();
  const named = JSON.stringify(plan.changes);
  const accounts = (await organizations.accounts()).filter(({ name }) => !named.includes(name));
  for (let count = dice.between(1, 3); count > 0; count -= 1) {
    const account = dice.maybe(accounts);
    if (dice.chance(50) && account) await organizations.tag(account.id, { [`noise-${count}`]: 'x' });
    else if (dice.chance(50)) await organizations.createUnit(root, `noise ${count}`, {});
    else {
      const content = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };
      await organizations.createPolicy({
        wireType: 'SERVICE_CONTROL_POLICY',
        name: `noise ${count}`,
        description: '',
        content: JSON.stringify(content),
        tags: {},
      });
    }
  }
  await bench.clock.sleep(60_000);
}

type Break = (aws: Aws) => Promise<void>;

/** How to change by hand what a change stands on; undefined where these cases have no way. */
async function breakOf(change: Change, bench: Bench, plan: Plan): Promise<Break | undefined> {
  const { organizations } = bench.session();
  const { id: root } = await organizations.root();
  const created = new Set(plan.changes.filter(({ action }) => action === 'create').map(({ address }) => address));
  if (change.kind === 'organizational-unit' && change.action === 'create' && change.to['parent'] === 'root')
    return async (aws) => void (await aws.organizations.createUnit(root, String(change.to['name']), {}));
  if (change.kind === 'organization-policy' && change.action === 'create') {
    const { type, name, document } = change.to;
    const wireType = policyType(String(type)).wire;
    const content = JSON.stringify(document).replaceAll('${org.id}', plan.organizationId);
    return async (aws) =>
      void (await aws.organizations.createPolicy({ wireType, name: String(name), description: '', content, tags: {} }));
  }
  if (change.kind === 'organization-policy' && (change.action === 'update' || change.action === 'adopt')) {
    const { wire } = policyType(String(change.from['type']));
    const policy = (await organizations.policies(wire)).find(({ name }) => name === change.from['name']);
    return policy && (async (aws) => aws.organizations.updatePolicy(policy.id, { description: 'meanwhile' }));
  }
  if (change.kind === 'account' && 'from' in change && change.from?.['parent'] !== undefined) {
    const hint = plan.names.accounts[change.address.slice('account:'.length)];
    const account = (await organizations.accounts()).find(({ id, email }) => id === hint?.id || email === hint?.email);
    if (!account?.parentId || account.parentId === root) return undefined;
    if ('to' in change && (change.to['parent'] === 'root' || created.has(change.to['parent'] as Address)))
      return undefined;
    return (aws) => aws.organizations.moveAccount(account.id, account.parentId ?? '', root);
  }
  return undefined;
}

async function plannedCase(
  dice: Dice,
): Promise<{ bench: Bench; plan: Plan; draft: ReturnType<typeof nextDraft> } | undefined> {
  const seed = seedOf(dice);
  const bench = benchOn(seed);
  let draft = draftFor(dice, seed);
  if (dice.chance(60)) {
    const { plan } = await bench.plan(await manifestFrom(draft));
    if (plan.problems.some(({ severity }) => severity === 'error')) return undefined;
    await bench.apply(plan);
    draft = nextDraft(dice, draft);
  }
  const { plan } = await bench.plan(await manifestFrom(draft));
  const sound = !plan.problems.some(({ severity }) => severity === 'error');
  return sound && plan.changes.some(isActive)
    ? { bench, plan: JSON.parse(JSON.stringify(plan)) as Plan, draft }
    : undefined;
}

describe('a saved plan', () => {
  it('is applied although other things have moved', async () => {
    let applied = 0;
    await always(8, 5, async (dice) => {
      const found = await plannedCase(dice);
      if (!found) return;
      const { bench, plan, draft } = found;
      await moveSomethingElse(dice, bench, plan);
      const { outcomes } = await bench.apply(plan);
      const held = outcomes.filter(({ state }) => state !== 'done');
      expect(held.filter(({ address }) => !address.startsWith('unit:'))).toEqual([]);
      // A policy on all but an excluded place is attached below: a new place there is something to do.
      const left = actions((await bench.plan(await manifestFrom(draft))).plan).filter(
        (one) => !/@unit:noise \d$/.test(one),
      );
      if (held.length === 0) expect(left).toEqual([]);
      applied += 1;
    });
    expect(applied).toBeGreaterThan(4);
  });

  it('is refused before the first write when something it stands on has changed', async () => {
    let refused = 0;
    await always(10, 6, async (dice) => {
      const found = await plannedCase(dice);
      if (!found) return;
      const { bench, plan } = found;
      const ways = await Promise.all(
        plan.changes.filter(isActive).map(async (change) => ({ change, broken: await breakOf(change, bench, plan) })),
      );
      const { change, broken } = dice.maybe(ways.filter((way) => way.broken)) ?? {};
      if (!change || !broken) return;
      await broken(bench.session());
      await bench.clock.sleep(60_000);
      const refusal = await expectRefusal(bench, () => bench.apply(plan), 'failed');
      expect(refusal.problems.map(({ code, address }) => `${code} ${address}`)).toContain(
        `stale-plan ${change.address}`,
      );
      refused += 1;
    });
    expect(refused).toBeGreaterThan(3);
  });
});
