import type { Clock } from '../clock.js';
import { plannedOrganization } from '../kinds/planned-organization.js';
import { rootAccessSection } from '../kinds/root-access/section.js';
import { ageInDays, believable, doubt, madeWithoutCredentials } from '../kinds/root-credentials/belief.js';
import { desired } from '../kinds/root-credentials/desired.js';
import type { AuditResultPlace } from '../kinds/root-credentials/spec.js';
import { placeName } from '../kinds/root-credentials/stored.js';
import type { Manifest } from '../manifest/manifest.js';
import type { NodeName } from '../model.js';
import type { RootAuditResult } from '../root/result.js';
import { credentialWords } from '../root/words.js';
import type { AuditedRoot, RootAccessFacts, RootAuditFacts } from './access-facts.js';
import { activeMembers, type Fact, unread } from './evidence.js';
import { andThen, factOf } from './facts.js';
import type { Read } from './read.js';

/** Days that a result is believed where the manifest does not say. */
const MAX_AGE = 7;

/** The switches, and the dated result of the audit where the manifest says that it lies. Nobody is entered as root here. */
export async function readRootAccess(
  read: Read,
  clock: Clock,
  manifest: Manifest | undefined,
): Promise<RootAccessFacts> {
  const features = await factOf('iam:ListOrganizationsFeatures', async () => {
    const found = await read.aws.iam.organizationFeatures();
    if (found === 'no trusted access') return undefined;
    return { credentialsManagement: found.includes('credentials-management'), sessions: found.includes('sessions') };
  });
  return { features, audit: await readAudit(read, clock, manifest) };
}

async function readAudit(read: Read, clock: Clock, manifest: Manifest | undefined): Promise<Fact<RootAuditFacts>> {
  const section = manifest?.section(rootAccessSection);
  if (!manifest || !section?.audit) {
    const reason = manifest ? 'the manifest does not say' : 'without a manifest it is not known';
    return unread({ reason: `${reason} where the result of the root audit lies` });
  }
  const place: AuditResultPlace = {
    ...section.audit,
    region: read.aws.s3.region,
    maxAge: section.sweep?.maxAge ?? MAX_AGE,
  };
  const surroundings = { ...read.aws, live: read.live };
  const stored = await factOf('s3:GetObject', () => believable(surroundings, place));
  return andThen(stored, async (result) => {
    if (typeof result === 'string') return unread({ reason: result });
    return factOf('iam:ListOrganizationsFeatures', async () => {
      const isNew = await madeWithoutCredentials(surroundings, result);
      const accounts = new Map(
        activeMembers(read.tree).map((account) => [account, audited(read, clock, { result, place, isNew }, account)]),
      );
      return { place: placeName(place), accounts, kept: keptBy(read, manifest), ...datesOf(clock, result) };
    });
  });
}

interface Believed {
  readonly result: RootAuditResult;
  readonly place: AuditResultPlace;
  isNew(account: NodeName): boolean;
}

function audited({ live }: Read, clock: Clock, { result, place, isNew }: Believed, account: NodeName): AuditedRoot {
  const finding = result.accounts[live.names.idOf(account as `account:${string}`)];
  if (!finding && isNew(account)) return { is: 'clean', how: 'made without' };
  const reason = doubt(clock, finding, place);
  if (reason !== undefined || !finding)
    return { is: finding?.state === 'blocked' ? 'blocked' : 'unknown', reason: reason ?? '' };
  return finding.state === 'credentials'
    ? { is: 'credentials', words: credentialWords(finding) }
    : { is: 'clean', how: 'audited' };
}

function datesOf(clock: Clock, { accounts }: RootAuditResult): Pick<RootAuditFacts, 'dated'> {
  const findings = Object.values(accounts).sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const [oldest, newest] = [findings[0], findings.at(-1)];
  if (!oldest || !newest) return {};
  return { dated: { oldest: oldest.at.slice(0, 10), newest: newest.at.slice(0, 10), days: ageInDays(clock, oldest) } };
}

/** Accounts that the manifest leaves out of the sweep, with its reason. */
function keptBy({ live }: Read, manifest: Manifest): ReadonlyMap<NodeName, string> {
  const context = { manifest, organization: plannedOrganization(manifest, live), problem: () => {} };
  return new Map(
    [...desired(context)].flatMap(({ spec, held }): [NodeName, string][] =>
      held === undefined ? [] : [[spec.account, held]],
    ),
  );
}
