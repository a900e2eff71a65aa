import { PERMISSION_SET_LIMITS } from '../../src/facts/identity-center.js';
import {
  accountsOf,
  callSeconds,
  NAME,
  PER_TEAM,
  shapeCalls,
  shapeSeconds,
  teamsManifest,
  teamsOf,
  teamsSeed,
} from './teams.js';
import { type Calls, left, loadWritten, pages, peakMegabytes, total, VirtualHouse } from './virtual.js';

/**
 * Three permission sets over 800 accounts, 2,000 assignments: auditors read everywhere, each team develops in its twenty
 * accounts, and platform gets into every other team's.
 */
const ACCOUNTS = 800;
const SETS = ['ReadOnly', 'Developer', 'Incident'] as const;
const POLICIES = ['ReadOnlyAccess', 'PowerUserAccess', 'AdministratorAccess'] as const;
const TEAMS = teamsOf(ACCOUNTS);
const WITH_PLATFORM = TEAMS.filter((_, index) => index % 2 === 0);
const ASSIGNED = [ACCOUNTS, ACCOUNTS, WITH_PLATFORM.length * PER_TEAM] as const;
const ASSIGNMENTS = ASSIGNED.reduce((sum, count) => sum + count, 0);

/** Seconds that the simulated AWS takes for one: seen (services/sso/model.md). */
const ASSIGNMENT = 45;
const CREATE = 'sso:CreateAccountAssignment';

export type Authority = 'exclusive' | 'declared';

const group = (team: string): string => `${team.toLowerCase()}-developers`;
const GROUPS = ['auditors', 'platform', ...TEAMS.map(group)];

export function assignmentsManifest(authority: Authority): string {
  return teamsManifest(ACCOUNTS, {
    permissionSets: Object.fromEntries(
      SETS.map((name, index) => [name, { managed: [POLICIES[index]], session: 'PT8H', authority }]),
    ),
    assignments: [
      { group: 'auditors', permissionSet: 'ReadOnly', targets: ['Workloads/**'] },
      ...TEAMS.map((team) => ({
        group: group(team),
        permissionSet: 'Developer',
        targets: [`Workloads/${team}`],
      })),
      { group: 'platform', permissionSet: 'Incident', targets: WITH_PLATFORM.map((team) => `Workloads/${team}`) },
    ],
  });
}

/** Before the first apply: the groups that an identity provider brought. After it: the sets and their assignments too. */
export function assignmentsSeed(state: 'bare' | 'applied'): object {
  const groups = Object.fromEntries(GROUPS.map((name) => [name, { external: true }]));
  const applied = state === 'applied' && {
    permissionSets: Object.fromEntries(
      SETS.map((name, index) => [
        name,
        {
          session: 'PT8H',
          managed: [POLICIES[index]],
          tags: { 'towerctl:manifest': NAME, 'towerctl:key': name },
        },
      ]),
    ),
    assignments: [
      { group: 'auditors', permissionSet: 'ReadOnly', accounts: idsIn(TEAMS) },
      ...TEAMS.map((team) => ({ group: group(team), permissionSet: 'Developer', accounts: idsIn([team]) })),
      { group: 'platform', permissionSet: 'Incident', accounts: idsIn(WITH_PLATFORM) },
    ],
  };
  return { ...teamsSeed(ACCOUNTS), identityCenter: { groups, ...applied } };
}

function idsIn(teams: readonly string[]): string[] {
  const named = new Set(teams);
  return accountsOf(ACCOUNTS)
    .filter(({ team }) => named.has(team))
    .map(({ id }) => id);
}

/**
 * The fewest calls that can tell whether anything differs: each set with its tags, its four kinds of rights and whether it
 * is stale somewhere; each group by name; where a set stands, and then either who is assigned in each of these accounts
 * (nothing else tells that somebody is there who should not be), or, where others may assign too, what each group has.
 */
export function fewestAssignmentCalls(authority: Authority): Calls {
  const everywhere = ASSIGNED.reduce((sum, count) => sum + pages(count, 100), 0);
  const groups = pages(ACCOUNTS, 100) + TEAMS.length + pages(ASSIGNED[2], 100);
  return {
    ...shapeCalls(ACCOUNTS),
    // Whether Control Tower is there at all.
    'organizations:ListAWSServiceAccessForOrganization': 1,
    'identitystore:GetGroupId': GROUPS.length,
    'sso:ListInstances': 1,
    'sso:ListPermissionSets': 1,
    'sso:DescribePermissionSet': SETS.length,
    'sso:ListTagsForResource': SETS.length,
    'sso:ListManagedPoliciesInPermissionSet': SETS.length,
    'sso:ListCustomerManagedPolicyReferencesInPermissionSet': SETS.length,
    'sso:GetInlinePolicyForPermissionSet': SETS.length,
    'sso:GetPermissionsBoundaryForPermissionSet': SETS.length,
    // Stale ones, a page that is empty each, and all.
    'sso:ListAccountsForProvisionedPermissionSet': SETS.length + everywhere,
    ...(authority === 'exclusive'
      ? { 'sso:ListAccountAssignments': ASSIGNMENTS }
      : { 'sso:ListAccountAssignmentsForPrincipal': groups }),
  };
}

export interface AssignmentsMeasure {
  readonly apply: {
    readonly assignments: number;
    readonly calls: number;
    /** One call and one poll each; the sets themselves and what is read are left out. */
    readonly fewest: number;
    readonly seconds: number;
    readonly boundSeconds: number;
    readonly realSeconds: number;
    readonly left: number;
    readonly peakMegabytes: number;
  };
  /** The plan after it. */
  readonly plan: Readonly<Record<Authority, { readonly seconds: number; readonly boundSeconds: number }>>;
}

/** A first apply of all of it, and the plan after it: exclusive, and with sets that others may assign too. */
export async function measureAssignments(): Promise<AssignmentsMeasure> {
  const house = new VirtualHouse(assignmentsSeed('bare'));
  const manifest = await loadWritten({ text: assignmentsManifest('exclusive') });
  const { seconds, realSeconds, calls } = await house.apply(await house.plan(manifest));
  const again = await house.plan(manifest);
  const declared = await house.plan(await loadWritten({ text: assignmentsManifest('declared') }));
  return {
    apply: {
      assignments: ASSIGNMENTS,
      calls,
      fewest: 2 * ASSIGNMENTS,
      seconds,
      boundSeconds: boundOf(),
      realSeconds,
      left: left(again) + left(declared),
      peakMegabytes: peakMegabytes(),
    },
    plan: {
      exclusive: { seconds: again.seconds, boundSeconds: planBoundOf('exclusive') },
      declared: { seconds: declared.seconds, boundSeconds: planBoundOf('declared') },
    },
  };
}

/** Fifteen at a time; one role of an account at a time; 20 calls a second for all of Identity Center, of which we take our share. */
function boundOf(): number {
  const lanes = Math.ceil(ASSIGNMENTS / PERMISSION_SET_LIMITS.outstandingAssignments) * ASSIGNMENT;
  const account = SETS.length * ASSIGNMENT;
  return Math.max(lanes, account, callSeconds(CREATE, 2 * ASSIGNMENTS));
}

/** The organization's shape, and then the fewest calls of Identity Center. */
function planBoundOf(authority: Authority): number {
  const calls = Object.entries(fewestAssignmentCalls(authority)).filter(([api]) => api.startsWith('sso:'));
  return shapeSeconds(ACCOUNTS) + callSeconds(CREATE, total(Object.fromEntries(calls)));
}
