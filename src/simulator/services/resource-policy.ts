import type { RequestContext } from '../../iam/condition.js';
import { isObject, readStatements } from '../../iam/document.js';
import { applies, type Request } from '../../iam/evaluate.js';
import { some, type Verdict } from '../../iam/verdict.js';
import type { Json, JsonObject } from '../../model.js';
import type { Caller } from '../service.js';
import type { World } from '../world.js';
import { organizationOf } from './organizations/for-services.js';

/** What a policy that stands on a thing (a role's trust, a bucket, a queue) says of a caller: what is not sure is left to who asks. */
export interface Said {
  readonly allows: Verdict;
  readonly denies: Verdict;
}

type Who = Pick<Caller, 'accountId' | 'arn'>;

/** A trust policy has no resource of its own: its statements are about whatever is asked. */
export function policySays(document: JsonObject, caller: Who, request: Request): Said {
  const verdicts = statementsOf(document)
    .filter((statement) => isAbout(statement, caller))
    .map((statement) => {
      // Who is meant has been settled.
      const { NotPrincipal: _settled, ...rest } = statement;
      const everything = rest['NotResource'] === undefined ? { Resource: '*' } : {};
      const [read] = readStatements({ Statement: [{ ...everything, ...rest, Principal: '*' }] });
      return { effect: statement['Effect'], verdict: read ? applies(read, request) : ('no' as const) };
    });
  const of = (wanted: string): Verdict =>
    some(verdicts.flatMap(({ effect, verdict }) => (effect === wanted ? [verdict] : [])));
  return { allows: of('Allow'), denies: of('Deny') };
}

function statementsOf(document: JsonObject): JsonObject[] {
  const listed = document['Statement'];
  const statements: readonly (Json | undefined)[] = Array.isArray(listed) ? listed : [listed];
  return statements.filter((each) => isObject(each));
}

function isAbout({ Principal: named, NotPrincipal: others }: JsonObject, caller: Who): boolean {
  return others === undefined ? names(named, caller) : !names(others, caller);
}

/** By account, by its root, by role or session; a service or an identity provider is never a caller here. */
function names(principal: Json | undefined, { accountId, arn }: Who): boolean {
  if (principal === '*') return true;
  if (!isObject(principal)) return false;
  const aws = principal['AWS'];
  const listed: readonly (Json | undefined)[] = Array.isArray(aws) ? aws : [aws];
  const known = ['*', accountId, `arn:aws:iam::${accountId}:root`, arn, roleArnOf(arn)];
  return listed.some((each) => typeof each === 'string' && known.includes(each));
}

/** The role of a session's ARN, which does not tell its path. */
export function roleArnOf(arn: string): string {
  const [, accountId, name] = /^arn:aws[\w-]*:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return name === undefined ? arn : `arn:aws:iam::${accountId}:role/${name}`;
}

/**
 * The refusal of a call that the policy of what it is about denies the caller, whoever that is in the account; undefined
 * when it says nothing against it, or does so for reasons that nobody here can know.
 */
export function standsInTheWay(
  world: World,
  policy: string | undefined,
  caller: Caller,
  action: string,
  resource: string,
): string | undefined {
  if (policy === undefined) return undefined;
  const document = JSON.parse(policy) as Json;
  const request = { action, resource, context: contextOf(world, caller) };
  if (!isObject(document) || policySays(document, caller, request).denies !== 'yes') return undefined;
  return `User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" with an explicit deny in a resource-based policy`;
}

/** Calls come over TLS, from outside every network of the organization. */
function contextOf(world: World, { accountId, arn, region, rootTask }: Caller): RequestContext {
  const organization = organizationOf(world);
  return {
    'aws:principalarn': roleArnOf(arn),
    'aws:principalaccount': accountId,
    'aws:principalorgid': organization?.id ?? null,
    'aws:principaltype': rootTask === undefined ? 'AssumedRole' : 'Account',
    'aws:principalisawsservice': 'false',
    'aws:viaawsservice': 'false',
    'aws:assumedroot': rootTask === undefined ? null : 'true',
    'aws:requestedregion': region,
    'aws:securetransport': 'true',
    'aws:sourcevpc': null,
    'aws:sourcevpce': null,
  };
}
