import type { RequestContext } from '../../iam/condition.js';
import type { Request } from '../../iam/evaluate.js';
import type { NodeName } from '../../model.js';
import { type Aspect, askAll, suspendedNote, unknownRow } from '../answers.js';
import { activeMembers, type Evidence, type OrganizationFacts } from '../evidence.js';
import { InForce } from '../in-force.js';
import type { RowResult } from '../verdict.js';
import { coverage, policySections, type Remedy } from './policy-remedy.js';
import { inOrganization, type RowDefinition } from './row.js';

/** A call to each service that others can be let into by a resource's own policy. */
const CALLS: readonly { readonly service: string; readonly actions: readonly string[] }[] = [
  { service: 's3', actions: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'] },
  { service: 'sqs', actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'] },
  { service: 'kms', actions: ['kms:Decrypt', 'kms:GenerateDataKey'] },
  { service: 'secretsmanager', actions: ['secretsmanager:GetSecretValue'] },
  { service: 'sts', actions: ['sts:AssumeRole'] },
];
/** Where data is carried; a session is no data, so sts is not among them. */
const CARRIES_DATA = new Set(['s3', 'sqs', 'kms', 'secretsmanager']);

const STRANGER = '999999999999';

interface Callers {
  readonly ours: RequestContext;
  readonly stranger: RequestContext;
  readonly anonymous: RequestContext;
}

function callersOf({ id, idOf }: OrganizationFacts, node: NodeName): Callers {
  const account = node.startsWith('account:') ? (idOf(node) ?? '000000000000') : '000000000000';
  const resource: RequestContext = {
    'aws:resourceaccount': account,
    'aws:resourceorgid': id,
    'aws:sourceaccount': null,
    'aws:sourceorgid': null,
    'aws:sourcearn': null,
    'aws:viaawsservice': 'false',
    'aws:securetransport': 'true',
  };
  const person = (accountId: string, organizationId: string): RequestContext => ({
    ...resource,
    'aws:principalarn': `arn:aws:iam::${accountId}:role/everyday`,
    'aws:principalaccount': accountId,
    'aws:principalorgid': organizationId,
    'aws:principaltype': 'AssumedRole',
    'aws:principalisawsservice': 'false',
    'aws:principalservicename': null,
  });
  return {
    ours: person(account, id),
    stranger: person(STRANGER, 'o-somebodyelse'),
    anonymous: {
      ...person(STRANGER, 'o-somebodyelse'),
      'aws:principalarn': null,
      'aws:principalaccount': null,
      'aws:principalorgid': null,
      'aws:principaltype': 'Anonymous',
    },
  };
}

/** One that no policy about certain resources means: a request for `*` would stand for all of them. */
function thingOf(action: string, accountId: string): string {
  const service = action.slice(0, action.indexOf(':'));
  if (service === 's3') return action === 's3:ListBucket' ? 'arn:aws:s3:::everyday' : 'arn:aws:s3:::everyday/thing';
  if (service === 'sts') return `arn:aws:iam::${accountId}:role/everyday`;
  const thing = { sqs: 'everyday', kms: 'key/00000000-0000-0000-0000-000000000000' }[service] ?? 'secret:everyday';
  return `arn:aws:${service}:us-east-1:${accountId}:${thing}`;
}

function aspectsOf(organization: OrganizationFacts, inForce: InForce): Aspect[] {
  const requests = (actions: readonly string[], context: RequestContext): Request[] =>
    actions.map((action) => ({ action, resource: thingOf(action, String(context['aws:resourceaccount'])), context }));
  const perimeter = CALLS.map(
    ({ service, actions }): Aspect => ({
      subject: service,
      holds: 'closed to principals of other organizations',
      fails: "open to other organizations, wherever a resource's own policy lets them in,",
      ask: (node) => {
        const { stranger, anonymous } = callersOf(organization, node);
        // An anonymous AssumeRole does not exist: federated sign-in, which has no principal, has calls of its own.
        const callers = service === 'sts' ? [stranger] : [stranger, anonymous];
        return inForce.allDenied(
          node,
          callers.flatMap((context) => requests(actions, context)),
        );
      },
    }),
  );
  const transport = CALLS.filter(({ service }) => CARRIES_DATA.has(service)).map(
    ({ service, actions }): Aspect => ({
      subject: service,
      holds: 'plain HTTP refused',
      fails: 'plain HTTP not refused',
      ask: (node) =>
        inForce.allDenied(
          node,
          requests(actions, { ...callersOf(organization, node).ours, 'aws:securetransport': 'false' }),
        ),
    }),
  );
  return [...perimeter, ...transport];
}

export const resourcePerimeter: RowDefinition = {
  id: '1D-2',
  title: 'Resources are for the organization only',
  judged:
    'requests of a stranger and of nobody, and plain HTTP, tried against the resource control policies in force on each account, for S3, SQS, KMS, Secrets Manager and STS',
  assess: (evidence) => inOrganization(evidence, (organization) => assess(evidence, organization)),
};

function assess(evidence: Evidence, organization: OrganizationFacts): RowResult {
  const { rcp } = evidence;
  if (!rcp.known) return unknownRow(rcp.unread);
  const aspects = aspectsOf(organization, new InForce(rcp.value, organization.tree));
  const asked = askAll(aspects, activeMembers(organization.tree), 'account');
  const perimeter = [...new Set(asked.failingOf.slice(0, CALLS.length).flat())];
  const transport = [...new Set(asked.failingOf.slice(CALLS.length).flat())];
  const remedies = [...remedyOf(perimeter, PERIMETER), ...remedyOf(transport, HTTPS)];
  const off = rcp.value.enabled
    ? []
    : [{ state: 'not met' as const, text: 'resource control policies are not enabled' }];
  return {
    verdict: asked.verdict,
    count: asked.count,
    evidence: [...off, ...asked.evidence, ...coverage(organization.tree, aspects), ...suspendedNote(organization)],
    advice: remedies.map(({ advice }) => advice),
    ...policySections(evidence, organization, 'rcp', remedies),
    missingPermissions: asked.missingPermissions,
  };
}

function remedyOf(failing: readonly NodeName[], proposal: Omit<Remedy, 'failing'>): Remedy[] {
  return failing.length === 0 ? [] : [{ ...proposal, failing }];
}

const denyEverybody = (Sid: string, Action: readonly string[], Condition: object): { readonly document: object } => ({
  document: {
    Version: '2012-10-17',
    Statement: [{ Sid, Effect: 'Deny', Principal: '*', Action, Resource: '*', Condition }],
  },
});

const PERIMETER: Omit<Remedy, 'failing'> = {
  advice:
    'Deny everybody who is not a principal of the organization or an AWS service. Try it in a unit for staging first, and list vendors that must come in.',
  key: 'organization-perimeter',
  policy: denyEverybody('OnlyOurPrincipals', ['kms:*', 's3:*', 'secretsmanager:*', 'sqs:*', 'sts:AssumeRole'], {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': '${org.id}' },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  }),
};

const HTTPS: Omit<Remedy, 'failing'> = {
  advice: 'Deny requests that do not come over TLS.',
  key: 'https-only',
  policy: denyEverybody('HttpsOnly', ['kms:*', 's3:*', 'secretsmanager:*', 'sqs:*'], {
    Bool: { 'aws:SecureTransport': 'false' },
  }),
};
