import type { Call, CallLog } from './calls.js';
import { eventsOf } from './event-log.js';
import { type Fault, type Faults, faultProblems } from './faults.js';
import { jsonResponse, type WireRequest, type WireResponse } from './http.js';
import type { ServiceDefinition } from './service.js';
import type { World } from './world.js';

export const ADMIN_PREFIX = '/_sandbox/';

/** What the endpoints under `/_sandbox/` act on. */
export interface Administered {
  readonly world: World;
  readonly services: readonly ServiceDefinition<World>[];
  readonly faults: Faults;
  readonly calls: CallLog;
  reset(): void;
  advance(ms: number): boolean;
}

type Endpoint = (request: WireRequest, simulator: Administered) => WireResponse;

/** A century: nobody means more, and dates stay dates. */
const MAX_ADVANCE_MS = 100 * 365 * 24 * 3_600_000;
/** Entries of `GET calls` unless `order=N` asks for another number. */
const ORDER_SHOWN = 1_000;

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET health': (_request, simulator) => jsonResponse(200, health(simulator)),
  'POST reset': (_request, simulator) => {
    simulator.reset();
    return jsonResponse(200, health(simulator));
  },
  'POST advance': advance,
  'GET faults': (_request, simulator) => jsonResponse(200, { faults: simulator.faults.list() }),
  'POST faults': addFaults,
  'DELETE faults': (_request, simulator) => {
    simulator.faults.clear();
    return jsonResponse(200, { faults: [] });
  },
  'GET events': (_request, simulator) => jsonResponse(200, { events: eventsOf(simulator.world) }),
  'GET calls': showCalls,
  'DELETE calls': (_request, simulator) => {
    simulator.calls.clear();
    return jsonResponse(200, { calls: 0 });
  },
};

/** Answers the sandbox's own endpoints (docs/reference/sandbox-api.md). Never throws on bad input: 400 with a message. */
export function answerAdmin(request: WireRequest, simulator: Administered): WireResponse {
  // A page in a browser has no business here, even though it can reach loopback.
  if (request.headers['origin'] !== undefined) return problem(403, 'requests from web pages are refused');
  const name = request.path.slice(ADMIN_PREFIX.length);
  const endpoint = ENDPOINTS[`${request.method} ${name}`];
  if (endpoint) return endpoint(request, simulator);
  const methods = Object.keys(ENDPOINTS).filter((key) => key.endsWith(` ${name}`));
  if (methods.length > 0) return problem(405, `${request.method} is not allowed here: ${methods.join(', ')}`);
  return problem(404, `no endpoint ${request.path}; there are ${Object.keys(ENDPOINTS).join(', ')}`);
}

function health({ world, services, calls }: Administered): Record<string, unknown> {
  return {
    status: 'ok',
    accountId: world.settings.accountId,
    now: new Date(world.clock.now()).toISOString(),
    services: services.map((service) => service.name),
    calls: calls.total,
  };
}

function advance(request: WireRequest, simulator: Administered): WireResponse {
  const text = request.query['ms'];
  const ms = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(ms <= MAX_ADVANCE_MS)) {
    const given = text === undefined ? 'is missing' : `is ${JSON.stringify(text)}`;
    return problem(
      400,
      `ms ${given}: give a whole number of milliseconds from 0 to ${MAX_ADVANCE_MS}, as in advance?ms=60000`,
    );
  }
  if (!simulator.advance(ms)) return problem(409, "this simulator's clock is the machine's own and cannot be moved");
  return jsonResponse(200, { now: new Date(simulator.world.clock.now()).toISOString() });
}

function addFaults(request: WireRequest, simulator: Administered): WireResponse {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(request.body));
  } catch (error) {
    return problem(400, `the body is not JSON: ${(error as Error).message}`);
  }
  const given: readonly unknown[] = Array.isArray(body) ? body : [body];
  const problems = given.flatMap((fault, index) => {
    const found = faultProblems(fault);
    const where = given.length > 1 ? `fault ${index + 1}: ` : '';
    const unknown = found.length === 0 ? unknownService(fault as Fault, simulator) : [];
    return [...found, ...unknown].map((text) => `${where}${text}`);
  });
  if (problems.length > 0) return problem(400, problems.join('; '));
  for (const fault of given) simulator.faults.add(fault as Fault);
  return jsonResponse(200, { faults: simulator.faults.list() });
}

function unknownService(fault: Fault, { services }: Administered): string[] {
  const [service, operation] = fault.operation.split(':');
  const found = services.find(({ name }) => name === service);
  if (!found) return [`unknown service "${service}"; there are ${services.map(({ name }) => name).join(', ')}`];
  if (operation === '*' || Object.hasOwn(found.operations, operation ?? '')) return [];
  return [`unknown operation "${fault.operation}": ${service} does not simulate it`];
}

function showCalls(request: WireRequest, { calls }: Administered): WireResponse {
  const text = request.query['order'] ?? String(ORDER_SHOWN);
  if (!/^\d{1,6}$/.test(text)) return problem(400, `order is ${JSON.stringify(text)}: give a whole number of entries`);
  const shown = Number(text) === 0 ? [] : calls.order.slice(-Number(text));
  return jsonResponse(200, {
    calls: calls.total,
    throttled: calls.throttled,
    errors: calls.errors,
    writes: calls.writes,
    apis: calls.counts(),
    order: shown.map((call: Call) => ({ ...call, at: new Date(call.at).toISOString() })),
  });
}

function problem(status: number, error: string): WireResponse {
  return jsonResponse(status, { error });
}
