import { ADMINISTRATOR_POLICIES, ESCALATIONS, LIMITING_KEYS } from '../facts/administrator-rights.js';
import type { JsonObject } from '../model.js';
import { readStatements, type Statement } from './document.js';
import { applies } from './evaluate.js';

/** Everything of one kind in an account, as a request for any of it names it. */
const RESOURCES: readonly (readonly [RegExp, string])[] = [
  [/RolePolicy$|Role$/, 'arn:aws:iam::*:role/*'],
  [/UserPolicy$|User$/, 'arn:aws:iam::*:user/*'],
  [/PolicyVersion$/, 'arn:aws:iam::*:policy/*'],
];

function resourceOf(action: string): string {
  return RESOURCES.find(([pattern]) => pattern.test(action))?.[1] ?? '*';
}

/** In whichever account and partition it is evaluated, an ARN of IAM means that one. */
function anyAccount(arn: string): string {
  const [, rest] = /^arn:(?:\$\{[^}]*\}|[^:]*):iam::(?:\$\{[^}]*\}|[^:]*):(.*)$/s.exec(arn) ?? [];
  return rest === undefined ? arn : `arn:aws:iam::*:${rest}`;
}

function widened(statement: Statement): Statement {
  const { resources, notResources } = statement;
  return {
    ...statement,
    clauses: [],
    ...(resources && { resources: resources.map(anyAccount) }),
    ...(notResources && { notResources: notResources.map(anyAccount) }),
  };
}

/**
 * Why whoever holds these documents together is an administrator of the account (he can give himself every right), in
 * words; undefined where he is none. A condition of an Allow is taken as met, unless it says which policies may be
 * given; a Deny counts where it is unconditional.
 */
export function administratorRight(documents: readonly JsonObject[]): string | undefined {
  const statements = documents.flatMap((document) => readStatements(document));
  const allow = statements
    .filter(
      ({ effect, clauses }) => effect === 'Allow' && !clauses.some(({ key }) => LIMITING_KEYS.has(key.toLowerCase())),
    )
    .map(widened);
  const deny = statements.filter(({ effect, clauses }) => effect === 'Deny' && clauses.length === 0).map(widened);
  const may = (action: string): boolean => {
    const request = { action, resource: resourceOf(action), context: {} };
    const is = (statement: Statement): boolean => applies(statement, request) === 'yes';
    return allow.some(is) && !deny.some(is);
  };
  const escalation = ESCALATIONS.find((actions) => actions.every(may));
  if (!escalation) return undefined;
  const everything = allow.some(
    (statement) => applies(statement, { action: '*', resource: '*', context: {} }) === 'yes',
  );
  return everything ? '* on *' : escalation.join(' with ');
}

/** The same of an AWS managed policy, by its name. */
export function administratorPolicy(name: string): string | undefined {
  return ADMINISTRATOR_POLICIES.get(name.slice(name.lastIndexOf('/') + 1));
}
