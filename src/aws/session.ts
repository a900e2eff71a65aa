import type { Clock } from '../clock.js';
import type { CallCount } from '../model.js';
import { AccountPort } from './account.js';
import { clientConfig, once, type RequestHandler } from './clients.js';
import type { CloudFormationPort } from './cloudformation.js';
import { ControlCatalogPort } from './controlcatalog.js';
import { ControlTowerPort } from './controltower.js';
import { type Entrance, type MemberAccount, Members } from './member.js';
import { OrganizationsPort } from './organizations.js';
import { RegionalPorts } from './regional.js';
import type { S3Port } from './s3.js';
import type { SchemaClientConfig } from './schema-client.js';
import { ServiceCatalogPort } from './servicecatalog.js';
import type { SsmPort } from './ssm.js';
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
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly random?: () => number;
  /** Control Tower's home Region, until `inHomeRegion` says another; `us-east-1` unless given. */
  readonly homeRegion?: string;
}

export type { RequestHandler } from './clients.js';

export interface Aws {
  readonly organizations: OrganizationsPort;
  readonly tags: TagReader;
  readonly account: AccountPort;
  /** Enters an account through a role, AWSControlTowerExecution unless another is named; refused = AccessDenied. */
  readonly inAccount: (accountId: string, options?: Entrance) => Promise<MemberAccount>;
  /** In the home Region. */
  readonly serviceCatalog: ServiceCatalogPort;
  /** In the home Region. Nothing is asked of it before it is used. */
  readonly controlTower: ControlTowerPort;
  readonly controlCatalog: ControlCatalogPort;
  /** Tags of the landing zone, enabled baselines and enabled controls, by ARN. */
  readonly controlTowerTags: TagReader;
  /** Of the management account (or the delegated administrator that runs this), in the home Region. */
  readonly cloudFormation: CloudFormationPort;
  readonly cloudFormationIn: (region: string) => CloudFormationPort;
  readonly ssm: SsmPort;
  readonly s3: S3Port;
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
  const regional = new RegionalPorts(options, throttle, 'management');
  const account = accountPort(options, throttle);
  const homes = new Map<string, Aws>();
  const inHomeRegion = (region: string): Aws => {
    const known = homes.get(region);
    if (known) return known;
    const { forget, ...home } = controlTowerIn(region, options, credentials, throttle);
    const serviceCatalog = serviceCatalogIn(region, options, throttle);
    const members = new Members({
      session: options,
      throttle,
      region,
      managementAccountId: async () => (await organizations.organization()).managementAccountId,
    });
    const made: Aws = {
      organizations,
      tags,
      account,
      serviceCatalog,
      inAccount: (accountId, how) => members.inAccount(accountId, how),
      ...home,
      cloudFormation: regional.cloudFormation(region),
      cloudFormationIn: (other) => regional.cloudFormation(other),
      ssm: regional.ssm(region),
      s3: regional.s3(region),
      inHomeRegion,
      calls: () => throttle.counts(),
      forget: () => {
        for (const each of [organizations, tagging, tags, regional, account, serviceCatalog, members]) each.forget();
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

/** Account Management is answered in us-east-1, as Organizations is. */
function accountPort(options: SessionOptions, throttle: Throttle): AccountPort {
  return new AccountPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-account');
      return { client: new sdk.AccountClient(clientConfig(options, ORGANIZATIONS_REGION)), sdk };
    }),
    throttle,
  );
}

function serviceCatalogIn(region: string, options: SessionOptions, throttle: Throttle): ServiceCatalogPort {
  return new ServiceCatalogPort(
    once(async () => {
      const sdk = await import('@aws-sdk/client-service-catalog');
      return { client: new sdk.ServiceCatalogClient(clientConfig(options, region)), sdk };
    }),
    throttle,
  );
}
