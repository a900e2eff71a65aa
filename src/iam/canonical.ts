import type { Json, JsonObject } from '../model.js';
import { isIamDocument, isObject, rawStatements } from './document.js';

/**
 * One spelling for all documents that mean the same, for comparing only, never to be sent: single values become
 * lists, lists become sorted sets, numbers and booleans in conditions become text, actions and condition keys are
 * lower case (IAM ignores their case), statements are sorted, as their order means nothing.
 */
export function canonicalDocument(document: JsonObject): JsonObject {
  if (!isIamDocument(document)) return canonicalTree(document);
  const statements = rawStatements(document).map(canonicalStatement);
  const rest = Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'Statement'));
  return sortedKeys({ ...rest, Statement: sortedSet(statements) });
}

/** Settings trees: keys are sorted, and lists of plain values are sets, as AWS merges them without regard to order. */
export function canonicalTree(document: JsonObject): JsonObject {
  return sortedKeys(document, (value) => {
    if (Array.isArray(value)) {
      return value.every((item) => typeof item !== 'object') ? sortedSet(value) : value.map(canonicalBranch);
    }
    return canonicalBranch(value);
  });
}

function canonicalBranch(value: Json): Json {
  return isObject(value) ? canonicalTree(value) : value;
}

/** One statement of a document, in the same spelling for all that mean the same. */
export function canonicalStatement(statement: Json): Json {
  if (!isObject(statement)) return statement;
  return sortedKeys(statement, (value, key) => {
    switch (key) {
      case 'Action':
      case 'NotAction':
        return valueSet(value, (text) => text.toLowerCase());
      case 'Resource':
      case 'NotResource':
        return valueSet(value);
      case 'Principal':
      case 'NotPrincipal':
        return isObject(value) ? sortedKeys(value, (names) => valueSet(names)) : value;
      case 'Condition':
        return canonicalCondition(value);
      default:
        return value;
    }
  });
}

function canonicalCondition(block: Json): Json {
  if (!isObject(block)) return block;
  return sortedKeys(block, (keys) => {
    if (!isObject(keys)) return keys;
    const folded = Object.entries(keys).map(([key, value]) => [key.toLowerCase(), valueSet(value)] as const);
    // Two spellings of one key are two lines of the block: they are left apart rather than merged into another meaning.
    const distinct = new Set(folded.map(([key]) => key)).size === folded.length;
    return sortedKeys(distinct ? Object.fromEntries(folded) : keys);
  });
}

/** A scalar or a list of scalars as a sorted set of texts; anything else is left as it is. */
function valueSet(value: Json, fold: (text: string) => string = (text) => text): Json {
  const items = Array.isArray(value) ? value : [value];
  if (items.some((item) => typeof item === 'object')) return value;
  return sortedSet(items.map((item) => fold(String(item))));
}

function sortedSet(items: readonly Json[]): Json[] {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText].sort(([a], [b]) => compare(a, b)).map(([, item]) => item);
}

function sortedKeys(object: JsonObject, map: (value: Json, key: string) => Json = (value) => value): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .sort(([a], [b]) => compare(a, b))
      .map(([key, value]) => [key, map(value, key)]),
  );
}

/** By code unit: the same on every machine, whatever its locale. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Two documents mean the same. */
export function sameDocument(one: JsonObject, other: JsonObject): boolean {
  return one === other || JSON.stringify(canonicalDocument(one)) === JSON.stringify(canonicalDocument(other));
}
