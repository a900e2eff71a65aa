import { CHECKLIST_ACTIONS } from '../../facts/checklist-actions.js';
import type { Kind, Lane } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { registrationsOf } from '../enabled-baseline/spec.js';
import { madeFirst } from '../named-nodes.js';
import { narrowKey, narrowTags } from '../ownership.js';
import { READ_THE_ORGANIZATION, type Surroundings } from '../surroundings.js';
import { describe } from './describe.js';
import { desired } from './desired.js';
import { confirm, live } from './live.js';
import { narrow } from './narrow.js';
import { accounts, newAccounts } from './section.js';
import { shows } from './shows.js';
import {
  ACCOUNT_MANAGEMENT,
  type AccountSpec,
  holdingPolicy,
  isFactoryMade,
  isSameEmail,
  usesAccountManagement,
} from './spec.js';
import { steps } from './steps.js';

/** Control Tower acts on five accounts at once, and a move makes it act (Control Tower user guide, quotas); Organizations makes five. */
const ACCOUNT_OPERATIONS: Lane = { lane: 'account-operations', limit: 5 };
/** Account Factory does not start while a unit is being registered; Control Tower's own controls may run beside it. */
const BESIDE_CONTROLS: Lane = { lane: 'control-tower-controls', limit: 10 };
/** Organizations closes three at once. */
const CLOSURES: Lane = { lane: 'account-closures', limit: 3 };
/** Fifty Regions in the organization, six in one account. */
const REGION_CHANGES: Lane = { lane: 'account-regions', limit: 8 };

export const account: Kind<AccountSpec, Surroundings> = {
  name: 'account',
  prefix: 'account',
  title: 'account',
  about: `An account: made where AWS has none of its email, which unit it lives in, its tags, its name, alternate contacts, opt-in Regions and IAM alias.

Matched by id, else by email, else (with \`existing: true\`) as the only ACTIVE account of its name. **Made** when it has an email that AWS does not know, a unit to live in, and neither an id nor \`existing: true\`. \`vend: create\`, the default, is CreateAccount with the role AWSControlTowerExecution and our tags, then a move from the root to its unit after the policies there are attached; enrolment is the unit's: Control Tower follows the move where auto-enrolment is on, which is awaited, and else the unit is registered again in the same plan. \`vend: account-factory\` provisions Control Tower's product in Service Catalog instead, which needs the unit registered first. Five at a time; one that fails costs itself and what needs it. A half-made account (asked for, made, moved) is found by its email, its request under way or its provisioned product, and finished by the next run.

**Moved** to its declared unit, after the policies there are attached, five at a time, since Control Tower enrols what arrives. **Never moved** by omission, and never to the root; an account that is no longer declared stays where it is and is reported. \`ou:\` left out leaves its place alone. An invited account is moved like any other; it is enrolled only if it has the role AWSControlTowerExecution. Suspended and closed accounts are held: a difference is said, nothing is written, nothing fails.

**Settings**, each only where it is written: \`name:\` renames (the management account too), \`alternateContacts:\` by type (\`null\` deletes), \`regions:\` switches opt-in Regions on (\`-ap-east-1\` off), \`alias:\` is read and written inside the account. Names, contacts and Regions of members need trusted access of account.amazonaws.com. What cannot be read is said and left alone. An email is never changed: AWS mails a code to the new address.

**Quarantined** where \`quarantine:\` says so, or \`newAccounts: { quarantine: ... }\` for all: CreateAccount gives a new account the tag \`towerctl:held\`, and the service control policy is attached to the account before it is moved to where people are let in. It stays there, put back if somebody detaches it, until every row of \`readyWhen\` is met for that account alone: judged at each plan by what AWS shows then, the quarantine itself left out, rows about the whole organization as a whole. The plan that finds them met detaches the policy and takes the tag away, and says how long it took; until then a plan names what is missing. So it takes one run to make an account and a later one to let it go. What is unknown or not assessed is not met; while its unit changes it is not judged. Accounts without the tag are never put under anything. The policy may keep people out (AWSReservedSSO_*), and must let in what makes the account ready: AWSControlTowerExecution, aws-controltower-*, stacksets-exec-*. Leaving \`quarantine:\` out again lets the account go too, which is a loss of protection and has to be allowed. Not for Account Factory: it lets people in before a policy could be attached.

**Closed** only with \`close: true\` and an allowance of the guard account-closure, three at a time. Undo closes nothing and makes nothing again.

**Adopted** (its ownership tag is set) by itself when unit and declared fields agree, else with \`adopt: true\`. MoveAccount answers AccountNotFoundException for an account that is not where the caller thinks it is; towerctl then looks where it really is.

Sources: [CreateAccount](https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html), [MoveAccount](https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html), [account states](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html), [auto-enrolment](https://docs.aws.amazon.com/controltower/latest/userguide/account-auto-enrollment.html), [Account Factory](https://docs.aws.amazon.com/controltower/latest/userguide/automated-provisioning-walkthrough.html), [Account Management](https://docs.aws.amazon.com/accounts/latest/reference/api-reference.html).`,
  sections: [accounts, newAccounts],
  readsSections: [accounts.key],
  // An account that is no longer written down stays where it is: nothing but a person closes or moves it.
  undeclared: 'report',
  ownable: true,
  desired,
  needs,
  live,
  confirm,
  narrow: (live, wanted) => ({
    ...narrow(live, wanted),
    ...narrowKey(live, wanted),
    ...narrowTags(live.tags, wanted.tags),
  }),
  steps,
  begun: (live, wanted) => isSameEmail(live.email, wanted.email),
  neverUndone: ['create', 'remove'],
  lanes,
  follows,
  shows,
  describe,
  targets: (_spec, address) => [address as `account:${string}`],
  actions: {
    read: [
      ...READ_THE_ORGANIZATION,
      'organizations:ListParents',
      'organizations:DescribeAccount',
      'organizations:ListCreateAccountStatus',
      'organizations:DescribeCreateAccountStatus',
      'organizations:ListAWSServiceAccessForOrganization',
      'account:GetAlternateContact',
      'account:ListRegions',
      'account:GetRegionOptStatus',
      'iam:ListAccountAliases',
      'servicecatalog:SearchProducts',
      'servicecatalog:DescribeProduct',
      'servicecatalog:ListLaunchPaths',
      'servicecatalog:SearchProvisionedProducts',
      'servicecatalog:DescribeRecord',
      // Read while an account is held in quarantine.
      ...CHECKLIST_ACTIONS,
    ],
    write: [
      'organizations:CreateAccount',
      'organizations:CloseAccount',
      'organizations:MoveAccount',
      'organizations:AttachPolicy',
      'organizations:TagResource',
      'organizations:UntagResource',
      'account:PutAccountName',
      'account:PutAlternateContact',
      'account:DeleteAlternateContact',
      'account:EnableRegion',
      'account:DisableRegion',
      'iam:CreateAccountAlias',
      'iam:DeleteAccountAlias',
      'servicecatalog:ProvisionProduct',
      'servicecatalog:UpdateProvisionedProduct',
      'controltower:CreateManagedAccount',
      'sts:AssumeRole',
    ],
  },
};

