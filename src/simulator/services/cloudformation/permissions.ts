import { isObject } from '../../../iam/document.js';
import { allows, denies } from '../../../iam/evaluate.js';
import type { Json, JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import { organizationOf, pathTo, policiesOn, policyTypeIsOn } from '../organizations/for-services.js';

const TYPE = 'SERVICE_CONTROL_POLICY';

/** What of a call is known beside who makes it and what it is. */
export interface Deed {
  readonly region?: string;
  /** An ARN; `*` when there is none. */
  readonly resource?: string;
  /** Is the principal a root user by sts:AssumeRoot? */
  readonly isRootSession?: boolean;
}

/** The policy whose deny it is; without one, none of them allows it. */
export interface Refusal {
  readonly policyId?: string;
}

/** Do the service control policies let this principal do it? */
export function mayDo(world: World, accountId: string, principalArn: string, action: string, deed: Deed = {}): boolean {
  return refusalOf(world, accountId, principalArn, action, deed) === undefined;
}

/**
 * What in the service control policies of the organization keeps this principal from doing it? The management account and accounts
 * outside are not bound by any, service-linked roles neither. What cannot be decided for want of a fact is let pass.
 * Policies of the account itself (IAM) are not looked at.
 */
export function refusalOf(
  world: World,
  accountId: string,
  principalArn: string,
  action: string,
  deed: Deed = {},
): Refusal | undefined {
  const organization = organizationOf(world);
  const isBound = organization !== undefined && accountId !== organization.managementAccountId;
  if (!isBound || !policyTypeIsOn(world, TYPE) || isServiceLinked(principalArn)) return undefined;
  const path = pathTo(world, accountId);
  if (path[0] !== organization.rootId) return undefined;
  const principal = roleArnOf(principalArn);
  const request = {
    action,
    resource: deed.resource ?? '*',
    context: {
      'aws:principalarn': principal,
      'aws:principalaccount': accountId,
      'aws:principalorgid': organization.id,
      'aws:principalorgpaths': [`${organization.id}/${path.slice(0, -1).join('/')}/`],
      'aws:principaltype': principalArn.includes(':root') ? 'Account' : 'AssumedRole',
      'aws:principalisawsservice': 'false',
      'aws:viaawsservice': 'false',
      'aws:assumedroot': deed.isRootSession ? 'true' : null,
      ...(deed.region === undefined ? {} : { 'aws:requestedregion': deed.region }),
    },
  };
  for (const target of path) {
    const policies = policiesOn(world, TYPE, target).flatMap(({ id, content }) =>
      documentOf(content).map((document) => ({ id, document })),
    );
    const denying = policies.find(
      ({ document }) => maySpeakOf(document, action) && denies(document, request) === 'yes',
    );
    if (denying) return { policyId: denying.id };
    const documents = policies.map(({ document }) => document);
    if (allows(documents, request) === 'no') return {};
  }
  return undefined;
}

/** aws:PrincipalArn of a session is the ARN of its role; the path of the role is not told by the session. */
export function roleArnOf(arn: string): string {
  const session = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return session ? `arn:${session[1]}:iam::${session[2]}:role/${session[3]}` : arn;
}

function isServiceLinked(arn: string): boolean {
  return arn.includes(':role/aws-service-role/');
}

const spoken = new WeakMap<JsonObject, Map<string, boolean>>();

/** Can the document deny the action to anybody, anywhere? Remembered: most policies have nothing to do with most actions. */
function maySpeakOf(document: JsonObject, action: string): boolean {
  const known = spoken.get(document) ?? new Map<string, boolean>();
  spoken.set(document, known);
  const speaks = known.get(action) ?? denies(document, { action, resource: '*', context: {} }) !== 'no';
  known.set(action, speaks);
  return speaks;
}

const documents = new Map<string, JsonObject | undefined>();
const MOST_REMEMBERED = 2_000;

/** Parsed once a text; the same object each time, so that its statements are read once too. */
function documentOf(content: string): JsonObject[] {
  if (!documents.has(content)) {
    if (documents.size >= MOST_REMEMBERED) documents.clear();
    documents.set(content, parsed(content));
  }
  const document = documents.get(content);
  return document ? [document] : [];
}

function parsed(content: string): JsonObject | undefined {
  try {
    const document = JSON.parse(content) as Json;
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
