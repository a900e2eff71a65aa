import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../clock.js';
import type { CallCount, MemberRoles } from '../model.js';
import type { AccountPort } from './account.js';
import {
  accountPort,
  type CentralOptions,
  controlTowerIn,
  iamPort,
  ORGANIZATIONS_REGION,
  serviceCatalogIn,
  taggingIn,
} from './central.js';
import { type AnsweredCall, clientConfig, once, type RequestHandler } from './clients.js';
import type { CloudFormationPort } from './cloudformation.js';
import type { ConfigPort } from './config.js';
import type { ControlCatalogPort } from './controlcatalog.js';
import type { ControlTowerPort } from './controltower.js';
import type { IamPort } from './iam.js';
import type { IdentityCenterPort } from './identity-center.js';
import type { IdentityStorePort } from './identity-store.js';
import { type Entrance, type MemberAccount, Members } from './member.js';
import { OrganizationsPort } from './organizations.js';
import { RegionalPorts } from './regional.js';
import { roleCredentials } from './role-credentials.js';
import { RootAuditStore } from './root-audit-store.js';
import { type RootSession, RootSessions, type RootTask } from './root-session.js';
import { type RunnerPorts, runnerPorts } from './runner.js';
import type { S3Port } from './s3.js';
import type { ServiceCatalogPort } from './servicecatalog.js';
import type { SsmPort } from './ssm.js';
import { TagReader } from './tags.js';
import { DEFAULT_PACE, Throttle, type WriteGuard } from './throttle.js';

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
  /** The name of sessions in other accounts, by which CloudTrail joins what a run did; `towerctl` unless given. */
  readonly runId?: string;
  /**
   * The role of the management account that the organization is entered by; absent = the process's own identity. What a
   * run keeps of itself (`Aws.runner`) is worked with by the process's own identity either way.
   */
  readonly roleArn?: string;
  /** Told of each answer of AWS, of an error as well; not of the runner's. */
  readonly answered?: (call: AnsweredCall) => void;
}

export type { AnsweredCall, RequestHandler } from './clients.js';
export type { RunnerPorts } from './runner.js';

export interface Aws {
  readonly organizations: OrganizationsPort;
  readonly tags: TagReader;
  readonly account: AccountPort;
  /** Enters an account through a role, AWSControlTowerExecution unless another is named; refused = AccessDenied. */
  readonly inAccount: (accountId: string, options?: Entrance) => Promise<MemberAccount>;
  /** Enters an account to read, through the role that a baseline lays for it; refused = AccessDenied. */
  readonly readIn: (accountId: string) => Promise<MemberAccount>;
  /** Of the role for writes there, for another program: they last an hour. */
  readonly credentialsIn: (accountId: string) => Promise<AwsCredentialIdentity>;
  /** Enters a member account as its root user, for one task; STS is asked in the home Region. */
  readonly asRoot: (accountId: string, task: RootTask) => Promise<RootSession>;
  /** Results of the root audit, in buckets of the management account; home Region unless another is named. */
  readonly rootAudits: (region?: string) => RootAuditStore;
  /** The ARN of whoever the organization sees: the role's session, where there is a role. */
  readonly caller: () => Promise<string>;
  /** The account that this process runs in, with the process's own credentials. */
  readonly runner: (region: string) => RunnerPorts;
  /** Of the caller's own account: where the switches of centralized root access are. */
  readonly iam: IamPort;
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
  /** AWS Config of the management account. */
  readonly configIn: (region: string) => ConfigPort;
  /** Identity Center is asked where the manifest says, else in the home Region, unless another is named. */
  readonly identityCenter: (region?: string) => IdentityCenterPort;
  readonly identityStore: (region?: string) => IdentityStorePort;
  readonly ssm: SsmPort;
  readonly s3: S3Port;
  /** The same session with Control Tower asked in another home Region: the manifest's, once it has been read. */
  readonly inHomeRegion: (region: string, roles?: MemberRoles, identityCenterRegion?: string) => Aws;
  readonly calls: () => CallCount[];
  /** Stands before each write of this session, whatever makes it. @returns what takes it away again. */
  readonly guardWrites: (guard: WriteGuard) => () => void;
  /** The next reads ask AWS again. */
  forget(): void;
}

