import type { LifecycleEvent } from './event.js';
import { type EventScope, full, type Mapping, notify, scoped, termOf, unknown } from './event-scope.js';
import { textAt } from './value.js';

/** Drift that Control Tower tells of. Source: Control Tower user guide, governance drift. */
export const DRIFT: ReadonlyMap<string, Mapping> = new Map<string, Mapping>([
  ['ACCOUNT_MOVED_BETWEEN_OUS', (event) => scoped('an account was moved', account(event))],
  ['ACCOUNT_REMOVED_FROM_ORGANIZATION', (event) => notify('an account has left the organization', account(event))],
  ['SCP_UPDATED', (event) => notify(`a policy of Control Tower was edited${policy(event)}`, place(event))],
  ['SCP_DETACHED_FROM_OU', (event) => notify(`a policy of Control Tower was detached${policy(event)}`, place(event))],
  // It is not there any more: no scope holds it.
  ['ORGANIZATIONAL_UNIT_DELETED', () => full('a registered unit was deleted')],
  [
    'SECURITY_HUB_CONTROL_DISABLED',
    (event) => notify(`Security Hub no longer has a control${control(event)}`, account(event)),
  ],
  ['CONTROL_INEFFECTIVE', (event) => notify(`a control has no effect${control(event)}`, target(event) ?? place(event))],
  ['TRUSTED_ACCESS_DISABLED', () => full('trusted access of Control Tower was switched off')],
]);

export function driftScope(event: LifecycleEvent): EventScope {
  const mapping = DRIFT.get(event.name);
  return mapping ? mapping(event) : unknown(`no rule for drift of the type ${event.name || 'that it does not say'}`);
}

/** `accountId` on EventBridge, `AccountId` on SNS. */
function field({ detail }: LifecycleEvent, name: string): string | undefined {
  return textAt(detail, name) ?? textAt(detail, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}

const account = (event: LifecycleEvent): string | undefined => termOf(field(event, 'accountId'));
const target = (event: LifecycleEvent): string | undefined => termOf(field(event, 'targetIdentifier'));
const place = (event: LifecycleEvent): string | undefined =>
  termOf(field(event, 'organizationalUnitId')) ?? account(event);

function policy(event: LifecycleEvent): string {
  const name = field(event, 'policyName') ?? field(event, 'policyId');
  return name === undefined ? '' : ` (${name})`;
}

function control(event: LifecycleEvent): string {
  const name = field(event, 'controlName') ?? field(event, 'controlId');
  return name === undefined ? '' : ` (${name})`;
}
