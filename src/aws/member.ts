import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../clock.js';
import { partitionOf } from '../facts/regions.js';
import type { MemberRoles } from '../model.js';
import { type Assumed, AssumedSessions, identityOf } from './assumed.js';
import { type ClientOptions, clientConfig, once, type RequestHandler } from './clients.js';
import type { CloudFormationPort } from './cloudformation.js';
import type { ConfigPort } from './config.js';
import { IamPort } from './iam.js';
import { RegionalPorts } from './regional.js';
import type { Throttle } from './throttle.js';

/** The role that Control Tower lays in every account that it enrols, and that a created account begins with. */
export const EXECUTION_ROLE = 'AWSControlTowerExecution';

/** The role that reads: laid by the baseline `towerctl-read`. */
export const READ_ROLE = 'towerctl-read';

/** How an account is entered. */
export interface Entrance {
  /** Its name; absent = the one for writes. */
  readonly role?: string;
  /** All that the session may do, whatever its role may: a session policy. */
  readonly only?: readonly string[];
}

/** What can be done inside one account. */
export interface MemberAccount {
  readonly id: string;
  readonly iam: IamPort;
  cloudFormation(region: string): CloudFormationPort;
  config(region: string): ConfigPort;
}

export interface MembersOptions {
  readonly session: ClientOptions & { readonly clock: Clock; readonly runId?: string };
  readonly throttle: Throttle;
  /** Where STS is asked. */
  readonly region: string;
  /** Absent names = the usual roles. */
  readonly roles?: MemberRoles;
  /** Needs no role: the caller is in it. */
  readonly managementAccountId: () => Promise<string>;
}

interface Entered {
  readonly account: MemberAccount;
  forget(): void;
}

/** An hour is what a role allows at least, and a chained session at most. */
const SESSION_SECONDS = 3_600;
/** Entered anew before the credentials run out in the middle of a call. */
const SPARE_MS = 300_000;

/**
 * Enters accounts through a role, once a run for each. An account that cannot be entered is an AccessDenied from STS:
 * what is asked there is unknown, and nothing else is.
 */
export class Members {
  readonly #options: MembersOptions;
  readonly #sessions: AssumedSessions<Entered>;
  readonly #sts;

  constructor(options: MembersOptions) {
    this.#options = options;
    this.#sessions = new AssumedSessions(options.session.clock);
    this.#sts = once(async () => {
      const sdk = await import('@aws-sdk/client-sts');
      return { client: new sdk.STSClient(clientConfig(options.session, options.region)), sdk };
    });
  }

  /** By the role that reads. */
  readIn(accountId: string): Promise<MemberAccount> {
    return this.inAccount(accountId, { role: this.#options.roles?.read ?? READ_ROLE });
  }

  async inAccount(accountId: string, entrance: Entrance = {}): Promise<MemberAccount> {
    const { role = this.#options.roles?.write ?? EXECUTION_ROLE, only } = entrance;
    const key = [accountId, role, ...(only ?? [])].join(' ');
    const { account } = await this.#sessions.enter(key, () => this.#enter(accountId, role, only));
    return account;
  }

  /** For another program that works in the account: for an hour. Of the caller's own account, the caller's own. */
  async credentialsIn(accountId: string): Promise<AwsCredentialIdentity> {
    const { managementAccountId, roles } = this.#options;
    if (accountId === (await managementAccountId())) return (await this.#sts()).client.config.credentials();
    return (await this.#assume(accountId, roles?.write ?? EXECUTION_ROLE, undefined)).credentials;
  }

  /** The next reads ask AWS again; credentials stay. */
  forget(): void {
    this.#sessions.each((entered) => entered.forget());
  }

  async #enter(accountId: string, role: string, only: Entrance['only']): Promise<Assumed<Entered>> {
    const { session, throttle, region, managementAccountId } = this.#options;
    const isOwn = accountId === (await managementAccountId());
    const { until, ...given } = isOwn ? { until: Number.POSITIVE_INFINITY } : await this.#assume(accountId, role, only);
    const options: ClientOptions = { ...session, ...given, requestHandler: await this.#transport() };
    const regional = new RegionalPorts(options, throttle, accountId);
    const client = once(async () => {
      const sdk = await import('@aws-sdk/client-iam');
      return { client: new sdk.IAMClient(clientConfig(options, region)), sdk };
    });
    const iam = new IamPort(client, throttle, accountId);
    const account: MemberAccount = {
      id: accountId,
      iam,
      cloudFormation: (where) => regional.cloudFormation(where),
      config: (where) => regional.config(where),
    };
    const forget = (): void => {
      iam.forget();
      regional.forget();
    };
    return { session: { account, forget }, until };
  }

  /** One for all accounts: a Region's endpoint is the same host for each, so its connections serve them all. */
  async #transport(): Promise<RequestHandler> {
    return this.#options.session.requestHandler ?? (await this.#sts()).client.config.requestHandler;
  }

  async #assume(
    accountId: string,
    role: string,
    only: Entrance['only'],
  ): Promise<{ readonly credentials: AwsCredentialIdentity; readonly until: number }> {
    const { client, sdk } = await this.#sts();
    const { session, throttle, region } = this.#options;
    const startedAt = session.clock.now();
    const { Credentials: given } = await throttle.call('sts', 'AssumeRole', () =>
      client.send(
        new sdk.AssumeRoleCommand({
          RoleArn: `arn:${partitionOf(region)}:iam::${accountId}:role/${role}`,
          RoleSessionName: session.runId ?? 'towerctl',
          DurationSeconds: SESSION_SECONDS,
          ...(only && { Policy: policyOf(only) }),
        }),
      ),
    );
    return {
      credentials: identityOf(given),
      until: startedAt + SESSION_SECONDS * 1_000 - SPARE_MS,
    };
  }
}

function policyOf(actions: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
}
