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
}

/** How every SDK client is made: one Region, no retries of the SDK's own. */
export function clientConfig({ endpoint, requestHandler, credentials }: ClientOptions, region: string) {
  return {
    region,
    maxAttempts: 1,
    ...(endpoint && { endpoint }),
    ...(requestHandler && { requestHandler }),
    ...(credentials && { credentials }),
  };
}

export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
