import type { Json, JsonObject } from '../model.js';
import { isObject, listOf, rawStatements, readOperator } from './document.js';
import { OPERATORS } from './operators.js';

/** One fault of a document: where inside it, what, and what to do. */
export interface Fault {
  /** `Statement[0].Action[1]`. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: 'error' | 'warning';
}

const VERSION = '2012-10-17';
const STATEMENT_KEYS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * What every document in IAM's language must be, whatever its policy type: one object with the current version,
 * statements with an effect, exactly one of Action and NotAction, exactly one of Resource and NotResource, conditions
 * with operators that exist. Source: Organizations user guide, "SCP syntax" (full IAM language since 2025-09-19).
 */
export function* languageFaults(document: JsonObject): Generator<Fault> {
  for (const key of Object.keys(document)) {
    if (key === 'Version' || key === 'Id' || key === 'Statement') continue;
    yield {
      path: key,
      message: 'is no element of a policy document',
      hint: 'A document has Version and Statement, nothing else.',
    };
  }
  if (document['Version'] !== VERSION) {
    yield {
      path: 'Version',
      message: `is ${quote(document['Version'])}, must be "${VERSION}"`,
      hint: `Write Version: "${VERSION}".`,
    };
  }
  const statements = rawStatements(document);
  if (statements.length === 0) {
    yield { path: 'Statement', message: 'is empty', hint: 'Write at least one statement.' };
  }
  const sids = new Map<string, number>();
  for (const [index, statement] of statements.entries()) {
    const path = Array.isArray(document['Statement']) ? `Statement[${index}]` : 'Statement';
    if (!isObject(statement)) {
      yield { path, message: `is ${quote(statement)}, must be an object` };
      continue;
    }
    yield* statementFaults(statement, path);
    yield* sidFaults(statement, path, sids, index);
  }
}

function* statementFaults(statement: JsonObject, path: string): Generator<Fault> {
  for (const key of Object.keys(statement)) {
    if (!STATEMENT_KEYS.includes(key)) {
      yield {
        path: `${path}.${key}`,
        message: 'is no element of a statement',
        hint: `Elements are ${STATEMENT_KEYS.join(', ')}.`,
      };
    }
  }
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    yield { path: `${path}.Effect`, message: `is ${quote(effect)}, must be "Allow" or "Deny"` };
  }
  yield* oneOf(statement, path, 'Action', 'NotAction');
  yield* oneOf(statement, path, 'Resource', 'NotResource');
  for (const element of ['Action', 'NotAction']) yield* actionFaults(statement[element], `${path}.${element}`);
  for (const element of ['Resource', 'NotResource']) yield* resourceFaults(statement[element], `${path}.${element}`);
  if (statement['Condition'] !== undefined) yield* conditionFaults(statement['Condition'], `${path}.Condition`);
}

function* oneOf(statement: JsonObject, path: string, one: string, other: string): Generator<Fault> {
  const found = [one, other].filter((key) => statement[key] !== undefined);
  if (found.length === 1) return;
  yield {
    path,
    message: found.length === 0 ? `has neither ${one} nor ${other}` : `has both ${one} and ${other}`,
    hint: `Write exactly one of them.`,
  };
}

function* listFaults(value: Json | undefined, path: string): Generator<Fault, readonly string[]> {
  if (value === undefined) return [];
  const items = Array.isArray(value) ? value : [value];
  if (items.length === 0)
    yield { path, message: 'is an empty list', hint: 'Name at least one, or leave the statement out.' };
  for (const [index, item] of items.entries()) {
    if (typeof item !== 'string') yield { path: at(path, value, index), message: `is ${quote(item)}, must be text` };
  }
  return items.map((item) => (typeof item === 'string' ? item : '*'));
}

function at(path: string, value: Json, index: number): string {
  return Array.isArray(value) ? `${path}[${index}]` : path;
}

/** `*`, or a service prefix in lower case, a colon and a name with wildcards. */
function* actionFaults(value: Json | undefined, path: string): Generator<Fault> {
  const actions = yield* listFaults(value, path);
  for (const [index, action] of actions.entries()) {
    if (/^(?:\*+|[a-z0-9-]+:[A-Za-z0-9*?_.-]+)$/.test(action)) continue;
    const lower = /^([A-Za-z0-9-]+):(.+)$/.exec(action);
    yield {
      path: at(path, value ?? null, index),
      message: `is "${action}", which is no action`,
      hint: lower?.[1]
        ? `Write the service prefix in lower case: "${lower[1].toLowerCase()}:${lower[2]}".`
        : 'Write "service:Name", for example "s3:GetObject", or "*".',
    };
  }
}

function* resourceFaults(value: Json | undefined, path: string): Generator<Fault> {
  const resources = yield* listFaults(value, path);
  for (const [index, resource] of resources.entries()) {
    if (resource === '*' || /^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+$/.test(resource) || /^arn:\*$/.test(resource)) continue;
    yield {
      path: at(path, value ?? null, index),
      message: `is "${resource}", which is no ARN`,
      hint: 'Write "*" or an ARN with six parts: arn:aws:s3:::bucket/*.',
    };
  }
}

function* conditionFaults(block: Json, path: string): Generator<Fault> {
  if (!isObject(block)) {
    yield { path, message: `is ${quote(block)}, must be an object: { Operator: { key: value } }` };
    return;
  }
  for (const [name, keys] of Object.entries(block)) {
    const { operator, ifExists } = readOperator(name);
    if (!OPERATORS.includes(operator) || (operator === 'Null' && ifExists)) {
      yield {
        path: `${path}.${name}`,
        message: 'is no condition operator of IAM',
        hint: 'Example: StringEqualsIfExists.',
      };
    }
    if (!isObject(keys)) {
      yield { path: `${path}.${name}`, message: `is ${quote(keys)}, must be an object: { key: value }` };
      continue;
    }
    for (const [key, value] of Object.entries(keys)) yield* valueFaults(operator, value, `${path}.${name}.${key}`);
  }
}

function* valueFaults(operator: string, value: Json, path: string): Generator<Fault> {
  const values = listOf(value);
  if (values === undefined || values.length === 0) {
    yield { path, message: `is ${quote(value)}, must be a value or a list of values` };
    return;
  }
  if (operator !== 'Bool' && operator !== 'Null') return;
  for (const text of values) {
    if (/^(?:true|false)$/i.test(text) || text.includes('${')) continue;
    yield { path, message: `is "${text}", must be "true" or "false"` };
  }
}

/** Sids must differ; AWS does not say which characters Organizations accepts, letters and digits are safe. */
function* sidFaults(statement: JsonObject, path: string, sids: Map<string, number>, index: number): Generator<Fault> {
  const sid = statement['Sid'];
  if (sid === undefined) return;
  if (typeof sid !== 'string') {
    yield { path: `${path}.Sid`, message: `is ${quote(sid)}, must be text` };
    return;
  }
  const first = sids.get(sid);
  if (first !== undefined) {
    yield {
      path: `${path}.Sid`,
      message: `"${sid}" is also the Sid of Statement[${first}]`,
      hint: 'Give each statement its own Sid.',
    };
  }
  sids.set(sid, first ?? index);
  if (/^[A-Za-z0-9]*$/.test(sid)) return;
  yield {
    path: `${path}.Sid`,
    message: `"${sid}" holds characters that AWS may refuse`,
    hint: 'Use letters and digits only.',
    severity: 'warning',
  };
}

export function quote(value: Json | undefined): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
