import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type Aws, openSession, type RequestHandler } from '../../../src/aws/session.js';
import { VirtualClock } from '../../../src/clock.js';
import type { JsonObject } from '../../../src/model.js';
import { createSimulator, inProcess, lifelike, type Simulator } from '../../../src/simulator/index.js';
import { putRole } from '../../../src/simulator/services/iam/for-tests.js';
import { putTopic } from '../../../src/simulator/services/sns/for-tests.js';
import { type Credentials, clientOf } from '../../simulator/client.js';
import type { Deployed } from './deployed.js';
import { Judge } from './judge.js';

const HALF_A_DAY = 43_200;
/** What the machine itself does as CodePipeline, CodeBuild and Lambda, and people who sign in: of no template. */
const SERVICES = 'machine';
const PERSON = 'Approvers';

/** The simulated organization, with what the stacks have made in it. */
export class Accounts {
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 24, 8));
  readonly judge: Judge;
  readonly simulator: Simulator;
  readonly deployed: Deployed;

  constructor(deployed: Deployed) {
    this.deployed = deployed;
    this.judge = new Judge(deployed.roles);
    this.simulator = createSimulator({ ...lifelike, clock: this.clock, services: this.judge.services() });
  }

  /** Deploys, or goes on with what was saved after an earlier one. */
  async open(saved?: JsonObject): Promise<void> {
    const { simulator, deployed } = this;
    if (saved !== undefined) return simulator.loadState(saved);
    const { world } = simulator;
    const { account, region } = deployed.template;
    for (const { accountId, name, trust } of deployed.roles) {
      // A build, a function and a pipeline are handed their credentials by their service, which is this machine.
      const isOfService = JSON.stringify(trust).includes('"Service"');
      putRole(world, {
        accountId,
        name,
        trusts: isOfService ? managementOf(deployed) : trust,
        longestSession: isOfService ? HALF_A_DAY : 3_600,
      });
    }
    for (const name of [SERVICES, PERSON])
      putRole(world, { accountId: account, name, trusts: managementOf(deployed), longestSession: HALF_A_DAY });
    const { bucket, topic } = deployed;
    putTopic(world, { accountId: account, region }, topic.slice(topic.lastIndexOf(':') + 1));
    const s3 = new S3Client({ ...clientOf(simulator, region, await this.services()), forcePathStyle: true });
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region as never } }),
    );
  }

  /** Credentials of a role, as a service hands them to what runs as it. */
  async as(roleArn: string, session: string): Promise<Credentials> {
    const sts = new STSClient(clientOf(this.simulator));
    const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: session, DurationSeconds: HALF_A_DAY });
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = (await sts.send(command)).Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  }

  services(): Promise<Credentials> {
    return this.as(this.#roleArn(SERVICES), 'service');
  }

  /** Somebody who may approve. */
  person(name: string): Promise<Credentials> {
    return this.as(this.#roleArn(PERSON), name);
  }

  /** What a process with these credentials has of the account that it runs in. */
  session(credentials: Credentials): Aws {
    return openSession({ clock: this.clock, requestHandler: this.handler(), credentials, pace: 'off' });
  }

  handler(): RequestHandler {
    return inProcess(this.simulator) as unknown as RequestHandler;
  }

  /** An object and its version, as a source action fetches it; undefined where there is none. It is patient where S3 is busy. */
  async fetch(
    bucket: string,
    key: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly version: string } | undefined> {
    const { s3 } = this.session(await this.services()).runner(this.deployed.template.region);
    const found = await s3.getBytes(bucket, key);
    return found && { bytes: found.bytes, version: found.etag };
  }

  #roleArn(name: string): string {
    return `arn:aws:iam::${this.deployed.template.account}:role/${name}`;
  }
}

const managementOf = ({ management }: Deployed): string => management.account;
