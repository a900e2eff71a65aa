import type { Address, Change, GuardSettings, JsonObject, Lacking, LandingZone, Problem, QuotaUse } from '../model.js';
import type { Organization } from '../organization.js';

export type { GuardSettings } from '../model.js';

/** The organization at one moment, as far as it is known: before the plan, or after it. */
export interface Picture {
  readonly organization: Organization;
  /** Every known thing by address, in manifest words: `policy:scp/x` -> PolicySpec, `policy-attachment:...` -> AttachmentSpec. */
  readonly specs: ReadonlyMap<Address, { readonly kind: string; readonly spec: JsonObject }>;
}

export interface GuardInput {
  readonly changes: readonly Change[];
  readonly before: Picture;
  readonly after: Picture;
  readonly settings: GuardSettings;
  /** Replaces `${account.x.id}` and the like by the id, or by a stand-in of the same length where there is none yet. */
  readonly expand: (text: string) => string;
  /**
   * What the manifest declares, changed by this plan or not. A rule about how things stand (not about what changes)
   * looks at these; absent = only what the plan creates or changes.
   */
  readonly declared?: ReadonlySet<Address>;
  /** Absent offline, and where nothing of the manifest stands on it. */
  readonly landingZone?: LandingZone;
  /** How many there are of what AWS limits, ours or not (`stack-sets`), where it was read. */
  readonly counts?: Readonly<Record<string, number>>;
  /** What accounts lack that something of the plan stands on, where it was looked for. */
  readonly lacking?: readonly Lacking[];
  /** Where Control Tower lives, as the manifest says. */
  readonly homeRegion?: string;
}

export type Finding = Omit<Problem, 'code' | 'severity'> & { readonly severity?: 'error' | 'warning' };

/** Pure: it looks at a plan and says what is wrong with it. One rule a file. */
export interface Guard {
  readonly code: string;
  readonly title: string;
  /** For `towerctl explain CODE`: why the rule exists, with its source. Markdown. */
  readonly reason: string;
  /** For `towerctl explain CODE`: what an allowance means, or why there is none. */
  readonly allowance: string;
  /** A finding that no allowance can let pass: AWS itself would refuse. */
  readonly absolute?: boolean;
  /**
   * It looks at what a plan writes and will look again whenever that is written anew: an allowance is not idle as long as
   * the thing it is for is there.
   */
  readonly lasting?: boolean;
  check(input: GuardInput): Iterable<Finding>;
  /** Numbers for the plan's "Slots" block. */
  quotas?(input: GuardInput): Iterable<QuotaUse>;
}
