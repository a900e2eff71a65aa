import pMap from 'p-map';
import { faultOf } from '../../aws/faults.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Change, JsonObject, NodeName } from '../../model.js';
import { recordsInScope } from '../enabled-baseline/narrow.js';
import { seenBaselines } from '../enabled-baseline/reading.js';
import { REGISTERING } from '../enabled-baseline/spec.js';
import { isInScope } from '../in-scope.js';
import { LANDING_ZONE } from '../landing-zone/spec.js';
import { readLandingZone } from '../landing-zone-facts.js';
import type { Surroundings } from '../surroundings.js';
import { isActive } from './deployment.js';

type Context = LiveContext<Surroundings>;

/** What lays something in every account but the excluded ones, in one Region. */
type Laid = { readonly region: string; readonly excluded: readonly NodeName[] };
type Laying = Extract<Change<Laid>, { readonly to: unknown }>;

/** Accounts that are looked into at a time. */
const AT_ONCE = 20;

/**
 * A rule fails in every account without a configuration recorder, and then counts as failed altogether. Before one is laid
 * or changed its accounts are looked into, those apart that Control Tower has enrolled: in these it runs a recorder itself.
 * `changes` are those of one kind whose specs say which accounts are left out.
 */
export async function checkRecorders(context: Context, changes: readonly Change[]): Promise<void> {
  const wanted = wantedIn(context, changes.filter(isLaying));
  if (wanted.size === 0) return;
  const enrolled = await enrolledIn(context);
  await pMap(
    [...wanted],
    async ([account, regions]) => {
      const open = [...regions].filter((region) => !enrolled(account, region));
      if (open.length > 0) await look(context, account, open);
    },
    { concurrency: AT_ONCE },
  );
}

function isLaying(change: Change): change is Laying & Change {
  return ['create', 'update', 'replace', 'adopt', 'repair'].includes(change.action);
}

/**
 * Accounts that are there and the Regions in which something is laid there. What reaches beyond the scope is not laid, so
 * the accounts out of scope stand under nothing that is.
 */
function wantedIn(context: Context, changes: readonly Laying[]): Map<NodeName, Set<string>> {
  const { organization } = context;
  const there = organization
    .accounts()
    .filter((account) => isActive(organization, account) && isInScope(context, account));
  const found = new Map<NodeName, Set<string>>();
  for (const { to } of changes) {
    const left = new Set(to.excluded);
    for (const account of there) {
      if (left.has(account)) continue;
      const regions = found.get(account) ?? new Set();
      found.set(account, regions.add(to.region));
    }
  }
  return found;
}

/** Kinds that stand on the landing zone. */
const ON_CONTROL_TOWER = ['landing-zone', 'enabled-baseline', 'enabled-control'] as const;

/** A manifest that has nothing to do with Control Tower asks nothing of it either. */
function standsOnControlTower({ declared, declaredOf }: Context): boolean {
  return (
    ON_CONTROL_TOWER.some((kind) => declaredOf(kind).size > 0) ||
    [...declared.values()].some(({ after }) => after?.includes(LANDING_ZONE) === true)
  );
}

/** Where Control Tower is known to record; where it cannot be asked, nowhere. */
async function enrolledIn(context: Context): Promise<(account: NodeName, region: string) => boolean> {
  if (!standsOnControlTower(context)) return () => false;
  const { aws, names } = context;
  const landingZone = await readLandingZone(aws);
  if (landingZone.state !== 'there' || !landingZone.config) return () => false;
  const governed = new Set(landingZone.governedRegions);
  const registering: readonly string[] = REGISTERING;
  try {
    const enrolled = (await seenBaselines(aws, names, recordsInScope(context)))
      .filter(({ baseline }) => registering.includes(baseline))
      .flatMap(({ children }) => children.flatMap(({ account, status }) => (status === 'SUCCEEDED' ? [account] : [])));
    const accounts = new Set<unknown>([...enrolled, ...ownAccounts(landingZone.settings)]);
    return (account, region) => accounts.has(account) && governed.has(region);
  } catch (error) {
    if (faultOf(error).class === 'bug') throw error;
    return () => false;
  }
}

/** The landing zone's own: its log archive and audit account are enrolled by itself. */
function ownAccounts(settings: JsonObject | undefined): unknown[] {
  return ['centralizedLogging', 'config', 'securityRoles'].flatMap((integration) => {
    const given = settings?.[integration];
    return typeof given === 'object' && given !== null && 'account' in given ? [given['account']] : [];
  });
}

async function look({ aws, names, lacks }: Context, account: NodeName, regions: readonly string[]): Promise<void> {
  try {
    const member = await aws.readIn(names.idOf(account as Address));
    for (const region of regions) {
      const recorder = await member.config(region).recorder();
      if (recorder?.recording === true) continue;
      lacks?.({ what: 'config-recorder', account, region, state: recorder === undefined ? 'none' : 'stopped' });
    }
  } catch (error) {
    const fault = faultOf(error);
    if (!['denied', 'refused', 'gone'].includes(fault.class)) throw error;
    for (const region of regions)
      lacks?.({ what: 'config-recorder', account, region, state: 'unread', reason: fault.code });
  }
}
