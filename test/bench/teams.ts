import { DEFAULT_PACE } from '../../src/aws/throttle.js';
import { rateOf } from '../../src/facts/rates.js';

/** An organization of teams with twenty accounts each, below one unit: what the rows on identity and AWS Config stand on. */
export const NAME = 'bench';
export const HOME = 'ap-northeast-1';
export const MANAGEMENT = '123456789012';
export const PER_TEAM = 20;

export interface TeamAccount {
  readonly id: string;
  readonly name: string;
  readonly team: string;
}

export const teamsOf = (accounts: number): string[] =>
  Array.from({ length: Math.ceil(accounts / PER_TEAM) }, (_, index) => `Team-${index}`);

export const accountsOf = (accounts: number): TeamAccount[] =>
  Array.from({ length: accounts }, (_, index) => ({
    id: String(300_000_000_001 + index),
    name: `account-${index}`,
    team: `Team-${Math.floor(index / PER_TEAM)}`,
  }));

const owned = (key: string): Readonly<Record<string, string>> => ({ 'towerctl:manifest': NAME, 'towerctl:key': key });

/** A seed file of it, as it is after an apply of units and accounts. */
export function teamsSeed(accounts: number): object {
  const all = accountsOf(accounts);
  const units = teamsOf(accounts).map((name) => ({
    name,
    tags: owned(name),
    accounts: all
      .filter(({ team }) => team === name)
      .map(({ id, name: key }) => ({ id, name: key, email: `${key}@example.com`, tags: owned(key) })),
  }));
  return {
    format: 1,
    managementAccount: { id: MANAGEMENT, name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
    root: { units: [{ name: 'Workloads', tags: owned('Workloads'), units }] },
  };
}

/** The manifest that declares it, with these sections beside. */
export function teamsManifest(accounts: number, sections: object, organization: object = {}): string {
  return JSON.stringify({
    version: 1,
    name: NAME,
    organization: { id: 'o-exampleorg1', homeRegion: HOME, ...organization },
    organizationalUnits: { Workloads: { children: Object.fromEntries(teamsOf(accounts).map((name) => [name, {}])) } },
    accounts: Object.fromEntries(
      accountsOf(accounts).map(({ id, name, team }) => [name, { id, ou: `Workloads/${team}` }]),
    ),
    ...sections,
  });
}

/** The organization's shape: the fewest calls that tell it. */
export function shapeCalls(accounts: number): Readonly<Record<string, number>> {
  return {
    'organizations:DescribeOrganization': 1,
    'organizations:ListRoots': 1,
    'organizations:ListAccounts': Math.ceil((accounts + 1) / 20),
    // Of the root, of Workloads page by page, and of each team.
    'organizations:ListOrganizationalUnitsForParent':
      1 + Math.ceil(teamsOf(accounts).length / 20) + teamsOf(accounts).length,
    'tagging:GetResources': Math.ceil((accounts + teamsOf(accounts).length + 1) / 100),
  };
}

/** Seconds that so many calls of an API take at the engine's pace, from an idle bucket on. */
export function callSeconds(api: string, calls: number): number {
  const [service = '', operation = ''] = api.split(':');
  const { perSecond, burst } = rateOf(service, operation);
  const share = DEFAULT_PACE / 100;
  return Math.max(0, calls - burst * share) / (perSecond * share);
}

/** Seconds of the organization's shape, which comes before all else: its units take longest, one call each. */
export function shapeSeconds(accounts: number): number {
  return Math.max(...Object.entries(shapeCalls(accounts)).map(([api, calls]) => callSeconds(api, calls)));
}
