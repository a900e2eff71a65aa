import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putPending } from '../../src/events-queue/pending.js';
import { takeIn } from '../../src/lifecycle/intake.js';
import { OWN_ROLES } from '../../src/lifecycle/scope.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { newRunId } from '../../src/runs/run-id.js';
import { executionsOf, putPipeline } from '../../src/simulator/services/codepipeline/for-tests.js';
import { objectAt } from '../../src/simulator/services/s3/for-services.js';
import { publishedTo, putTopic } from '../../src/simulator/services/sns/for-tests.js';
import { type Planned, type PlanStage, planStage } from '../../src/stages/plan.js';
import type { StageContext } from '../../src/stages/stage.js';
import { type Verified, type VerifyStage, verifyStage } from '../../src/stages/verify.js';
import { makeRunBucket, PLACE } from '../lease/house.js';
import { MANAGEMENT } from '../lifecycle/events.js';
import { Bench, ENGINE_VERSION } from '../support/organization.js';

const AT = { accountId: MANAGEMENT, region: PLACE.region };
const RELEASE = { ...AT, name: 'towerctl-release' };

/** A simulated organization with a run bucket, a topic and a release pipeline; each stage is a process of its own. */
export class StageHouse {
  readonly bench = new Bench();
  readonly said: string[] = [];
  readonly topic: string;

  private constructor() {
    const { world } = this.bench.simulator;
    this.topic = putTopic(world, AT, 'towerctl-notices');
    putPipeline(world, {
      ...RELEASE,
      variables: { EVENTS_OF: 'none' },
      stages: [{ name: 'Approve', actions: [{ name: 'Approve', category: 'Approval' }] }],
    });
  }

  static async open(): Promise<StageHouse> {
    const house = new StageHouse();
    await makeRunBucket(house.bench.simulator);
    return house;
  }

  context(runId: string): StageContext {
    const aws = this.bench.session();
    return {
      engine: { aws, clock: this.bench.clock, engineVersion: ENGINE_VERSION },
      ...{ runId, place: PLACE, topic: this.topic },
      runner: aws.runner(PLACE.region),
      say: (line) => this.said.push(line),
    };
  }

  plan(manifest: Manifest, more: Partial<PlanStage> = {}): Promise<Planned> {
    const source = more.source ?? 'pipeline';
    const runId = newRunId(this.bench.clock.now(), source);
    return planStage({ ...this.context(runId), manifest, source, releasePipeline: RELEASE.name, ...more });
  }

  /** As the lifecycle pipeline does it. */
  takeEvents(manifest: Manifest, more: Partial<PlanStage> = {}): Promise<Planned> {
    return this.plan(manifest, { source: 'lifecycle', events: 'take', ...more });
  }

  verify(manifest: Manifest, runId: string, more: Partial<VerifyStage> = {}): Promise<Verified> {
    return verifyStage({ ...this.context(runId), manifest, ...more });
  }

  /** Exactly what was planned. */
  async apply({ run }: Planned): Promise<void> {
    if (run) expect((await this.bench.apply(run.plan)).state).toBe('complete');
  }

  async put(...events: readonly unknown[]): Promise<void> {
    const { s3 } = this.context('').runner;
    for (const [index, event] of events.entries()) {
      const [judged] = takeIn(event, { ownRoles: OWN_ROLES }).judged;
      if (judged) await putPending({ s3, place: PLACE }, judged, `message-${index}`);
    }
  }

  /** What lies in the run bucket. */
  text(key: string): string {
    return objectAt(this.bench.simulator.world, PLACE.bucket, key) ?? '';
  }

  file(runId: string, name: string): string {
    return this.text(`runs/${runId}/${name}`);
  }

  record(runId: string): unknown {
    return JSON.parse(this.file(runId, 'record.json'));
  }

  /** Executions of the release pipeline: what each was started for. */
  releases(): string[] {
    return executionsOf(this.bench.simulator.world, RELEASE).map(({ variables }) => variables['EVENTS_OF'] ?? '');
  }

  mails(): string[] {
    return publishedTo(this.bench.simulator.world, this.topic).map(({ subject, message }) => `${subject}\n${message}`);
  }
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'towerctl-'));
