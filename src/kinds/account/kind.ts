import type { Kind } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { narrowKey, narrowTags } from '../ownership.js';
import { READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { confirm, live } from './live.js';
import { accounts } from './section.js';
import { shows } from './shows.js';
import type { AccountSpec } from './spec.js';
import { steps } from './steps.js';

/** Control Tower acts on five accounts at once, and a move makes it act (Control Tower user guide, quotas). */
const ACCOUNT_OPERATIONS = { lane: 'account-operations', limit: 5 } as const;

export const account: Kind<AccountSpec, Surroundings> = {
  name: 'account',
  prefix: 'account',
  title: 'account',
  about: `An account that exists: which unit it lives in, and its tags. This version creates and closes none.

Matched by id, else by email, else as the only ACTIVE account of its name. **Moved** to its declared unit, after the policies there are attached, five at a time, since Control Tower enrols what arrives. **Never moved** by omission, and never to the root; an account that is no longer declared stays where it is and is reported. What a move means for the unit it enters or leaves stands at that unit's baseline: Control Tower follows it by itself where auto-enrolment is on, which is awaited, and else the unit is registered again. \`ou:\` left out leaves its place alone. Suspended and closed accounts are held: a difference is said, nothing is written, nothing fails.

**Adopted** (its ownership tag is set) by itself when unit and declared tags agree, else with \`adopt: true\`. MoveAccount answers AccountNotFoundException for an account that is not where the caller thinks it is; towerctl then looks where it really is.

Sources: [MoveAccount](https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html), [account states](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html).`,
  sections: [accounts],
  readsSections: [accounts.key],
  // An account that is no longer written down stays where it is: nothing but a person closes or moves it.
  undeclared: 'report',
  ownable: true,
  desired,
  needs: (spec) => (spec.parent === undefined || spec.parent === 'root' ? [] : [spec.parent]),
  live,
  confirm,
  narrow: (live, wanted) => ({
    ...(wanted.parent !== undefined && live.parent !== undefined && { parent: live.parent }),
    ...narrowKey(live, wanted),
    ...narrowTags(live.tags, wanted.tags),
  }),
  steps,
  lanes: (change) => (moves(change) ? [ACCOUNT_OPERATIONS] : []),
  follows,
  shows,
  targets: (_spec, address) => [address as `account:${string}`],
  actions: {
    read: [...READ_THE_ORGANIZATION, 'organizations:ListParents'],
    write: ['organizations:MoveAccount', 'organizations:TagResource', 'organizations:UntagResource'],
  },
};

function moves(change: Change<AccountSpec>): boolean {
  return (
    (change.action === 'update' || change.action === 'adopt') &&
    change.to.parent !== undefined &&
    change.from.parent !== change.to.parent
  );
}

/** An account arrives where its new unit's policies are attached already, those of Control Tower included. */
function follows(change: Change<AccountSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  if (!moves(change) || !('to' in change)) return [];
  const parent = change.to.parent ?? 'root';
  const follow = (kind: string, isHere: (target: string) => boolean): Address[] =>
    (others.get(kind) ?? []).flatMap((other) => {
      if (other.action !== 'create') return [];
      const target = other.to['target'];
      return typeof target === 'string' && isHere(target) ? [other.address] : [];
    });
  const above = (target: string): boolean => parent.startsWith(`${target}/`);
  return [
    ...follow('policy-attachment', (target) => target === parent || above(target)),
    // The mandatory controls come with the unit at the top. The account's own unit is registered when it is there.
    ...follow('enabled-baseline', above),
  ];
}
