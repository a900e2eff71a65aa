import { EXIT } from '../../errors.js';
import type { PlanRun } from '../../events.js';
import { leftToFullRun, UNATTENDED, type Waiting, waitingChanges } from '../../lifecycle/approval.js';
import { type Intake, takeIn } from '../../lifecycle/intake.js';
import { freshAccounts, resolveScope } from '../../lifecycle/resolve.js';
import { OWN_ROLES } from '../../lifecycle/scope.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { NodeName } from '../../model.js';
import { isEmpty } from '../../report/json.js';
import { sanitizeText } from '../../report/sanitize.js';
import { textPlan } from '../../report/text.js';
import { showAskApply } from '../applying.js';
import { type BucketRun, withBucketRun } from '../bucket-run.js';
import { readEventFile } from '../event-file.js';
import type { Host } from '../host.js';
import { eventLines } from '../lifecycle-words.js';
import { folderOf, readManifest } from '../manifest-file.js';
import type { LifecycleOptions } from '../options.js';
import { type CommandContext, exitOfPlan, planUnlessInterrupted, runConnected, viewOf } from '../running-command.js';

/** What the pipeline does about events, by hand. Events that this version does not know make it end with 1. */
export async function lifecycle(options: LifecycleOptions, host: Host): Promise<number> {
  const intake = takeIn(await readEventFile(options.event, host), { ownRoles: OWN_ROLES });
  host.stdout.write(`${eventLines(intake).map(sanitizeText).join('\n')}\n`);
  const terms = whereToLook(intake);
  const code = terms === undefined ? EXIT.done : await reconcile(terms, intake, options, host);
  return code === EXIT.done && intake.unknown.length > 0 ? EXIT.failed : code;
}

/** Terms of the run; where there is none, what the notices point at. Empty = everything. */
function whereToLook({ run, notices }: Intake): readonly string[] | undefined {
  if (run?.kind === 'full') return [];
  if (run?.kind === 'scope') return run.scope;
  if (notices.length === 0) return undefined;
  return notices.some(({ scope }) => scope.length === 0) ? [] : notices.flatMap(({ scope }) => scope);
}

/** One command's work: with what it plans and applies. */
interface Work {
  readonly context: CommandContext;
  readonly manifest: Manifest;
  readonly options: LifecycleOptions;
  readonly bucket: BucketRun | undefined;
}

function reconcile(terms: readonly string[], intake: Intake, options: LifecycleOptions, host: Host): Promise<number> {
  return runConnected(options, host, async (context) => {
    const manifest = await readManifest(options, host);
    const { homeRegion } = manifest.organization;
    return withBucketRun(context, options, { manifest, homeRegion }, async (bucket) => {
      // Nobody is asked in between: what is planned in the queue's turn is not stale when it is applied.
      if (options.approve === true || options.unattended === true) await bucket?.lease(context.progress.listener);
      return lookAndDo({ context, manifest, options, bucket }, terms, intake);
    });
  });
}

async function lookAndDo(work: Work, terms: readonly string[], intake: Intake): Promise<number> {
  const { context, manifest, options } = work;
  const { placeOfEvents } = await import('../../engine/lifecycle.js');
  const place = await placeOfEvents(manifest, context.engine);
  const { scope, because } = resolveScope(terms, place);
  const words = scope.length === 0 ? 'everything' : scope.join(', ');
  say(work, `Looking at ${words}${because === undefined ? '' : `: ${because}`}`);
  const fresh = freshAccounts(intake, scope, place, context.engine.clock.now());
  const run = await plan(work, scope);
  if (options.unattended === true) return unattended(work, run, fresh);
  if (options.dryRun !== true) return apply(work, run);
  await show(work, run, waitingChanges(run.plan, new Set(fresh), UNATTENDED));
  return exitOfPlan(run.plan);
}

/** Whole where nothing waits; else what accounts that have just come need, if that can be had by itself. */
async function unattended(work: Work, run: PlanRun, fresh: readonly NodeName[]): Promise<number> {
  const { unattendedPart } = await import('../../stages/unattended.js');
  const { waiting, part } = await unattendedPart(run, fresh, UNATTENDED, (scope) => plan(work, scope));
  if (waiting.length === 0) return applyAndTell(work, run);
  await show(work, run, waiting);
  if (part) {
    say(work, `Meanwhile, for ${fresh.join(', ')}:`);
    const code = await applyAndTell(work, part);
    if (code !== EXIT.done) return code;
  }
  const code = await exitOfPlan(run.plan);
  return code === EXIT.done ? EXIT.changes : code;
}

/** Exit 2 when something that the scope needs is left. */
async function applyAndTell(work: Work, run: PlanRun): Promise<number> {
  const code = await apply({ ...work, options: { ...work.options, approve: true } }, run);
  const left = leftLines(run);
  for (const line of left) say(work, line);
  return code === EXIT.done && left.length > 0 ? EXIT.changes : code;
}

async function apply({ context, options, bucket }: Work, run: PlanRun): Promise<number> {
  const again = `towerctl lifecycle --event ${options.event}`;
  const folder = folderOf(options, context.host);
  return showAskApply(context, { view: await viewOf(run), options, folder, again, bucket });
}

/** Holds are asked for each time: a run only reports what is held. */
async function plan({ context, manifest, bucket }: Work, scope: readonly NodeName[]): Promise<PlanRun> {
  return planUnlessInterrupted(context, manifest, { scope, ...(bucket && { holds: await bucket.holds() }) });
}

async function show(work: Work, run: PlanRun, waiting: readonly Waiting[]): Promise<void> {
  const { context, bucket } = work;
  context.progress.close();
  context.host.stdout.write(`${textPlan(await viewOf(run), context.style)}\n`);
  for (const line of [...waitingLines(waiting), ...leftLines(run)]) say(work, line);
  const { planFacts } = await import('../../runs/record.js');
  bucket?.note({ ...planFacts(run.plan, run.digest), result: isEmpty(run.plan) ? 'no-changes' : 'planned' });
}

function say({ context }: Work, line: string): void {
  context.host.stdout.write(`${sanitizeText(line)}\n`);
}

function leftLines({ plan: { changes } }: PlanRun): string[] {
  const left = leftToFullRun(changes);
  return left.length === 0 ? [] : [`Left to a full run, since it reaches further: ${left.join(', ')}`];
}

function waitingLines(waiting: readonly Waiting[]): string[] {
  if (waiting.length === 0) return ['Unattended: nothing would wait for a person.'];
  const lines = waiting.map(({ address, action, because }) => `  ${action} ${address}   ${because}`);
  return ['Unattended: waits for a person', ...lines];
}
