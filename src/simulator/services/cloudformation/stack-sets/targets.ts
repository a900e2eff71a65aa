import type { World } from '../../../world.js';
import {
  accountOf,
  accountsIn,
  isManagementAccount,
  pathTo,
  targetExists,
  unitsIn,
} from '../../organizations/for-services.js';
import { objectAtUrl } from '../../s3/for-services.js';
import { validation } from './errors.js';
import { accounts, type Input, list, optional, record } from './input.js';
import type { StackSetRow } from './state.js';

/** Which accounts a call is about: Accounts for self-managed sets, DeploymentTargets for service-managed ones. */

/** Units of one call. */
const MOST_UNITS = 50;
const FILTERS = ['NONE', 'INTERSECTION', 'DIFFERENCE', 'UNION'] as const;
type Filter = (typeof FILTERS)[number];

export interface Targets {
  readonly accounts: readonly string[];
  /** Account -> unit or root through which it is meant; empty for self-managed sets. */
  readonly units: Readonly<Record<string, string>>;
  /** The units themselves; empty for self-managed sets. */
  readonly unitIds: readonly string[];
  readonly filter: Filter;
}

/**
 * Every account at or below a unit, but for the management account: service-managed sets never deploy there.
 */
export function accountsBelow(world: World, unit: string): string[] {
  const here = accountsIn(world, unit).map(({ id }) => id);
  return [
    ...here.filter((id) => !isManagementAccount(world, id)),
    ...unitsIn(world, unit).flatMap((each) => accountsBelow(world, each)),
  ];
}

/** The accounts that instances are to be made in. @throws ServiceError ValidationError */
export function newTargets(world: World, set: StackSetRow, input: Input): Targets {
  const given = readTargets(world, set, input);
  if (set.settings.permissionModel === 'SELF_MANAGED') return selfManaged(given.listed);
  if (given.filter === 'UNION') throw validation('AccountFilterType UNION is not supported for CreateStackInstances');
  for (const unit of given.unitIds) {
    if (!targetExists(world, unit)) throw validation(`OrganizationalUnit ${unit} does not exist in the organization`);
  }
  return select(
    given,
    byUnit(given.unitIds, (unit) => accountsBelow(world, unit)),
  );
}

/**
 * The accounts that have instances and are meant. An account belongs to the unit it was asked for through, and to every
 * unit that it is in now.
 *
 * @throws ServiceError ValidationError
 */
export function presentTargets(world: World, set: StackSetRow, input: Input): Targets {
  const given = readTargets(world, set, input);
  if (set.settings.permissionModel === 'SELF_MANAGED') return selfManaged(given.listed);
  const known = new Map<string, ReadonlySet<string>>();
  for (const { account, unit } of Object.values(set.instances)) {
    if (!known.has(account)) known.set(account, unitsOf(world, account, unit));
  }
  const inUnit = (unit: string): string[] => [...known].filter(([, all]) => all.has(unit)).map(([account]) => account);
  const selected = select(given, byUnit(given.unitIds, inUnit));
  if (given.filter !== 'UNION') return selected;
  const others = given.listed.filter((id) => known.has(id) && selected.units[id] === undefined);
  const units = { ...selected.units, ...Object.fromEntries(others.map((id) => [id, id])) };
  return { ...selected, accounts: [...selected.accounts, ...others], units };
}

function unitsOf(world: World, account: string, unit: string | undefined): ReadonlySet<string> {
  const path = accountOf(world, account) ? pathTo(world, account).slice(0, -1) : [];
  return new Set(unit === undefined ? path : [...path, unit]);
}

interface Given {
  readonly unitIds: readonly string[];
  readonly listed: readonly string[];
  readonly filter: Filter;
}

const REQUIRED = 'OrganizationalUnitIds are required';

function readTargets(world: World, set: StackSetRow, input: Input): Given {
  const direct = accounts(input, 'Accounts');
  const targets = record(input, 'DeploymentTargets');
  const isServiceManaged = set.settings.permissionModel === 'SERVICE_MANAGED';
  if (direct && targets) throw validation('Accounts and DeploymentTargets cannot both be specified');
  if (!isServiceManaged) return { unitIds: [], listed: selfManagedAccounts(direct, targets), filter: 'NONE' };
  if (direct) {
    throw validation('StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target');
  }
  const unitIds = [...new Set((targets && list(targets, 'OrganizationalUnitIds')) ?? [])];
  if (!targets || unitIds.length === 0) throw validation(REQUIRED);
  if (unitIds.length > MOST_UNITS) {
    throw validation(`At most ${MOST_UNITS} OrganizationalUnitIds can be specified: ${unitIds.length}`);
  }
  const listed = [...(accounts(targets, 'Accounts') ?? []), ...storedAccounts(world, targets)];
  return { unitIds, listed, filter: filterOf(targets, listed) };
}

/** A list of accounts in S3, apart by commas or line ends. */
function storedAccounts(world: World, targets: Input): readonly string[] {
  const url = optional(targets, 'AccountsUrl');
  if (url === undefined) return [];
  const text = objectAtUrl(world, url);
  if (text === undefined) throw validation(`AccountsUrl cannot be read: ${url}`);
  return accounts({ Accounts: text.split(/[\s,]+/).filter((id) => id !== '') }, 'Accounts') ?? [];
}

/** DeploymentTargets with nothing but accounts is another way to write Accounts. */
function selfManagedAccounts(direct: readonly string[] | undefined, targets: Input | undefined): readonly string[] {
  if (targets && (list(targets, 'OrganizationalUnitIds') ?? []).length > 0) {
    throw validation('StackSets with SELF_MANAGED permission model can only have accounts as target');
  }
  const listed = direct ?? (targets && accounts(targets, 'Accounts')) ?? [];
  if (listed.length === 0) throw validation('Accounts are required');
  return listed;
}

function filterOf(targets: Input, listed: readonly string[]): Filter {
  const given = optional(targets, 'AccountFilterType');
  const filter = FILTERS.find((each) => each === (given ?? (listed.length > 0 ? 'UNION' : 'NONE')));
  if (!filter) throw validation(`AccountFilterType must be one of ${FILTERS.join(', ')}: ${given}`);
  if (filter === 'NONE' && listed.length > 0)
    throw validation('Accounts cannot be specified with AccountFilterType NONE');
  if (filter !== 'NONE' && listed.length === 0)
    throw validation(`Accounts are required with AccountFilterType ${filter}`);
  return filter;
}

const selfManaged = (listed: readonly string[]): Targets => ({
  accounts: listed,
  units: {},
  unitIds: [],
  filter: 'NONE',
});

/** Account -> the first of the units that it belongs to. */
function byUnit(unitIds: readonly string[], accountsOf: (unit: string) => readonly string[]): Map<string, string> {
  const units = new Map<string, string>();
  for (const unit of unitIds) for (const id of accountsOf(unit)) if (!units.has(id)) units.set(id, unit);
  return units;
}

function select({ unitIds, listed, filter }: Given, all: ReadonlyMap<string, string>): Targets {
  const named = new Set(listed);
  const isMeant = (id: string): boolean => {
    if (filter === 'INTERSECTION') return named.has(id);
    return filter === 'DIFFERENCE' ? !named.has(id) : true;
  };
  const meant = [...all].filter(([id]) => isMeant(id));
  return { accounts: meant.map(([id]) => id), units: Object.fromEntries(meant), unitIds, filter };
}
