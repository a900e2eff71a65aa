import { accountClosure } from './account-closure.js';
import { accountEmail } from './account-email.js';
import { accountQuota } from './account-quota.js';
import { administratorAccess } from './administrator-access.js';
import { attachmentQuota } from './attachment-quota.js';
import { baselineRefused } from './baseline-refused.js';
import { configRecorderMissing } from './config-recorder-missing.js';
import { configRecorderUnread } from './config-recorder-unread.js';
import { configRuleQuota } from './config-rule-quota.js';
import { conformancePackQuota } from './conformance-pack-quota.js';
import { controlUnregisteredUnit } from './control-unregistered-unit.js';
import { declarativeSyntax } from './declarative-syntax.js';
import { delegatedAdministratorRefused } from './delegated-administrator-refused.js';
import { delegatedAdministratorReplaced } from './delegated-administrator-replaced.js';
import { deregistrationRefused } from './deregistration-refused.js';
import { detectiveNeedsConfig } from './detective-needs-config.js';
import { directoryGroupAssigned } from './directory-group-assigned.js';
import { foundationalUnit } from './foundational-unit.js';
import { fullAccessDetach } from './full-access-detach.js';
import type { Guard, GuardInput } from './guard.js';
import { landingZoneRefused } from './landing-zone-refused.js';
import { landingZoneRegionRemoved } from './landing-zone-region-removed.js';
import { landingZoneUnits } from './landing-zone-units.js';
import { landingZoneUpgrade } from './landing-zone-upgrade.js';
import { landingZoneWeakened } from './landing-zone-weakened.js';
import { lastScp } from './last-scp.js';
import { lockout } from './lockout.js';
import { lossOfProtection } from './loss-of-protection.js';
import { managementAccountAccess } from './management-account-access.js';
import { permissionSetQuota } from './permission-set-quota.js';
import { permissionSetSize } from './permission-set-size.js';
import { policyCount } from './policy-count.js';
import { policySize } from './policy-size.js';
import { policyTypeDisable } from './policy-type-disable.js';
import { policyTypeOff } from './policy-type-off.js';
import { rcpDefault } from './rcp-default.js';
import { rcpLanguage } from './rcp-language.js';
import { recorderNeedsExecutionRole } from './recorder-needs-execution-role.js';
import { regionDenyGoverned } from './region-deny-governed.js';
import { rootAccessOff } from './root-access-off.js';
import { rootDeny } from './root-deny-exempts-assume-root.js';
import { rootKeyInUse } from './root-key-in-use.js';
import { rootRecovery } from './root-recovery.js';
import { rootUserControl } from './root-user-control.js';
import { type GuardResult, runGuardList } from './run.js';
import { scpLanguage } from './scp-language.js';
import { scpWithoutEffect } from './scp-without-effect.js';
import { stackSetQuota } from './stack-set-quota.js';
import { stackSetReplaced } from './stack-set-replaced.js';
import { tooManyRemovals } from './too-many-removals.js';
import { trustOutsideOrganization } from './trust-outside-organization.js';
import { trustedAccessInUse } from './trusted-access-in-use.js';
import { twoOwners } from './two-owners.js';
import { unitNotEmpty } from './unit-not-empty.js';
import { unitReparent } from './unit-reparent.js';

/** In the order in which their findings are read: what AWS would refuse first, then what would hurt. */
export const GUARDS: readonly Guard[] = [
  policySize,
  policyCount,
  attachmentQuota,
  accountQuota,
  accountEmail,
  scpLanguage,
  rcpLanguage,
  declarativeSyntax,
  permissionSetSize,
  permissionSetQuota,
  policyTypeOff,
  lastScp,
  rcpDefault,
  fullAccessDetach,
  lockout,
  rootDeny,
  rootUserControl,
  controlUnregisteredUnit,
  detectiveNeedsConfig,
  regionDenyGoverned,
  recorderNeedsExecutionRole,
  configRecorderMissing,
  configRecorderUnread,
  configRuleQuota,
  conformancePackQuota,
  delegatedAdministratorRefused,
  stackSetQuota,
  stackSetReplaced,
  twoOwners,
  administratorAccess,
  trustOutsideOrganization,
  lossOfProtection,
  policyTypeDisable,
  trustedAccessInUse,
  delegatedAdministratorReplaced,
  rootAccessOff,
  rootKeyInUse,
  rootRecovery,
  landingZoneRefused,
  landingZoneUpgrade,
  landingZoneWeakened,
  landingZoneRegionRemoved,
  landingZoneUnits,
  foundationalUnit,
  unitNotEmpty,
  baselineRefused,
  deregistrationRefused,
  unitReparent,
  accountClosure,
  directoryGroupAssigned,
  tooManyRemovals,
  managementAccountAccess,
  scpWithoutEffect,
];

/**
 * Judges a plan. `today` is an ISO date (UTC): allowances hold up to and including their `until`.
 * Error problems mean that the plan is refused (exit 4).
 */
export function runGuards(input: GuardInput, today: string): GuardResult {
  return runGuardList(GUARDS, input, today);
}

/** What `towerctl explain CODE` tells; undefined for an unknown code. */
export function explainGuard(code: string): Guard | undefined {
  return GUARDS.find((guard) => guard.code === code);
}

export type { GuardResult } from './run.js';
