import { join } from 'node:path';
import { rootAuditRun } from '../../src/engine/root-audit.js';
import { undoPlan } from '../../src/engine.js';
import { TowerctlError } from '../../src/errors.js';
import type { PlanRun } from '../../src/events.js';
import { controls } from '../../src/kinds/enabled-control/section.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { ApplyResult, Change, Plan } from '../../src/model.js';
import { driftOf, textDrift } from '../../src/report/drift.js';
import { textProblems } from '../../src/report/problems.js';
import { textResult } from '../../src/report/result.js';
import { textPlan } from '../../src/report/text.js';
import type { PlanView } from '../../src/report/view.js';
import { type Fault, type Seed, unkind } from '../../src/simulator/index.js';
import { RoleBench } from '../permissions/enforced.js';
import { actions, type Bench, ENGINE_VERSION, SECTIONS } from '../support/organization.js';
import { worldText } from '../support/world-text.js';
import { makeEdits } from './edits.js';
import { readScenario, readSeed, type Scenario } from './format.js';
import { governedText } from './governed-text.js';
import { servicesText } from './services-text.js';
import { settingsText } from './settings-text.js';
import { stackedText } from './stacked-text.js';

const STYLE = { width: 100, colour: false, unicode: true } as const;
/** Stands where the plan's digest does: eight letters, and the same whatever the plan holds. */
const DIGEST = 'scenario';
const kinds = new Map(KINDS.map((kind) => [kind.name, kind]));

/** What came of a scenario: facts to compare with what it expects, and texts to compare with its files. */
export interface Played {
  readonly scenario: Scenario;
  /** By file name, each ending in a line break. */
  readonly texts: Map<string, string>;
  manifest?: 'refused';
  problems: string[];
  drift?: Record<string, string>;
  apply?: ApplyResult['state'] | 'refused';
  /** Writes that reached AWS between the plan and the end of the apply. */
  writes: number;
  outcomes: Record<string, string>;
  /** Addresses in the order in which their changes were over. */
  order: string[];
  again?: string[];
  /** Kinds with a change in the plan. */
  readonly kinds: Set<string>;
  /** Whether towerctl asked Control Tower or its catalog anything at all, and whether a manifest speaks of them. */
  asksControlTower: boolean;
  speaksOfControlTower: boolean;
  /** A guard has to know the landing zone, where there is one. */
  looksAtControlTower: boolean;
  /** The organization before the apply and after the undo. */
  undone?: { readonly before: string; readonly after: string };
  /** IAM actions that were called, members' roles included. */
  readonly called: ReadonlySet<string>;
}

/** Plays one folder on an organization of its own, by roles that may do what src/permissions grants, and no more. */
export async function play(folder: string): Promise<Played> {
  const scenario = readScenario(folder);
  const seed = readSeed(folder, scenario);
  const bench = new RoleBench(
    {
      ...unkind,
      seed,
      ...managementOf(seed),
      ...(scenario.pace && { pace: scenario.pace }),
      ...(scenario.durations && { durations: scenario.durations }),
    },
    { isReadRoleThere: scenario.readRole !== 'absent' },
  );
  const played: Played = {
    scenario,
    texts: new Map(),
    problems: [],
    writes: 0,
    outcomes: {},
    order: [],
    kinds: new Set(),
    asksControlTower: false,
    speaksOfControlTower: false,
    looksAtControlTower: false,
    called: bench.judge.called,
  };
  for (const file of scenario.before) {
    const earlier = await load(folder, file);
    await watched(bench, earlier, played, () => bench.converge(earlier));
  }
  const audit = (file = scenario.manifest): Promise<void> => audited(bench, folder, file);
  await makeEdits(bench, scenario.edits, audit);
  await bench.clock.sleep(scenario.restMs);
  const manifest = await loadOrRefuse(folder, scenario, played);
  if (!manifest) return played;
  const plan = await watched(bench, manifest, played, () => planned(bench, manifest, played));
  if (scenario.expect.apply === undefined) return played;
  await makeEdits(bench, scenario.meanwhile, audit);
  const before = scenario.undo ? await seen(bench, manifest, played) : '';
  await watched(bench, manifest, played, () => applied(bench, plan, played));
  if (played.apply === 'refused') return played;
  await bench.clock.sleep(60_000);
  const again = await watched(bench, manifest, played, () => bench.plan(manifest, optionsOf(scenario)));
  played.again = actions(again.plan);
  if (scenario.finish) {
    await makeEdits(bench, scenario.mended, audit);
    await finished(bench, manifest);
  }
  played.texts.set('after.txt', await seen(bench, manifest, played));
  if (scenario.undo) played.undone = { before, after: await undone(bench, plan, manifest, played) };
  return played;
}

function optionsOf({ scope, resetDrift }: Scenario): {
  readonly scope: readonly string[];
  readonly resetDrift: boolean;
} {
  return { scope, resetDrift };
}

/** Notes whether Control Tower was asked, for that must not happen where the manifest does not speak of it. */
async function watched<T>(bench: Bench, manifest: Manifest, played: Played, run: () => Promise<T>): Promise<T> {
  const asked = (): number =>
    bench.simulator.calls
      .counts()
      .filter(({ api }) => /^control(tower|catalog):/.test(api))
      .reduce((sum, { calls }) => sum + calls, 0);
  const needsIt = KINDS.some((kind) => kind.needsLandingZone?.(manifest));
  if (needsIt || manifest.section(controls) !== undefined) played.speaksOfControlTower = true;
  if (KINDS.some((kind) => kind.looksAtLandingZone?.(manifest))) played.looksAtControlTower = true;
  const before = asked();
  try {
    return await run();
  } finally {
    if (asked() > before) played.asksControlTower = true;
  }
}

