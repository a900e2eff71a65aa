import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../clock.js';
import { partitionOf } from '../facts/regions.js';
import { type Assumed, AssumedSessions, identityOf } from './assumed.js';
import { type ClientOptions, clientConfig, once } from './clients.js';
import { RegionalPorts } from './regional.js';
import { RootIamPort } from './root-iam.js';
import type { S3Port } from './s3.js';
import { SqsPort } from './sqs.js';
import type { Throttle } from './throttle.js';

/** What a session of sts:AssumeRoot is for. AWS takes these five task policies and no other. */
export type RootTask = 'audit' | 'delete-credentials' | 'create-password' | 'unlock-bucket' | 'unlock-queue';

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html; the path `root-task/` is part of the name. */
export const ROOT_TASK_POLICIES: Readonly<Record<RootTask, string>> = {
  audit: 'IAMAuditRootUserCredentials',
  'delete-credentials': 'IAMDeleteRootUserCredentials',
  'create-password': 'IAMCreateRootUserPassword',
  'unlock-bucket': 'S3UnlockBucketPolicy',
  'unlock-queue': 'SQSUnlockQueuePolicy',
};

/** One account, as its root user, for one task. */
export interface RootSession {
  readonly accountId: string;
  readonly task: RootTask;
  readonly iam: RootIamPort;
  s3(region: string): S3Port;
  sqs(region: string): SqsPort;
}

export interface RootSessionsOptions {
  readonly session: ClientOptions & { readonly clock: Clock };
  readonly throttle: Throttle;
  /** Where STS is asked: its global endpoint does not know AssumeRoot. */
  readonly region: string;
}

/** AWS allows no more. */
const SESSION_SECONDS = 900;
/** Entered anew before the credentials run out in the middle of a call. */
const SPARE_MS = 60_000;

/** Enters member accounts as their root user, one session for each account and task until its credentials run out. */
export class RootSessions {
  readonly #options: RootSessionsOptions;
  readonly #sessions: AssumedSessions<RootSession>;
  readonly #sts;

  constructor(options: RootSessionsOptions) {
    this.#options = options;
    this.#sessions = new AssumedSessions(options.session.clock);
    this.#sts = once(async () => {
      const sdk = await import('@aws-sdk/client-sts');
      const config = { ...clientConfig(options.session, options.region), useGlobalEndpoint: false };
      return { client: new sdk.STSClient(config), sdk };
    });
  }

  /**
   * @throws what STS answers: AccessDenied where the feature is off, the caller may not, or the account is no member.
   * A service control policy against root does not show here: it stops what the session does.
   */
  asRoot(accountId: string, task: RootTask): Promise<RootSession> {
    return this.#sessions.enter(`${accountId} ${task}`, () => this.#enter(accountId, task));
  }

  /** The ARN of whoever runs this, for the record. */
  async caller(): Promise<string> {
    const { client, sdk } = await this.#sts();
    const answer = await this.#options.throttle.call('sts', 'GetCallerIdentity', () =>
      client.send(new sdk.GetCallerIdentityCommand({})),
    );
    return answer.Arn ?? '';
  }

  async #enter(accountId: string, task: RootTask): Promise<Assumed<RootSession>> {
    const { throttle, region, session } = this.#options;
    const { credentials, until } = await this.#assume(accountId, task);
    // One for all accounts, so that its connections serve them all.
    const requestHandler = session.requestHandler ?? (await this.#sts()).client.config.requestHandler;
    const options: ClientOptions = { ...session, credentials, requestHandler };
    const regional = new RegionalPorts(options, throttle, accountId);
    const iam = once(async () => {
      const sdk = await import('@aws-sdk/client-iam');
      return { client: new sdk.IAMClient(clientConfig(options, region)), sdk };
    });
    const sqs = (where: string) =>
      once(async () => {
        const sdk = await import('@aws-sdk/client-sqs');
        // Else the SDK sends to the host in the queue's URL, past the endpoint that was configured.
        const config = { ...clientConfig(options, where), useQueueUrlAsEndpoint: false };
        return { client: new sdk.SQSClient(config), sdk };
      });
    return {
      session: {
        accountId,
        task,
        iam: new RootIamPort(iam, throttle, accountId),
        s3: (where) => regional.s3(where),
        sqs: (where) => new SqsPort(sqs(where), throttle, `${accountId}/${where}`),
      },
      until,
    };
  }

  async #assume(accountId: string, task: RootTask): Promise<{ credentials: AwsCredentialIdentity; until: number }> {
    const { client, sdk } = await this.#sts();
    const { session, throttle, region } = this.#options;
    const startedAt = session.clock.now();
    const { Credentials: given } = await throttle.call('sts', 'AssumeRoot', () =>
      client.send(
        new sdk.AssumeRootCommand({
          TargetPrincipal: accountId,
          TaskPolicyArn: { arn: `arn:${partitionOf(region)}:iam::aws:policy/root-task/${ROOT_TASK_POLICIES[task]}` },
          DurationSeconds: SESSION_SECONDS,
        }),
      ),
    );
    return {
      credentials: identityOf(given),
      until: startedAt + SESSION_SECONDS * 1_000 - SPARE_MS,
    };
  }
}
