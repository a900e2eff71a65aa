import type { OrganizationsClientConfig } from '@aws-sdk/client-organizations';

/** The SDK's own type for a transport. */
export type RequestHandler = Extract<OrganizationsClientConfig['requestHandler'], { handle: unknown }>;

/** The SDK's own type for credentials, fixed or fetched when needed. */
export type Credentials = NonNullable<OrganizationsClientConfig['credentials']>;

export interface ClientOptions {
  /** Overrides AWS_ENDPOINT_URL for every service. */
  readonly endpoint?: string;
  /** Sends requests somewhere else than a socket: the embedded simulator. */
  readonly requestHandler?: RequestHandler;
  /** Absent = the SDK's credential chain. */
  readonly credentials?: Credentials;
  /** Told of each answer, of an error as well. */
  readonly answered?: (call: AnsweredCall) => void;
}

/** By what AWS support and CloudTrail know a call. */
export interface AnsweredCall {
  /** `Organizations`, `S3`: the SDK's client. */
  readonly service: string;
  readonly operation: string;
  readonly requestId: string;
  /** Where the call names one. */
  readonly bucket?: string;
}

/** How every SDK client is made: one Region, no retries of the SDK's own. */
export function clientConfig({ endpoint, requestHandler, credentials, answered }: ClientOptions, region: string) {
  return {
    region,
    maxAttempts: 1,
    ...(endpoint && { endpoint }),
    ...(requestHandler && { requestHandler }),
    ...(credentials && { credentials }),
    ...(answered && { logger: requestLogger(answered) }),
  };
}

/** The SDK tells its logger of each answer: client, command, request id. Nothing else of it is looked at, or kept. */
function requestLogger(answered: (call: AnsweredCall) => void) {
  const entry = (given: unknown): void => {
    const { clientName, commandName, metadata, input } = fieldsOf(given);
    const { requestId } = fieldsOf(metadata);
    if (typeof requestId !== 'string' || typeof commandName !== 'string') return;
    const { Bucket: bucket } = fieldsOf(input);
    answered({
      service: String(clientName).replace(/Client$/, ''),
      operation: commandName.replace(/Command$/, ''),
      requestId,
      ...(typeof bucket === 'string' && { bucket }),
    });
  };
  const quiet = (): void => {};
  return { trace: quiet, debug: quiet, warn: quiet, info: entry, error: entry };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * As `once`, but what was made may be let go of while nobody uses it: one client for each of hundreds of accounts in each
 * Region is asked twice, and takes 20 KB.
 */
export function whileUsed<T>(make: () => Promise<T>): () => Promise<T> {
  let made: WeakRef<Promise<T>> | undefined;
  return () => {
    const known = made?.deref();
    if (known) return known;
    const fresh = make();
    made = new WeakRef(fresh);
    return fresh;
  };
}
