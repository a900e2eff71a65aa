import type { World } from '../../../world.js';
import {
  isManagementAccount,
  memberIds,
  organizationVersion,
  parentOf,
  pathTo,
  targetExists,
} from '../../organizations/for-services.js';
import { newUuid } from './names.js';
import { begin } from './running.js';
import { keyOf, type StackSetRow, type StackSetsState, stackSetsState } from './state.js';

/**
 * Automatic deployment: accounts that join, leave or move between the units that a set watches. It looks at where the
 * accounts are, not at who moved them: people, Account Factory and Control Tower all count.
 */

interface Move {
  readonly account: string;
  /** Units and root above it before, and after; empty outside the organization. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Where the accounts are now is where they have always been. */
export function rememberPlacements(world: World): void {
  const state = stackSetsState(world);
  state.placements = placementsNow(world);
  state.placementsAt = organizationVersion(world);
}

function placementsNow(world: World): Record<string, string> {
  return Object.fromEntries(
    memberIds(world).flatMap((id) => {
      const parent = parentOf(world, id);
      return parent === undefined ? [] : [[id, parent]];
    }),
  );
}

/** Begins what accounts that are elsewhere than when this was last asked bring about. */
export function followOrganization(world: World): void {
  const state = stackSetsState(world);
  if (state.placementsAt === organizationVersion(world)) return;
  if (!isAnythingWatched(state)) {
    // Looking at thousands of accounts after every write is worth it only for somebody; it begins anew with the first set.
    state.placementsAt = -1;
    return;
  }
  const before = state.placements;
  const isFirst = state.placementsAt < 0;
  rememberPlacements(world);
  if (isFirst) return;
  const moves = movesBetween(world, before, state.placements);
  if (moves.length === 0) return;
  for (const set of Object.values(state.sets)) {
    const { permissionModel, autoDeployment } = set.settings;
    if (set.deletedAt !== undefined || permissionModel !== 'SERVICE_MANAGED' || !autoDeployment?.enabled) continue;
    for (const move of moves) follow(world, set, move, autoDeployment.retain);
  }
}

/** A set may be watched by the time it exists: whether it follows accounts can be changed later. */
function isAnythingWatched({ sets }: StackSetsState): boolean {
  return Object.values(sets).some(
    ({ deletedAt, settings }) => deletedAt === undefined && settings.permissionModel === 'SERVICE_MANAGED',
  );
}

function movesBetween(
  world: World,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Move[] {
  const path = (parent: string | undefined): string[] =>
    parent === undefined || !targetExists(world, parent) ? [] : pathTo(world, parent);
  const accounts = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...accounts]
    .filter((account) => before[account] !== after[account] && !isManagementAccount(world, account))
    .map((account) => ({ account, before: path(before[account]), after: path(after[account]) }));
}

/** Deletes what only the units it left wanted, and then makes what only the units it joined want. */
function follow(world: World, set: StackSetRow, { account, before, after }: Move, retain: boolean): void {
  const watched = Object.keys(set.targets);
  const left = watched.filter((unit) => before.includes(unit) && !after.includes(unit));
  const joined = watched.filter((unit) => after.includes(unit) && !before.includes(unit));
  const kept = new Set(
    regionsOf(
      set,
      watched.filter((unit) => before.includes(unit) && after.includes(unit)),
    ),
  );
  const gone = regionsOf(set, left).filter((region) => !kept.has(region) && set.instances[keyOf(account, region)]);
  const wanted = regionsOf(set, joined).filter((region) => !kept.has(region));
  if (gone.length > 0) start(world, set, 'DELETE', account, gone, {}, retain);
  const [unit] = joined;
  if (unit !== undefined && wanted.length > 0) start(world, set, 'CREATE', account, wanted, { [account]: unit });
}

const regionsOf = (set: StackSetRow, units: readonly string[]): string[] => [
  ...new Set(units.flatMap((unit) => set.targets[unit] ?? [])),
];

/** An account that cannot be served in one Region is served in the others. */
const PREFERENCES = {
  RegionConcurrencyType: 'PARALLEL',
  FailureTolerancePercentage: 100,
  MaxConcurrentPercentage: 100,
};

function start(
  world: World,
  set: StackSetRow,
  action: 'CREATE' | 'DELETE',
  account: string,
  regions: readonly string[],
  units: Readonly<Record<string, string>>,
  retain = false,
): void {
  begin(world, set, {
    id: newUuid(world.random),
    action,
    regions,
    accountsIn: () => [account],
    units,
    preferences: PREFERENCES,
    automatic: true,
    ...(action === 'DELETE' ? { retain } : {}),
  });
}
