import type { LifecycleEvent } from './event.js';
import { textAt } from './value.js';

const ASSUMED = /^arn:[a-z-]+:sts::(\d{12}):assumed-role\/([^/]+)\//;
const ROLE = /^arn:[a-z-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/** Control Tower acts through these roles of the management account, or says `invokedBy`. */
const CONTROL_TOWER_ROLES = ['AWSControlTowerAdmin', 'AWSControlTowerStackSetRole', 'AWSServiceRoleForAWSControlTower'];

/** The role that called, by name, and the account it is of, where the event tells. */
export interface Caller {
  readonly role?: string;
  readonly account?: string;
  /** For people: an ARN, a service, or whatever there is. */
  readonly words: string;
}

export function callerOf({ detail }: LifecycleEvent): Caller {
  const arn = textAt(detail, 'userIdentity', 'arn');
  const issuer = textAt(detail, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn');
  const named = textAt(detail, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName');
  const match = ROLE.exec(issuer ?? '') ?? ASSUMED.exec(arn ?? '');
  const role = match?.[2] ?? named;
  const words = arn ?? issuer ?? textAt(detail, 'userIdentity', 'invokedBy') ?? 'somebody';
  return { ...(role !== undefined && { role }), ...(match?.[1] !== undefined && { account: match[1] }), words };
}

/** `ownRoles`: names, or ARNs where the account matters too. */
export function isOwn({ role, account }: Caller, ownRoles: readonly string[]): boolean {
  if (role === undefined) return false;
  return ownRoles.some((own) => {
    const arn = ROLE.exec(own);
    return arn ? arn[2] === role && (account === undefined || arn[1] === account) : own === role;
  });
}

/** Control Tower's own doing: its lifecycle event tells when it has ended. */
export function isControlTower(event: LifecycleEvent): boolean {
  const invokedBy = textAt(event.detail, 'userIdentity', 'invokedBy');
  return invokedBy === 'controltower.amazonaws.com' || CONTROL_TOWER_ROLES.includes(callerOf(event).role ?? '');
}
