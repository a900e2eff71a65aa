import { unlessGone } from '../../aws/faults.js';
import type { ProvisioningRecord } from '../../aws/identity-center.js';
import { PERMISSION_SET_LIMITS } from '../../facts/identity-center.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, NodeName, Progress } from '../../model.js';
import { reasonsText } from '../identity-center.js';
import type { Surroundings } from '../surroundings.js';
import { inOrganization, named, staleAccounts } from './read.js';

type Context = StepContext<Surroundings>;

/** Fewer stale accounts than this are brought up to date by themselves: the others are not touched. */
const FEW = 5;

/** Seconds: no figure is documented; an account takes one role at a time, about as long as an assignment does. */
const TAKES = [20, 300] as const;
/** Seconds: thousands of accounts, a few at a time. */
const PATIENCE = 4 * 3_600;

/** What is being provisioned, and the accounts whose turn comes after it. */
interface Turn {
  readonly request: string;
  /** An account's id, or `all`. */
  readonly at: string;
  readonly rest: readonly string[];
  /** Why it failed in accounts that had their turn. */
  readonly failures: readonly string[];
}

/**
 * Brings the roles in the accounts up to date with the set: all with one call, or one by one where only few are stale or
 * AWS does not take so many at once. `edited`: the set was changed just now, so all are stale, whatever the list says.
 */
export function provision(address: Address, { edited }: { readonly edited: boolean }): Step<Surroundings> {
  return {
    name: 'provision',
    calls: ['sso:ProvisionPermissionSet'],
    takes: TAKES,
    patience: PATIENCE,
    async start(context) {
      const setArn = context.names.idOf(address);
      const center = context.aws.identityCenter();
      center.forget();
      const accounts = await center.accountsOf(setArn);
      const stale = edited ? accounts : (await stillStale(context, setArn)).map((name) => context.names.idOf(name));
      if (stale.length === 0) return { state: 'done' };
      const tooMany = accounts.length > PERMISSION_SET_LIMITS.provisionedAtOnce;
      const few = stale.length < accounts.length && stale.length < FEW;
      return next(context, setArn, few || tooMany ? stale : ['all'], []);
    },
    async poll(token, context) {
      const setArn = context.names.idOf(address);
      const { request, at, rest, failures } = JSON.parse(token) as Turn;
      const record = await context.aws.identityCenter().provisioning(request);
      return after(context, setArn, record, { at, rest, failures });
    },
  };
}

/** Beyond what one call reaches, the end of one begins the next. A failure keeps nobody else from their turn. */
async function next(
  context: Context,
  setArn: string,
  accounts: readonly string[],
  failures: readonly string[],
): Promise<Progress> {
  const [at, ...rest] = accounts;
  if (at === undefined) return failures.length === 0 ? { state: 'done' } : ended(context, setArn, failures);
  const record = await unlessGone(() => context.aws.identityCenter().provision(setArn, at));
  // Gone: nobody is assigned there any more.
  return record === undefined
    ? next(context, setArn, rest, failures)
    : after(context, setArn, record, { at, rest, failures });
}

/** Still at it, or the next one's turn. */
function after(
  context: Context,
  setArn: string,
  { requestId: request, status, reason = 'AWS does not say why' }: ProvisioningRecord,
  { at, rest, failures }: Omit<Turn, 'request'>,
): Promise<Progress> | Progress {
  if (status === 'IN_PROGRESS') return running({ request, at, rest, failures });
  return next(context, setArn, rest, status === 'FAILED' ? [...failures, reason] : failures);
}

function running(turn: Turn): Progress {
  const detail = turn.at === 'all' ? 'provisioning' : `provisioning, ${turn.rest.length + 1} accounts to go`;
  return { state: 'running', token: JSON.stringify(turn), detail };
}

/** AWS says why in one account; the list says in which. */
async function ended(context: Context, setArn: string, failures: readonly string[]): Promise<Progress> {
  const center = context.aws.identityCenter();
  center.forget();
  const stale = await stillStale(context, setArn);
  const accounts = await center.accountsOf(setArn);
  // It failed where nothing can be changed any more: in accounts that are closed, or have left.
  if (stale.length === 0 && inOrganization(accounts, where(context)).length < accounts.length) return { state: 'done' };
  const places = stale.length === 0 ? '' : `; not up to date in ${stale.length} of ${accounts.length}: ${named(stale)}`;
  return { state: 'failed', problem: `${reasonsText(failures)}${places}` };
}

function stillStale(context: Context, setArn: string): Promise<NodeName[]> {
  return staleAccounts(context.aws, setArn, where(context));
}

function where({ aws, names }: Context) {
  return { organization: aws.live.organization, names };
}
