import { resolve } from 'node:path';
import type { StageContext } from '../stages/stage.js';
import { bucketRegion, runOf } from './bucket-run.js';
import type { Host } from './host.js';
import type { BucketOptions, ConnectOptions } from './options.js';
import type { CommandContext } from './running-command.js';

/** What each `towerctl run` is told that works with the run bucket. */
export interface RunOptions extends ConnectOptions, BucketOptions {
  readonly bucket: string;
  readonly topic?: string;
  /** File for what the stage found out. */
  readonly env?: string;
}

/** What a stage works with, from what its command was told. */
export function stageContext({ host, connection, engine }: CommandContext, options: RunOptions): StageContext {
  const place = { bucket: options.bucket, region: bucketRegion(options.region, host.env) };
  const { id: runId, requests } = runOf(connection);
  // Set, and checked before anything of the engine ran, by the builds that `pipeline/` deploys.
  const engineDigest = host.env['TOWERCTL_ENGINE_SHA256'];
  return {
    ...{ engine, place, runId, requests },
    runner: connection.aws.runner(place.region),
    ...(engineDigest !== undefined && { engineDigest }),
    ...(options.topic !== undefined && options.topic !== '' && { topic: options.topic }),
    say: (line) => host.stdout.write(`${line}\n`),
  };
}

/** Into the file of `--env`, where one is named. */
export async function leaveEnv(
  { env }: Pick<RunOptions, 'env'>,
  host: Host,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  if (env === undefined) return;
  const { writeEnv } = await import('../stages/env.js');
  await writeEnv(resolve(host.cwd, env), values);
}
