import { ControlCatalogClient } from '../../../src/aws/controlcatalog-commands.js';
import { VirtualClock } from '../../../src/clock.js';
import {
  createSimulator,
  inProcess,
  kind,
  type Simulator,
  type SimulatorOptions,
} from '../../../src/simulator/index.js';

export interface CatalogSandbox {
  readonly simulator: Simulator;
  readonly catalog: ControlCatalogClient;
}

/** A simulator on virtual time and a client of its Control Catalog; everything at once unless told otherwise. */
export function catalogSandbox(options: SimulatorOptions = {}): CatalogSandbox {
  const simulator = createSimulator({ ...kind, clock: new VirtualClock(), ...options });
  const catalog = new ControlCatalogClient({
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: inProcess(simulator),
  });
  return { simulator, catalog };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request as any client would send it, by hand: for what a typed client does not let through. */
export async function raw(
  simulator: Simulator,
  path: string,
  body: unknown = {},
  { query = {}, service = 'controlcatalog', region = 'ap-northeast-1' } = {},
): Promise<RawAnswer> {
  const answer = await simulator.handle({
    method: 'POST',
    path,
    query,
    headers: {
      'content-type': 'application/json',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261124/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new TextEncoder().encode(JSON.stringify(body)),
  });
  const text = typeof answer.body === 'string' ? answer.body : new TextDecoder().decode(answer.body);
  return { status: answer.status, headers: answer.headers, body: JSON.parse(text) as Record<string, unknown> };
}

interface Page {
  readonly NextToken?: string | undefined;
}

/** Every page of a list, as it was given. */
export async function pages<T extends Page>(list: (token: { NextToken?: string }) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const page: T = await list(token === undefined ? {} : { NextToken: token });
    found.push(page);
    token = page.NextToken;
  } while (token !== undefined && found.length < 1_000);
  return found;
}

export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}
