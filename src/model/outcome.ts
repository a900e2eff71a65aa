import type { Address } from './address.js';
import type { Action } from './change.js';

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
  /** What there is to say although it is done: how long an account took to be ready. */
  readonly note?: string;
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
