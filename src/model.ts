/**
 * Every noun that more than one folder uses. Imports nothing.
 *
 * One law shapes it: the same noun stands on both sides. What the manifest asks for and what AWS has are one `Spec`
 * type in the manifest's words; AWS ids appear only where a read turns them into names and a step turns names into ids.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** `unit:Workloads/Prod`, `account:payments-prod`, `policy-attachment:scp/deny-leave@unit:Workloads`. */
export type Address = `${string}:${string}`;

/** A place in the organization's tree. The root is the only place without a prefix: there is exactly one. */
export type NodeName = 'root' | `unit:${string}` | `account:${string}`;

/** Where in the manifest something was written. Line and column count from 1; the file is relative to the manifest's folder. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  /** Stable, kebab-case: `towerctl explain CODE` tells more. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly address?: Address;
  readonly origin?: Origin;
}

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
  /** What to do about drift inside the thing, for kinds where mending it reaches far; absent = what the kind thinks best. */
  readonly onDrift?: OnDrift;
}

/** `report`: said, never mended. `reset`: repaired in place. `replace`: taken away and made anew, where AWS repairs nothing. */
export type OnDrift = 'report' | 'reset' | 'replace';

/** The landing zone of Control Tower as it is: other things stand on it, and this version changes nothing about it. */
export interface LandingZoneFacts {
  readonly version: string;
  readonly latestVersion?: string;
  readonly status: 'ACTIVE' | 'PROCESSING' | 'FAILED';
  readonly drifted: boolean;
  readonly governedRegions: readonly string[];
  /** Accounts that move into a registered unit are enrolled by Control Tower itself. */
  readonly autoEnroll: boolean;
  /** Identity Center is managed by the landing zone: a registered unit is told of it. */
  readonly identityCenter: boolean;
  /** The Config integration: without it no unit can be registered. */
  readonly config: boolean;
  /** The Backup integration: without it no unit is backed up. */
  readonly backup: boolean;
  /** Units that hold the accounts of the landing zone itself. */
  readonly securityUnits: readonly NodeName[];
  /** Its newest operation that has not ended: nothing else is begun meanwhile. */
  readonly operation?: { readonly id: string; readonly type: string };
}

/**
 * What the landing zone is known to be. `none`: this organization has none (or not in this home Region); `unknown`: it
 * could not be read.
 */
export type LandingZone =
  | ({ readonly state: 'there' } & LandingZoneFacts)
  | { readonly state: 'none' }
  | { readonly state: 'unknown'; readonly reason: string };

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
  | 'automatic';

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
    | { readonly action: 'adopt'; readonly from: Spec; readonly to: Spec; readonly fields: readonly FieldChange[] }
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

export interface Allowance {
  readonly code: string;
  /** An address; `*` at its end stands for anything. */
  readonly at: string;
  readonly reason: string;
  /** ISO date: the allowance holds up to and including this day (UTC). */
  readonly until?: string;
  readonly origin: Origin;
}

/** The `guards:` section of the manifest. */
export interface GuardSettings {
  /** More removals than this in one plan need an allowance. */
  readonly maxRemovals: number;
  /** Principals that must be able to act after every change, beside the built-in ones: ARN patterns and what they need. */
  readonly protectedPrincipals: readonly { readonly arn: string; readonly actions: readonly string[] }[];
  /** Overrides of dated quota data, by policy type: `{ scp: { size: 5120, perTarget: 5 } }`. */
  readonly quotas: Readonly<
    Record<
      string,
      {
        readonly size?: number | undefined;
        readonly perTarget?: number | undefined;
        readonly perOrganization?: number | undefined;
      }
    >
  >;
  readonly allow: readonly Allowance[];
}

/**
 * One entry of a `targets:` or `exclude:` list: `root`, `Workloads/Prod`, `Workloads/**`, `account:payments`,
 * `management`, or a selection of its own. Named selectors have been replaced by what they stand for.
 */
export type Target = string | Selector;

export interface Selector {
  /** Absent = every account of the organization. */
  readonly targets?: readonly Target[] | undefined;
  /** Only accounts that carry each of these tags, with one of these values. */
  readonly tags?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly exclude?: readonly Target[] | undefined;
}

/** What a section selects: its `targets:` without its `exclude:`. */
export interface Selection {
  readonly targets: readonly Target[];
  readonly exclude?: readonly Target[] | undefined;
}

/** How many of something AWS limits are used, before and after the plan. */
export interface QuotaUse {
  /** `SCP Workloads/Prod`, `policies of type rcp`. */
  readonly subject: string;
  readonly before: number;
  readonly after: number;
  readonly limit: number;
  /** True where the limit itself could not be confirmed from a source. */
  readonly unconfirmed?: boolean;
}

export interface Estimate {
  /** Seconds, best and worst case, at the pace the plan was made for. */
  readonly low: number;
  readonly high: number;
  /** API calls that write. */
  readonly writes: number;
  /** The address whose chain takes longest. */
  readonly longest?: Address;
}

export interface Plan {
  readonly format: 1;
  /** Digest of the plan that this one takes back. */
  readonly undoes?: string;
  readonly engine: string;
  readonly manifest: { readonly name: string; readonly digest: string };
  readonly organizationId: string;
  /** Where Control Tower is asked; absent where the plan has nothing to do with it. */
  readonly homeRegion?: string;
  /** The scope expressions it was limited to; empty = everything. */
  readonly scope: readonly string[];
  readonly changes: readonly Change[];
  readonly unknown: readonly Unknown[];
  readonly problems: readonly Problem[];
  /** The allowances that were used to let something pass. */
  readonly allowed: readonly Allowance[];
  /** Sections that are absent from the manifest: not read, not removed. */
  readonly unmanaged: readonly string[];
  readonly quotas: readonly QuotaUse[];
  /** How many accounts the changes reach, of how many there are. */
  readonly reach: { readonly accounts: number; readonly of: number };
  readonly estimate: Estimate;
  readonly names: NameHints;
  readonly guards: { readonly passed: readonly string[] };
}

export type Progress =
  /** `lacking`: what was done does not reach everything it should: said at the end, while what needs it goes on. */
  | { readonly state: 'done'; readonly id?: string; readonly lacking?: string }
  | { readonly state: 'running'; readonly token: string; readonly detail?: string }
  | { readonly state: 'failed'; readonly problem: string };

export type OutcomeState = 'done' | 'already-so' | 'failed' | 'skipped' | 'interrupted' | 'settling';

/** What became of one change. */
export interface Outcome {
  readonly address: Address;
  readonly action: Action;
  readonly state: OutcomeState;
  /** Why it failed, what it waited for in vain, or what is lacking although it was done. */
  readonly problem?: string;
  /** Clock milliseconds. */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export interface ApplyResult {
  readonly outcomes: readonly Outcome[];
  /** `complete`: all done; `incomplete`: something failed, was skipped or interrupted. */
  readonly state: 'complete' | 'incomplete';
  readonly startedAt: number;
  readonly endedAt: number;
}

/** How often each API was called in a run, and how often AWS asked to slow down. */
export interface CallCount {
  /** `organizations:ListAccounts`. */
  readonly api: string;
  readonly calls: number;
  readonly throttled: number;
}
