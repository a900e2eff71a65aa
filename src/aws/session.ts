import type { OrganizationsClientConfig } from '@aws-sdk/client-organizations';
import type { Clock } from '../clock.js';
import type { CallCount } from '../model.js';
import { OrganizationsPort } from './organizations.js';
import { TaggingPort } from './tagging.js';
import { TagReader } from './tags.js';
import { DEFAULT_PACE, Throttle } from './throttle.js';

/** The only folder that makes SDK clients, and the only place that says how: no SDK retries, lazily imported, one region each. */
export interface SessionOptions {
  readonly clock: Clock;
  /** Percent of AWS's documented rates, or `off`. */
  readonly pace?: number | 'off';
  /** Overrides AWS_ENDPOINT_URL for every service. */
  readonly endpoint?: string;
  /** Sends requests somewhere else than a socket: the embedded simulator. */
  readonly requestHandler?: RequestHandler;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly random?: () => number;
}

/** The SDK's own type for a transport. */
export type RequestHandler = NonNullable<OrganizationsClientConfig['requestHandler']>;

export interface Aws {
  readonly organizations: OrganizationsPort;
  readonly tags: TagReader;
  readonly calls: () => CallCount[];
  /** The next reads ask AWS again. */
  forget(): void;
}

/** Organizations and its tag index live in us-east-1 for the commercial partition, wherever the home region is. */
const ORGANIZATIONS_REGION = 'us-east-1';

export function openSession(options: SessionOptions): Aws {
  // The SDK warns on stderr about Node 20; our output is read by pipelines.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const throttle = new Throttle({
    clock: options.clock,
    pace: options.pace ?? DEFAULT_PACE,
    ...(options.random && { random: options.random }),
  });
  const config = {
    region: ORGANIZATIONS_REGION,
    maxAttempts: 1,
    ...(options.endpoint && { endpoint: options.endpoint }),
    ...(options.requestHandler && { requestHandler: options.requestHandler }),
    ...(options.credentials && { credentials: options.credentials }),
  };
  const organizations = new OrganizationsPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-organizations');
      return { client: new sdk.OrganizationsClient(config), sdk };
    }),
    throttle,
  );
  const tagging = new TaggingPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-resource-groups-tagging-api');
      return { client: new sdk.ResourceGroupsTaggingAPIClient(config), sdk };
    }),
    throttle,
  );
  const tags = new TagReader(organizations, tagging);
  return {
    organizations,
    tags,
    calls: () => throttle.counts(),
    forget: () => {
      organizations.forget();
      tagging.forget();
      tags.forget();
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
