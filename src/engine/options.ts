import type { Aws } from '../aws/session.js';
import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';

export interface EngineOptions {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly listener?: Listener;
  /** Aborted = finish what is in flight and start nothing more. */
  readonly signal?: AbortSignal;
  readonly engineVersion: string;
  /** Percent of the documented rates that the session keeps to: only the estimate needs it. */
  readonly pace?: number | 'off';
}
