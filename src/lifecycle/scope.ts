import { callerOf, isControlTower, isOwn } from './caller.js';
import { controlTowerCall, LIFECYCLE } from './control-tower.js';
import { driftScope } from './drift.js';
import { type LifecycleEvent, readEvent } from './event.js';
import { type EventScope, ignore, unknown } from './event-scope.js';
import { iamScope, identityCenterScope } from './identity.js';
import { organizationsScope } from './organizations.js';
import { textAt } from './value.js';

export interface ScopeContext {
  /** Roles that towerctl itself acts with, by name or ARN: what they call starts nothing. */
  readonly ownRoles: readonly string[];
}

/** Names of the roles that the pipeline acts with. */
export const OWN_ROLES: readonly string[] = ['TowerctlApply', 'TowerctlAudit', 'TowerctlPlan'];

/** Calls by which policies change: Control Tower's own are told of by its lifecycle events. */
const POLICY_CALL = /Policy(Type)?$/;

/**
 * What follows from an event. Pure and total: whatever it is given, it answers, and what it does not know is `unknown`.
 * Events are hints, delivered at least once and in no order: the run that follows reads AWS and believes nothing else.
 */
export function scopeOf(value: unknown, context: ScopeContext): EventScope {
  const event = readEvent(value);
  if (!event) return unknown('this is no event of EventBridge and no notification of drift');
  if (event.form === 'drift' || event.form === 'drift-message') return driftScope(event);
  if (event.form === 'call') return callScope(event, context);
  if (event.form === 'service') return serviceScope(event);
  return unknown(`no rule for events of the sort "${event.name}" from ${event.source}`);
}

function serviceScope(event: LifecycleEvent): EventScope {
  if (event.source === 'aws.organizations') return organizationsScope(event);
  const mapping = event.source === 'aws.controltower' ? LIFECYCLE.get(event.name) : undefined;
  if (mapping) return mapping(event);
  return unknown(`no rule for the service event ${event.name || 'without a name'} from ${event.source}`);
}

function callScope(event: LifecycleEvent, { ownRoles }: ScopeContext): EventScope {
  const refused = textAt(event.detail, 'errorCode');
  if (refused !== undefined) return ignore(`${event.name} was refused (${refused}): nothing has changed`);
  if (event.detail['readOnly'] === true) return ignore(`${event.name} only reads`);
  const caller = callerOf(event);
  if (isOwn(caller, ownRoles)) return ignore(`${event.name} was called by towerctl itself (${caller.role})`);
  switch (event.source) {
    case 'aws.controltower':
      return controlTowerCall(event);
    case 'aws.organizations':
      return isControlTower(event) && POLICY_CALL.test(event.name)
        ? ignore(`${event.name} was called by Control Tower: its lifecycle event follows`)
        : organizationsScope(event);
    case 'aws.iam':
      return iamScope(event);
    case 'aws.sso':
    case 'aws.identitystore':
    case 'aws.sso-directory':
      return identityCenterScope(event);
    default:
      return unknown(`no rule for the call ${event.name || 'without a name'} from ${event.source}`);
  }
}
