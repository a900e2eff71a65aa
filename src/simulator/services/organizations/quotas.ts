import { POLICY_TYPES, type PolicyTypeFacts, policyType, policyTypeOfWire } from '../../../facts/policy-types.js';
import type { WorldSettings } from '../../world.js';

/** Types that the SDK's enum has and the facts do not describe: sent as JSON, checked by size only. */
const UNDESCRIBED = ['SECURITYHUB_CSPM_POLICY'];

export const WIRE_POLICY_TYPES: readonly string[] = [...POLICY_TYPES.map((type) => type.wire), ...UNDESCRIBED];

/** What a policy type allowed before the service control policy quotas doubled on 2026-05-15. */
const BEFORE_MAY_2026: Readonly<Record<string, Partial<PolicyTypeFacts>>> = {
  SERVICE_CONTROL_POLICY: { size: 5_120, perTarget: 5 },
  RESOURCE_CONTROL_POLICY: { perOrganization: 1_000 },
};

export function isPolicyType(wire: string): boolean {
  return WIRE_POLICY_TYPES.includes(wire);
}

/** Types whose policies merge into an effective policy: every type but SCP and RCP. */
export function hasEffectivePolicy(wire: string): boolean {
  return isPolicyType(wire) && factsOf(wire).language === 'tree';
}

export function factsOf(wire: string, preset: WorldSettings['quotas'] = 'current'): PolicyTypeFacts {
  const facts = policyType(policyTypeOfWire(wire));
  return preset === 'current' ? facts : { ...facts, ...BEFORE_MAY_2026[wire] };
}

/** Source: orgs_reference_limits, October 2026. Days and milliseconds as named. */
export const QUOTA = {
  pageSize: 20,
  unitDepth: 5,
  units: 2_000,
  accounts: 50_000,
  tagsPerResource: 50,
  createAccountsInProgress: 5,
  closeAccountsInProgress: 3,
  /** Closures in 30 days: the larger of this and a fifth of the members, at most `closuresAtMost`. */
  closures: 250,
  closuresAtMost: 1_000,
  /** A created account can leave no sooner than this many days after it joined. */
  daysBeforeLeaving: 4,
  handshakeDays: 15,
  handshakes: 20,
  resourcePolicySize: 40_000,
} as const;

export const DAY_MS = 86_400_000;
