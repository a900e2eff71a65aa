import type { EngineOptions } from '../engine.js';
import { EXIT } from '../errors.js';
import type { PlanRun } from '../events.js';
import type { Manifest } from '../manifest/manifest.js';
import type { AddressHold, Plan, Unknown } from '../model.js';
import type { Style } from '../report/style.js';
import type { PlanView } from '../report/view.js';
import { type Connection, connect } from './connection.js';
import type { Host } from './host.js';
import { listenForInterrupts } from './interruption.js';
import type { BucketOptions, ConnectOptions } from './options.js';
import { type Progress, progressFor } from './progress.js';
import { styleOf } from './terminal.js';
import { version } from './version.js';

/** What every command that talks to AWS has at hand. */
export interface CommandContext {
  readonly host: Host;
  readonly connection: Connection;
  readonly engine: EngineOptions;
  /** Of the reads; closed before a report is printed. */
  readonly progress: Progress;
  /** A fresh one, for the writes. */
  restartProgress(): Progress;
  /** For reports on stdout. */
  readonly style: Style;
}

/**
 * Connects, listens for Ctrl-C, shows progress, and takes all of it down again however the work ends.
 *
 * @returns the exit code.
 */
export async function runConnected(
  options: ConnectOptions & BucketOptions,
  host: Host,
  work: (context: CommandContext) => Promise<number>,
): Promise<number> {
  const connection = await connect(options, host);
  const { clock, aws } = connection;
  const verbose = host.env['TOWERCTL_DEBUG'] === '1';
  const start = (): Progress => progressFor(host, { colour: options.color, now: () => clock.now(), verbose });
  let progress = start();
  const restartProgress = (): Progress => {
    progress = start();
    return progress;
  };
  const interruption = listenForInterrupts(host, (line) => progress.say(line));
  const { signal } = interruption;
  try {
    return await work({
      host,
      connection,
      progress,
      restartProgress,
      engine: { clock, aws, signal, listener: progress.listener, engineVersion: version(), pace: options.pace ?? 50 },
      style: styleOf(host.stdout, host, options.color),
    });
  } catch (error) {
    progress.close();
    if (!signal.aborted || error !== signal.reason) throw error;
    host.stderr.write('Interrupted while reading: nothing was written.\n');
    return EXIT.failed;
  } finally {
    progress.close();
    interruption.close();
    await connection.close();
  }
}

export interface PlanSettings {
  readonly scope: readonly string[];
  readonly resetDrift?: boolean;
  readonly holds?: readonly AddressHold[];
}

/** Reads and compares. Ctrl-C ends it at once: a read leaves nothing half done. */
export async function planUnlessInterrupted(
  { engine }: CommandContext,
  manifest: Manifest,
  { scope, resetDrift = false, holds }: PlanSettings,
): Promise<PlanRun> {
  const { planRun } = await import('../engine.js');
  return unlessInterrupted(engine.signal, () =>
    planRun(manifest, { ...engine, scope, resetDrift, ...(holds && { holds }) }),
  );
}

/** Work that leaves nothing half done: the signal ends the waiting for it at once. */
export function unlessInterrupted<Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!signal) return work();
  signal.throwIfAborted();
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work(), interrupted]);
}

/** A plan as reports want it, with each kind's own words about its changes. */
export async function viewOf(
  run: Omit<PlanRun, 'seconds' | 'calls'> & Partial<PlanRun>,
  title?: string,
): Promise<PlanView> {
  return (await import('../stages/view.js')).viewOf(run, title);
}

/**
 * What a plan that holds problems or unknowns ends with: a guard's refusal first, then what else is wrong, then what
 * could not be read. 0 when the plan is sound.
 */
export async function exitOfPlan(plan: Plan): Promise<number> {
  const errors = plan.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) {
    const { GUARDS } = await import('../guards/index.js');
    const guards = new Set(GUARDS.map((guard) => guard.code));
    return errors.some((problem) => guards.has(problem.code)) ? EXIT.guard : EXIT.manifest;
  }
  if (plan.unknown.length === 0) return EXIT.done;
  return plan.unknown.some(isDenied) ? EXIT.denied : EXIT.failed;
}

/** AWS names the missing permission in some denials and not in others; the error code is in the reason either way. */
function isDenied({ missingPermission, reason }: Unknown): boolean {
  return missingPermission !== undefined || /\b(AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(reason);
}
