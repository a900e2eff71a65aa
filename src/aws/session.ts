import type { OrganizationsClientConfig } from '@aws-sdk/client-organizations';
import type { Clock } from '../clock.js';
import type { CallCount } from '../model.js';
import { ControlCatalogPort } from './controlcatalog.js';
import { ControlTowerPort } from './controltower.js';
import { OrganizationsPort } from './organizations.js';
import type { SchemaClientConfig } from './schema-client.js';
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
  /** Control Tower's home Region, until `inHomeRegion` says another; `us-east-1` unless given. */
  readonly homeRegion?: string;
}

/** The SDK's own type for a transport. */
export type RequestHandler = Extract<OrganizationsClientConfig['requestHandler'], { handle: unknown }>;

export interface Aws {
  readonly organizations: OrganizationsPort;
  readonly tags: TagReader;
  /** In the home Region. Nothing is asked of it before it is used. */
  readonly controlTower: ControlTowerPort;
  readonly controlCatalog: ControlCatalogPort;
  /** Tags of the landing zone, enabled baselines and enabled controls, by ARN. */
  readonly controlTowerTags: TagReader;
  /** The same session with Control Tower asked in another home Region: the manifest's, once it has been read. */
  readonly inHomeRegion: (region: string) => Aws;
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
  const organizationsClient = once(async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return { client: new sdk.OrganizationsClient(clientConfig(options, ORGANIZATIONS_REGION)), sdk };
  });
  const organizations = new OrganizationsPort(organizationsClient, throttle);
  const tagging = taggingIn(ORGANIZATIONS_REGION, options, throttle);
  const tags = new TagReader(organizations, () => tagging.organizationTags());
  // One identity everywhere: the credential chain of Control Tower's package is as old as the package.
  const credentials = options.credentials ?? (async () => (await organizationsClient()).client.config.credentials());
  const homes = new Map<string, Aws>();
  const inHomeRegion = (region: string): Aws => {
    const known = homes.get(region);
    if (known) return known;
    const { forget, ...home } = controlTowerIn(region, options, credentials, throttle);
    const made: Aws = {
      organizations,
      tags,
      ...home,
      inHomeRegion,
      calls: () => throttle.counts(),
      forget: () => {
        for (const each of [organizations, tagging, tags]) each.forget();
        forget();
      },
    };
    homes.set(region, made);
    return made;
  };
  return inHomeRegion(options.homeRegion ?? ORGANIZATIONS_REGION);
}

type Home = Pick<Aws, 'controlTower' | 'controlCatalog' | 'controlTowerTags' | 'forget'>;

function controlTowerIn(
  region: string,
  options: SessionOptions,
  credentials: NonNullable<SchemaClientConfig['credentials']>,
  throttle: Throttle,
): Home {
  const config: SchemaClientConfig = { ...clientConfig(options, region), credentials };
  const controlTower = new ControlTowerPort(
    once(async () => {
      const sdk = await import('./controltower-commands.js');
      return { client: new sdk.ControlTowerClient(config), sdk };
    }),
    throttle,
    region,
  );
  const controlCatalog = new ControlCatalogPort(
    once(async () => {
      const sdk = await import('./controlcatalog-commands.js');
      return { client: new sdk.ControlCatalogClient(config), sdk };
    }),
    throttle,
  );
  const tagging = taggingIn(region, options, throttle);
  const controlTowerTags = new TagReader({ tagsOf: (arn) => controlTower.tags(arn) }, () => tagging.controlTowerTags());
  return {
    controlTower,
    controlCatalog,
    controlTowerTags,
    forget: () => {
      for (const each of [controlTower, controlCatalog, tagging, controlTowerTags]) each.forget();
    },
  };
}

function taggingIn(region: string, options: SessionOptions, throttle: Throttle): TaggingPort {
  return new TaggingPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-resource-groups-tagging-api');
      return { client: new sdk.ResourceGroupsTaggingAPIClient(clientConfig(options, region)), sdk };
    }),
    throttle,
  );
}

function clientConfig({ endpoint, requestHandler, credentials }: SessionOptions, region: string) {
  return {
    region,
    maxAttempts: 1,
    ...(endpoint && { endpoint }),
    ...(requestHandler && { requestHandler }),
    ...(credentials && { credentials }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
