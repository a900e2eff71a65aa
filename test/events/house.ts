import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import type { CodePipelinePort } from '../../src/aws/codepipeline.js';
import { openSession, type RequestHandler } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { createHandler, type Handler } from '../../src/events-function/handler.js';
import type { EventStore } from '../../src/events-queue/kept.js';
import type { StartPlace } from '../../src/events-queue/marker.js';
import { type TakenEvents, takePending } from '../../src/events-queue/take.js';
import { newRunId } from '../../src/runs/run-id.js';
import { createSimulator, inProcess } from '../../src/simulator/index.js';
import {
  executionsOf,
  finishExecution,
  type PipelinePlace,
  putPipeline,
} from '../../src/simulator/services/codepipeline/for-tests.js';
import { type Published, publishedTo, putTopic } from '../../src/simulator/services/sns/for-tests.js';
import { makeRunBucket, PLACE } from '../lease/house.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const PIPELINE = 'towerctl-lifecycle';
const TOPIC = 'towerctl-notices';
const MANAGEMENT = '123456789012';

/** What happens to a call: nothing, or it fails before it is made, or its answer is lost. */
export type Fate = 'works' | 'fails' | 'answer-lost';
export type Fates = (call: string) => Fate;

export const outage = (code = 'ServiceUnavailable'): Error =>
  Object.assign(new Error('Reduce your request rate.'), { name: code, $metadata: { httpStatusCode: 503 } });

/** Calls in the order that they are made, each with its fate. */
export function fated<Ports extends object>(ports: Ports, fates: Fates): Ports {
  return new Proxy(ports, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        const fate = fates(String(name));
        if (fate === 'fails') throw outage();
        const answer: unknown = await method.apply(target, given);
        if (fate === 'answer-lost') throw outage('TimeoutError');
        return answer;
      };
    },
  });
}

/** Something else happens before each call. */
export function before<Ports extends object>(ports: Ports, work: () => Promise<void>): Ports {
  return new Proxy(ports, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        await work();
        return method.apply(target, given);
      };
    },
  });
}

/** What a test knows of an execution beside what CodePipeline tells. */
export interface Execution {
  readonly id: string;
  phase: 'queued' | 'source' | 'apply' | 'over';
  phaseUntil: number;
  tookAt?: number;
  runId?: string;
  taken?: TakenEvents;
  hasSucceeded?: boolean;
}

/** Where an execution ends that does not succeed. `source`: before it takes anything. `plan`: while it takes. */
export type Ending = 'source' | 'plan' | 'apply';

const AT: PipelinePlace = { accountId: MANAGEMENT, region: PLACE.region, name: PIPELINE };

/** The simulated pipeline, driven: its executions queue, one after the other, each takes what is pending in its turn. */
export class LifecyclePipeline {
  /** The most that waited at one time to take something. */
  mostWaiting = 0;
  readonly #house: EventHouse;
  readonly #known = new Map<string, Execution>();
  readonly #ending: (ordinal: number) => Ending | undefined;

  constructor(house: EventHouse, ending: (ordinal: number) => Ending | undefined) {
    this.#house = house;
    this.#ending = ending;
    const stages = [{ name: 'Plan', actions: [{ name: 'Plan', category: 'Build' as const }] }];
    putPipeline(house.simulator.world, { ...AT, stages });
  }

  /** All that were started, oldest first. */
  get executions(): readonly Execution[] {
    return executionsOf(this.#house.simulator.world, AT).map(({ id }) => {
      const known = this.#known.get(id) ?? { id, phase: 'queued', phaseUntil: 0 };
      this.#known.set(id, known);
      return known;
    });
  }

  get isBusy(): boolean {
    return this.executions.some(({ phase }) => phase !== 'over');
  }

  /** Goes on with the execution whose turn it is. */
  async step(): Promise<void> {
    const now = this.#house.clock.now();
    const { executions } = this;
    const waiting = executions.filter(({ phase }) => phase === 'queued' || phase === 'source');
    this.mostWaiting = Math.max(this.mostWaiting, waiting.length);
    const current = executions.find(({ phase }) => phase !== 'over');
    if (!current) return;
    if (current.phase === 'queued') Object.assign(current, { phase: 'source', phaseUntil: now + MINUTE / 2 });
    if (now < current.phaseUntil) return;
    const ending = this.#ending(executions.indexOf(current) + 1);
    if (current.phase !== 'source') return this.end(current, ending === undefined);
    if (ending === 'source') return this.end(current, false);
    try {
      await this.#plan(current, ending === 'plan');
    } catch {
      return this.end(current, false);
    }
    Object.assign(current, { phase: 'apply', phaseUntil: now + 20 * MINUTE });
  }

  end(execution: Execution, hasSucceeded: boolean): void {
    Object.assign(execution, { phase: 'over', hasSucceeded });
    finishExecution(this.#house.simulator.world, AT, execution.id, hasSucceeded ? 'Succeeded' : 'Failed');
  }

  async #plan(current: Execution, dies: boolean): Promise<void> {
    const { clock, s3 } = this.#house;
    current.tookAt = clock.now();
    current.runId = newRunId(clock.now(), 'lifecycle');
    let calls = 0;
    const store = dies ? fated(s3, () => (++calls > 6 ? 'fails' : 'works')) : s3;
    current.taken = await this.#house.take(current.runId, current.id, store);
  }
}

