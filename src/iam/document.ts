import type { Json, JsonObject } from '../model.js';

/** One line of a Condition block: `{ "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": [...] } }`. */
export interface Clause {
  /** `StringLike`, without qualifier and `IfExists`. */
  readonly operator: string;
  readonly qualifier?: 'ForAnyValue' | 'ForAllValues';
  readonly ifExists: boolean;
  /** As written; keys are compared without regard to case. */
  readonly key: string;
  /** Strings; numbers and booleans are written as text, as IAM reads them. */
  readonly values: readonly string[];
}

/** A statement as it is meant: single values are lists, everything absent is absent. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** Undefined = the element is absent, as it must be in an SCP. `['*']` = everybody. */
  readonly principals?: readonly string[];
  readonly clauses: readonly Clause[];
  /** Something in it could not be read: whatever is asked about it is undecidable. */
  readonly opaque: boolean;
}

const KNOWN_KEYS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A document in IAM's language, as opposed to a tree of settings. */
export function isIamDocument(document: JsonObject): boolean {
  return 'Statement' in document;
}

/** A single value and a list of one mean the same. Undefined when it is neither a scalar nor a list of scalars. */
export function listOf(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) {
    const items: string[] = [];
    for (const item of value) {
      if (typeof item === 'object') return undefined;
      items.push(String(item));
    }
    return items;
  }
  return typeof value === 'object' ? undefined : [String(value)];
}

/** The Statement element as a list, whatever is in it. */
export function rawStatements(document: JsonObject): readonly Json[] {
  const statement = document['Statement'];
  if (Array.isArray(statement)) return statement;
  return statement === undefined ? [] : [statement];
}

const read = new WeakMap<JsonObject, readonly Statement[]>();

/** Every statement of a document. Never throws: what cannot be read is `opaque`. Remembered per document. */
export function readStatements(document: JsonObject): readonly Statement[] {
  const known = read.get(document);
  if (known) return known;
  const statements = rawStatements(document).map((raw) =>
    isObject(raw) ? readStatement(raw) : { effect: 'Deny' as const, clauses: [], opaque: true },
  );
  read.set(document, statements);
  return statements;
}

export function readStatement(raw: JsonObject): Statement {
  const sid = raw['Sid'];
  const lists = {
    actions: listOf(raw['Action']),
    notActions: listOf(raw['NotAction']),
    resources: listOf(raw['Resource']),
    notResources: listOf(raw['NotResource']),
    principals: readPrincipals(raw['Principal']),
  };
  const clauses = readClauses(raw['Condition']);
  const opaque =
    Object.keys(raw).some((key) => !KNOWN_KEYS.has(key)) ||
    (raw['Effect'] !== 'Allow' && raw['Effect'] !== 'Deny') ||
    (lists.actions === undefined) === (lists.notActions === undefined) ||
    (lists.resources === undefined) === (lists.notResources === undefined) ||
    ('Principal' in raw && lists.principals === undefined) ||
    clauses === undefined;
  return {
    effect: raw['Effect'] === 'Allow' ? 'Allow' : 'Deny',
    clauses: clauses ?? [],
    opaque,
    ...(typeof sid === 'string' && sid !== '' ? { sid } : {}),
    ...present(lists),
  };
}

function present(
  lists: {
    [name in 'actions' | 'notActions' | 'resources' | 'notResources' | 'principals']: readonly string[] | undefined;
  },
): Partial<Statement> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined));
}

/** `"*"` and `{ "AWS": "*" }` are everybody; other principals carry their type: `Service:s3.amazonaws.com`. */
function readPrincipals(value: Json | undefined): readonly string[] | undefined {
  if (value === '*') return ['*'];
  if (!isObject(value)) return undefined;
  const principals: string[] = [];
  for (const [type, names] of Object.entries(value)) {
    const list = listOf(names);
    if (list === undefined) return undefined;
    principals.push(...list.map((name) => (type === 'AWS' ? name : `${type}:${name}`)));
  }
  return principals;
}

/** Undefined when the block is not an object of objects of scalars. */
function readClauses(block: Json | undefined): readonly Clause[] | undefined {
  if (block === undefined) return [];
  if (!isObject(block)) return undefined;
  const clauses: Clause[] = [];
  for (const [name, keys] of Object.entries(block)) {
    if (!isObject(keys)) return undefined;
    for (const [key, value] of Object.entries(keys)) {
      const values = listOf(value);
      if (values === undefined) return undefined;
      clauses.push({ ...readOperator(name), key, values });
    }
  }
  return clauses;
}

export function readOperator(name: string): Pick<Clause, 'operator' | 'qualifier' | 'ifExists'> {
  const parts = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(name);
  const qualifier = parts?.[1];
  return {
    operator: parts?.[2] ?? name,
    ifExists: parts?.[3] !== undefined,
    ...(qualifier === 'ForAnyValue' || qualifier === 'ForAllValues' ? { qualifier } : {}),
  };
}
