import { randomUUID } from 'node:crypto';
import { type Clock, VirtualClock } from '../clock.js';
import type { Call, CallLog, CallOutcome } from './calls.js';
import { type Fault, type Faults, faultError } from './faults.js';
import { ConnectionDropped, type WireRequest, type WireResponse } from './http.js';
import { OutputMismatch } from './protocols/shape.js';
import type { Rates } from './rates.js';
import { type Route, routeOf } from './routing.js';
import { type ServiceDefinition, ServiceError } from './service.js';
import type { World } from './world.js';
import type { Writers } from './writers.js';

export interface Backstage {
  readonly world: World;
  readonly services: readonly ServiceDefinition<World>[];
  readonly rates: Rates;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly writers: Writers;
}

export interface HandleOptions {
  /** Milliseconds of the simulator's clock between a request's arrival and its work. */
  readonly latencyMs: number;
  /** The client has given up: a call that hangs rejects with its reason; any other is done all the same. */
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly response: WireResponse;
  readonly outcome: CallOutcome;
}

/** A call that has been recognised: either refused, or to be performed when its latency has passed. */
interface Exchange {
  readonly call: Call;
  readonly fault?: Fault | undefined;
  answer(): Promise<Answer>;
  /** It is no longer in flight. */
  release(): void;
}

/**
 * One request to a simulated AWS API, from bytes to bytes: who is meant, is there a token, does the input fit, is a
 * fault armed, does a write overlap; then the latency; then the operation. Virtual time stands still while it works
 * and runs while it waits.
 *
 * @throws ConnectionDropped when a fault breaks the connection; the signal's reason when it hung until the client gave up.
 */
export async function answerCall(
  request: WireRequest,
  stage: Backstage,
  options: HandleOptions,
): Promise<WireResponse> {
  const { clock } = stage.world;
  const accepted = await held(clock, () => accept(request, stage));
  if ('status' in accepted) return accepted;
  try {
    // Not cut short when the client gives up: AWS goes on with what it was sent.
    if (options.latencyMs > 0) await clock.sleep(options.latencyMs);
    const { response, outcome } = await withFault(accepted, stage, options.signal);
    stage.calls.finish(accepted.call, outcome);
    const dated = { ...response, headers: { date: new Date(clock.now()).toUTCString(), ...response.headers } };
    return request.method === 'HEAD' ? { ...dated, body: '' } : dated;
  } catch (error) {
    if (accepted.call.outcome === 'in-flight') stage.calls.finish(accepted.call, 'dropped');
    throw error;
  } finally {
    accepted.release();
  }
}

function held<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  return clock instanceof VirtualClock ? clock.hold(work) : work();
}

async function accept(request: WireRequest, stage: Backstage): Promise<Exchange | WireResponse> {
  const { world, rates, faults, calls, writers } = stage;
  const requestId = randomUUID();
  const route = await routeOf(request, stage.services, world, requestId);
  if ('status' in route) return route;
  const { service, operation, protocol } = route;
  const isWrite = !service.isRead(operation);
  const call = calls.start(`${service.name}:${operation}`, world.clock.now(), isWrite);
  const refuse = (error: ServiceError, outcome: CallOutcome = error.code): Exchange => ({
    call,
    answer: async () => writeError(route, error, requestId, outcome),
    release: () => {},
  });
  const throttle = service.throttled?.(operation) ?? protocol.throttled(operation);
  if (!rates.allows(service.name, operation, `${route.caller.accountId} ${route.caller.region}`))
    return refuse(throttle, 'throttled');
  try {
    const input = protocol.readInput(route.schema, route.request);
    const fault = faults.strike(service.name, operation, input);
    if (fault?.code !== undefined) return refuse(faultError(fault));
    const conflict = isWrite ? service.overlapping?.(operation) : undefined;
    const release = conflict ? writers.begin(service.name) : (): void => {};
    if (conflict && !release) return refuse(conflict);
    return {
      call,
      fault,
      answer: () => perform(route, input, stage, requestId, fault?.outcome),
      release: release ?? ((): void => {}),
    };
  } catch (error) {
    if (error instanceof ServiceError) return refuse(error);
    throw error;
  }
}

async function withFault(exchange: Exchange, stage: Backstage, signal: AbortSignal | undefined): Promise<Answer> {
  const { fault, call } = exchange;
  if (fault?.hang) {
    stage.calls.finish(call, 'hanging');
    await neverAnswered(stage.faults.released, signal);
  }
  if (fault?.dropConnection === 'before') throw new ConnectionDropped(`injected: ${call.api} was not executed`);
  const answer = await held(stage.world.clock, () => exchange.answer());
  if (fault?.dropConnection === 'after') throw new ConnectionDropped(`injected: the answer to ${call.api} was lost`);
  return answer;
}

/** Rejects when the client gives up, or when the faults are cleared and its connection breaks. */
function neverAnswered(released: AbortSignal, signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = (): void => reject(signal?.reason);
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    released.addEventListener('abort', () => reject(new ConnectionDropped('the faults were cleared')), { once: true });
  });
}

async function perform(
  route: Route,
  input: Readonly<Record<string, unknown>>,
  { world, services }: Backstage,
  requestId: string,
  outcome: Fault['outcome'],
): Promise<Answer> {
  const { protocol, wire, schema, caller } = route;
  try {
    const refusal = denial(route, input, world, services);
    if (refusal) return writeError(route, refusal, requestId, refusal.code);
    const context = { world, clock: world.clock, caller, ...(outcome && { outcome }) };
    const output = await route.implementation(input, context);
    if (!route.service.isRead(route.operation)) {
      const deed = { service: route.service.name, operation: route.operation, input, output, caller };
      for (const service of services) service.react?.(world, deed);
    }
    return { response: protocol.writeOutput(wire, schema, output, requestId), outcome: 'ok' };
  } catch (error) {
    const refused = error instanceof ServiceError ? error : bug(route, error);
    return writeError(route, refused, requestId, refused.code);
  }
}

/** What policies say, those of the organization first: looked at before anything else is. */
function denial(
  { service, operation, caller, protocol }: Route,
  input: Readonly<Record<string, unknown>>,
  world: World,
  services: Backstage['services'],
) {
  const action = service.action ? service.action(operation) : `${service.signingName}:${operation}`;
  if (action === null) return undefined;
  const resource = service.resource?.(input, caller);
  const message = services
    .map((each) => each.denies?.(world, caller, action, resource))
    .find((text) => text !== undefined);
  return message === undefined ? undefined : protocol.denied(message);
}

function writeError(route: Route, error: ServiceError, requestId: string, outcome: CallOutcome): Answer {
  try {
    return { response: route.protocol.writeError(route.wire, error, requestId), outcome };
  } catch (unwritable) {
    const failure = bug(route, unwritable);
    return { response: route.protocol.writeError(route.wire, failure, requestId), outcome: failure.code };
  }
}

/** A bug of the simulator, as loud as a response can be. */
function bug({ service, operation }: Route, error: unknown): ServiceError {
  const what = error instanceof OutputMismatch ? error.message : error instanceof Error ? error.stack : String(error);
  return new ServiceError('InternalFailure', `bug in the simulated ${service.name}:${operation}: ${what}`, {}, 500);
}