/** What the first run left undone, a second one does. */
async function finished(bench: Bench, manifest: Manifest): Promise<void> {
  await bench.converge(manifest);
  await bench.clock.sleep(60_000);
  const left = actions((await bench.plan(manifest)).plan);
  if (left.length > 0) throw new Error(`a second run did not finish: ${left.join(', ')}`);
}

/** `towerctl root audit`, which is a job apart from plan and apply. */
async function audited(bench: Bench, folder: string, file: string): Promise<void> {
  const { clock } = bench;
  await rootAuditRun(await load(folder, file), { aws: bench.session(), clock, engineVersion: ENGINE_VERSION });
}

/** The organization, what Control Tower has of it where the story is about that, and the settings that are declared. */
async function seen(bench: Bench, manifest: Manifest, played: Played): Promise<string> {
  const { asksControlTower, speaksOfControlTower } = played;
  const world = await worldText(bench);
  return `${world}${asksControlTower && speaksOfControlTower ? await governedText(bench) : ''}${await settingsText(bench, manifest)}${await stackedText(bench)}${await servicesText(bench, manifest)}`;
}

/** Whoever calls acts as the management account of the seed. */
function managementOf(seed: Seed): { readonly accountId?: string } {
  const account = typeof seed === 'string' ? undefined : seed['managementAccount'];
  return account === undefined ? {} : { accountId: (account as { readonly id: string }).id };
}

function load(folder: string, file: string, variables?: string): Promise<Manifest> {
  return loadManifest(join(folder, file), { sections: SECTIONS, engineVersion: ENGINE_VERSION, variables });
}

async function loadOrRefuse(folder: string, scenario: Scenario, played: Played): Promise<Manifest | undefined> {
  try {
    return await load(folder, scenario.manifest, scenario.variables);
  } catch (error) {
    if (!(error instanceof TowerctlError) || error.exit !== 'manifest') throw error;
    played.manifest = 'refused';
    played.texts.set('problems.txt', `${textProblems(error.problems, STYLE)}\n`);
    return undefined;
  }
}

async function planned(bench: Bench, manifest: Manifest, played: Played): Promise<Plan> {
  const { scenario, texts } = played;
  arm(bench, scenario.faults.plan);
  const { plan, names } = await bench.plan(manifest, optionsOf(scenario));
  bench.simulator.faults.clear();
  const view = viewOf(plan, names);
  texts.set('plan.txt', planText(view));
  played.problems = plan.problems.map(({ code, address }) => (address === undefined ? code : `${code} ${address}`));
  for (const change of plan.changes) if (change.action !== 'notice') played.kinds.add(change.kind);
  if (scenario.expect.drift !== undefined) {
    const report = driftOf({ ...view, at: bench.clock.now() });
    played.drift = Object.fromEntries(report.items.map((item) => [item.address, item.class]));
    texts.set('drift.txt', `${textDrift(report, STYLE)}\n`);
  }
  return plan;
}

/** How many guards and sections there are is no part of any story: one more of them changes no text. */
function planText(view: PlanView): string {
  return `${textPlan(view, STYLE)}\n`
    .replace(/^(Guards +)\d+ passed/m, '$1all passed')
    .replace(/^( +not managed +)\d+ sections/m, '$1all other sections');
}

function viewOf(plan: Plan, names?: PlanRun['names'], title?: string): PlanView {
  const describe = (change: Change): readonly string[] => kinds.get(change.kind)?.describe?.(change, names) ?? [];
  return { plan, digest: DIGEST, describe, ...(title !== undefined && { title }) };
}

function arm(bench: Bench, faults: readonly { readonly operation: string }[]): void {
  for (const fault of faults) bench.simulator.faults.add(fault as Fault);
}

async function applied(bench: Bench, plan: Plan, played: Played): Promise<void> {
  const { scenario, texts } = played;
  const writesBefore = bench.simulator.calls.writes;
  const eventsBefore = bench.events.length;
  arm(bench, scenario.faults.apply);
  try {
    // What is applied is what a file would hold.
    const result = await bench.apply(JSON.parse(JSON.stringify(plan)) as Plan);
    played.apply = result.state;
    for (const { address, state } of result.outcomes) if (state !== 'done') played.outcomes[address] = state;
    // How long it took is not what a scenario is about.
    if (result.state !== 'complete') {
      texts.set('apply.txt', `${textResult({ result: { ...result, startedAt: 0, endedAt: 0 } }, STYLE)}\n`);
    }
  } catch (error) {
    if (!(error instanceof TowerctlError)) throw error;
    played.apply = 'refused';
    texts.set('apply.txt', `${error.message}\n${textProblems(error.problems, STYLE)}\n`);
  }
  bench.simulator.faults.clear();
  for (const event of bench.events.slice(eventsBefore)) {
    if (event.code === 'change-finished') played.order.push(event.change.address);
  }
  played.writes = bench.simulator.calls.writes - writesBefore;
}

async function undone(bench: Bench, plan: Plan, manifest: Manifest, played: Played): Promise<string> {
  const back = undoPlan(plan);
  played.texts.set('undo.txt', planText(viewOf(back, undefined, 'Undo')));
  const result = await bench.apply(back);
  if (result.state !== 'complete') throw new Error(`the undo was incomplete:\n${textResult({ result }, STYLE)}`);
  return seen(bench, manifest, played);
}
