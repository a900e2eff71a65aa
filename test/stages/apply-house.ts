import type { RequestHandler } from '../../src/aws/session.js';
import { isWrite } from '../../src/aws/writes.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { RequestLog, type RunRecord } from '../../src/runs/record.js';
import { lifelike, type SimulatorOptions } from '../../src/simulator/index.js';
import { objectAt } from '../../src/simulator/services/s3/for-services.js';
import { publishedTo, putTopic } from '../../src/simulator/services/sns/for-tests.js';
import { type Planned, planStage } from '../../src/stages/plan.js';
import type { StageContext } from '../../src/stages/stage.js';
import { makeRunBucket, PLACE } from '../lease/house.js';
import { Bench, ENGINE_VERSION } from '../support/organization.js';

export { PLACE };
export const AT = { accountId: '123456789012', region: PLACE.region };

/** An organization, a run bucket and a topic, for stages that run one after the other, each a process of its own. */
export class ApplyHouse {
  readonly bench: Bench;
  readonly log: string[] = [];
  topic = '';

  private constructor(options: SimulatorOptions) {
    this.bench = new Bench(options);
  }

  static async open(options: SimulatorOptions = lifelike): Promise<ApplyHouse> {
    const house = new ApplyHouse(options);
    await makeRunBucket(house.bench.simulator);
    house.topic = putTopic(house.bench.simulator.world, AT, 'towerctl-notices');
    return house;
  }

  /** What a build begins with. */
  stage(runId: string, intercept?: (handler: RequestHandler) => RequestHandler): StageContext {
    const { bench, topic } = this;
    const requests = new RequestLog(PLACE.bucket);
    const aws = bench.session(intercept, { runId, answered: requests.answered });
    return {
      ...{ runId, requests, topic, place: PLACE },
      engine: { aws, clock: bench.clock, engineVersion: ENGINE_VERSION },
      runner: aws.runner(PLACE.region),
      say: (line) => this.log.push(line),
    };
  }

  plan(runId: string, manifest: Manifest): Promise<Planned> {
    const about = { commit: '4f1c9e2', author: 'Anna' };
    return planStage({ ...this.stage(runId), manifest, source: 'pipeline', ...about });
  }

  record(runId: string): RunRecord {
    return JSON.parse(this.text(`runs/${runId}/record.json`) ?? 'null');
  }

  text(key: string): string | undefined {
    return objectAt(this.bench.simulator.world, PLACE.bucket, key);
  }

  /** The number of the lease, or 0 before anybody had it. */
  fence(): number {
    return JSON.parse(this.text('lease/lock.json') ?? '{"fence":0}').fence;
  }

  notices(): readonly { readonly subject?: string; readonly message: string }[] {
    return publishedTo(this.bench.simulator.world, this.topic);
  }

  /** Calls that AWS has taken, but those on the run bucket and to people. */
  calls(): number {
    return this.#count(() => true);
  }

  writes(): number {
    return this.#count((operation) => isWrite(operation));
  }

  #count(which: (operation: string) => boolean): number {
    return this.bench.simulator.calls
      .counts()
      .filter(({ api }) => /^(organizations|tagging|controltower):/.test(api) && which(api.split(':')[1] ?? ''))
      .reduce((sum, { calls, throttled }) => sum + calls - throttled, 0);
  }
}
