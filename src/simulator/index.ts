import { type Clock, realClock } from '../clock.js';
import { type Listening, listen } from './listener.js';
import type { Behaviour } from './presets.js';
import { SimulatorServer } from './server.js';
import type { ServiceDefinition } from './service.js';
import type { CatalogControl } from './services/controlcatalog/catalog/index.js';
import { seedCatalog } from './services/controlcatalog/state.js';
import { SERVICES } from './services/index.js';
import { type Seed, seedWorld } from './services/seed.js';
import { World, type WorldSettings } from './world.js';

export { AdvanceableClock } from './advanceable-clock.js';
export type { ApiCalls, Call, CallLog } from './calls.js';
export type { Fault, Faults } from './faults.js';
export { ConnectionDropped, type WireRequest, type WireResponse } from './http.js';
export type { Listening } from './listener.js';
export { type Behaviour, kind, lifelike, unkind } from './presets.js';
export type { RateSettings } from './rates.js';
export type { CatalogControl } from './services/controlcatalog/catalog/index.js';
export { parseCatalog } from './services/controlcatalog/given.js';
export type { Seed } from './services/seed.js';
export { type InProcessHandler, inProcess } from './transport.js';
export type { Pace, World, WorldSettings } from './world.js';

export interface SimulatorOptions extends Behaviour {
  /** The management account, 12 digits; 123456789012 unless told. */
  readonly accountId?: string;
  /** `default`: a fresh landing zone; `none`: one account in no organization; or the content of a seed file. */
  readonly seed?: Seed;
  /** The controls that Control Catalog lists, out of `parseCatalog`; our own table unless told. */
  readonly catalog?: readonly CatalogControl[];
  /** The machine's time unless told. Tests give a VirtualClock, a sandbox an AdvanceableClock. */
  readonly clock?: Clock;
  /** Decides everything that is random, such as empty pages and ids. */
  readonly randomSeed?: number;
  /** What is simulated; all services unless told. */
  readonly services?: readonly ServiceDefinition<World>[];
}

/** A simulated AWS: in this process through `handle` (see `inProcess`), or on a loopback port through `listen`. */
export class Simulator extends SimulatorServer {
  /** Serves HTTP on 127.0.0.1; port 0 takes any free one. Rejects when the port is taken. */
  listen(port = 0): Promise<Listening> {
    return listen((request, options) => this.handle(request, options), port);
  }
}

/** @throws Error when the seed is not a valid one. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { seed = 'default', catalog, clock = realClock, randomSeed = 1, services = SERVICES, ...behaviour } = options;
  const { rates = {}, latencyMs = 0, overlappingWrites = 'refused', ...settings } = behaviour;
  const organization = seedWorld(seed);
  return new Simulator({
    world: new World(clock, settings satisfies Partial<WorldSettings>, randomSeed),
    services,
    rates,
    latencyMs,
    overlappingWrites,
    seed: (world) => {
      if (catalog) seedCatalog(world, catalog);
      organization(world);
    },
  });
}
