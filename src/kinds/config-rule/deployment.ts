import type { AccountDeploymentRecord, DeploymentStatusRecord } from '../../aws/config-records.js';
import type { Names } from '../../kind.js';
import type { Live, NodeName, Progress } from '../../model.js';
import type { Organization } from '../../organization.js';

type Told = Pick<Live, 'condition' | 'token' | 'detail'>;

/** How an organization rule or a conformance pack is asked about, by its name, as one caller in one Region. */
export interface Asked {
  /** Undefined = there is none. */
  status(): Promise<DeploymentStatusRecord | undefined>;
  failures(): Promise<readonly AccountDeploymentRecord[]>;
}

/** Whose accounts they are. `organization` is the live one. */
export interface Whose {
  readonly names: Pick<Names, 'nameOf'>;
  readonly organization: Organization;
  /** Names of the accounts that are left out. */
  readonly excluded: readonly NodeName[];
}

/** Failures that are named one by one. */
const MOST_NAMED = 12;
const LAYING = 'AWS Config lays it in the accounts';
const TAKING = 'AWS Config takes it out of the accounts';

export function isRunning({ status }: DeploymentStatusRecord): boolean {
  return status.endsWith('_IN_PROGRESS');
}

/** Being taken away: what the manifest wants is as good as gone, and laying it waits until it is. */
export function isLeaving(status: DeploymentStatusRecord | undefined): boolean {
  return status?.status === 'DELETE_IN_PROGRESS' || status?.status === 'DELETE_SUCCESSFUL';
}

export function isFailed({ status }: DeploymentStatusRecord): boolean {
  return status.endsWith('_FAILED');
}

/** How it stands. The overall status is a success only when every account succeeded, closed ones perhaps among them. */
export async function conditionOf(
  status: DeploymentStatusRecord | undefined,
  asked: Asked,
  whose: Whose,
): Promise<Told> {
  if (status === undefined) return { condition: 'settled' };
  if (isRunning(status)) {
    return { condition: 'running', token: status.name, detail: status.status.startsWith('DELETE') ? TAKING : LAYING };
  }
  if (!isFailed(status)) return { condition: 'settled' };
  const detail = failureText(status, await asked.failures(), whose);
  return detail === undefined ? { condition: 'settled' } : { condition: 'failed', detail };
}

/** What a put is polled with: done when every account that counts has it. */
export async function laid(token: string, asked: Asked, whose: Whose): Promise<Progress> {
  const status = await asked.status();
  if (status === undefined || isRunning(status)) return { state: 'running', token, detail: LAYING };
  if (!isFailed(status)) return { state: 'done' };
  const problem = failureText(status, await asked.failures(), whose);
  return problem === undefined ? { state: 'done' } : { state: 'failed', problem };
}

/** What a deletion is polled with. A deletion that failed in closed accounts alone is never over by itself: said, too. */
export async function takenAway(token: string, asked: Asked, whose: Whose): Promise<Progress> {
  const status = await asked.status();
  if (status === undefined || status.status === 'DELETE_SUCCESSFUL') return { state: 'done' };
  if (status.status !== 'DELETE_FAILED') return { state: 'running', token, detail: TAKING };
  const why = failureText(status, await asked.failures(), whose);
  return { state: 'failed', problem: why ?? `AWS Config could not take it away: ${reasonOf(status)}` };
}

/** `2 of 412 accounts failed: payments-dev NoAvailable...: ...`; undefined where only accounts failed that are closed or gone. */
function failureText(
  status: DeploymentStatusRecord,
  failures: readonly AccountDeploymentRecord[],
  { names, organization, excluded }: Whose,
): string | undefined {
  const named = failures.map((failure) => ({ failure, account: names.nameOf(failure.accountId) }));
  const counting = named.filter(({ account }) => account !== undefined && isActive(organization, account));
  if (named.length > 0 && counting.length === 0) return undefined;
  if (counting.length === 0) return `AWS Config says ${status.status}: ${reasonOf(status)}`;
  const meant = organization.accounts().filter((account) => isActive(organization, account)).length - excluded.length;
  const told = counting
    .map(({ failure, account }) => `${String(account).replace(/^account:/, '')} ${reasonOf(failure)}`)
    .sort();
  const rest = told.length - MOST_NAMED;
  return `${counting.length} of ${Math.max(meant, counting.length).toLocaleString('en')} accounts failed: ${told.slice(0, MOST_NAMED).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function reasonOf({ errorCode, errorMessage }: Pick<DeploymentStatusRecord, 'errorCode' | 'errorMessage'>): string {
  return [errorCode, errorMessage].filter((part) => part !== undefined).join(': ') || 'no reason is given';
}

/** AWS lays nothing in an account that is closed or closing, whatever it says of it. */
export function isActive(organization: Organization, account: NodeName): boolean {
  return !['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'].includes(organization.get(account)?.state ?? 'ACTIVE');
}
