import { type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { type Input, text, texts } from '../errors.js';
import { pageOf } from '../pages.js';
import { type DeploymentKind, type DeploymentRow, type Failure, keyOf, type Place } from '../state.js';
import { rowOf, settle, tableOf } from './changes.js';
import { failuresOf, meantFor, overallStatus, wasIn } from './reach.js';

/** What describing organization rules and packs has in common. */

const LARGEST_PAGE = 100;
const MOST_NAMES = 25;
const PRINCIPAL_OF_RULES = 'config-multiaccountsetup.amazonaws.com';

export { PRINCIPAL_OF_RULES as PRINCIPAL };

export function noSuch(kind: DeploymentKind, name: string): ServiceError {
  return kind === 'rule'
    ? new ServiceError(
        'NoSuchOrganizationConfigRuleException',
        `The organization config rule '${name}' does not exist: check its name and the Region.`,
      )
    : new ServiceError(
        'NoSuchOrganizationConformancePackException',
        `The organization conformance pack '${name}' does not exist: check its name and the Region.`,
      );
}

/** The row of the caller in his Region. @throws ServiceError when there is none */
export function existing(world: World, kind: DeploymentKind, place: Place, name: string): DeploymentRow {
  const row = rowOf(world, kind, place, name);
  if (!row) throw noSuch(kind, name);
  return row;
}

/** How a list shows a row: lists lag, what is asked for by name does not. */
export interface Shown {
  readonly row: DeploymentRow;
  readonly definition: DeploymentRow['definition'];
  readonly excluded: readonly string[];
}

const asItIs = (row: DeploymentRow): Shown => ({ row, definition: row.definition, excluded: row.excluded });

/** A row as lists show it now; undefined where they do not. */
function listed(world: World, row: DeploymentRow): Shown | undefined {
  const isOld = world.clock.now() >= (row.goneAt ?? row.changedAt) + world.settings.lagMs;
  if (row.goneAt !== undefined) return isOld ? undefined : asItIs(row);
  if (isOld || row.verb === 'DELETE') return asItIs(row);
  return row.before ? { row, ...row.before } : undefined;
}

interface Members {
  readonly names: string;
  readonly list: string;
  /** Asking is what makes time pass under a pace of polls. */
  readonly polls?: true;
}

/** Those named, or a page of all. */
export function selected(
  { world, caller }: OperationContext<World>,
  input: Input,
  kind: DeploymentKind,
  { names, list, polls }: Members,
): { readonly shown: readonly Shown[]; readonly NextToken?: string } {
  const asked = texts(input, names, MOST_NAMES);
  if (asked.length > 0) {
    settle(world, (row) => polls === true && isOf(row, kind, caller) && asked.includes(row.name));
    return { shown: asked.map((name) => asItIs(existing(world, kind, caller, name))) };
  }
  settle(world, (row) => polls === true && isOf(row, kind, caller));
  const all = new Map<string, Shown>();
  for (const row of Object.values(tableOf(world, kind, caller))) {
    const shown = listed(world, row);
    if (shown) all.set(row.name, shown);
  }
  const { keys, ...next } = pageOf(world, input, [...all.keys()].sort(), { list, largest: LARGEST_PAGE });
  return { shown: keys.flatMap((name) => all.get(name) ?? []), ...next };
}

const isOf = (row: DeploymentRow, kind: DeploymentKind, place: Place): boolean =>
  row.kind === kind && keyOf({ accountId: row.owner, region: row.region }) === keyOf(place);

export function statusOf(world: World, row: DeploymentRow) {
  const status = row.goneAt === undefined ? overallStatus(world, row) : 'DELETE_SUCCESSFUL';
  return {
    status,
    more: {
      ...(row.error && { ErrorCode: row.error.code, ErrorMessage: row.error.message }),
      LastUpdateTime: new Date(row.status === 'IN_PROGRESS' ? row.changedAt : row.endedAt),
    },
  };
}

export interface AccountStatus {
  readonly accountId: string;
  /** What it is called in the account. */
  readonly name: string;
  readonly status: string;
  readonly more: Readonly<Record<string, unknown>>;
}

interface Filters {
  readonly accountId?: string | undefined;
  readonly status?: string | undefined;
}

/** How it went in each account, a page of them: accounts that are left out are not listed. */
export function accountStatuses(
  { world, caller }: OperationContext<World>,
  input: Input,
  kind: DeploymentKind,
  { accountId, status }: Filters,
): { readonly rows: readonly AccountStatus[]; readonly NextToken?: string } {
  const member = kind === 'rule' ? 'OrganizationConfigRuleName' : 'OrganizationConformancePackName';
  const name = text(input, member, { max: 128 });
  settle(world, (row) => isOf(row, kind, caller) && row.name === name);
  const row = existing(world, kind, caller, name);
  const failures = failuresOf(world, row);
  const ids = accountsOf(world, row).filter(
    (id) =>
      (accountId === undefined || id === accountId) &&
      (status === undefined || statusIn(row, id, failures.get(id)) === status),
  );
  const paging = { list: `${kind}:${name}`, largest: LARGEST_PAGE };
  const { keys, ...next } = pageOf(world, input, ids, paging);
  const rows = keys.map((id) => {
    const failure = failures.get(id);
    const at = row.status === 'IN_PROGRESS' ? row.changedAt : (failure?.at ?? row.endedAt);
    return {
      accountId: id,
      name: nameInAccounts(row),
      status: statusIn(row, id, failure),
      more: {
        ...(failure && { ErrorCode: failure.code, ErrorMessage: failure.message }),
        LastUpdateTime: new Date(at),
      },
    };
  });
  return { rows, ...next };
}

/** Accounts that are newly left out are listed until the change is over; of a deletion, those that it failed in. */
function accountsOf(world: World, row: DeploymentRow): string[] {
  const meant = meantFor(world, row);
  if (row.status === 'IN_PROGRESS' && row.before) {
    const leaving = meantFor(world, row.before).filter((id) => row.excluded.includes(id) && wasIn(row, id));
    return [...meant, ...leaving].sort();
  }
  return row.verb === 'DELETE' && row.status === 'ENDED' ? meant.filter((id) => row.failures[id] !== undefined) : meant;
}

function statusIn(row: DeploymentRow, accountId: string, failure: Failure | undefined): string {
  if (row.status === 'IN_PROGRESS') {
    const verb = row.excluded.includes(accountId) ? 'DELETE' : row.verb;
    return `${verb === 'UPDATE' && !wasIn(row, accountId) ? 'CREATE' : verb}_IN_PROGRESS`;
  }
  return failure ? `${failure.verb}_FAILED` : `${row.verb}_SUCCESSFUL`;
}

export const nameInAccounts = ({ kind, name, suffix }: DeploymentRow): string =>
  `${kind === 'rule' ? 'OrgConfigRule' : 'OrgConformsPack'}-${name}-${suffix}`;

/**
 * A client that only retries what it is refused counts as one that polls.
 *
 * @throws ServiceError ResourceInUseException while it is created, updated or deleted.
 */
export function checkAtRest(world: World, row: DeploymentRow | undefined): void {
  if (row?.status !== 'IN_PROGRESS') return;
  settle(world, (other) => other === row);
  const what = row.kind === 'rule' ? 'organization config rule' : 'organization conformance pack';
  const doing = { CREATE: 'creation', UPDATE: 'update', DELETE: 'deletion' }[row.verb];
  throw new ServiceError(
    'ResourceInUseException',
    `The ${what} '${row.name}' cannot be changed now: its ${doing} is in progress. Try again later.`,
  );
}
