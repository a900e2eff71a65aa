import { isLandingZoneSpec, LANDING_ZONE } from '../kinds/landing-zone/spec.js';
import type { Json, JsonObject, NodeName } from '../model.js';
import type { GuardInput } from './guard.js';

/** Where the landing zone says which accounts are its own, and what they are called. */
const ROLES: readonly (readonly [string, string])[] = [
  ['centralizedLogging', 'the log archive account'],
  ['securityRoles', 'the audit account'],
  ['config', 'the audit account'],
];

/** Accounts whose administrators could undo what watches over all others: what each is, by its name. */
export function sensitiveAccounts({ after, landingZone }: GuardInput): ReadonlyMap<NodeName, string> {
  const found = new Map<NodeName, string>();
  for (const { name, management } of after.organization.nodes.values()) {
    if (management === true) found.set(name, 'the management account');
  }
  const live = landingZone?.state === 'there' ? landingZone.settings : undefined;
  const planned = after.specs.get(LANDING_ZONE);
  const declared = planned && isLandingZoneSpec(planned.kind, planned.spec) ? planned.spec : undefined;
  for (const settings of [declared, live]) {
    for (const [integration, what] of ROLES) {
      const account = accountOf(settings, integration);
      if (account !== undefined && !found.has(account)) found.set(account, what);
    }
  }
  return found;
}

function accountOf(settings: JsonObject | undefined, integration: string): NodeName | undefined {
  const value: Json | undefined = settings?.[integration];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const account = (value as JsonObject)['account'];
  return typeof account === 'string' && account.startsWith('account:') ? (account as NodeName) : undefined;
}
