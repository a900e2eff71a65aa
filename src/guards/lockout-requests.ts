import type { RequestContext } from '../iam/condition.js';
import type { Request } from '../iam/evaluate.js';
import { BUILT_IN_PRINCIPALS, RESOURCE_NEEDS } from './data/principals.js';
import type { GuardInput } from './guard.js';

/** One call that must stay possible. */
export interface Vital {
  /** Who makes it, as said in a finding. */
  readonly who: string;
  /** What to write into a condition to except it; absent where no ARN does. */
  readonly arn?: string;
  /** 12 digits where the principal lives in one account only. */
  readonly accountId?: string;
  readonly strict: boolean;
  /** A deny on some resources only is not judged: what it needs is wider than any one of them. */
  readonly wholly?: boolean;
  readonly request: Request;
  /** People, who may be kept out for a time. */
  readonly people?: true;
  /** Ways into resources are shut by resource control policies only. */
  readonly only?: 'rcp';
}

/** Services whose API answers in us-east-1 whatever region is meant: a Region deny that forgets them stops them everywhere. */
const GLOBAL = new Set(['account', 'cloudfront', 'iam', 'organizations', 'route53', 'support']);

function region(action: string): RequestContext {
  return GLOBAL.has(action.slice(0, action.indexOf(':'))) ? { 'aws:requestedregion': 'us-east-1' } : {};
}

function roleContext(organizationId: string, ...arns: readonly string[]): RequestContext {
  const isRole = arns.every((arn) => arn.includes(':role/'));
  return {
    'aws:principalarn': arns,
    'aws:principalorgid': organizationId,
    'aws:principalisawsservice': 'false',
    ...(isRole ? { 'aws:principaltype': 'AssumedRole' } : {}),
    'aws:securetransport': 'true',
    'aws:viaawsservice': 'false',
    ...(isRole ? { 'aws:assumedroot': null } : {}),
  };
}

/** Every call that the built-in principals, the manifest's protected ones and AWS's own ways in depend on. */
export function vitals(input: GuardInput): readonly Vital[] {
  const organizationId = input.expand('${org.id}');
  return [
    ...BUILT_IN_PRINCIPALS.flatMap(({ name, arn, anyOne, needs, strict, people }) =>
      needs.flatMap(({ actions, resource }) =>
        actions.map(
          (action): Vital => ({
            who: name,
            arn,
            strict,
            ...(people && { people }),
            wholly: resource === '*',
            request: {
              action,
              resource,
              context: { ...roleContext(organizationId, ...(anyOne ?? [arn])), ...region(action) },
            },
          }),
        ),
      ),
    ),
    ...input.settings.protectedPrincipals.flatMap((principal) => declaredVitals(input, organizationId, principal)),
    ...RESOURCE_NEEDS.map(
      ({ name, action, resource, caller }): Vital => ({
        who: name,
        strict: true,
        only: 'rcp',
        request: { action, resource, context: { ...callerContext(input, organizationId, caller), ...region(action) } },
      }),
    ),
  ];
}

function declaredVitals(
  input: GuardInput,
  organizationId: string,
  principal: GuardInput['settings']['protectedPrincipals'][number],
): Vital[] {
  const arn = input.expand(principal.arn);
  const accountId = /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1];
  return principal.actions.map((action) => ({
    who: arn,
    arn,
    strict: true,
    ...(accountId === undefined ? {} : { accountId }),
    request: { action, resource: '*', context: { ...roleContext(organizationId, arn), ...region(action) } },
  }));
}

function callerContext(
  input: GuardInput,
  organizationId: string,
  caller: (typeof RESOURCE_NEEDS)[number]['caller'],
): RequestContext {
  switch (caller) {
    case 'landing-zone-role':
      return roleContext(
        organizationId,
        `arn:aws:iam::${managementId(input) ?? '*'}:role/service-role/AWSControlTowerStackSetRole`,
      );
    case 'federated':
      return {
        'aws:principalarn': null,
        'aws:principalorgid': null,
        'aws:principalisawsservice': null,
        'aws:securetransport': 'true',
      };
    case 'service':
      return {
        'aws:principalarn': null,
        'aws:principalorgid': null,
        'aws:principalisawsservice': 'true',
        'aws:sourceorgid': organizationId,
        'aws:securetransport': 'true',
      };
  }
}

/** The management account's id, as far as the manifest or the live organization names it. */
export function managementId(input: GuardInput): string | undefined {
  for (const node of input.after.organization.nodes.values()) {
    if (node.management === true) return input.expand(`\${account.${node.name.slice('account:'.length)}.id}`);
  }
  return undefined;
}
