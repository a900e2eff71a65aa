import { forever } from '../../lived.js';
import type { World } from '../../world.js';
import { type AccessManagement, accessManagement } from '../controltower/for-services.js';
import { addGroup, addMember, addUser, groupNamed, storeOf, userNamed } from '../identitystore/for-services.js';
import type { StoreRow } from '../identitystore/state.js';
import { accountOf } from '../organizations/for-services.js';
import { addAssignment } from './finish.js';
import { ensureInstance } from './instance.js';
import { setArn } from './names.js';
import { type InstanceRow, identityCenterState, organizationInstance, setNamed } from './state.js';

/** What a landing zone that manages access sets up: groups, permission sets, who gets where. Source: model.md. */

type Where = 'management' | 'logArchive' | 'audit' | 'member';

const GROUPS: Readonly<Record<string, string>> = {
  AWSAccountFactory: 'Read-only access to account factory in AWS Service Catalog for end users',
  AWSServiceCatalogAdmins: 'Admin rights to account factory in AWS Service Catalog',
  AWSControlTowerAdmins: 'Admin rights to AWS Control Tower core and provisioned accounts',
  AWSSecurityAuditPowerUsers: 'Power user access to all accounts for security audits',
  AWSSecurityAuditors: 'Read-only access to all accounts for security audits',
  AWSLogArchiveAdmins: 'Admin rights to log archive account',
  AWSLogArchiveViewers: 'Read-only access to log archive account',
  AWSAuditAccountAdmins: 'Admin rights to cross-account audit account',
};

/** The AWS managed policy of each set. */
const SETS: Readonly<Record<string, string>> = {
  AWSAdministratorAccess: 'AdministratorAccess',
  AWSOrganizationsFullAccess: 'AWSOrganizationsFullAccess',
  AWSPowerUserAccess: 'PowerUserAccess',
  AWSReadOnlyAccess: 'ReadOnlyAccess',
  AWSServiceCatalogAdminFullAccess: 'AWSServiceCatalogAdminFullAccess',
  AWSServiceCatalogEndUserAccess: 'AWSServiceCatalogEndUserFullAccess',
};

const EVERYWHERE: readonly Where[] = ['management', 'logArchive', 'audit', 'member'];
const GRANTS: readonly (readonly [group: string, set: string, where: readonly Where[]])[] = [
  ['AWSAccountFactory', 'AWSServiceCatalogEndUserAccess', ['management']],
  ['AWSServiceCatalogAdmins', 'AWSServiceCatalogAdminFullAccess', ['management']],
  ['AWSControlTowerAdmins', 'AWSAdministratorAccess', ['management', 'logArchive', 'audit']],
  ['AWSControlTowerAdmins', 'AWSOrganizationsFullAccess', ['member']],
  ['AWSSecurityAuditPowerUsers', 'AWSPowerUserAccess', EVERYWHERE],
  ['AWSSecurityAuditors', 'AWSReadOnlyAccess', EVERYWHERE],
  ['AWSLogArchiveAdmins', 'AWSAdministratorAccess', ['logArchive']],
  ['AWSLogArchiveViewers', 'AWSReadOnlyAccess', ['logArchive']],
  ['AWSAuditAccountAdmins', 'AWSAdministratorAccess', ['audit']],
];

/** The groups that the person who set up the landing zone is in. */
const OWNERS = ['AWSAccountFactory', 'AWSControlTowerAdmins'];

/** Sets up once, and lets the groups into accounts as they are enrolled. What somebody took away is not put back. */
export function layAccess(world: World): void {
  const access = accessManagement(world);
  if (!access) return;
  const instance = ensureInstance(world, access.homeRegion);
  const store = storeOf(world, instance.identityStoreId);
  if (!store) return;
  const state = identityCenterState(world);
  if (state.letIn === null) setUp(world, instance, store);
  const letIn = state.letIn ?? {};
  const places = placesOf(world, access);
  for (const [account, { where, since }] of places) {
    if (letIn[account]) continue;
    letIn[account] = true;
    grant(world, store, account, where, since);
  }
  for (const account of Object.keys(letIn)) if (!places.has(account)) delete letIn[account];
  state.letIn = letIn;
}

interface Place {
  readonly where: Where;
  /** Clock milliseconds. */
  readonly since: number;
}

/** From landing zone 4.0 on, members get none of the groups. */
function placesOf(world: World, { version, logArchive, audit, members }: AccessManagement): Map<string, Place> {
  const since = forever(world);
  const places = new Map<string, Place>([[world.settings.accountId, { where: 'management', since }]]);
  if (logArchive !== undefined) places.set(logArchive, { where: 'logArchive', since });
  if (audit !== undefined) places.set(audit, { where: 'audit', since });
  if (version.startsWith('4.')) return places;
  for (const [account, at] of members) {
    if (!places.has(account)) places.set(account, { where: 'member', since: at === 0 ? since : at });
  }
  return places;
}

function setUp(world: World, instance: InstanceRow, store: StoreRow): void {
  const making = { world, seeded: true };
  for (const [name, description] of Object.entries(GROUPS)) {
    if (!groupNamed(store, name)) addGroup(making, store, { name, description });
  }
  const { sets } = identityCenterState(world);
  for (const [name, policy] of Object.entries(SETS)) {
    if (setNamed(world, name)) continue;
    const arn = setArn(instance.arn, name);
    const since = forever(world);
    const managed = [`arn:aws:iam::aws:policy/${policy}`];
    sets[arn] = { arn, name, since, createdAt: since, session: 'PT1H', managed, customer: [], tags: {} };
  }
  inviteOwner(world, store);
}

export interface Owner {
  /** The user's name, too. */
  readonly email: string;
  readonly first: string;
  readonly last: string;
}

/** Whoever Account Factory was told of is a user, and administrator of the account. */
export function letOwnerIn(world: World, account: string, owner: Owner): void {
  layAccess(world);
  const store = accessManagement(world) && storeOf(world, organizationInstance(world)?.identityStoreId ?? '');
  const set = setNamed(world, 'AWSAdministratorAccess');
  if (!store || !set || owner.email === '') return;
  const id = userNamed(store, owner.email)?.id ?? addUser({ world }, store, personOf(owner)).id;
  addAssignment(world, set.arn, account, { type: 'USER', id }, world.clock.now());
}

const personOf = ({ email, first, last }: Owner) => ({
  UserName: email,
  DisplayName: `${first} ${last}`,
  Name: { GivenName: first, FamilyName: last },
  Emails: [{ Value: email, Type: 'work', Primary: true }],
});

function inviteOwner(world: World, store: StoreRow): void {
  const making = { world, seeded: true };
  const email = accountOf(world, world.settings.accountId)?.email ?? '';
  if (email === '' || userNamed(store, email)) return;
  const owner = addUser(making, store, personOf({ email, first: 'AWS Control Tower', last: 'Admin' }));
  for (const name of OWNERS) {
    const group = groupNamed(store, name);
    if (group) addMember(making, store, group.id, owner.id);
  }
}

function grant(world: World, store: StoreRow, account: string, where: Where, since: number): void {
  for (const [groupName, setName, places] of GRANTS) {
    const group = groupNamed(store, groupName);
    const set = setNamed(world, setName);
    if (!places.includes(where) || !group || !set) continue;
    addAssignment(world, set.arn, account, { type: 'GROUP', id: group.id }, since);
  }
}
