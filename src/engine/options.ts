import type { Aws } from '../aws/session.js';
import type { Clock } from '../clock.js';
import type { Listener } from '../events.js';
import type { Lease } from '../lease/lease.js';
import type { AddressHold } from '../model.js';

export interface EngineOptions {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly listener?: Listener;
  /** Aborted = finish what is in flight and start nothing more. */
  readonly signal?: AbortSignal;
  readonly engineVersion: string;
  /** Percent of the documented rates that the session keeps to: only the estimate needs it. */
  readonly pace?: number | 'off';
  /** Checked before each write; lost = the run stops before the next one. Absent = nobody else is thought of. */
  readonly lease?: Lease;
  /** What nobody changes for the time being: told, and not touched. Those that have ended do nothing. */
  readonly holds?: readonly AddressHold[];
}
