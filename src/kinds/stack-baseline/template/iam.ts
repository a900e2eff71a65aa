import type { JsonObject } from '../../../model.js';
import { isMap, mapAt } from './fault.js';
import { type Principals, principalsOf } from './principals.js';
import { itemsOf, textOfValue } from './text.js';

/** A resource of a template that lets somebody do something. */
export interface IamEntity extends Principals {
  readonly kind: 'role' | 'user' | 'group' | 'managed policy' | 'policy';
  /** Logical id. */
  readonly id: string;
  /** The name in AWS where the template gives one, else the logical id. */
  readonly name: string;
  /** Managed policies that it has, by name or ARN. */
  readonly managed: readonly string[];
  readonly boundary?: string;
  /** Its own statements: `Allow s3:* on *`. */
  readonly statements: readonly string[];
  /** What a policy is attached to. */
  readonly attachedTo: readonly string[];
}

const KINDS: ReadonlyMap<string, readonly [IamEntity['kind'], string]> = new Map([
  ['AWS::IAM::Role', ['role', 'RoleName']],
  ['AWS::IAM::User', ['user', 'UserName']],
  ['AWS::IAM::Group', ['group', 'GroupName']],
  ['AWS::IAM::ManagedPolicy', ['managed policy', 'ManagedPolicyName']],
  ['AWS::IAM::Policy', ['policy', 'PolicyName']],
  ['AWS::IAM::RolePolicy', ['policy', 'PolicyName']],
  ['AWS::IAM::UserPolicy', ['policy', 'PolicyName']],
  ['AWS::IAM::GroupPolicy', ['policy', 'PolicyName']],
]);

/** What IAM a template makes, conditions left aside: a resource that may be there counts as there. Sorted by logical id. */
export function iamOf(template: JsonObject, orgId: string): IamEntity[] {
  const found = Object.entries(mapAt(template, 'Resources')).flatMap(([id, resource]): IamEntity[] => {
    const known = isMap(resource) ? KINDS.get(String(resource['Type'])) : undefined;
    if (!known) return [];
    const [kind, nameField] = known;
    return [entity(kind, id, nameField, mapAt(resource, 'Properties'), orgId)];
  });
  return found.sort((one, other) => (one.id < other.id ? -1 : 1));
}

function entity(
  kind: IamEntity['kind'],
  id: string,
  nameField: string,
  properties: JsonObject,
  orgId: string,
): IamEntity {
  const name = properties[nameField];
  const boundary = properties['PermissionsBoundary'];
  const attached = ['Roles', 'Users', 'Groups', 'RoleName', 'UserName', 'GroupName'].filter(
    (field) => field !== nameField,
  );
  return {
    kind,
    id,
    name: name === undefined ? id : textOfValue(name),
    ...principalsOf(properties['AssumeRolePolicyDocument'] ?? null, orgId),
    managed: unique(itemsOf(properties['ManagedPolicyArns']).map(textOfValue).map(managedName)),
    ...(boundary !== undefined && { boundary: managedName(textOfValue(boundary)) }),
    statements: unique([
      ...itemsOf(properties['Policies']).flatMap((policy) => statementsOf(mapAt(policy, 'PolicyDocument'))),
      ...statementsOf(mapAt(properties, 'PolicyDocument')),
    ]),
    attachedTo: attached.flatMap((field) => itemsOf(properties[field]).map(textOfValue)).sort(),
  };
}

/** AWS's own policies by their name, others by their ARN. */
function managedName(arn: string): string {
  return arn.replace(/^arn:(?:\$\{[^}]*\}|[^:]+):iam::aws:policy\//, '');
}

/** Both branches of a condition may say the same. */
function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function statementsOf(document: JsonObject): string[] {
  return itemsOf(document['Statement']).flatMap((statement) => {
    if (!isMap(statement)) return [textOfValue(statement)];
    const effect = textOfValue(statement['Effect'] ?? 'Allow');
    const actions = list(statement, 'Action', 'NotAction');
    const resources = list(statement, 'Resource', 'NotResource');
    const condition = isMap(statement['Condition']) ? conditionText(statement['Condition']) : '';
    return [`${effect} ${actions} on ${resources}${condition}`];
  });
}

