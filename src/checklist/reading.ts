import { faultOf } from '../aws/faults.js';
import type { Aws } from '../aws/session.js';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import { hintsOf } from '../kinds/hints.js';
import { type LiveOrganization, readLiveOrganization } from '../kinds/live-organization.js';
import { plannedOrganization } from '../kinds/planned-organization.js';
import type { Manifest } from '../manifest/manifest.js';
import type { NodeName } from '../model.js';
import {
  activeMembers,
  type DelegatedAdministrator,
  type Evidence,
  type Fact,
  known,
  type OrganizationFacts,
  type PolicyFacts,
  unread,
} from './evidence.js';
import { andThen, factOf } from './facts.js';
import { NO_POLICIES } from './in-force.js';
import type { Read } from './read.js';
import { readAccess } from './reading-access.js';
import { readControlTower } from './reading-control-tower.js';
import { readPolicies } from './reading-policies.js';
import { readSettings } from './reading-settings.js';
import { readStacks } from './reading-stacks.js';

/**
 * Reads what all rows together need, once: the shape first, then everything else at the same time. Never writes.
 *
 * @param entered accounts whose inside, and what is declared of them, matters; absent = all in use
 * @throws TowerctlError `failed` when the manifest is for another organization, `denied` without usable credentials
 */
export async function readEvidence(
  aws: Aws,
  clock: Clock,
  manifest?: Manifest,
  entered?: ReadonlySet<NodeName>,
): Promise<Evidence> {
  const live = await readOrganization(aws, manifest);
  if (!live.known) return withoutOrganization(live);
  if (live.value === undefined) return withoutOrganization(known(undefined));
  const { organization: tree } = live.value.live;
  const read: Read = { aws, live: live.value.live, tree, ...(entered && { within: entered }) };
  const ofType = (type: 'scp' | 'rcp'): Promise<Fact<PolicyFacts>> => readPolicies(read, type);
  const [scp, rcp, ec2, trustedServices, administrators, landingZone] = await Promise.all([
    ofType('scp'),
    ofType('rcp'),
    readSettings(read, 'declarative-ec2'),
    factOf(
      'organizations:ListAWSServiceAccessForOrganization',
      async () => new Set(await aws.organizations.trustedServices()),
    ),
    readAdministrators(read),
    readControlTower(read).then(async (controlTower) => {
      const [stacks, access] = await Promise.all([
        readStacks(read, { controlTower, clock, ...(manifest && { manifest }) }),
        readAccess(read, { controlTower, clock, manifest, entered }),
      ]);
      return { controlTower, ...stacks, ...access };
    }),
  ]);
  const organization = known(factsOf(live.value.live, live.value.allFeatures, manifest));
  return { organization, scp, rcp, ec2, trustedServices, administrators, ...landingZone };
}

interface Opened {
  readonly live: LiveOrganization;
  readonly allFeatures: boolean;
}

async function readOrganization(aws: Aws, manifest: Manifest | undefined): Promise<Fact<Opened | undefined>> {
  const described = await factOf('organizations:DescribeOrganization', async () => {
    try {
      return await aws.organizations.organization();
    } catch (error) {
      if (faultOf(error).code === 'AWSOrganizationsNotInUseException') return undefined;
      throw error;
    }
  });
  return andThen(described, async (organization) => {
    if (organization === undefined) return known(undefined);
    if (manifest && organization.id !== manifest.organization.id) {
      throw new TowerctlError(
        'failed',
        `these credentials belong to organization ${organization.id}, but "${manifest.name}" is for ${manifest.organization.id}; nothing else was read`,
      );
    }
    const hints = manifest ? hintsOf(manifest) : { accounts: {}, was: {} };
    const options = { manifestName: manifest?.name ?? '', hints, allTags: false };
    const live = await factOf('organizations:ListAccounts', () => readLiveOrganization(aws, options));
    return andThen(live, async (value) => known({ live: value, allFeatures: organization.allFeatures }));
  });
}

function factsOf(live: LiveOrganization, allFeatures: boolean, manifest: Manifest | undefined): OrganizationFacts {
  const planned = manifest ? plannedOrganization(manifest, live) : live.organization;
  return {
    id: live.organization.id,
    allFeatures,
    tree: live.organization,
    idOf: (node) => (node === 'root' ? live.names.tryIdOf('root') : live.names.tryIdOf(node)),
    isDeclared: (node) => planned.get(node)?.declared === true,
    missingUnits: planned.units().filter((unit) => !live.organization.has(unit)),
  };
}

async function readAdministrators({ aws, live, tree }: Read): Promise<Fact<readonly DelegatedAdministrator[]>> {
  const ids = await factOf('organizations:ListDelegatedAdministrators', () =>
    aws.organizations.delegatedAdministrators(),
  );
  const members = new Set<NodeName>(activeMembers(tree));
  return andThen(ids, (found) =>
    factOf('organizations:ListDelegatedServicesForAccount', () =>
      Promise.all(
        found.map(async (id): Promise<DelegatedAdministrator> => {
          const account = live.names.nameOf(id) ?? `account:${id}`;
          return { account, active: members.has(account), services: await aws.organizations.delegatedServices(id) };
        }),
      ),
    ),
  );
}

const NO_ORGANIZATION = 'there is no organization';

/** Nothing about accounts can be told: either there is no organization, or it could not be read. */
function withoutOrganization(organization: Fact<undefined>): Evidence {
  const nothing = <Value>(value: Value): Fact<Value> => (organization.known ? known(value) : organization);
  return {
    organization,
    scp: nothing(NO_POLICIES),
    rcp: nothing(NO_POLICIES),
    ec2: nothing({ enabled: false, of: new Map() }),
    trustedServices: nothing(new Set()),
    administrators: nothing([]),
    controlTower: organization.known ? known(undefined) : unread(organization.unread),
    baselines: nothing({ declared: false, baselines: [] }),
    managementStacks: nothing(new Map()),
    rootAccess: organization.known ? unread({ reason: NO_ORGANIZATION }) : organization,
    management: organization.known ? unread({ reason: NO_ORGANIZATION }) : organization,
    signIn: nothing(new Map()),
    aggregation: nothing({ places: [], governed: [] }),
    identityCenter: nothing({ regions: [] }),
  };
}
