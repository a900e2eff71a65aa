import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../clock.js';
import { partitionOf } from '../facts/regions.js';
import { type ClientOptions, clientConfig, once } from './clients.js';
import type { CloudFormationPort } from './cloudformation.js';
import { IamPort } from './iam.js';
import { RegionalPorts } from './regional.js';
import type { Throttle } from './throttle.js';

/** The role that Control Tower lays in every account that it enrols, and that a created account begins with. */
export const EXECUTION_ROLE = 'AWSControlTowerExecution';

/** How an account is entered. */
export interface Entrance {
  /** Its name; absent = AWSControlTowerExecution. */
  readonly role?: string;
  /** All that the session may do, whatever its role may: a session policy. */
  readonly only?: readonly string[];
}

/** What can be done inside one account. */
export interface MemberAccount {
  readonly id: string;
  readonly iam: IamPort;
  cloudFormation(region: string): CloudFormationPort;
}

export interface MembersOptions {
  readonly session: ClientOptions & { readonly clock: Clock };
  readonly throttle: Throttle;
  /** Where STS is asked. */
  readonly region: string;
  /** Needs no role: the caller is in it. */
  readonly managementAccountId: () => Promise<string>;
}

interface Entered {
  readonly account: MemberAccount;
  /** Clock milliseconds. */
  readonly until: number;
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
  readonly #entered = new Map<string, Promise<Entered>>();
  readonly #sts;

  constructor(options: MembersOptions) {
    this.#options = options;
    this.#sts = once(async () => {
      const sdk = await import('@aws-sdk/client-sts');
      return { client: new sdk.STSClient(clientConfig(options.session, options.region)), sdk };
    });
  }

  async inAccount(accountId: string, { role = EXECUTION_ROLE, only }: Entrance = {}): Promise<MemberAccount> {
    const key = [accountId, role, ...(only ?? [])].join(' ');
    const known = await this.#entered.get(key);
    if (known && known.until > this.#options.session.clock.now()) return known.account;
    const entered = this.#enter(accountId, role, only);
    this.#entered.set(key, entered);
    try {
      return (await entered).account;
    } catch (error) {
      // It may be let in later in this run: the role is made in the meantime.
      this.#entered.delete(key);
      throw error;
    }
  }

  /** The next reads ask AWS again; credentials stay. */
  forget(): void {
    // Whoever asked for an account that could not be entered has been told.
    for (const entered of this.#entered.values())
      entered.then(
        (one) => one.forget(),
        () => undefined,
      );
  }

  async #enter(accountId: string, role: string, only: Entrance['only']): Promise<Entered> {
    const { session, throttle, region, managementAccountId } = this.#options;
    const isOwn = accountId === (await managementAccountId());
    const { until, ...given } = isOwn ? { until: Number.POSITIVE_INFINITY } : await this.#assume(accountId, role, only);
    const options: ClientOptions = { ...session, ...given };
    const regional = new RegionalPorts(options, throttle, accountId);
    const client = once(async () => {
      const sdk = await import('@aws-sdk/client-iam');
      return { client: new sdk.IAMClient(clientConfig(options, region)), sdk };
    });
    const iam = new IamPort(client, throttle, accountId);
    return {
      account: { id: accountId, iam, cloudFormation: (where) => regional.cloudFormation(where) },
      until,
      forget: () => {
        iam.forget();
        regional.forget();
      },
    };
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
          RoleSessionName: 'towerctl',
          DurationSeconds: SESSION_SECONDS,
          ...(only && { Policy: policyOf(only) }),
        }),
      ),
    );
    return {
      credentials: {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        ...(given?.SessionToken !== undefined && { sessionToken: given.SessionToken }),
      },
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