function list(statement: JsonObject, field: string, opposite: string): string {
  const except = statement[opposite] !== undefined;
  const words =
    itemsOf(statement[except ? opposite : field])
      .map(textOfValue)
      .sort()
      .join(' ') || '*';
  return except ? `everything but ${words}` : words;
}

function conditionText(condition: JsonObject): string {
  const clauses = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isMap(keys) ? keys : {}).map(
      ([key, value]) => `${key} ${operator} ${itemsOf(value).map(textOfValue).join(' ')}`,
    ),
  );
  return clauses.length === 0 ? '' : ` if ${clauses.sort().join(' and ')}`;
}

/**
 * What changes for IAM between two templates, a line each, for the plan's IAM section:
 * `+ role BackupOperator, trusted by backup.amazonaws.com; no principal outside the organization`.
 * Undefined: there was nothing before.
 */
export function iamChanges(from: JsonObject | undefined, to: JsonObject, orgId: string): string[] {
  const before = new Map((from ? iamOf(from, orgId) : []).map((one) => [one.id, one]));
  const after = iamOf(to, orgId);
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((one) => {
      const old = before.get(one.id);
      return old ? changed(old, one) : created(one);
    }),
    ...[...before.values()].filter(({ id }) => !kept.has(id)).map(({ kind, name }) => `- ${kind} ${name}`),
  ];
}

function created(one: IamEntity): string[] {
  const { kind, name, trusted, managed, boundary, statements, attachedTo } = one;
  const parts = [
    `+ ${kind} ${name}`,
    ...(trusted.length > 0 ? [`trusted by ${trusted.join(', ')}`] : []),
    ...(managed.length > 0 ? [`with ${managed.join(', ')}`] : []),
    ...(attachedTo.length > 0 ? [`on ${attachedTo.join(', ')}`] : []),
    ...(boundary !== undefined ? [`bounded by ${boundary}`] : []),
  ];
  return [parts.join(', ') + reach(one), ...statements.map((statement) => `+ ${kind} ${name}: ${statement}`)];
}

function reach({ kind, outside, unsure }: IamEntity): string {
  if (kind !== 'role') return '';
  if (outside.length > 0) return `; outside the organization: ${outside.join(', ')}`;
  if (unsure.length > 0) return `; a parameter decides: ${unsure.join(', ')}`;
  return '; no principal outside the organization';
}

function changed(old: IamEntity, one: IamEntity): string[] {
  const label = `${one.kind} ${one.name}`;
  const renamed = old.name === one.name ? [] : [`~ ${one.kind} ${old.name} is made anew as ${one.name}`];
  const outside = new Set(one.outside);
  const more = (what: string, before: readonly string[], after: readonly string[]): string[] => [
    ...after
      .filter((item) => !before.includes(item))
      .map(
        (item) => `+ ${label}: ${what}${item}${outside.has(item) && what !== '' ? ', outside the organization' : ''}`,
      ),
    ...before.filter((item) => !after.includes(item)).map((item) => `- ${label}: ${what}${item}`),
  ];
  const bounds = ({ boundary }: IamEntity): string[] => (boundary === undefined ? [] : [boundary]);
  return [
    ...renamed,
    ...more('trusted by ', old.trusted, one.trusted),
    ...more('managed policy ', old.managed, one.managed),
    ...more('bounded by ', bounds(old), bounds(one)),
    ...more('', old.statements, one.statements),
    ...more('on ', old.attachedTo, one.attachedTo),
  ];
}

/** Statements that allow any action, or a whole service, everywhere: worth a reviewer's second look. */
export function wildcardsOf(entity: Pick<IamEntity, 'statements'>): readonly string[] {
  return entity.statements.filter((text) => /^Allow (?:.* )?(\*|[a-z0-9-]+:\*)( .*)? on \*( if .*)?$/.test(text));
}
