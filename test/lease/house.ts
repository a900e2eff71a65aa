import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Port } from '../../src/aws/s3.js';
import { openSession, type RequestHandler } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import type { EngineEvent } from '../../src/events.js';
import type { Lease, LeaseOptions } from '../../src/lease/lease.js';
import { openLease, takeOver } from '../../src/lease/open.js';
import { createSimulator, inProcess, type Simulator } from '../../src/simulator/index.js';
import { objectAt } from '../../src/simulator/services/s3/for-services.js';

export const PLACE = { bucket: 'runs-of-test', region: 'ap-northeast-1' } as const;
const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** Makes the run bucket in a simulated organization. */
export async function makeRunBucket(simulator: Simulator): Promise<void> {
  const client = new S3Client({
    region: PLACE.region,
    credentials,
    forcePathStyle: true,
    requestHandler: inProcess(simulator) as never,
  });
  const CreateBucketConfiguration = { LocationConstraint: PLACE.region } as const;
  await client.send(new CreateBucketCommand({ Bucket: PLACE.bucket, CreateBucketConfiguration }));
}

/** Several runs and one bucket, on a virtual clock. */
export class LeaseHouse {
  readonly clock = new VirtualClock();
  readonly simulator = createSimulator({ clock: this.clock });
  readonly events: EngineEvent[] = [];

  static async open(): Promise<LeaseHouse> {
    const house = new LeaseHouse();
    await makeRunBucket(house.simulator);
    return house;
  }

  /** As a process of its own has it. */
  s3(): S3Port {
    const requestHandler = inProcess(this.simulator) as unknown as RequestHandler;
    return openSession({ clock: this.clock, requestHandler, credentials, pace: 'off', homeRegion: PLACE.region }).s3;
  }

  options(runId: string, more: Partial<LeaseOptions> = {}): LeaseOptions {
    const listener = (event: EngineEvent): void => {
      this.events.push(event);
    };
    return { s3: this.s3(), clock: this.clock, place: PLACE, runId, source: 'cli', listener, ...more };
  }

  lease(runId: string, more: Partial<LeaseOptions> = {}): Promise<Lease> {
    return openLease(this.options(runId, more));
  }

  takeOver(runId: string, reason: string): Promise<Lease> {
    return takeOver({ ...this.options(runId), reason });
  }

  /** What lies in the bucket. */
  read(key = 'lease/lock.json'): Record<string, unknown> {
    return JSON.parse(objectAt(this.simulator.world, PLACE.bucket, key) ?? 'null');
  }

  codes(): string[] {
    return this.events.map(({ code }) => code);
  }
}
