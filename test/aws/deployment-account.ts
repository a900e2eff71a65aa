import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import type { HttpRequest } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';
import { type Aws, openSession, type RequestHandler, type SessionOptions } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { createSimulator, inProcess, kind, type Simulator, type SimulatorOptions } from '../../src/simulator/index.js';
import { putRole } from '../../src/simulator/services/iam/for-tests.js';
import { type Credentials, clientOf } from '../simulator/client.js';

export const HOME = 'ap-northeast-1';
export const MANAGEMENT = '123456789012';
/** Where the process runs. */
export const DEPLOYMENT = '300000000001';
export const BUILD_ROLE = `arn:aws:iam::${DEPLOYMENT}:role/TowerctlApplyBuild`;
export const RUN_ID = '20260101T000000Z-pipeline-0123abcd';
export const BUCKET = 'towerctl-runs-test';
export const HALF_A_DAY = 43_200;

export interface Place {
  readonly clock: VirtualClock;
  readonly simulator: Simulator;
  /** The process's own identity: a build in the deployment account. */
  readonly credentials: Credentials;
  readonly roleArn: string;
  readonly session: (more?: Partial<SessionOptions>) => Aws;
  /** `SERVICE KEY`, of each request that was sent. */
  readonly sent: string[];
}

/** A build in the deployment account, and a role of the management account that trusts `trusts`. */
export async function place(trusts = BUILD_ROLE, options: SimulatorOptions = {}): Promise<Place> {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...kind, clock, ...options });
  const { world } = simulator;
  const ofBuild = { accountId: DEPLOYMENT, name: 'TowerctlApplyBuild', longestSession: HALF_A_DAY };
  const build = putRole(world, { ...ofBuild, trusts: MANAGEMENT });
  const roleArn = putRole(world, { accountId: MANAGEMENT, name: 'TowerctlApply', trusts });
  const credentials = await entered(simulator, build);
  await new S3(clientOf(simulator, HOME, credentials)).createBucket({
    Bucket: BUCKET,
    CreateBucketConfiguration: { LocationConstraint: HOME },
  });
  const sent: string[] = [];
  const inner = inProcess(simulator) as unknown as RequestHandler;
  const requestHandler: RequestHandler = {
    ...inner,
    handle: (request: HttpRequest, options?: HttpHandlerOptions) => {
      const [, key, service] =
        /Credential=([^/]+)\/\d+\/[\w-]+\/(\w+)\//.exec(request.headers['authorization'] ?? '') ?? [];
      sent.push(`${service} ${key}`);
      return inner.handle(request, options);
    },
  };
  const session = (more: Partial<SessionOptions> = {}): Aws =>
    openSession({ clock, pace: 'off', requestHandler, credentials, homeRegion: HOME, runId: RUN_ID, ...more });
  return { clock, simulator, credentials, roleArn, session, sent };
}

async function entered(simulator: Simulator, RoleArn: string): Promise<Credentials> {
  const sts = new STS(clientOf(simulator));
  const answer = await sts.assumeRole({ RoleArn, RoleSessionName: 'build', DurationSeconds: HALF_A_DAY });
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
