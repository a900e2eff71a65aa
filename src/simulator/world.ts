import type { Clock } from '../clock.js';
import type { Json, JsonObject } from '../model.js';

/** How long AWS's slow operations take: not at all, until they were asked after `polls` times, or by the clock. */
export type Pace =
  | { readonly kind: 'immediate' }
  | { readonly kind: 'polls'; readonly polls: number }
  | { readonly kind: 'time'; readonly ms: number };

export interface WorldSettings {
  /** The management account, 12 digits: every caller acts as it. */
  readonly accountId: string;
  /** Caps every page below AWS's own page size. */
  readonly pageSize?: number;
  /** A list call answers an empty page with a NextToken now and then, as AWS may. Decided by the seeded `random`. */
  readonly emptyPages: boolean;
  readonly pace: Pace;
  /** Under a pace of time: whether everything slow takes that long, or what has been timed at AWS takes what it took there. */
  readonly durations: 'uniform' | 'observed';
  /** List reads show a write only after this many milliseconds; 0 = at once. */
  readonly lagMs: number;
  /** The tagging index is rebuilt so many milliseconds apart and answers from its last build; 0 = always fresh. */
  readonly tagIndexLagMs: number;
  /** Service control policy quotas doubled on 2026-05-15. */
  readonly quotas: 'current' | 'before-2026-05-15';
  /** Whether members that AWS added late (`Paths`, `Path`) are answered. */
  readonly emitPaths: boolean;
  /** Whether the deprecated account `Status` is answered beside `State`. */
  readonly emitStatus: boolean;
  /** Whether a policy of a type that is not enabled yet can be created: AWS's pages disagree. */
  readonly createBeforeEnable: 'accepted' | 'refused';
}

export const DEFAULT_SETTINGS: WorldSettings = {
  accountId: '123456789012',
  emptyPages: false,
  pace: { kind: 'immediate' },
  durations: 'uniform',
  lagMs: 0,
  tagIndexLagMs: 0,
  quotas: 'current',
  emitPaths: true,
  emitStatus: true,
  createBeforeEnable: 'accepted',
};

/** Something AWS does slowly. Ask `done` once a poll: asking is what makes time pass under a pace of polls. */
export interface PendingOperation {
  readonly key: string;
  /** Clock milliseconds. */
  readonly startedAt: number;
  /** Clock milliseconds before which it is not finished. */
  readonly endsAt: number;
  /** One poll: true once the operation is finished, and from then on. */
  done(): boolean;
  /** The same answer without counting as a poll. */
  isDone(): boolean;
}

interface OperationRecord {
  readonly startedAt: number;
  /** Clock milliseconds. */
  readonly endsAt: number;
  pollsLeft: number;
}

interface Snapshot {
  readonly format: 1;
  readonly now: number;
  readonly random: number;
  readonly states: JsonObject;
  readonly operations: Readonly<Record<string, OperationRecord>>;
}

/**
 * The facts that all simulated services share. Every service keeps its state here under its name, as plain JSON, so
 * that a world can be saved, loaded and reset as a whole. Ask `state()` anew in every operation: a restore replaces it.
 */
export class World {
  readonly settings: WorldSettings;
  readonly clock: Clock;
  /** Deterministic: 0 <= x < 1, the same sequence for the same seed and the same calls. */
  readonly random: () => number;
  readonly #seed: number;
  #randomState: number;
  readonly #states = new Map<string, unknown>();
  readonly #operations = new Map<string, OperationRecord>();

  constructor(clock: Clock, settings: Partial<WorldSettings> = {}, randomSeed = 1) {
    this.clock = clock;
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    this.#seed = randomSeed;
    this.#randomState = randomSeed;
    this.random = () => this.#nextRandom();
  }

  /** The state of a service, made by `create` when it is first asked for. Must survive JSON. */
  state<T>(service: string, create: () => T): T {
    if (!this.#states.has(service)) this.#states.set(service, create());
    return this.#states.get(service) as T;
  }

  /** Replaces what a service knows, for seeds. */
  setState<T>(service: string, state: T): void {
    this.#states.set(service, state);
  }

  /** Begins (or begins again) the slow operation `key`, finished as the pace says; `at` is when it began, if not now. */
  startOperation(key: string, pace: Pace = this.settings.pace, at = this.clock.now()): PendingOperation {
    const record = {
      startedAt: at,
      endsAt: pace.kind === 'time' ? at + pace.ms : at,
      pollsLeft: pace.kind === 'polls' ? pace.polls : 0,
    };
    this.#operations.set(key, record);
    return this.#pending(key, record);
  }

  /** The operation that `startOperation(key)` began, also after a restore; undefined when there never was one. */
  operation(key: string): PendingOperation | undefined {
    const record = this.#operations.get(key);
    return record && this.#pending(key, record);
  }

  /** Forgets an operation that nobody will ask after again. */
  endOperation(key: string): void {
    this.#operations.delete(key);
  }

  /** Back to an empty world with the same settings; the clock goes on. */
  clear(): void {
    this.#states.clear();
    this.#operations.clear();
    this.#randomState = this.#seed;
  }

  /** Everything that happened here, as plain JSON of its own: later changes do not reach it. */
  snapshot(): JsonObject {
    const snapshot = {
      format: 1,
      now: this.clock.now(),
      random: this.#randomState,
      states: Object.fromEntries(this.#states),
      operations: Object.fromEntries(this.#operations),
    };
    return JSON.parse(JSON.stringify(snapshot)) as JsonObject;
  }

  /** Throws a plain Error when `snapshot` is none; nothing has changed then. */
  restore(snapshot: JsonObject): void {
    if (!isSnapshot(snapshot)) {
      throw new Error('not a saved simulator state: expected an object with format 1, random, states and operations');
    }
    const copy = JSON.parse(JSON.stringify(snapshot)) as Snapshot;
    this.#states.clear();
    this.#operations.clear();
    for (const [service, state] of Object.entries(copy.states)) this.#states.set(service, state);
    for (const [key, record] of Object.entries(copy.operations)) this.#operations.set(key, record);
    this.#randomState = copy.random;
  }

  #pending(key: string, record: OperationRecord): PendingOperation {
    const isDone = (): boolean => record.pollsLeft <= 0 && this.clock.now() >= record.endsAt;
    const done = (): boolean => {
      const finished = isDone();
      if (!finished && record.pollsLeft > 0) record.pollsLeft -= 1;
      return finished;
    };
    return { key, startedAt: record.startedAt, endsAt: record.endsAt, done, isDone };
  }

  /** mulberry32: one 32-bit word of state, which a snapshot can carry. */
  #nextRandom(): number {
    this.#randomState = (this.#randomState + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#randomState ^ (this.#randomState >>> 15), 1 | this.#randomState);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

function isSnapshot(value: JsonObject): boolean {
  const isObject = (member: Json | undefined): boolean =>
    typeof member === 'object' && member !== null && !Array.isArray(member);
  return (
    value['format'] === 1 &&
    typeof value['random'] === 'number' &&
    isObject(value['states']) &&
    isObject(value['operations'])
  );
}
