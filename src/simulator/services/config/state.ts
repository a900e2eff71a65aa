import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';

/** What the simulated AWS Config knows: plain JSON, times in clock milliseconds. */
export interface ConfigState {
  /** `ACCOUNT/REGION` of recorders and channels that were put by a call. */
  readonly recorders: Record<string, RecorderRow>;
  readonly channels: Record<string, ChannelRow>;
  /** `recorder ACCOUNT/REGION` or `channel ACCOUNT/REGION` -> when somebody deleted it. What is made later is there again. */
  readonly deleted: Record<string, number>;
  /** `ACCOUNT/REGION` -> how somebody last switched a recorder that Control Tower or a stack made. */
  readonly switched: Record<string, Switch>;
  /** `ACCOUNT/REGION` of the caller who laid them -> by name. */
  readonly rules: Record<string, Record<string, DeploymentRow>>;
  readonly packs: Record<string, Record<string, DeploymentRow>>;
  /** `ACCOUNT/REGION` -> by name. */
  readonly aggregators: Record<string, Record<string, AggregatorRow>>;
  /** By ARN of what can be tagged and is there. */
  readonly tags: Record<string, Readonly<Record<string, string>>>;
  /** The organization as it was when it was last looked at, for noticing who has joined. */
  seen: { readonly version: number; readonly members: readonly string[] };
  quotas: Quotas;
  /** When the world began: accounts of its seed have been there for long. */
  readonly began: number;
}

export interface Quotas {
  /** Organization rules of a caller in a Region. */
  readonly organizationRules: number;
  /** Rules in an account and Region, those of the organization and of packs included. */
  readonly rulesPerAccount: number;
}

export interface Switch {
  readonly recording: boolean;
  readonly at: number;
}

export interface RecorderRow {
  readonly name: string;
  readonly roleArn: string;
  readonly group: JsonObject;
  readonly mode: JsonObject;
  readonly at: number;
  recording: boolean;
  startedAt?: number;
  stoppedAt?: number;
}

export interface ChannelRow {
  readonly name: string;
  readonly bucket: string;
  /** The other members of a DeliveryChannel, as they were put. */
  readonly more: JsonObject;
  readonly at: number;
}

export type DeploymentKind = 'rule' | 'pack';
export type Verb = 'CREATE' | 'UPDATE' | 'DELETE';

/** Why an account does not have what it should: with CREATE nothing is there, with the others the old form still is. */
export interface Failure {
  readonly verb: Verb;
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

/** Where a deployment is to be: everywhere but there. Accounts are not listed one by one, only what went wrong is. */
export interface Reach {
  readonly excluded: readonly string[];
  readonly failures: Readonly<Record<string, Failure>>;
}

/** An organization rule or conformance pack of one caller in one Region. */
export interface DeploymentRow {
  readonly kind: DeploymentKind;
  readonly name: string;
  readonly owner: string;
  readonly region: string;
  /** Eight letters and digits that end its ARN and its name in accounts. */
  readonly suffix: string;
  /** As it was put, the text of a policy included. */
  definition: JsonObject;
  excluded: readonly string[];
  /** Rules that each account gets by it, by name. */
  rules: readonly string[];
  verb: Verb;
  status: 'IN_PROGRESS' | 'ENDED';
  /** When it was put or deleted last. */
  changedAt: number;
  /** When that was over. */
  endedAt: number;
  failures: Record<string, Failure>;
  /** Joined since and still without it -> when they joined. */
  late: Record<string, number>;
  /** How it was before the change that is under way, or that lists which lag do not show yet; undefined when that creates it. */
  before?: Reach & { readonly definition: JsonObject };
  /** It is no longer there; only lists that lag still show it. */
  goneAt?: number;
  /** How an injected fault wants the change to end. */
  outcome?: JsonObject;
  /** A failure of the whole. */
  error?: { readonly code: string; readonly message: string };
}

export interface AggregatorRow {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Of the organization, or of accounts: as it was put. */
  source: AggregatorSource;
  /** The account that holds it has been administrator no longer since. */
  orphaned?: true;
}

export interface AggregatorSource {
  readonly roleArn?: string;
  readonly accountIds?: readonly string[];
  /** Undefined: all. */
  readonly regions?: readonly string[];
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export const DEFAULT_QUOTAS: Quotas = { organizationRules: 1_000, rulesPerAccount: 1_000 };

export function configState(world: World): ConfigState {
  return world.state('config', () => emptyConfig(world));
}

export function emptyConfig(world: World): ConfigState {
  return {
    recorders: {},
    channels: {},
    deleted: {},
    switched: {},
    rules: {},
    packs: {},
    aggregators: {},
    tags: {},
    seen: { version: -1, members: [] },
    quotas: DEFAULT_QUOTAS,
    began: world.clock.now(),
  };
}

export const keyOf = ({ accountId, region }: Place): string => `${accountId}/${region}`;

/** Eight letters and digits, as AWS ends names with. */
export function newSuffix(random: () => number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 8 }, () => letters[Math.floor(random() * letters.length)] ?? 'a').join('');
}