export function openSession(given: SessionOptions): Aws {
  // The SDK warns on stderr about Node 20; our output is read by pipelines.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const throttle = new Throttle({
    clock: given.clock,
    pace: given.pace ?? DEFAULT_PACE,
    ...(given.random && { random: given.random }),
  });
  const options = inRole(given, throttle);
  const organizationsClient = once(async () => {
    const sdk = await import('@aws-sdk/client-organizations');
    return { client: new sdk.OrganizationsClient(clientConfig(options, ORGANIZATIONS_REGION)), sdk };
  });
  const organizations = new OrganizationsPort(organizationsClient, throttle);
  const tagging = taggingIn(ORGANIZATIONS_REGION, options, throttle);
  const tags = new TagReader(organizations, () => tagging.organizationTags());
  // One identity everywhere: the credential chain of Control Tower's package is as old as the package.
  const credentials = options.credentials ?? (async () => (await organizationsClient()).client.config.credentials());
  const regional = new RegionalPorts(
    options,
    throttle,
    'management',
    async () => (await organizations.organization()).managementAccountId,
  );
  const account = accountPort(options, throttle);
  const iam = iamPort(options, throttle);
  const runner = runnerPorts(given, throttle);
  const stores = new Map<string, RootAuditStore>();
  // One store for each Region: two of them would write over each other.
  const rootAudits = (region: string): RootAuditStore => {
    const store = stores.get(region) ?? new RootAuditStore(regional.s3(region));
    stores.set(region, store);
    return store;
  };
  const homes = new Map<string, Aws>();
  const inHomeRegion = (region: string, roles: MemberRoles = {}, identityCenterRegion = region): Aws => {
    const key = [region, roles.read, roles.write, identityCenterRegion].join(' ');
    const known = homes.get(key);
    if (known) return known;
    const { forget, ...home } = controlTowerIn(region, options, credentials, throttle);
    const serviceCatalog = serviceCatalogIn(region, options, throttle);
    const members = new Members({
      session: options,
      throttle,
      region,
      roles,
      managementAccountId: async () => (await organizations.organization()).managementAccountId,
    });
    const root = new RootSessions({ session: options, throttle, region });
    const made: Aws = {
      organizations,
      tags,
      account,
      serviceCatalog,
      inAccount: (accountId, how) => members.inAccount(accountId, how),
      readIn: (accountId) => members.readIn(accountId),
      credentialsIn: (accountId) => members.credentialsIn(accountId),
      asRoot: (accountId, task) => root.asRoot(accountId, task),
      rootAudits: (other = region) => rootAudits(other),
      caller: () => root.caller(),
      runner,
      iam,
      ...home,
      cloudFormation: regional.cloudFormation(region),
      cloudFormationIn: (other) => regional.cloudFormation(other),
      configIn: (other) => regional.config(other),
      identityCenter: (other = identityCenterRegion) => regional.identityCenter(other),
      identityStore: (other = identityCenterRegion) => regional.identityStore(other),
      ssm: regional.ssm(region),
      s3: regional.s3(region),
      inHomeRegion,
      calls: () => throttle.counts(),
      guardWrites: (guard) => throttle.guardWrites(guard),
      forget: () => {
        for (const each of [organizations, tagging, tags, regional, account, iam, serviceCatalog, members])
          each.forget();
        forget();
      },
    };
    homes.set(key, made);
    return made;
  };
  return inHomeRegion(given.homeRegion ?? ORGANIZATIONS_REGION);
}

/** The session as the organization sees it. */
function inRole(given: SessionOptions, throttle: Throttle): CentralOptions & Pick<SessionOptions, 'runId'> {
  const { roleArn } = given;
  if (roleArn === undefined) return given;
  const region = given.homeRegion ?? ORGANIZATIONS_REGION;
  return { ...given, credentials: roleCredentials({ session: given, throttle, region, roleArn }) };
}
