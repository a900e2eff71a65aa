import type { Json, JsonObject } from '../model.js';
import { canonicalStatement, canonicalTree, compare } from './canonical.js';
import { isIamDocument, isObject, rawStatements, readStatements, type Statement } from './document.js';
import { summarizeStatement } from './summary.js';

/**
 * What a reviewer must see of a change from one document to another, a line each: `+ Deny s3:*`, `- Deny kms:*`,
 * `~ DenyLeave: actions + organizations:CloseAccount`. Statements are paired by Sid, else by what they have in common.
 * Trees of settings are compared path by path. An absent side is `undefined`; no lines = the same meaning.
 */
export function diffDocuments(from: JsonObject | undefined, to: JsonObject | undefined): readonly string[] {
  const before = from ?? {};
  const after = to ?? {};
  if (isIamDocument(before) || isIamDocument(after)) return diffStatements(before, after);
  return diffTrees(canonicalTree(before), canonicalTree(after), '');
}

function diffStatements(from: JsonObject, to: JsonObject): string[] {
  const [before, after] = [meanings(from), meanings(to)];
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, statement]) => statement);
  const come = [...after].filter(([key]) => !before.has(key)).map(([, statement]) => statement);
  const lines: string[] = [];
  for (const statement of gone) {
    const index = bestPair(statement, come);
    const partner = index === undefined ? undefined : come.splice(index, 1)[0];
    if (partner === undefined) lines.push(`- ${summarizeStatement(statement)}`);
    else lines.push(`~ ${statement.sid ?? partner.sid ?? 'statement'}: ${changes(statement, partner).join('; ')}`);
  }
  lines.push(...come.map((statement) => `+ ${summarizeStatement(statement)}`));
  const [was, is] = [from['Version'], to['Version']];
  if (isIamDocument(from) && isIamDocument(to) && was !== is) {
    lines.push(`~ Version ${shown(was)} -> ${shown(is)}`);
  }
  return lines;
}

/** Statements by what they mean, so that spelling alone is no difference; in the order of the document. */
function meanings(document: JsonObject): Map<string, Statement> {
  const statements = readStatements(document);
  const result = new Map<string, Statement>();
  for (const [index, raw] of rawStatements(document).entries()) {
    const statement = statements[index];
    if (statement !== undefined) result.set(JSON.stringify(canonicalStatement(raw)), statement);
  }
  return result;
}

function sorted(list: readonly string[] | undefined): readonly string[] {
  return [...new Set(list ?? [])].sort(compare);
}

function clauseTexts(statement: Statement): readonly string[] {
  return sorted(
    statement.clauses.map((clause) => {
      const operator = `${clause.qualifier ? `${clause.qualifier}:` : ''}${clause.operator}${clause.ifExists ? 'IfExists' : ''}`;
      return `${operator} ${clause.key.toLowerCase()} ${sorted(clause.values).join(', ')}`;
    }),
  );
}

/** The statement with the same Sid, else the one that shares most actions; undefined when none shares anything. */
function bestPair(statement: Statement, others: readonly Statement[]): number | undefined {
  const bySid = others.findIndex((other) => other.sid !== undefined && other.sid === statement.sid);
  if (bySid >= 0) return bySid;
  let best: number | undefined;
  let most = 0;
  for (const [index, other] of others.entries()) {
    if (other.effect !== statement.effect) continue;
    const common = shared(statement.actions, other.actions) + shared(statement.notActions, other.notActions);
    if (common > most) {
      most = common;
      best = index;
    }
  }
  return best;
}

function shared(one: readonly string[] | undefined, other: readonly string[] | undefined): number {
  const folded = new Set(one?.map((text) => text.toLowerCase()));
  return (other ?? []).filter((text) => folded.has(text.toLowerCase())).length;
}

function changes(from: Statement, to: Statement): string[] {
  const lines: string[] = [];
  if (from.sid !== to.sid) lines.push(`Sid ${from.sid ?? 'none'} -> ${to.sid ?? 'none'}`);
  if (from.effect !== to.effect) lines.push(`effect ${from.effect} -> ${to.effect}`);
  const elements = [
    ['actions', from.actions, to.actions, true],
    ['excepted actions', from.notActions, to.notActions, true],
    ['resources', from.resources, to.resources, false],
    ['excepted resources', from.notResources, to.notResources, false],
    ['principals', from.principals, to.principals, false],
    ['condition', clauseTexts(from), clauseTexts(to), false],
  ] as const;
  for (const [name, before, after, ignoreCase] of elements) {
    const difference = setChanges(before ?? [], after ?? [], ignoreCase);
    if (difference !== '') lines.push(`${name} ${difference}`);
  }
  return lines.length > 0 ? lines : ['written differently'];
}

function setChanges(from: readonly string[], to: readonly string[], ignoreCase: boolean): string {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const [before, after] = [new Set(from.map(fold)), new Set(to.map(fold))];
  return [
    ...to.filter((text) => !before.has(fold(text))).map((text) => `+ ${text}`),
    ...from.filter((text) => !after.has(fold(text))).map((text) => `- ${text}`),
  ].join(' ');
}

function diffTrees(from: Json | undefined, to: Json | undefined, path: string): string[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (isObject(from ?? {}) && isObject(to ?? {})) {
    const [before, after] = [isObject(from) ? from : {}, isObject(to) ? to : {}];
    const keys = sorted([...Object.keys(before), ...Object.keys(after)]);
    const below = keys.flatMap((key) => diffTrees(before[key], after[key], path === '' ? key : `${path}.${key}`));
    if (below.length > 0) return below;
  }
  if (from === undefined) return [`+ ${path} = ${shown(to)}`];
  if (to === undefined) return [`- ${path} = ${shown(from)}`];
  return [`~ ${path}: ${shown(from)} -> ${shown(to)}`];
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
