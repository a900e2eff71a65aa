import { fileURLToPath } from 'node:url';
import { realClock, VirtualClock } from '../clock.js';
import { applyRun, type EngineOptions, planRun } from '../engine.js';
import { EXIT } from '../errors.js';
import type { Listener, PlanRun } from '../events.js';
import type { Address, ApplyResult } from '../model.js';
import { type DriftReport, driftOf, textDrift } from '../report/drift.js';
import { isEmpty } from '../report/json.js';
import { textResult } from '../report/result.js';
import { paintOf, type Style } from '../report/style.js';
import { textPlan } from '../report/text.js';
import { count } from '../report/words.js';
import { createSimulator, lifelike, type Simulator } from '../simulator/index.js';
import { sessionOn } from './connection.js';
import { drillFor, type Edit } from './demo-edits.js';
import type { Host } from './host.js';
import { readManifest } from './manifest-file.js';
import { progressFor } from './progress.js';
import { viewOf } from './running-command.js';
import { isLive, styleOf } from './terminal.js';
import { version } from './version.js';

const MANIFEST = new URL('../../manifest/manifest.yaml', import.meta.url);
/** Milliseconds of real time that an apply is spread over, and the longest that one change may take of them. */
const APPLY_MS = 5_000;
const LONGEST_BEAT_MS = 150;
const PAUSE_MS = 1_000;

/** Something is not as the demo promises. */
class NotAsItShouldBe extends Error {
  override readonly name = 'NotAsItShouldBe';
}

/**
 * The main job on a simulated organization: plan, apply, nothing left to do, drift by somebody else, healing. Every
 * step is checked. On a terminal it is paced for a reader; the simulated time jumps.
 *
 * @returns 0, or 1 when any of it is not as it should be.
 */
export async function demo(options: { readonly color: boolean }, host: Host): Promise<number> {
  const stage = new Stage(host, options.color);
  try {
    await play(stage);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof NotAsItShouldBe)) throw error;
    host.stderr.write(`${paintOf(stage.style).red('Not as it should be:')} ${error.message}\n`);
    return EXIT.failed;
  }
}

async function play(stage: Stage): Promise<void> {
  await stage.say(1, 'What the manifest would change in a fresh landing zone (a simulated one; no AWS is touched)');
  const first = await stage.plan();
  await stage.showPlan(first);
  expect(!isEmpty(first.plan), 'the first plan is empty');
  expect(
    first.plan.problems.every((problem) => problem.severity !== 'error'),
    'the first plan has errors',
  );

  await stage.say(2, 'Apply it');
  await stage.apply(first);

  await stage.say(3, 'Plan again: there must be nothing left to do');
  const second = await stage.plan();
  await stage.showPlan(second);
  expect(isEmpty(second.plan), 'the plan after the apply is not empty');

  const edits = drillFor(first.plan);
  await stage.say(4, `Somebody else changes ${edits.length} things by the AWS API`);
  await stage.edit(edits);

  await stage.say(5, 'The drift report must name every one of them');
  const drifted = await stage.plan();
  const found = checkDrift(await stage.showDrift(drifted), edits);
  stage.write(`\n  ${stage.good(`${found} of ${edits.length}`)} edits are in the report`);

  await stage.say(6, 'Apply heals what is ours, and leaves alone what nobody declared');
  await stage.apply(drifted);
  const healed = await stage.plan();
  await stage.showPlan(healed);
  expect(isEmpty(healed.plan), 'the plan after healing is not empty');
  stage.write(
    `\n${stage.good('All as it should be.')} Next: towerctl plan --sandbox, then read manifest/manifest.yaml.`,
  );
}

function expect(condition: boolean, otherwise: string): void {
  if (!condition) throw new NotAsItShouldBe(otherwise);
}

/** Every edit is named, as what it is, and nothing is that nobody did. @returns how many edits are named. */
function checkDrift(report: DriftReport, edits: readonly Edit[]): number {
  for (const { what, expected } of edits) {
    for (const { address, class: wanted } of expected) {
      const item = report.items.find((candidate) => candidate.address === address);
      expect(item !== undefined, `the drift report does not name ${address} (somebody ${what})`);
      expect(item?.class === wanted, `${address} is reported as ${item?.class}, not ${wanted}`);
    }
  }
  const others = report.items.filter(({ address }) => !edits.some((edit) => isOf(edit, address)));
  expect(others.length === 0, `drift that nobody made: ${others.map((item) => item.address).join(', ')}`);
  return edits.length;
}

function isOf({ expected, entails }: Edit, address: Address): boolean {
  return expected.some((item) => item.address === address) || entails?.(address) === true;
}

/** The simulated organization, and the words and waits around it. */
class Stage {
  readonly style: Style;
  readonly #host: Host;
  readonly #colour: boolean;
  readonly #clock = new VirtualClock(realClock.now());
  readonly #simulator: Simulator = createSimulator({ ...lifelike, clock: this.#clock });

  constructor(host: Host, colour: boolean) {
    this.#host = host;
    this.#colour = colour;
    this.style = styleOf(host.stdout, host, colour);
  }

  write(text: string): void {
    this.#host.stdout.write(`${text}\n`);
  }

  good(text: string): string {
    return paintOf(this.style).green(text);
  }

  async say(number: number, title: string): Promise<void> {
    await this.#pause(number === 1 ? 0 : PAUSE_MS);
    const line = `${number} of 6   ${title}`;
    this.write(`\n${paintOf(this.style).inverse(` ${line} `)}\n`);
  }

  async plan(): Promise<PlanRun> {
    const manifest = await readManifest({ manifest: fileURLToPath(MANIFEST), color: this.#colour }, this.#host);
    return planRun(manifest, await this.#engine());
  }

  async showPlan(run: PlanRun): Promise<void> {
    this.write(textPlan(await viewOf(run), this.style));
  }

  async showDrift(run: PlanRun): Promise<DriftReport> {
    const report = driftOf(await viewOf(run));
    this.write(textDrift(report, this.style));
    return report;
  }

  async apply(run: PlanRun): Promise<void> {
    const changes = run.plan.changes.length;
    const progress = progressFor(this.#host, { colour: this.#colour, now: () => this.#clock.now(), verbose: false });
    const beat = Math.min(LONGEST_BEAT_MS, APPLY_MS / Math.max(1, changes));
    const listener: Listener = (event) => {
      progress.listener(event);
      // Simulated time stands still for a moment, so that a reader sees the work go by.
      if (event.code === 'change-finished') void this.#clock.hold(() => this.#pause(beat));
    };
    let result: ApplyResult;
    try {
      result = await applyRun(run.plan, { ...(await this.#engine()), listener });
    } finally {
      progress.close();
    }
    this.write(textResult({ result }, this.style));
    expect(result.state === 'complete', `the apply is ${result.state}`);
  }

  async edit(edits: readonly Edit[]): Promise<void> {
    const somebodyElse = await sessionOn(this.#simulator, this.#clock, 'off');
    for (const edit of edits) {
      this.write(`  somebody ${edit.what}`);
      await edit.make(somebodyElse);
    }
    this.write(`  ${count(edits.length, 'edit')} made`);
  }

  /** A session of its own each time: nothing is remembered from one run to the next. */
  async #engine(): Promise<EngineOptions> {
    return {
      clock: this.#clock,
      aws: await sessionOn(this.#simulator, this.#clock, 50),
      engineVersion: version(),
    };
  }

  /** Real time, for a reader; none in a log. */
  async #pause(ms: number): Promise<void> {
    if (isLive(this.#host.stdout, this.#host)) await realClock.sleep(ms);
  }
}
