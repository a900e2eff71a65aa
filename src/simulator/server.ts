import type { JsonObject } from '../model.js';
import { ADMIN_PREFIX, answerAdmin } from './admin.js';
import { CallLog } from './calls.js';
import { Faults } from './faults.js';
import { jsonResponse, MAX_BODY_BYTES, type WireRequest, type WireResponse } from './http.js';
import { answerCall } from './pipeline.js';
import { type RateSettings, Rates } from './rates.js';
import type { ServiceDefinition } from './service.js';
import type { World } from './world.js';
import { Writers } from './writers.js';

export interface ServerOptions {
  readonly world: World;
  readonly services: readonly ServiceDefinition<World>[];
  readonly rates: Partial<RateSettings>;
  /** Milliseconds of the clock between a request's arrival and its work. */
  readonly latencyMs: number;
  /** Whether the second of two writes in flight at once is answered with the service's conflict. */
  readonly overlappingWrites: 'refused' | 'accepted';
  /** Puts the world back to what it was seeded with. */
  readonly seed: (world: World) => void;
}

/** The simulator without a socket: a request in, a response out. */
export class SimulatorServer {
  readonly world: World;
  readonly services: readonly ServiceDefinition<World>[];
  readonly rates: Rates;
  readonly faults = new Faults();
  readonly calls = new CallLog();
  readonly #writers: Writers;
  readonly #latencyMs: number;
  readonly #seed: (world: World) => void;

  constructor(options: ServerOptions) {
    this.world = options.world;
    this.services = options.services;
    this.rates = new Rates(options.world.clock, options.rates);
    this.#latencyMs = options.latencyMs;
    this.#writers = new Writers(options.overlappingWrites);
    this.#seed = options.seed;
    this.#seed(this.world);
  }

  /**
   * @throws ConnectionDropped when an injected fault breaks the connection; the signal's reason when a fault makes it hang until then.
   */
  async handle(
    request: WireRequest,
    options: { readonly signal?: AbortSignal; readonly latencyMs?: number } = {},
  ): Promise<WireResponse> {
    if (request.path.startsWith(ADMIN_PREFIX)) {
      if (request.body.byteLength > MAX_BODY_BYTES) return jsonResponse(413, { error: 'the body is too large' });
      return answerAdmin(request, this);
    }
    const latencyMs = options.latencyMs ?? this.#latencyMs;
    const { world, services, rates, faults, calls } = this;
    const stage = { world, services, rates, faults, calls, writers: this.#writers };
    return answerCall(request, stage, options.signal ? { latencyMs, signal: options.signal } : { latencyMs });
  }

  /** Back to the seed; forgets calls and faults, and fills every bucket. The clock goes on. */
  reset(): void {
    this.world.clear();
    this.faults.clear();
    this.calls.clear();
    this.rates.reset();
    this.#seed(this.world);
  }

  /** The world as plain JSON; calls and faults are no part of it. */
  saveState(): JsonObject {
    return this.world.snapshot();
  }

  /**
   * Goes on where `saveState` was: a clock that can be moved is moved forward to the saved time at least.
   *
   * @throws Error when `state` is not what saveState gives.
   */
  loadState(state: JsonObject): void {
    this.world.restore(state);
    const saved = state['now'];
    const behind = typeof saved === 'number' ? saved - this.world.clock.now() : 0;
    if (behind > 0) this.advance(behind);
  }

  /** Moves the clock by `ms`; false when it is one that cannot be moved. */
  advance(ms: number): boolean {
    const clock: object = this.world.clock;
    if (!('advance' in clock) || typeof clock.advance !== 'function') return false;
    clock.advance(ms);
    return true;
  }
}
