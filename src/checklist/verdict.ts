import type { CallCount, NodeName } from '../model.js';

/**
 * What a row of the target state comes to. `blocked`: another row has to be met first. `unknown`: AWS did not let us
 * see. `not assessed`: this version does not read what the row is about; it never counts as met.
 */
export type Verdict = 'met' | 'partly' | 'not met' | 'blocked' | 'unknown' | 'not assessed';
export const VERDICTS: readonly Verdict[] = ['met', 'partly', 'not met', 'blocked', 'unknown', 'not assessed'];

/** The state of one line of evidence; `note` neither speaks for the row nor against it. */
export type EvidenceState = 'met' | 'not met' | 'unknown' | 'note';

export interface EvidenceLine {
  readonly state: EvidenceState;
  /** One sentence without its end: `leaving the organization is denied, by deny-leave at the root`. */
  readonly text: string;
  /** The accounts, units or services that the line is about, all of them. */
  readonly about?: readonly string[];
  /** True when it is about all that the row counts. */
  readonly every?: boolean;
}

export interface Count {
  readonly met: number;
  readonly of: number;
  /** `account`, `unit`, `service`. */
  readonly noun: string;
}

export interface RowResult {
  readonly verdict: Verdict;
  readonly count?: Count;
  readonly evidence: readonly EvidenceLine[];
  /** What to do, a sentence each. */
  readonly advice: readonly string[];
  /** The lines of a manifest that would do it, YAML. */
  readonly manifest?: string;
  /** IAM actions that were denied: with them the row could be judged. */
  readonly missingPermissions: readonly string[];
}

export interface ChecklistRow extends RowResult {
  /** Stable: the target state's own. */
  readonly id: string;
  readonly title: string;
  /** What the verdict is judged by. */
  readonly judged: string;
}

export interface Checklist {
  /** Absent where there is no organization, or it could not be read. */
  readonly organizationId?: string;
  /** Name of the manifest, where one was given. */
  readonly manifest?: string;
  /** `landing zone 4.0`, `no landing zone`, `not readable`. */
  readonly controlTower: string;
  readonly rows: readonly ChecklistRow[];
  readonly seconds: number;
  readonly calls: readonly CallCount[];
}

/** `unit:Workloads/Prod` -> `Workloads/Prod`, `account:payments` -> `payments`, `root` -> `the root`. */
export function placeLabel(node: NodeName): string {
  return node === 'root' ? 'the root' : node.slice(node.indexOf(':') + 1);
}

/** Rows that a gate (`--fail-on not-met`) lets pass: what is met, and what this version does not read. */
export function passes({ verdict }: Pick<RowResult, 'verdict'>): boolean {
  return verdict === 'met' || verdict === 'not assessed';
}
