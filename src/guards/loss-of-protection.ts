import type { Address, NodeName } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { type Attached, indexAfter, indexOf, listing } from './picture.js';
import { Comparison, inForce, type Loss } from './protections.js';

const CONCERNED = new Set([
  'account',
  'organizational-unit',
  'organization-policy',
  'policy-attachment',
  'policy-type',
]);

/** Accounts that lose something for one reason. */
interface Case {
  readonly address: Address;
  readonly move?: { readonly from: string; readonly to: string };
  readonly accounts: Set<AccountName>;
  readonly lost: Set<string>;
}

interface Group {
  readonly before: readonly NodeName[];
  readonly after: readonly NodeName[];
  readonly accounts: AccountName[];
}

type AccountName = `account:${string}`;

function isAccount(name: NodeName): name is AccountName {
  return name.startsWith('account:');
}

/** Accounts with the same lines before and after lose the same: a large organization has few such groups. */
function groups(input: GuardInput): Iterable<Group> {
  const found = new Map<string, Group>();
  const [before, after] = [indexOf(input.before), indexAfter(input)];
  const moving = movingNodes(input);
  for (const account of input.before.organization.accounts().filter(isAccount)) {
    const node = input.after.organization.get(account);
    if (node === undefined || node.management === true) continue;
    const lineBefore = input.before.organization.lineage(account);
    const planned = input.after.organization.lineage(account);
    // A plan that is limited to a scope may leave out moves that the organization to come shows.
    const moves = [...lineBefore, ...planned].some((name) => moving.has(name));
    const lineAfter = moves ? planned : lineBefore;
    const own = before.at(account).length + after.at(account).length > 0 ? account : '';
    const key = JSON.stringify([own, lineBefore.slice(1), lineAfter.slice(1)]);
    const group = found.get(key);
    if (group) group.accounts.push(account);
    else found.set(key, { before: lineBefore, after: lineAfter, accounts: [account] });
  }
  return found.values();
}

/** Units and accounts that the plan itself changes. */
function movingNodes(input: GuardInput): ReadonlySet<string> {
  const kinds = ['account', 'organizational-unit'];
  return new Set(
    input.changes
      .filter(({ kind, action }) => kinds.includes(kind) && action !== 'notice')
      .map(({ address }) => address),
  );
}

/**
 * Registering a unit at the top of the tree brings Control Tower's guardrails to all below. Accounts move into units below
 * it after that; those that go directly into it are there before, and unprotected until it is registered.
 */
function guardrailsToCome({ changes }: GuardInput, line: readonly NodeName[]): Attached[] {
  const top = line.at(-2);
  if (top === undefined || top === line[1]) return [];
  return changes.flatMap((change): Attached[] => {
    if (change.kind !== 'enabled-baseline' || change.action !== 'create') return [];
    const { address, to } = change;
    if (to['baseline'] !== 'AWSControlTowerBaseline' || to['target'] !== top) return [];
    return [{ address, policy: address, type: 'scp', name: 'aws-guardrails-to-come', target: top }];
  });
}

/** A quarantine was meant to end: it goes when the rows that the manifest names for that are met. */
function outgrownQuarantines({ changes }: GuardInput): ReadonlySet<Address> {
  return new Set(
    changes.flatMap(({ action, why, address }) => (action === 'remove' && why === 'ready' ? [address] : [])),
  );
}

/** What the plan does that took it away: the policy type, the policy's text, or the attachment. */
function causeOf(input: GuardInput, { attached }: Loss, group: Group): Address {
  const type: Address = `policy-type:${attached.type}`;
  if (!indexAfter(input).isOn(attached.type)) return type;
  const still = inForce(indexAfter(input), group.after).some(({ policy }) => policy === attached.policy);
  return still ? attached.policy : attached.address;
}

function cases(input: GuardInput): Iterable<Case> {
  const comparison = new Comparison(input);
  const outgrown = outgrownQuarantines(input);
  const found = new Map<Address, Case>();
  for (const group of groups(input)) {
    const before = inForce(indexOf(input.before), group.before).filter(({ address }) => !outgrown.has(address));
    const losses = comparison.losses(before, [
      ...inForce(indexAfter(input), group.after),
      ...guardrailsToCome(input, group.after),
    ]);
    const [from, to] = [group.before[1] ?? 'root', group.after[1] ?? 'root'];
    const moved = group.before.slice(1).join(' ') !== group.after.slice(1).join(' ');
    for (const loss of losses) {
      const addresses = moved ? group.accounts : [causeOf(input, loss, group)];
      for (const address of addresses) {
        const fresh: Case = { address, accounts: new Set(), lost: new Set(), ...(moved ? { move: { from, to } } : {}) };
        const entry = found.get(address) ?? fresh;
        found.set(address, entry);
        entry.lost.add(loss.what);
        if (!moved) for (const account of group.accounts) entry.accounts.add(account);
      }
    }
  }
  return found.values();
}

function messageOf({ move, accounts, lost }: Case): string {
  const what = [...lost].slice(0, 8).join('; ') + (lost.size > 8 ? `; and ${lost.size - 8} more` : '');
  if (move) return `moving from ${move.from} to ${move.to} loses protection: ${what}`;
  const names = listing([...accounts].map((account) => account.slice('account:'.length)));
  return `${accounts.size} account${accounts.size === 1 ? '' : 's'} would lose protection (${names}): ${what}`;
}

export const lossOfProtection: Guard = {
  code: 'loss-of-protection',
  title: 'A deny that is in force would not be any more',
  reason:
    'Every deny in force on an account before the plan must be in force after it: by the same or wider actions and resources, under the same or a weaker condition, wherever on the way from the root to the account it is attached. Detaching, editing, moving an account, disabling a type and replacing an allow-list are judged alike, per account. What cannot be decided counts as lost, and so does a policy of others whose text was not read; guardrails of Control Tower stand for each other, as it packs them anew for each unit. The management account is left out: nothing binds it. A quarantine that an account leaves because it is ready is no loss. Source: [SCP evaluation](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html).',
  allowance:
    'An allowance at the named address (the account that moves, the policy that changes, the attachment that ends, `policy-type:scp`) means that the weaker state is intended. Give it an `until`.',
  *check(input): Iterable<Finding> {
    const concerned = input.changes.some(
      ({ kind, action }) => CONCERNED.has(kind) && action !== 'notice' && action !== 'expect' && action !== 'wait',
    );
    if (!concerned) return;
    for (const entry of cases(input)) {
      yield {
        address: entry.address,
        message: messageOf(entry),
        hint: `Keep an equal or wider deny in force, or write an allowance: { code: loss-of-protection, at: "${entry.address}" }.`,
      };
    }
  },
};
