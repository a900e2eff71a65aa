import type { Aws } from '../aws/session.js';
import type { Clock } from '../clock.js';
import { identityCenterRegion } from '../kinds/identity-center.js';
import type { Manifest } from '../manifest/manifest.js';
import type { IdentityCenterFacts, ManagementAccessFacts, ManagementGrant } from './access-facts.js';
import { type Fact, known } from './evidence.js';
import { andThen, factOf } from './facts.js';
import type { Read } from './read.js';
import { readAssignments } from './reading-assignments.js';

export interface IdentityCenterOptions {
  /** Where it is looked for, in this order, unless the manifest says where it lives. */
  readonly regions: readonly string[];
  readonly clock: Clock;
  readonly manifest: Manifest | undefined;
  /** The same session with Identity Center in this Region. */
  aws(region: string): Aws;
}

/** The organization's instance, wherever it lives; who is in the management account by it; the manifest's assignments. */
export async function readIdentityCenter(
  read: Read,
  options: IdentityCenterOptions,
): Promise<Fact<IdentityCenterFacts>> {
  const { manifest, clock } = options;
  const named = manifest && identityCenterRegion(manifest);
  const regions = named === undefined ? options.regions : [named];
  const found = await factOf('sso:ListInstances', () => search(read.aws, regions));
  return andThen(found, async (instance) => {
    if (!instance) return known({ regions });
    const { region, status } = instance;
    const there: Read = { ...read, aws: options.aws(region) };
    const [used, management, assignments] = await Promise.all([
      factOf('sso:ListAccountsForProvisionedPermissionSet', () => isUsed(there.aws)),
      factOf('sso:ListAccountAssignments', () => managementAccess(there, instance.identityStoreId)),
      status === 'ACTIVE' ? readAssignments(there, manifest, clock) : undefined,
    ]);
    return known({ regions, instance: { region, status, used, management, ...(assignments && { assignments }) } });
  });
}

/** It is in one Region, and no other knows of it. */
async function search(aws: Aws, regions: readonly string[]) {
  for (const region of regions) {
    const instance = await aws.identityCenter(region).instance();
    if (instance) return { region, status: instance.status, identityStoreId: instance.identityStoreId };
  }
  return undefined;
}

/** One set after the other, until one stands somewhere: mostly the first. */
async function isUsed(aws: Aws): Promise<boolean> {
  const center = aws.identityCenter();
  for (const arn of await center.permissionSetArns()) if ((await center.accountsOf(arn)).length > 0) return true;
  return false;
}

/** A call for each set that stands in the management account, two for each group, one for each user. */
async function managementAccess({ aws, live, tree }: Read, storeId: string): Promise<ManagementAccessFacts> {
  const management = tree.accounts().find((account) => tree.get(account)?.management === true);
  if (management === undefined) return { grants: [], persons: 0 };
  const accountId = live.names.idOf(management as `account:${string}`);
  const center = aws.identityCenter();
  const sets = new Map<string, { type: 'group' | 'user'; id: string; sets: string[] }>();
  for (const arn of await center.setsIn(accountId)) {
    const [set, principals] = await Promise.all([center.permissionSet(arn), center.assignments(accountId, arn)]);
    for (const { type, principalId: id } of principals) {
      const entry = sets.get(`${type} ${id}`) ?? { type, id, sets: [] };
      entry.sets.push(set?.name ?? arn);
      sets.set(`${type} ${id}`, entry);
    }
  }
  const persons = new Set<string>();
  const grants = await Promise.all(
    [...sets.values()].map(async ({ type, id, sets: names }): Promise<ManagementGrant> => {
      const { name, users } = await principalOf(aws, storeId, type, id);
      for (const user of users) persons.add(user);
      const permissionSets = [...names].sort();
      return { type, name, permissionSets, ...(type === 'group' && { members: users.length }) };
    }),
  );
  return { grants: grants.sort((one, other) => (one.name < other.name ? -1 : 1)), persons: persons.size };
}

/** Who has been deleted enters nowhere any more. */
async function principalOf(
  aws: Aws,
  storeId: string,
  type: 'group' | 'user',
  id: string,
): Promise<{ readonly name: string; readonly users: readonly string[] }> {
  const store = aws.identityStore();
  const found = await (type === 'group' ? store.group(storeId, id) : store.user(storeId, id));
  if (!found) return { name: `deleted ${id}`, users: [] };
  const users = type === 'group' ? (await store.members(storeId, id)).map(({ userId }) => userId) : [id];
  return { name: found.name, users };
}
