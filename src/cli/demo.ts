import type { Checklist } from '../checklist/verdict.js';
import { EXIT } from '../errors.js';
import type { PlanRun } from '../events.js';
import type { Address } from '../model.js';
import type { DriftReport } from '../report/drift.js';
import { isEmpty } from '../report/json.js';
import { paintOf } from '../report/style.js';
import { drillFor, type Edit } from './demo-edits.js';
import { Stage } from './demo-stage.js';
import type { Host } from './host.js';

/** Rows of the target state that the worked example takes this organization to, whole. */
const MET: readonly string[] = ['1A-2', '1A-3', '1A-4', '1C-2', '1D-2', '1D-5', '2-1', '3-3'];

/** Something is not as the demo promises. */
class NotAsItShouldBe extends Error {
  override readonly name = 'NotAsItShouldBe';
}

/**
 * The main job on a simulated organization: where it stands, plan, apply, root users closed, nothing left to do, drift by
 * somebody else, healing. Every step is checked. On a terminal it is paced for a reader; the simulated time jumps.
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
  const before = await beginning(stage);
  const first = await stage.plan();
  await stage.say(2, 'What the manifest would change');
  await stage.showPlan(first);
  expect(!isEmpty(first.plan), 'the first plan is empty');
  expect(
    first.plan.problems.every((problem) => problem.severity !== 'error'),
    'the first plan has errors',
  );

  await stage.say(3, 'Apply it');
  await apply(stage, first);
  await closeRootUsers(stage);

  await stage.say(5, 'Plan again: there must be nothing left to do. And how far it is now');
  await nothingLeft(stage, 'the plan after the apply is not empty');
  stage.write('');
  checkVerdicts(before, await stage.checklist(before));

  await driftAndHeal(stage, drillFor(first.plan));
  stage.write(
    `\n${stage.good('All as it should be.')} Next: towerctl plan --sandbox, then read manifest/manifest.yaml.`,
  );
}

async function beginning(stage: Stage): Promise<Checklist> {
  await stage.say(1, 'How far a fresh landing zone is from the target state (a simulated one; no AWS is touched)');
  return stage.checklist();
}

async function closeRootUsers(stage: Stage): Promise<void> {
  await stage.say(4, 'What root users of members can still sign in with: an audit looks, and apply deletes it');
  const audit = await stage.rootAudit();
  const found = [...audit.findings].filter(([, { state }]) => state === 'credentials').map(([account]) => account);
  expect(found.length > 0, 'the audit found no root credentials');
  stage.write('');
  const plan = await stage.plan();
  await stage.showPlan(plan);
  for (const account of found) {
    const address: Address = `root-credentials:${account.slice(account.indexOf(':') + 1)}`;
    expect(
      plan.plan.changes.some((change) => change.address === address && change.action === 'remove'),
      `the plan does not delete ${address}`,
    );
  }
  await apply(stage, plan);
}

async function driftAndHeal(stage: Stage, edits: readonly Edit[]): Promise<void> {
  await stage.say(6, `Somebody else changes ${edits.length} things by the AWS API`);
  await stage.edit(edits);

  await stage.say(7, 'The drift report must name every one of them');
  const drifted = await stage.plan();
  const found = checkDrift(await stage.showDrift(drifted), edits);
  stage.write(`\n  ${stage.good(`${found} of ${edits.length}`)} edits are in the report`);

  await stage.say(8, 'Apply heals what is ours, and leaves alone what nobody declared');
  await apply(stage, drifted);
  await nothingLeft(stage, 'the plan after healing is not empty');
}

async function apply(stage: Stage, run: PlanRun): Promise<void> {
  const { state } = await stage.apply(run);
  expect(state === 'complete', `the apply is ${state}`);
}

async function nothingLeft(stage: Stage, otherwise: string): Promise<void> {
  const run = await stage.plan();
  await stage.showPlan(run);
  expect(isEmpty(run.plan), otherwise);
}

/** No row is worse than it was, and those that the manifest is for are met. */
function checkVerdicts(before: Checklist, after: Checklist): void {
  for (const { id, verdict } of after.rows) {
    const was = before.rows.find((row) => row.id === id)?.verdict;
    expect(was !== 'met' || verdict === 'met', `row ${id} was met and is ${verdict}`);
    expect(!MET.includes(id) || verdict === 'met', `row ${id} is ${verdict}`);
  }
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
