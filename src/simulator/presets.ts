import type { RateSettings } from './rates.js';
import type { WorldSettings } from './world.js';

/** What a preset decides: everything of a simulator but who it belongs to, its clock and its seed. */
export interface Behaviour extends Partial<Omit<WorldSettings, 'accountId'>> {
  readonly rates?: Partial<RateSettings>;
  /** Milliseconds of the clock between a request's arrival and its work. */
  readonly latencyMs?: number;
  /** Whether the second of two writes in flight at once is answered with the service's conflict. */
  readonly overlappingWrites?: 'refused' | 'accepted';
}

/** Everything happens at once, pages are full, nothing is throttled: for people who try a manifest. */
export const kind: Behaviour = {
  emptyPages: false,
  pace: { kind: 'immediate' },
  lagMs: 0,
  tagIndexLagMs: 0,
  rates: { speed: 'off' },
  latencyMs: 0,
  overlappingWrites: 'refused',
};

/** As AWS is on an ordinary day, as far as it is known: for runs on the virtual clock, where waiting costs nothing. */
export const lifelike: Behaviour = {
  emptyPages: false,
  pace: { kind: 'time', ms: 3_000 },
  durations: 'observed',
  // Between two runs with one state file, time may stand still: what lags would then lag for good.
  lagMs: 0,
  tagIndexLagMs: 0,
  rates: { speed: 1 },
  latencyMs: 40,
  overlappingWrites: 'refused',
};

/** As awkward as AWS may be, and reproducibly so: for tests on the virtual clock. */
export const unkind: Behaviour = {
  pageSize: 2,
  emptyPages: true,
  pace: { kind: 'polls', polls: 2 },
  lagMs: 2_000,
  tagIndexLagMs: 3_000,
  rates: { speed: 'off', everyNth: 5 },
  latencyMs: 20,
  overlappingWrites: 'refused',
};
