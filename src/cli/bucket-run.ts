import type { RunnerPorts } from '../aws/session.js';
import { TowerctlError } from '../errors.js';
import type { Listener } from '../events.js';
import type { Lease } from '../lease/lease.js';
import type { AddressHold, Plan } from '../model.js';
import type { RunFacts } from '../runs/record.js';
import type { Run } from '../runs/run.js';
import type { BucketOptions } from './options.js';
import { messageOf } from './reasons.js';
import type { CommandContext } from './running-command.js';

/** A command that works with others: what it leaves in the run bucket, and the lease it writes under. */
export interface BucketRun {
  /** As they stand at this moment. */
  holds(): Promise<readonly AddressHold[]>;
  readonly run: Run;
  /** Waits for the lease, once. */
  lease(listener: Listener | undefined): Promise<Lease>;
  /** What the record will say at the end. */
  note(facts: RunFacts): void;
}

/** What a run is about, before it has a plan. */
export interface About {
  readonly manifest: Plan['manifest'];
  readonly homeRegion: string;
}

/** Without `--bucket` nothing is opened, and nobody else is thought of. */
export async function withBucketRun(
  context: CommandContext,
  options: BucketOptions,
  about: About,
  work: (bucket: BucketRun | undefined) => Promise<number>,
): Promise<number> {
  if (options.bucket === undefined) return work(undefined);
  const opened = await open(context, { ...options, bucket: options.bucket }, about);
  try {
    const code = await work(opened);
    await opened.end();
    return code;
  } catch (error) {
    await opened.end({ result: 'failed', problem: messageOf(error) }).catch((failure: unknown) => {
      context.host.stderr.write(`The record of this run could not be written: ${messageOf(failure)}\n`);
    });
    throw error;
  }
}

type Opened = BucketRun & { end(facts?: RunFacts): Promise<void> };

async function open(
  { connection, host, engine }: CommandContext,
  options: BucketOptions & { readonly bucket: string },
  { manifest, homeRegion }: About,
): Promise<Opened> {
  const { openRun } = await import('../runs/run.js');
  const { readHolds } = await import('../runs/holds.js');
  const { clock } = connection;
  const place = { bucket: options.bucket, region: options.region ?? homeRegion };
  // The bucket is in the account that this process runs in, whatever role the organization is entered by.
  const runner = connection.aws.runner(place.region);
  const { id: runId, requests } = runOf(connection);
  const author = await runner.caller();
  // Where they cannot be read nothing is begun.
  await readHolds(runner.s3, place);
  const commit = host.env['CODEBUILD_RESOLVED_SOURCE_VERSION'] ?? host.env['GITHUB_SHA'];
  const run = await openRun({
    s3: runner.s3,
    clock,
    place,
    runId,
    source: 'cli',
    engine: engine.engineVersion,
    manifest,
    author,
    requests,
    ...(commit !== undefined && commit !== '' && { commit }),
  });
  let lease: Promise<Lease> | undefined;
  let facts: RunFacts = {};
  return {
    holds: () => readHolds(runner.s3, place),
    run,
    lease: (listener) => {
      lease ??= takeLease(runner, { ...options, place, runId, by: author }, engine, listener);
      return lease;
    },
    note: (more) => {
      facts = { ...facts, ...more };
    },
    end: async (more = {}) => {
      await (await lease?.catch(() => undefined))?.release();
      await run.finish({ ...facts, ...more });
    },
  };
}

async function takeLease(
  runner: RunnerPorts,
  given: {
    readonly place: { readonly bucket: string; readonly region: string };
    readonly runId: string;
    readonly by: string;
    readonly wait?: number;
  },
  { clock, signal }: CommandContext['engine'],
  listener: Listener | undefined,
): Promise<Lease> {
  const { openLease } = await import('../lease/open.js');
  return openLease({
    ...given,
    s3: runner.s3,
    clock,
    source: 'cli',
    ...(signal && { signal }),
    ...(listener && { listener }),
  });
}

/** @throws TowerctlError `bug` where the session was opened without a bucket. */
export function runOf({ run }: CommandContext['connection']): NonNullable<CommandContext['connection']['run']> {
  if (!run) throw new TowerctlError('bug', 'a run with a bucket was opened on a session without one');
  return run;
}

/** The plan as others want it: the file that `apply` takes, and the text for people with accounts masked. */
export async function storePlan(run: Run, plan: Plan, markdown: string): Promise<string> {
  const { planFileText } = await import('../plan/file.js');
  await run.put('plan.json', planFileText(plan));
  return run.put('plan.md', `${markdown}\n`);
}

/** The Region of a bucket, for commands that read no manifest. */
export function bucketRegion(region: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const found = region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (found !== undefined && found !== '') return found;
  throw new TowerctlError('usage', 'where is the bucket? Give `--region REGION`, or set AWS_REGION');
}
