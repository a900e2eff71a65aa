import { IDENTITY_VERBS, ROOT_FEATURES } from './identity.js';

/** An EventBridge event pattern, as PutRule takes it (at most 4,096 characters of JSON). */
export interface EventPattern {
  readonly [field: string]: readonly unknown[] | EventPattern;
}

export interface EventRule {
  /** Part of the rule's name; EventBridge takes 64 characters. */
  readonly name: string;
  /**
   * `home`: Control Tower's home Region. `global`: us-east-1, forwarded to the home Region where that is another.
   * `identity-center`: the Region that Identity Center is in, forwarded likewise.
   */
  readonly region: 'home' | 'global' | 'identity-center';
  readonly about: string;
  readonly pattern: EventPattern;
}

const CALL = 'AWS API Call via CloudTrail';
const SERVICE = 'AWS Service Event via CloudTrail';

/**
 * What has to arrive. Whole sources rather than lists of names where a source is quiet enough: a name that AWS adds
 * tomorrow arrives, is unknown, and is told of. All of them are management events that write, so the rules' state is
 * ENABLED, which leaves reads out.
 */
export function eventRules(ownRoles: readonly string[]): readonly EventRule[] {
  const detail = (service: string, more: EventPattern = {}): EventPattern => ({
    eventSource: [`${service}.amazonaws.com`],
    ...more,
    userIdentity: notBy(ownRoles),
  });
  return [
    {
      name: 'control-tower',
      region: 'home',
      about: "Control Tower's lifecycle events, and drift from landing zone 4.0 on",
      pattern: { source: ['aws.controltower'], 'detail-type': [SERVICE, 'Drift Detected'] },
    },
    {
      name: 'control-tower-calls',
      region: 'home',
      about: 'Calls to Control Tower by others',
      pattern: { source: ['aws.controltower'], 'detail-type': [CALL], detail: detail('controltower') },
    },
    {
      name: 'organizations',
      region: 'global',
      about: 'Accounts that were made or closed',
      pattern: { source: ['aws.organizations'], 'detail-type': [SERVICE] },
    },
    {
      name: 'organizations-calls',
      region: 'global',
      about: 'Changes of accounts, units, policies, tags and delegation by others',
      pattern: { source: ['aws.organizations'], 'detail-type': [CALL], detail: detail('organizations') },
    },
    {
      name: 'root-access',
      region: 'global',
      about: 'Switches of centralized root access',
      pattern: { source: ['aws.iam'], 'detail-type': [CALL], detail: detail('iam', { eventName: ROOT_FEATURES }) },
    },
    {
      name: 'identity-center',
      region: 'identity-center',
      about: 'Permission sets, assignments, groups and users',
      pattern: {
        source: ['aws.sso', 'aws.identitystore', 'aws.sso-directory'],
        'detail-type': [CALL],
        detail: { eventName: IDENTITY_VERBS.map((prefix) => ({ prefix })), userIdentity: notBy(ownRoles) },
      },
    },
  ];
}

/** `anything-but` does not match where the field is absent, so that stands beside it. */
function notBy(ownRoles: readonly string[]): EventPattern {
  const names = ownRoles.map((role) => role.split('/').at(-1) ?? role);
  const issuer = (rule: unknown): EventPattern => ({ sessionContext: { sessionIssuer: { userName: [rule] } } });
  return { $or: [issuer({ 'anything-but': names }), issuer({ exists: false })] };
}
