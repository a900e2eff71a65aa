import type { World } from '../../../world.js';
import { accountOf, memberIds, organizationVersion } from '../../organizations/for-services.js';
import { recorderFinder } from '../recorders/effective.js';
import { configState, type DeploymentRow, type Failure, type Reach } from '../state.js';

/** Where organization rules and packs are: every account but those that are excluded or failed. */

const HOUR = 3_600_000;
/** How long AWS tries an account that has joined and does not record yet. */
const TRIED_FOR = 7 * HOUR;

export const NO_RECORDER = {
  code: 'NoAvailableConfigurationRecorderException',
  message:
    'There are no configuration recorders available to provide the role needed to describe your resources. Create a configuration recorder.',
};

/** Accounts that organization rules go to, the management account among them; suspended and closed ones are passed over. */
export function reachable(world: World): string[] {
  return memberIds(world).filter((id) => {
    const state = accountOf(world, id)?.state;
    return state === 'ACTIVE' || state === 'PENDING_ACTIVATION';
  });
}

/** Accounts that a deployment is meant for, sorted. */
export function meantFor(world: World, { excluded }: Pick<Reach, 'excluded'>): string[] {
  const left = new Set(excluded);
  return reachable(world)
    .filter((id) => !left.has(id))
    .sort();
}

/** Does this account have it, in whatever form? Of an account that is in the organization. */
export function isIn(row: DeploymentRow, accountId: string): boolean {
  if (row.goneAt !== undefined) return false;
  if (row.verb === 'DELETE') {
    return row.status === 'IN_PROGRESS' ? wasIn(row, accountId) : row.failures[accountId] !== undefined;
  }
  return row.status === 'IN_PROGRESS' ? wasIn(row, accountId) : had(row, row.late, accountId);
}

/** Had this account it before the change that is under way? */
export function wasIn({ before, late }: DeploymentRow, accountId: string): boolean {
  return before !== undefined && had(before, late, accountId);
}

function had({ excluded, failures }: Reach, late: Readonly<Record<string, number>>, accountId: string): boolean {
  return failures[accountId]?.verb !== 'CREATE' && late[accountId] === undefined && !excluded.includes(accountId);
}

/** Notices who has joined the organization, and tries those again who did not record when they did. */
export function followMembers(world: World): void {
  const state = configState(world);
  const version = organizationVersion(world);
  const rows = deployments(world);
  if (state.seen.version !== version) {
    const members = memberIds(world);
    const known = new Set(state.seen.members);
    const joined = state.seen.version < 0 ? [] : members.filter((id) => !known.has(id));
    state.seen = { version, members: [...members] };
    for (const row of joined.length > 0 ? rows : []) {
      const left = new Set(row.excluded);
      for (const id of joined) if (!left.has(id)) row.late[id] = accountOf(world, id)?.joinedAt ?? world.clock.now();
    }
  }
  for (const row of rows) {
    if (row.status !== 'IN_PROGRESS' && Object.keys(row.late).length > 0) tryLate(world, row);
  }
}

/** When the account joined, as long as AWS keeps trying because of it. */
export function recentlyJoined(world: World, accountId: string, at: number): number | undefined {
  const joinedAt = accountOf(world, accountId)?.joinedAt;
  const isNew = joinedAt !== undefined && joinedAt > configState(world).began && at < joinedAt + TRIED_FOR;
  return isNew ? joinedAt : undefined;
}

function tryLate(world: World, row: DeploymentRow): void {
  const records = recorderFinder(world, row.region);
  const now = world.clock.now();
  const members = new Set(memberIds(world));
  for (const [accountId, joinedAt] of Object.entries(row.late)) {
    if (members.has(accountId) && now < joinedAt + TRIED_FOR && !records(accountId)) continue;
    delete row.late[accountId];
    if (members.has(accountId) && !records(accountId)) {
      row.failures[accountId] = { verb: 'CREATE', ...NO_RECORDER, at: joinedAt + TRIED_FOR };
    }
  }
}

/** Accounts that are meant to have it and do not, as they are now. */
export function failuresOf(world: World, row: DeploymentRow): ReadonlyMap<string, Failure> {
  const found = new Map<string, Failure>();
  if (row.status === 'IN_PROGRESS') return found;
  const isThere = new Set(reachable(world));
  for (const [id, failure] of Object.entries(row.failures)) if (isThere.has(id)) found.set(id, failure);
  for (const [id, at] of Object.entries(row.late)) {
    if (isThere.has(id)) found.set(id, { verb: 'CREATE', ...NO_RECORDER, at });
  }
  return found;
}

/** One word for all accounts together. */
export function overallStatus(world: World, row: DeploymentRow): string {
  if (row.status === 'IN_PROGRESS') return `${row.verb}_IN_PROGRESS`;
  const isFailed = row.error !== undefined || failuresOf(world, row).size > 0;
  return `${row.verb}_${isFailed ? 'FAILED' : 'SUCCESSFUL'}`;
}

/** All of them that are there, whoever laid them. */
export function deployments(world: World): DeploymentRow[] {
  const { rules, packs } = configState(world);
  return [...Object.values(rules), ...Object.values(packs)].flatMap((named) =>
    Object.values(named).filter(({ goneAt }) => goneAt === undefined),
  );
}

/** Those that are there in a Region. */
export function deploymentsIn(world: World, region: string): DeploymentRow[] {
  return deployments(world).filter((row) => row.region === region);
}
