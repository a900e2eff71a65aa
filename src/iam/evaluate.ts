import type { JsonObject } from '../model.js';
import { conditionHolds, type RequestContext } from './condition.js';
import { readStatements, type Statement } from './document.js';
import { hasVariable } from './operators.js';
import { actionCovers, actionsOverlap, arnCovers, arnsOverlap } from './pattern.js';
import { every, not, some, type Verdict } from './verdict.js';

/** One call, or, where a member is a pattern, all calls it stands for. */
export interface Request {
  /** `s3:PutObject`; a pattern stands for all of its actions. */
  readonly action: string;
  /** An ARN or a pattern of ARNs. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** Does the statement speak of this call? `yes` when of all it stands for, `no` when of none. */
export function applies(statement: Statement, request: Request): Verdict {
  const verdict = every([
    elementMatches(statement.actions, statement.notActions, request.action, actionCovers, actionsOverlap),
    elementMatches(statement.resources, statement.notResources, request.resource, arnCovers, arnsOverlap),
    principalMatches(statement.principals),
    conditionHolds(statement.clauses, request.context),
  ]);
  return statement.opaque && verdict !== 'no' ? 'undecidable' : verdict;
}

function elementMatches(
  listed: readonly string[] | undefined,
  unlisted: readonly string[] | undefined,
  value: string,
  covering: (outer: string, inner: string) => boolean,
  overlapping: (one: string, other: string) => boolean,
): Verdict {
  const one = (pattern: string): Verdict => {
    if (hasVariable(pattern)) return 'undecidable';
    if (covering(pattern, value)) return 'yes';
    return overlapping(pattern, value) ? 'undecidable' : 'no';
  };
  if (listed) return some(listed.map(one));
  return unlisted ? not(some(unlisted.map(one))) : 'undecidable';
}

function principalMatches(principals: readonly string[] | undefined): Verdict {
  return principals === undefined || principals.includes('*') ? 'yes' : 'undecidable';
}

/** The Deny statements of a document that stop the call, each with how surely. */
export function denying(document: JsonObject, request: Request): { statement: Statement; verdict: Verdict }[] {
  return readStatements(document)
    .filter((statement) => statement.effect === 'Deny')
    .map((statement) => ({ statement, verdict: applies(statement, request) }))
    .filter(({ verdict }) => verdict !== 'no');
}

/** Is the call denied by this document, whoever allows it elsewhere? */
export function denies(document: JsonObject, request: Request): Verdict {
  return some(denying(document, request).map(({ verdict }) => verdict));
}

/** Is the call allowed by one of these documents (an SCP must allow at every level)? Denies are not looked at. */
export function allows(documents: Iterable<JsonObject>, request: Request): Verdict {
  const verdicts: Verdict[] = [];
  for (const document of documents) {
    for (const statement of readStatements(document)) {
      if (statement.effect === 'Allow') verdicts.push(applies(statement, request));
    }
  }
  return some(verdicts);
}