const TRUSTED: Address = `trusted-access:${ACCOUNT_MANAGEMENT}`;

/** Its unit; that unit registered, for Account Factory; its quarantine; trusted access of the service that keeps its settings. */
function needs(spec: AccountSpec): readonly Address[] {
  const { parent, held } = spec;
  const unit = parent === undefined || parent === 'root' ? undefined : parent;
  return [
    ...(unit === undefined ? [] : [unit]),
    ...(unit !== undefined && isFactoryMade(spec) ? registrationsOf(unit) : []),
    ...(typeof held === 'string' ? [holdingPolicy(held), 'policy-type:scp' as const] : []),
    ...(usesAccountManagement(spec) ? [TRUSTED] : []),
  ];
}

function lanes(change: Change<AccountSpec>): readonly Lane[] {
  if (change.action === 'remove') return [ACCOUNT_OPERATIONS, CLOSURES];
  if (change.action !== 'create' && change.action !== 'update' && change.action !== 'adopt') return [];
  const from = change.action === 'create' ? {} : change.from;
  const switches = Object.entries(change.to.regions ?? {}).some(
    ([region, state]) => (from.regions?.[region] ?? 'off') !== state,
  );
  return [
    ...(change.action === 'create' || moves(change) ? [ACCOUNT_OPERATIONS] : []),
    ...(change.action === 'create' && isFactoryMade(change.to) ? [BESIDE_CONTROLS] : []),
    ...(switches ? [REGION_CHANGES] : []),
  ];
}

/** A new account moves too: it begins at the root. */
function moves(change: Change<AccountSpec>): boolean {
  if (change.action === 'create') return true;
  return (
    (change.action === 'update' || change.action === 'adopt') &&
    change.to.parent !== undefined &&
    change.from.parent !== change.to.parent
  );
}

function follows(change: Change<AccountSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  return [...arriving(change, others), ...renaming(change, others)];
}

/** A member is renamed through a service whose trusted access this plan may switch on. */
function renaming(change: Change<AccountSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  if (change.action !== 'update' && change.action !== 'adopt') return [];
  if (change.from.name === change.to.name) return [];
  return (others.get('trusted-access') ?? []).flatMap(({ address, action }) =>
    action === 'create' && address === TRUSTED ? [address] : [],
  );
}

/** An account arrives where its new unit's policies are attached already, those of Control Tower included. */
function arriving(change: Change<AccountSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  if (!moves(change) || !('to' in change)) return [];
  const parent = change.to.parent ?? 'root';
  const follow = (kind: string, isHere: (target: string) => boolean): Address[] =>
    (others.get(kind) ?? []).flatMap((other) => {
      if (other.action !== 'create') return [];
      const target = other.to['target'];
      return typeof target === 'string' && isHere(target) ? [other.address] : [];
    });
  const above = (target: string): boolean => parent.startsWith(`${target}/`);
  const waiting = policiesThatWait(others);
  return [
    ...follow('policy-attachment', (target) => target === parent || above(target)).filter(
      (address) =>
        ![...waiting].some((policy) => address.startsWith(`${policy.replace('policy:', 'policy-attachment:')}@`)),
    ),
    // The mandatory controls come with the unit at the top. The account's own unit is registered when it is there.
    ...follow('enabled-baseline', above),
  ];
}

const waitingIn = new WeakMap<ReadonlyMap<string, readonly Change[]>, ReadonlySet<Address>>();

/**
 * Policies that speak of an account of this plan: they wait for it, so it does not wait for them. Worked out once for a
 * plan: every one of its accounts asks.
 */
function policiesThatWait(others: ReadonlyMap<string, readonly Change[]>): ReadonlySet<Address> {
  const known = waitingIn.get(others) ?? readPoliciesThatWait(others);
  waitingIn.set(others, known);
  return known;
}

function readPoliciesThatWait(others: ReadonlyMap<string, readonly Change[]>): ReadonlySet<Address> {
  const waiting = (others.get('organization-policy') ?? []).filter(
    (other) => other.action === 'create' && madeFirst(other.to['document'] ?? null, others).some(isAccount),
  );
  return new Set(waiting.map(({ address }) => address));
}

function isAccount(address: Address): boolean {
  return address.startsWith('account:');
}
