import pMap from 'p-map';
import type { Clock } from '../clock.js';
import { DEFAULT_REGIONS } from '../facts/regions.js';
import type { Manifest } from '../manifest/manifest.js';
import type { NodeName } from '../model.js';
import type { AccessEvidence, SignInFacts } from './access-facts.js';
import { activeAccounts, type ControlTowerFacts, type Evidence, type Fact, known, unread } from './evidence.js';
import type { Read } from './read.js';
import { readAggregation } from './reading-aggregation.js';
import { readIdentityCenter } from './reading-identity-center.js';
import { type Inside, readSignIn, withEntrance } from './reading-members.js';
import { readRootAccess } from './reading-root.js';

export interface AccessOptions {
  readonly controlTower: Evidence['controlTower'];
  readonly clock: Clock;
  readonly manifest: Manifest | undefined;
  /** Accounts that are entered; absent = every one in use. */
  readonly entered?: ReadonlySet<NodeName> | undefined;
}

/** Accounts that are looked into beside each other. */
const AT_ONCE = 20;

/** Identity Center, root users, IAM users and aggregators: from the organization's side, then account by account. */
export async function readAccess(read: Read, options: AccessOptions): Promise<AccessEvidence> {
  const { controlTower, clock, manifest } = options;
  const landingZone = controlTower.known ? controlTower.value : undefined;
  const home = landingZone?.homeRegion ?? manifest?.organization.homeRegion;
  const regions = regionsToSearch(home, landingZone);
  const at = (region = home): Read['aws'] =>
    read.aws.inHomeRegion(home ?? 'us-east-1', manifest?.organization.memberRoles, region);
  const there = withEntrance({ ...read, aws: at() });
  const [rootAccess, signIn, aggregation, identityCenter] = await Promise.all([
    readRootAccess(there, clock, manifest),
    readAllSignIn(there, options.entered),
    readAggregation(there, regions, landingZone?.governedRegions ?? []),
    readIdentityCenter(there, { regions, clock, manifest, aws: at }),
  ]);
  return { rootAccess: known(rootAccess), ...signIn, aggregation, identityCenter };
}

/** Where nobody says where home is, every Region that an account has from the start. */
function regionsToSearch(home: string | undefined, landingZone: ControlTowerFacts | undefined): readonly string[] {
  if (home === undefined) return DEFAULT_REGIONS;
  return [...new Set([home, ...[...(landingZone?.governedRegions ?? [])].sort()])];
}

/** The management account is always looked into: rows about the organization as a whole speak of it. */
async function readAllSignIn(
  read: Inside,
  entered: ReadonlySet<NodeName> | undefined,
): Promise<Pick<AccessEvidence, 'management' | 'signIn'>> {
  const isManagement = (account: NodeName): boolean => read.tree.get(account)?.management === true;
  const accounts = activeAccounts(read.tree).filter(
    (account) => isManagement(account) || (entered?.has(account) ?? true),
  );
  const found = await pMap(
    accounts,
    async (account): Promise<[NodeName, Fact<SignInFacts>]> => [account, await readSignIn(read, account)],
    { concurrency: AT_ONCE },
  );
  const own = found.find(([account]) => isManagement(account))?.[1];
  return {
    management: own ?? unread({ reason: 'Organizations does not tell which account is the management account' }),
    signIn: known(new Map(found)),
  };
}
