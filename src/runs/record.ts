import type { AnsweredCall } from '../aws/session.js';
import { isWrite } from '../aws/writes.js';
import type { RunSource } from '../lease/lease.js';
import type { Action, ApplyResult, Outcome, Plan } from '../model.js';

/**
 * `running`: begun, and not ended (or killed). `planned`: planned, nothing to be applied by this run. `no-changes`: there
 * was nothing to do. `refused`: the plan had problems, or nobody approved it. `lease-lost`: stopped before its next write.
 */
export type RunResult =
  | 'running'
  | 'planned'
  | 'no-changes'
  | 'complete'
  | 'incomplete'
  | 'refused'
  | 'lease-lost'
  | 'failed';

/** What a run leaves: `runs/RUN-ID/record.json`. Times are ISO (UTC) of the run's clock. */
export interface RunRecord {
  readonly format: 1;
  readonly runId: string;
  readonly source: RunSource;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly manifest: { readonly name: string; readonly digest: string };
  /** Version of towerctl. */
  readonly engine: string;
  /** SHA-256 of the ZIP file that it came in, 64 hexadecimal digits; absent = it was not checked by one. */
  readonly engineDigest?: string;
  readonly commit?: string;
  readonly author?: string;
  readonly approver?: string;
  /** All 64 digits. */
  readonly planDigest?: string;
  readonly result: RunResult;
  /** Why it failed or was refused. */
  readonly problem?: string;
  /** How many changes of each action the plan has. */
  readonly counts: Readonly<Partial<Record<Action, number>>>;
  readonly outcomes: readonly Outcome[];
  /** Of each write: by them AWS support and CloudTrail find it. */
  readonly requestIds: readonly WriteRequest[];
  /** Of the lease that it wrote under. */
  readonly fence?: number;
  /** The lifecycle run whose waiting part this one planned. */
  readonly eventsOf?: string;
  /** What waits for a person was handed over to this execution of the release pipeline. */
  readonly handedTo?: string;
  /** What a second plan found after the apply. */
  readonly verified?: 'CLEAN' | 'DRIFT' | 'UNKNOWN';
  /** How many processes have worked on it: more than one where an apply was continued. */
  readonly parts: number;
}

export interface WriteRequest {
  /** `Organizations:AttachPolicy`. */
  readonly call: string;
  readonly id: string;
}

/** What of a record a run may fill in as it goes. */
export type RunFacts = Omit<
  Partial<RunRecord>,
  'format' | 'runId' | 'source' | 'startedAt' | 'requestIds' | 'parts' | 'endedAt'
>;

/** How a plan stands in a record. */
export function planFacts(plan: Plan, digest: string): Pick<RunRecord, 'planDigest' | 'counts' | 'manifest'> {
  const counts: Partial<Record<Action, number>> = {};
  for (const { action } of plan.changes) counts[action] = (counts[action] ?? 0) + 1;
  return { manifest: plan.manifest, planDigest: digest, counts };
}

export function resultFacts({ outcomes, state }: ApplyResult, isLost: boolean): Pick<RunRecord, 'outcomes' | 'result'> {
  return { outcomes, result: isLost ? 'lease-lost' : state };
}

/** Gathers the request ids of writes, but those of the run about itself. Give `answered` to the session. */
export class RequestLog {
  readonly #bucket: string;
  readonly #writes: WriteRequest[] = [];

  /** `bucket`: the run bucket. */
  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  readonly answered = ({ service, operation, requestId, bucket }: AnsweredCall): void => {
    if (isWrite(operation) && bucket !== this.#bucket)
      this.#writes.push({ call: `${service}:${operation}`, id: requestId });
  };

  get writes(): readonly WriteRequest[] {
    return this.#writes;
  }
}
