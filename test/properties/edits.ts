import { faultOf } from '../../src/aws/faults.js';
import type { Aws } from '../../src/aws/session.js';
import { KEY_TAG, OWNER_TAG } from '../../src/kinds/ownership.js';
import type { Bench } from '../support/organization.js';
import type { Dice } from './dice.js';
import { ODD_NAMES } from './drafts.js';

interface Seen {
  readonly root: string;
  readonly units: readonly { id: string; parentId: string }[];
  readonly accounts: readonly { id: string; parentId: string }[];
  readonly policies: readonly { id: string; name: string }[];
}

/** What other people do to an organization by hand. */
const EDITS: readonly ((dice: Dice, aws: Aws, seen: Seen) => Promise<void>)[] = [
  async function moveAccount(dice, aws, { accounts, units, root }) {
    const account = dice.maybe(accounts);
    const to = dice.maybe([root, ...units.map(({ id }) => id)]);
    if (account && to !== undefined && to !== account.parentId)
      await aws.organizations.moveAccount(account.id, account.parentId, to);
  },
  async function renameUnit(dice, aws, { units }) {
    const unit = dice.maybe(units);
    if (unit) await aws.organizations.renameUnit(unit.id, `by hand ${dice.between(1, 9)}`);
  },
  async function addUnit(dice, aws, { units, root }) {
    const parent = dice.maybe([root, ...units.map(({ id }) => id)]) ?? root;
    await aws.organizations.createUnit(parent, dice.maybe(ODD_NAMES) ?? 'x', {});
  },
  async function deleteEmptyUnit(dice, aws, { units, accounts }) {
    const full = new Set([...units, ...accounts].map(({ parentId }) => parentId));
    const unit = dice.maybe(units.filter(({ id }) => !full.has(id)));
    if (unit) await aws.organizations.deleteUnit(unit.id);
  },
  async function tag(dice, aws, { units, accounts, policies }) {
    const thing = dice.maybe([...units, ...accounts, ...policies]);
    if (thing) await aws.organizations.tag(thing.id, { [dice.pick(['data', 'owner.team', 'note'])]: 'by hand' });
  },
  async function untag(dice, aws, { units, accounts, policies }) {
    const thing = dice.maybe([...units, ...accounts, ...policies]);
    if (thing) await aws.organizations.untag(thing.id, [dice.pick(['data', 'owner.team', KEY_TAG, OWNER_TAG])]);
  },
  async function detach(dice, aws, { policies }) {
    const policy = dice.maybe(policies);
    const target = policy && dice.maybe(await aws.organizations.targetsOf(policy.id));
    if (target) await aws.organizations.detachPolicy(policy.id, target.id);
  },
  async function attach(dice, aws, { policies, units, accounts, root }) {
    const policy = dice.maybe(policies);
    const target = dice.maybe([root, ...[...units, ...accounts].map(({ id }) => id)]);
    if (policy && target !== undefined) await aws.organizations.attachPolicy(policy.id, target);
  },
  async function renamePolicy(dice, aws, { policies }) {
    const policy = dice.maybe(policies);
    if (policy) await aws.organizations.updatePolicy(policy.id, { name: `by hand ${dice.between(1, 9)}` });
  },
  async function describePolicy(dice, aws, { policies }) {
    const policy = dice.maybe(policies);
    if (policy) await aws.organizations.updatePolicy(policy.id, { description: 'by hand' });
  },
  async function deletePolicy(dice, aws, { policies }) {
    const policy = dice.maybe(policies);
    if (!policy) return;
    for (const target of await aws.organizations.targetsOf(policy.id))
      await aws.organizations.detachPolicy(policy.id, target.id);
    await aws.organizations.deletePolicy(policy.id);
  },
];

/** Up to `most` edits by somebody else; what AWS refuses does not happen. Ends when every list shows them. */
export async function editByHand(dice: Dice, bench: Bench, most: number): Promise<void> {
  for (let count = dice.between(0, most); count > 0; count -= 1) {
    const aws = bench.session();
    const edit = dice.maybe(EDITS);
    try {
      await edit?.(dice, aws, await look(aws));
    } catch (error) {
      const { class: kind } = faultOf(error);
      if (!['refused', 'already-so', 'quota', 'gone'].includes(kind)) throw error;
    }
    await bench.clock.sleep(10_000);
  }
}

async function look(aws: Aws): Promise<Seen> {
  const { organizations } = aws;
  const root = await organizations.root();
  const units: { id: string; parentId: string }[] = [];
  for (let parents = [root.id]; parents.length > 0; ) {
    const below: string[] = [];
    for (const parentId of parents) {
      for (const { id } of await organizations.unitsIn(parentId)) {
        units.push({ id, parentId });
        below.push(id);
      }
    }
    parents = below;
  }
  const { managementAccountId } = await organizations.organization();
  const accounts = (await organizations.accounts()).flatMap(({ id, parentId }) =>
    id === managementAccountId || parentId === undefined ? [] : [{ id, parentId }],
  );
  const types = [...root.policyTypes.keys()];
  const policies = (await Promise.all(types.map((type) => organizations.policies(type)))).flat();
  return { root: root.id, units, accounts, policies: policies.filter(({ awsManaged }) => !awsManaged) };
}
