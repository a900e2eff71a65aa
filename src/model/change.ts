import type { Address, Json, JsonObject, Origin } from './address.js';

export interface FieldChange {
  /** Dotted path inside the spec: `tags.owner`, `document.Statement[0].Action`. */
  readonly path: string;
  readonly from?: Json;
  readonly to?: Json;
}

/** A fact about something the plan does not change but relies on: it must still be so when the plan is applied. */
export interface Fingerprint {
  readonly address: Address;
  /** sha256 of the canonical live spec, the first 16 hexadecimal digits. */
  readonly digest: string;
}

export type Reason =
  | 'declared'
  | 'drift'
  | 'changed'
  | 'renamed'
  | 'undeclared'
  | 'foreign'
  | 'held'
  | 'outside-scope'
  | 'removed'
  | 'failed'
  | 'running'
  | 'automatic'
  /** What it was held for has come: an account leaves its quarantine. */
  | 'ready';

interface ChangeBase {
  readonly address: Address;
  /** Name of the kind. */
  readonly kind: string;
  /** Done before this one; when one of them fails this one is not attempted. */
  readonly needs: readonly Address[];
  /** Finished before this one starts, whatever came of it. */
  readonly after: readonly Address[];
  readonly reads: readonly Fingerprint[];
  readonly why: Reason;
  readonly origin?: Origin;
  /** How what the manifest says was compiled to this, where that is not plain to see. */
  readonly note?: string;
}

export type Change<Spec = JsonObject> = ChangeBase &
  (
    | { readonly action: 'create'; readonly to: Spec }
    | { readonly action: 'update'; readonly from: Spec; readonly to: Spec; readonly fields: readonly FieldChange[] }
    | { readonly action: 'replace'; readonly from: Spec; readonly to: Spec; readonly fields: readonly FieldChange[] }
    | { readonly action: 'remove'; readonly from: Spec; readonly detail?: string }
    | {
        readonly action: 'adopt';
        readonly from: Spec;
        readonly to: Spec;
        readonly fields: readonly FieldChange[];
        readonly detail?: string;
      }
    | { readonly action: 'repair'; readonly from: Spec; readonly to: Spec; readonly detail?: string }
    | { readonly action: 'wait'; readonly to: Spec; readonly token?: string }
    /** AWS does it by itself: awaited and verified, never written. */
    | { readonly action: 'expect'; readonly to: Spec; readonly detail?: string }
    /** Not touched, but said. Never makes a plan non-empty. */
    | { readonly action: 'notice'; readonly from?: Spec; readonly detail?: string }
  );

export type Action = Change['action'];

/** A kind (or one address of it) that could not be read. Nothing is created or removed on the strength of it. */
export interface Unknown {
  readonly kind: string;
  readonly address?: Address;
  readonly reason: string;
  /** The IAM action that is missing, where that is the reason. */
  readonly missingPermission?: string;
}
