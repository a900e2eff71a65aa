import type { Names } from './kind.js';
import type { Address, ApplyResult, CallCount, Change, Outcome, Plan } from './model.js';

/**
 * What the engine says while it works. It never prints: the CLI turns events into a live view or plain lines, tests
 * record them. `at` is clock milliseconds.
 */
export type EngineEvent =
  | { readonly code: 'read-started'; readonly at: number; readonly kind: string }
  | { readonly code: 'read-finished'; readonly at: number; readonly kind: string; readonly found: number }
  | { readonly code: 'plan-ready'; readonly at: number; readonly changes: number }
  | { readonly code: 'undo-written'; readonly at: number; readonly file: string }
  | { readonly code: 'apply-started'; readonly at: number; readonly changes: number }
  | { readonly code: 'change-started'; readonly at: number; readonly change: Change }
  | { readonly code: 'step-started'; readonly at: number; readonly address: Address; readonly step: string }
  | {
      readonly code: 'step-waiting';
      readonly at: number;
      readonly address: Address;
      readonly step: string;
      readonly detail?: string;
    }
  | {
      readonly code: 'retrying';
      readonly at: number;
      readonly address: Address;
      readonly step: string;
      readonly because: string;
      readonly inMs: number;
    }
  | {
      readonly code: 'change-finished';
      readonly at: number;
      readonly change: Change;
      readonly outcome: Outcome;
      readonly done: number;
      readonly of: number;
    }
  | { readonly code: 'settling'; readonly at: number; readonly addresses: readonly Address[] }
  /** Somebody acts as the root user of a member account. It never holds a secret. */
  | {
      readonly code: 'root-task';
      readonly at: number;
      readonly task: string;
      readonly account: Address;
      /** A bucket, a queue; absent = the account itself. */
      readonly target?: string;
      /** The ARN of whoever runs it. */
      readonly by: string;
      readonly state: 'started' | 'done' | 'failed';
      readonly problem?: string;
    }
  /** Another run may write; this one waits in the queue. Said once for each holder. */
  | {
      readonly code: 'lease-waiting';
      readonly at: number;
      /** Run id. */
      readonly holder: string;
      readonly source: string;
      /** ISO time by the holder's clock. */
      readonly since: string;
      readonly fence: number;
    }
  | {
      readonly code: 'lease-taken';
      readonly at: number;
      readonly fence: number;
      /** The run that it was taken from, and why. */
      readonly from?: string;
      readonly reason?: string;
    }
  /** Nothing more is written. */
  | { readonly code: 'lease-lost'; readonly at: number; readonly fence: number; readonly because: string }
  | { readonly code: 'apply-finished'; readonly at: number; readonly result: ApplyResult };

export type Listener = (event: EngineEvent) => void;

/** What a plan run hands back: the value, and how it was come by (which is not part of the value). */
export interface PlanRun {
  readonly plan: Plan;
  /** The first 8 hexadecimal digits name the plan; apply checks all 64. */
  readonly digest: string;
  readonly seconds: number;
  readonly calls: readonly CallCount[];
  /** When it was made, in clock milliseconds: a report tells the age of what the plan gives a date. */
  readonly at?: number;
  /** Names for ids inside documents: what is the organization's own is told apart from what is not. */
  readonly names?: Pick<Names, 'symbolic'>;
}
