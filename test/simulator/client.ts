import type { WireRequest, WireResponse } from '../../src/simulator/index.js';
import { inProcess } from '../../src/simulator/index.js';

interface Served {
  handle(request: WireRequest, options: { readonly signal?: AbortSignal }): Promise<WireResponse>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What every SDK client is given to talk to the simulator in this process. */
export function clientOf(
  simulator: Served,
  region = 'us-east-1',
  credentials: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' },
) {
  return { region, credentials, maxAttempts: 1, requestHandler: inProcess(simulator) };
}

/** The name of the error that a call ends with; `none` when it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}
