import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { type Aws, openSession, type RequestHandler, type SessionOptions } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { applyRun, planRun } from '../../src/engine.js';
import type { EngineEvent, PlanRun } from '../../src/events.js';
import { KINDS } from '../../src/kinds/index.js';
import type { Lease } from '../../src/lease/lease.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { AddressHold, ApplyResult, Plan } from '../../src/model.js';
import { isActive } from '../../src/plan/order.js';
import {
  createSimulator,
  inProcess,
  type Simulator,
  type SimulatorOptions,
  unkind,
} from '../../src/simulator/index.js';

export const ENGINE_VERSION = '0.1.0';
export const SECTIONS = KINDS.flatMap((kind) => kind.sections);
const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** Random, and the same every time. */
export function seededRandom(seed = 1): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** One simulated organization, and the engine working on it, on a virtual clock. */
export class Bench {
  readonly clock = new VirtualClock();
  readonly simulator: Simulator;
  readonly events: EngineEvent[] = [];

  constructor(options: SimulatorOptions = unkind) {
    this.simulator = createSimulator({ clock: this.clock, ...options });
  }

  /** A new session: what a new process starts with. `intercept` stands between it and AWS. */
  session(intercept?: (handler: RequestHandler) => RequestHandler, more: Partial<SessionOptions> = {}): Aws {
    const handler = inProcess(this.simulator) as unknown as RequestHandler;
    return openSession({
      clock: this.clock,
      requestHandler: intercept ? intercept(handler) : handler,
      credentials,
      random: seededRandom(),
      ...more,
    });
  }

  /** The API itself, for edits by somebody else. Retries are the caller's. */
  client(): OrganizationsClient {
    return new OrganizationsClient({
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
      requestHandler: inProcess(this.simulator) as never,
    });
  }

  plan(
    manifest: Manifest,
    options: { aws?: Aws; scope?: readonly string[]; resetDrift?: boolean; holds?: readonly AddressHold[] } = {},
  ): Promise<PlanRun> {
    const { aws = this.session(), ...rest } = options;
    return planRun(manifest, { aws, clock: this.clock, engineVersion: ENGINE_VERSION, ...rest });
  }

  apply(
    plan: Plan,
    options: {
      aws?: Aws;
      signal?: AbortSignal;
      undoFile?: string;
      lease?: Lease;
      holds?: readonly AddressHold[];
    } = {},
  ): Promise<ApplyResult> {
    const { aws = this.session(), ...rest } = options;
    return applyRun(plan, {
      aws,
      clock: this.clock,
      engineVersion: ENGINE_VERSION,
      listener: (event) => this.events.push(event),
      ...rest,
    });
  }

  /** Plan and apply, which must end complete. */
  async converge(manifest: Manifest): Promise<PlanRun> {
    const run = await this.plan(manifest);
    const result = await this.apply(run.plan);
    if (result.state !== 'complete') {
      throw new Error(
        `apply was incomplete: ${JSON.stringify(
          result.outcomes.filter((outcome) => outcome.state !== 'done'),
          undefined,
          1,
        )}`,
      );
    }
    return run;
  }
}

/** `create unit:Workloads`, in plan order, notices left out. */
export function actions(plan: Plan): string[] {
  return plan.changes.filter(isActive).map((change) => `${change.action} ${change.address}`);
}

export function notices(plan: Plan): string[] {
  return plan.changes.flatMap((change) => (change.action === 'notice' ? [`${change.why} ${change.address}`] : []));
}

export const HEADER = `version: 1
name: test
organization: { id: o-exampleorg1, homeRegion: ap-northeast-1 }
`;

/** Writes the files into a folder of their own, loads manifest.yaml, and takes the folder away again. */
export async function manifestOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
  header = HEADER,
): Promise<Manifest> {
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-test-'));
  try {
    for (const [path, content] of Object.entries({ 'manifest.yaml': header + text, ...files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return await loadManifest(join(folder, 'manifest.yaml'), { sections: SECTIONS, engineVersion: ENGINE_VERSION });
  } finally {
    await rm(folder, { recursive: true });
  }
}
