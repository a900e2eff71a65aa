import { EXECUTION_ROLE } from '../../aws/member.js';
import type { AccountRecord, CreateAccountRecord } from '../../aws/organizations-records.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Progress } from '../../model.js';
import { OWNER_TAG, ownershipTags, presentTags, withHold } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { type AccountSpec, isSameEmail } from './spec.js';

type Context = StepContext<Surroundings>;

/** Seconds. AWS gives no figure beyond "minutes" for CreateAccount; an hour is waited before it counts as lost. */
const CREATION = { takes: [60, 300], patience: 3_600 } as const;
/** How long an account whose email is taken may be missing from the lists before it is believed to be somebody else's. */
const LISTED_WITHIN_MS = 120_000;

/**
 * CreateAccount takes no token, so what an earlier run began is looked for first: by email among the accounts, by name
 * among the requests under way. Should both lists lag, AWS refuses a second account of the same email.
 */
export function create(address: Address, spec: AccountSpec): Step<Surroundings> {
  return {
    name: 'create',
    calls: ['organizations:CreateAccount'],
    ...CREATION,
    async start(context) {
      const { aws, manifestName } = context;
      const there = withEmail(await aws.organizations.accounts(), spec);
      if (there) return ours(context, there);
      const begun = (await aws.organizations.createAccountStatuses('IN_PROGRESS')).find(
        ({ name }) => name === spec.name,
      );
      if (begun) return { state: 'running', token: `found ${begun.id}`, detail: 'an earlier request is under way' };
      const status = await aws.organizations.createAccount({
        email: spec.email ?? '',
        name: spec.name ?? '',
        // With this name Control Tower finds its way in as soon as the account is moved.
        roleName: EXECUTION_ROLE,
        tags: { ...presentTags(withHold(spec).tags), ...ownershipTags(manifestName, spec.key ?? address) },
      });
      return progressOf(context, spec, status, 'asked');
    },
    async poll(token, context) {
      const [how = '', what = ''] = token.split(' ');
      if (how === 'taken') return takenBy(context, spec, Number(what));
      return progressOf(context, spec, await context.aws.organizations.createAccountStatus(what), how);
    },
  };
}

async function progressOf(
  context: Context,
  spec: AccountSpec,
  { id, state, accountId, failureReason = 'UNKNOWN' }: CreateAccountRecord,
  how: string,
): Promise<Progress> {
  if (state === 'IN_PROGRESS') return { state: 'running', token: `${how} ${id}`, detail: 'AWS makes the account' };
  if (state === 'FAILED') {
    if (failureReason === 'EMAIL_ALREADY_EXISTS') return takenBy(context, spec, context.clock.now() + LISTED_WITHIN_MS);
    return { state: 'failed', problem: wordsOf(failureReason) };
  }
  if (how === 'found' && accountId !== undefined) return foundByName(context, spec, accountId);
  return { state: 'done', ...(accountId !== undefined && { id: accountId }) };
}

/** Our own request is about our own email; one that was found by its name may be about another, or somebody else's. */
async function foundByName(context: Context, spec: AccountSpec, accountId: string): Promise<Progress> {
  const made = await context.aws.organizations.account(accountId);
  if (isSameEmail(made.email, spec.email)) return ours(context, made);
  return { state: 'failed', problem: `another account of the name "${spec.name}" was just made; run again` };
}

/** The email is taken: by what an earlier run of ours made and the lists do not show yet, or by somebody else. */
async function takenBy(context: Context, spec: AccountSpec, until: number): Promise<Progress> {
  const { aws, clock } = context;
  aws.organizations.forget();
  const found = withEmail(await aws.organizations.accounts(), spec);
  if (found) return ours(context, found);
  if (clock.now() < until)
    return { state: 'running', token: `taken ${until}`, detail: 'its email is taken, and no list shows by whom' };
  return { state: 'failed', problem: wordsOf('EMAIL_ALREADY_EXISTS') };
}

async function ours({ aws, manifestName }: Context, { id, state }: AccountRecord): Promise<Progress> {
  if ((await aws.organizations.tagsOf(id))[OWNER_TAG] !== manifestName)
    return { state: 'failed', problem: `account ${id} has this email and was not made by this manifest; plan again` };
  if (state !== 'ACTIVE' && state !== 'PENDING_ACTIVATION')
    return { state: 'failed', problem: `account ${id} has this email and is ${state}; choose another email` };
  return { state: 'done', id };
}

export function withEmail(accounts: readonly AccountRecord[], { email }: AccountSpec): AccountRecord | undefined {
  return accounts.find((account) => isSameEmail(account.email, email));
}

/** What AWS means and what to do. Source: Organizations API reference, CreateAccountStatus. */
const REASONS: Readonly<Record<string, string>> = {
  ACCOUNT_LIMIT_EXCEEDED:
    'the organization has as many accounts as it may: have the quota "Default maximum number of accounts" raised in Service Quotas (us-east-1), then run again',
  EMAIL_ALREADY_EXISTS:
    'the email belongs to an account outside this organization, or to one that was closed: an address is used once, choose another',
  INVALID_EMAIL: 'AWS does not take this email address: correct it',
  INVALID_ADDRESS: 'the address of the management account is not valid: correct it under Account in the console',
  CONCURRENT_ACCOUNT_MODIFICATION:
    'other accounts are being made or changed at the same time (AWS takes five): run again when they are done',
  INTERNAL_FAILURE: 'AWS failed: run again; if it stays so, ask AWS Support',
  MISSING_BUSINESS_VALIDATION: 'AWS has not validated the business of the management account: ask AWS Support',
  MISSING_PAYMENT_INSTRUMENT: 'the management account has no valid payment method: add one, then run again',
  PENDING_BUSINESS_VALIDATION: 'AWS is still validating the business of the management account: run again later',
};

function wordsOf(reason: string): string {
  const words = REASONS[reason];
  return words === undefined ? `AWS made no account: ${reason}` : `${reason}: ${words}`;
}
