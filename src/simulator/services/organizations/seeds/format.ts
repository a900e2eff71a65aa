import { policyType } from '../../../../facts/policy-types.js';
import type { JsonObject } from '../../../../model.js';
import { isPolicyType } from '../quotas.js';

/** The organization that a simulator starts with, as a JSON file describes it (docs/reference/sandbox-seed.md). */
export interface OrganizationsSeed {
  readonly format: 1;
  readonly managementAccount: AccountSeed;
  /** null: the management account is in no organization yet. */
  readonly organization: {
    readonly id: string;
    readonly rootId: string;
    readonly featureSet?: FeatureSet | undefined;
  } | null;
  /** Enabled on the root; the wire's names or the manifest's words. */
  readonly policyTypes?: readonly string[] | undefined;
  readonly trustedAccess?: readonly string[] | undefined;
  readonly delegatedAdministrators?:
    | readonly { readonly account: string; readonly servicePrincipal: string }[]
    | undefined;
  readonly policies?: readonly PolicySeed[] | undefined;
  readonly root?: NodeSeed | undefined;
}

type FeatureSet = 'ALL' | 'CONSOLIDATED_BILLING';
type Tags = Readonly<Record<string, string>>;

export interface TargetSeed {
  readonly tags?: Tags | undefined;
  /** `TYPE/NAME` of policies attached here, in this order, after the defaults of the enabled types. */
  readonly policies?: readonly string[] | undefined;
  /** Without AWS's detachable default policy (FullAWSAccess). */
  readonly withoutDefaults?: boolean | undefined;
}

export interface AccountSeed extends TargetSeed {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state?: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED' | undefined;
  readonly joinedMethod?: 'CREATED' | 'INVITED' | undefined;
  /** ISO 8601. */
  readonly joinedAt?: string | undefined;
}

export interface NodeSeed extends TargetSeed {
  readonly accounts?: readonly AccountSeed[] | undefined;
  readonly units?: readonly UnitSeed[] | undefined;
}

export interface UnitSeed extends NodeSeed {
  readonly name: string;
  /** Made from the unit's path unless given. */
  readonly id?: string | undefined;
}

export interface PolicySeed {
  /** Made from type and name unless given. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly type: string;
  readonly description?: string | undefined;
  /** The text itself, or JSON that is written without white space. */
  readonly content: string | JsonObject;
  readonly tags?: Tags | undefined;
}

/** The wire's name for a policy type that is written either way: `scp`, `SERVICE_CONTROL_POLICY`. */
export function wireType(type: string): string {
  return isPolicyType(type) ? type : policyType(type).wire;
}
