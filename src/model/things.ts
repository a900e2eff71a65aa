import type { Address, JsonObject, NodeName, OnDrift, Origin } from './address.js';
import type { Reason } from './change.js';

export interface Desired<Spec = JsonObject> {
  readonly address: Address;
  readonly spec: Spec;
  readonly origin: Origin;
  /** Take over what exists although it differs (`adopt: true`). */
  readonly adopt?: boolean;
  /** The manifest asks in so many words that this must not be (`state: off`, `replaces: FullAWSAccess`). */
  readonly absent?: boolean;
  /** The manifest refers to what must exist already (`existing: true`): it is never created. */
  readonly existing?: boolean;
  /** Another address that this one takes the place of where AWS cannot move it (a unit under another parent). */
  readonly was?: Address;
  /** Beyond what the spec needs: this must be done first, and must have worked. */
  readonly needs?: readonly Address[];
  /** This must be over first, whatever came of it: the order of attachments. */
  readonly after?: readonly Address[];
  /** How what the manifest says was compiled to this, where that is not plain to see. */
  readonly note?: string;
  /** Why it changes, where it is not simply that the manifest says so. */
  readonly why?: Reason;
  /**
   * What it is held for although it is as declared: said beside a change of it, and as a notice where there is none.
   * With `absent`: why it stays for now; nothing is removed.
   */
  readonly held?: string;
  /** What to do about drift inside the thing, for kinds where mending it reaches far; absent = what the kind thinks best. */
  readonly onDrift?: OnDrift;
}

/**
 * What the manifest says about names: with it a saved plan can be applied without the manifest.
 * Keys and old names are the user's own words, not ids that AWS gave.
 */
export interface NameHints {
  /** By manifest key. */
  readonly accounts: {
    readonly [key: string]: { readonly id?: string; readonly email?: string; readonly name?: string };
  };
  /** New address -> the old name (or, for units, the old path) that `was:` gives. */
  readonly was: { readonly [address: Address]: string };
}

export type ManagedBy = 'us' | 'control-tower' | 'aws' | 'someone-else' | 'nobody';

/** `frozen`: AWS accepts no change to it (a suspended account). */
export type Condition = 'settled' | 'running' | 'failed' | 'drifted' | 'frozen';

export interface Live<Spec = JsonObject> {
  readonly address: Address;
  readonly spec: Spec;
  /** The AWS id. Stays at the edges: never compared, never in a plan. */
  readonly id?: string;
  readonly managedBy: ManagedBy;
  /** Who owns it where that is somebody else and known: another manifest's name, a tool. */
  readonly owner?: string;
  readonly condition: Condition;
  /** What a running operation is polled with. */
  readonly token?: string;
  /** Said in notices and problems: `SUSPENDED`, `last operation failed: ...`. */
  readonly detail?: string;
  /** Only that it exists was read; the spec's content is not known (somebody else's policy text). */
  readonly partial?: boolean;
  /** A closer look found that what was assumed is not there. */
  readonly gone?: boolean;
  /**
   * A closer look at the whole plan found what its other changes make of this thing, which itself is as declared:
   * `repair`: it must be mended after them; `expect`: AWS does it by itself, and it is awaited; `remove`: it goes with
   * what it stands on.
   */
  readonly consequence?: 'repair' | 'expect' | 'remove';
  /** Drift that the manifest wants reported and not repaired (`onDrift: report`), in words: said, nothing planned. */
  readonly reported?: string;
}

/** What only a look into an account can tell: guards judge what follows from it. */
export interface Lacking {
  readonly what: 'config-recorder';
  readonly account: NodeName;
  readonly region: string;
  /** `none`: there is no such thing; `stopped`: it is there and does nothing; `unread`: nobody could look. */
  readonly state: 'none' | 'stopped' | 'unread';
  /** Why nobody could look: AWS's error code. */
  readonly reason?: string;
}
