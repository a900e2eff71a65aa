import { join } from 'node:path';
import { checklistRun } from '../checklist/checklist.js';
import type { Checklist } from '../checklist/verdict.js';
import { realClock, VirtualClock } from '../clock.js';
import { type RootAudit, rootAuditRun } from '../engine/root-audit.js';
import { applyRun, type EngineOptions, planRun } from '../engine.js';
import type { Listener, PlanRun } from '../events.js';
import type { Manifest } from '../manifest/manifest.js';
import type { ApplyResult } from '../model.js';
import { packageFolder } from '../package-folder.js';
import { textVerdicts } from '../report/checklist.js';
import { type DriftReport, driftOf, textDrift } from '../report/drift.js';
import { textResult } from '../report/result.js';
import { textRootAudit } from '../report/root-audit.js';
import { paintOf, type Style } from '../report/style.js';
import { textPlan } from '../report/text.js';
import { count } from '../report/words.js';
import { createSimulator, lifelike, type Simulator } from '../simulator/index.js';
import { sessionOn } from './connection.js';
import type { Edit } from './demo-edits.js';
import type { Host } from './host.js';
import { readManifest } from './manifest-file.js';
import { progressFor } from './progress.js';
import { viewOf } from './running-command.js';
import { isLive, styleOf } from './terminal.js';
import { version } from './version.js';

const STEPS = 8;
/** Milliseconds of real time that an apply is spread over, and the longest that one change may take of them. */
const APPLY_MS = 5_000;
const LONGEST_BEAT_MS = 150;
const PAUSE_MS = 1_000;
/** Simulated time until what somebody else began is done. */
const EDITS_DONE_MS = 120_000;

/** The simulated organization, and the words and waits around it. */
export class Stage {
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
    const line = `${number} of ${STEPS}   ${title}`;
    this.write(`\n${paintOf(this.style).inverse(` ${line} `)}\n`);
  }

  /** Where the organization stands, row by row; with `before`, what has become of each. */
  async checklist(before?: Checklist): Promise<Checklist> {
    const { aws, clock } = await this.#engine();
    const report = await checklistRun({ aws, clock, manifest: await this.#manifest() });
    this.write(textVerdicts(report, this.style, before));
    return report;
  }

  async plan(): Promise<PlanRun> {
    return planRun(await this.#manifest(), await this.#engine());
  }

  async rootAudit(): Promise<RootAudit> {
    const audit = await rootAuditRun(await this.#manifest(), await this.#engine());
    this.write(textRootAudit(audit.findings, audit.result.at, this.style));
    return audit;
  }

  async showPlan(run: PlanRun): Promise<void> {
    this.write(textPlan(await viewOf(run), this.style));
  }

  async showDrift(run: PlanRun): Promise<DriftReport> {
    const report = driftOf(await viewOf(run));
    this.write(textDrift(report, this.style));
    return report;
  }

  /** @returns how it ended, once that is shown. */
  async apply(run: PlanRun): Promise<ApplyResult> {
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
    return result;
  }

  async edit(edits: readonly Edit[]): Promise<void> {
    const { homeRegion } = (await this.#manifest()).organization;
    const somebodyElse = (await sessionOn(this.#simulator, this.#clock, 'off')).inHomeRegion(homeRegion);
    for (const edit of edits) {
      this.write(`  somebody ${edit.what}`);
      await edit.make(somebodyElse);
    }
    await this.#clock.sleep(EDITS_DONE_MS);
    this.write(`  ${count(edits.length, 'edit')} made`);
  }

  #manifest(): Promise<Manifest> {
    return readManifest(
      { manifest: join(packageFolder(), 'manifest', 'manifest.yaml'), color: this.#colour },
      this.#host,
    );
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