export interface HouseOptions {
  readonly ending?: (ordinal: number) => Ending | undefined;
  /** Of the function's calls. */
  readonly fates?: Fates;
}

/** The deployment account: run bucket, topic, pipeline, and the function. Real S3 calls against the simulator. */
export class EventHouse {
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 24, 8));
  readonly simulator = createSimulator({ clock: this.clock });
  readonly lines: string[] = [];
  readonly s3: EventStore;
  readonly pipeline: LifecyclePipeline;
  readonly handler: Handler;
  readonly start: StartPlace;
  readonly codePipeline: CodePipelinePort;
  readonly #topic: string;

  constructor({ ending = () => undefined, fates = () => 'works' }: HouseOptions = {}) {
    this.pipeline = new LifecyclePipeline(this, ending);
    const requestHandler = inProcess(this.simulator) as unknown as RequestHandler;
    const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
    const aws = openSession({ clock: this.clock, requestHandler, credentials, pace: 'off' });
    const runner = aws.runner(PLACE.region);
    this.s3 = runner.s3;
    this.codePipeline = runner.codePipeline;
    this.start = { s3: this.s3, place: PLACE, clock: this.clock, codePipeline: this.codePipeline, pipeline: PIPELINE };
    this.#topic = putTopic(this.simulator.world, { accountId: MANAGEMENT, region: PLACE.region }, TOPIC);
    const { s3, sns, codePipeline } = runner;
    this.handler = createHandler({
      runner: { s3: fated(s3, fates), sns: fated(sns, fates), codePipeline: fated(codePipeline, fates) },
      settings: { place: PLACE, pipeline: PIPELINE, topic: this.#topic },
      clock: this.clock,
      write: (line) => this.lines.push(line),
    });
  }

  static async open(options?: HouseOptions): Promise<EventHouse> {
    const house = new EventHouse(options);
    await makeRunBucket(house.simulator);
    return house;
  }

  /** As `run plan --events` does. */
  take(runId: string, executionId?: string, s3: EventStore = this.s3): Promise<TakenEvents> {
    const execution = executionId === undefined ? {} : { execution: { pipeline: PIPELINE, id: executionId } };
    return takePending({ s3, place: PLACE, clock: this.clock, codePipeline: this.codePipeline, runId, ...execution });
  }

  /** What was published, oldest first. */
  get told(): readonly Published[] {
    return publishedTo(this.simulator.world, this.#topic);
  }

  newRun(): string {
    return newRunId(this.clock.now(), 'lifecycle');
  }

  keys(prefix = ''): Promise<readonly string[]> {
    return this.s3.listKeys(PLACE.bucket, prefix);
  }

  /** One batch, each body a message. @returns ids of the messages that are handed back. */
  async deliver(...bodies: readonly unknown[]): Promise<string[]> {
    const records = bodies.map((body) => recordOf(randomUUID(), body, this.clock.now(), 1));
    const { batchItemFailures } = await this.handler({ Records: records });
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** Sums over all batches. */
  metric(name: string): number {
    const found = this.lines.map((line) => JSON.parse(line)).filter((line) => '_aws' in line);
    return found.reduce((sum, line) => sum + Number(line[name]), 0);
  }
}

export function recordOf(messageId: string, body: unknown, sentAt: number, receives: number): SQSRecord {
  return {
    messageId,
    receiptHandle: `${messageId}/${receives}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: String(sentAt),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${PLACE.region}:123456789012:towerctl-events`,
    awsRegion: PLACE.region,
  };
}
