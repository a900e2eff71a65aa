import { ROOT_TASK_POLICIES } from '../aws/root-session.js';
import { CHECKLIST_ACTIONS } from '../facts/checklist-actions.js';
import { companionsOf } from '../facts/companion-actions.js';
import type { KindActions } from '../kind.js';
import { READ_THE_ORGANIZATION } from '../kinds/surroundings.js';
import { ownDenials, rolesDenial, rootDenial } from './denials.js';
import type { PermissionOptions, PolicyDocument, PolicyStatement } from './document.js';
import { passing } from './passing.js';
import { type Places, placesOf, readRole, taskArns, writeRole } from './places.js';
import { split } from './split.js';
import { allowing, serviceOf, statement } from './statements.js';
import { keyStatements, type Storage, storageOf, storing } from './storage.js';

/** All that is asked of a kind here. */
export interface DeclaringKind {
  readonly name: string;
  readonly actions: KindActions;
}

/**
 * What the roles are called in the names of policies, and what each is for: `plan` reads (plan, drift, checklist, the
 * check of a pull request), `apply` writes too, `audit` looks at root users (`towerctl root audit`).
 */
export const ROLES = ['plan', 'apply', 'audit'] as const;
export type PermissionRole = (typeof ROLES)[number];

/** Without permission anybody may ask who he is. */
const FREE = 'sts:GetCallerIdentity';
/** What these are allowed on depends on the role, not on the action alone. */
const APART: ReadonlySet<string> = new Set(['sts:AssumeRole', 'sts:AssumeRoot', 'iam:PassRole', FREE]);

/**
 * Reads: what the kinds name, what every reading begins with, the checklist; and members by the role that reads, if any
 * kind enters them. Denies itself everything that would be more: root sessions, other roles, its own.
 */
export function planPolicy(kinds: readonly DeclaringKind[], options: PermissionOptions = {}): PolicyDocument[] {
  const places = placesOf(options);
  return split([
    rolesDenial([readRole(places)]),
    rootDenial([], places),
    ...ownDenials(places),
    ...allowing(granted(readsOf(kinds)), 'Read', places),
    entering([readRole(places)], places),
    ...stored('plan', kinds, places),
  ]);
}

/** What a plan may, the writes that the kinds name with their companions, and members by the role that writes. */
export function applyPolicy(kinds: readonly DeclaringKind[], options: PermissionOptions = {}): PolicyDocument[] {
  const places = placesOf(options);
  const roles = [readRole(places), writeRole(places)];
  const reads = granted(readsOf(kinds));
  const asked = kinds.flatMap(({ actions }) => actions.write);
  const writes = [...asked, ...companionsOf(asked)].filter((action) => !reads.includes(action));
  const tasks = kinds.flatMap(({ actions }) => actions.asRoot?.tasks ?? []);
  return split([
    rolesDenial(roles),
    rootDenial(tasks, places),
    ...ownDenials(places),
    ...allowing(reads, 'Read', places),
    ...allowing(granted(writes), 'Write', places),
    ...(writes.includes('iam:PassRole') ? passing(places) : []),
    ...(asked.includes('sts:AssumeRole') ? [entering(roles, places)] : [entering([readRole(places)], places)]),
    ...becomingRoot(tasks, places),
    ...stored('apply', kinds, places),
  ]);
}

/** What `towerctl root audit` does: the organization, one root task that changes nothing, and the place of its result. */
export function auditPolicy(options: PermissionOptions = {}): PolicyDocument[] {
  const places = placesOf(options);
  const tasks = [ROOT_TASK_POLICIES.audit];
  return split([
    rolesDenial([]),
    rootDenial(tasks, places),
    ...ownDenials(places),
    ...allowing(READ_THE_ORGANIZATION, 'Read', places),
    ...becomingRoot(tasks, places),
    ...stored('audit', [], places),
  ]);
}

/** The check of a pull request plans, and keeps the whole plan in the bucket. */
export const pullRequestPolicy = planPolicy;

export function policiesOf(
  role: PermissionRole,
  kinds: readonly DeclaringKind[],
  options: PermissionOptions = {},
): PolicyDocument[] {
  if (role === 'audit') return auditPolicy(options);
  return role === 'plan' ? planPolicy(kinds, options) : applyPolicy(kinds, options);
}

function readsOf(kinds: readonly DeclaringKind[]): readonly string[] {
  const asked = [...READ_THE_ORGANIZATION, ...CHECKLIST_ACTIONS, ...kinds.flatMap(({ actions }) => actions.read)];
  return [...new Set([...asked, ...companionsOf(asked)])];
}

/** Objects are granted by their place, and what is apart by its own statement. */
function granted(actions: readonly string[]): readonly string[] {
  return actions.filter((action) => !APART.has(action) && serviceOf(action) !== 's3');
}

/** Only accounts of the organization: a role of that name elsewhere is somebody else's. */
function entering(roles: readonly string[], { organization }: Places): PolicyStatement {
  const id = organization === '*' ? `\${aws:PrincipalOrgID}` : organization;
  return statement('Allow', 'StsMembers', ['sts:AssumeRole'], roles, { StringEquals: { 'aws:ResourceOrgID': id } });
}

function becomingRoot(tasks: readonly string[], places: Places): PolicyStatement[] {
  if (tasks.length === 0) return [];
  return [
    statement('Allow', 'StsRootTasks', ['sts:AssumeRoot'], [`arn:${places.partition}:iam::*:root`], {
      StringEquals: { 'sts:TaskPolicyArn': taskArns(tasks, places) },
    }),
  ];
}

function stored(role: PermissionRole, kinds: readonly DeclaringKind[], places: Places): PolicyStatement[] {
  const writes = kinds.flatMap(({ actions }) => actions.write);
  const storage: Storage = {
    role,
    sendsTemplates: ['cloudformation:CreateStack', 'cloudformation:CreateStackSet'].some((one) => writes.includes(one)),
    writesAudit: role === 'audit' || (role === 'apply' && kinds.some(({ actions }) => actions.asRoot !== undefined)),
  };
  return [...storing(storageOf(storage, places)), ...keyStatements(places)];
}
