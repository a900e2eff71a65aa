import { EXIT, TowerctlError } from '../../errors.js';
import type { LeaseOptions as OpenOptions } from '../../lease/lease.js';
import type { LeaseStatus } from '../../lease/status.js';
import { sanitizeText } from '../../report/sanitize.js';
import { elapsed } from '../../report/words.js';
import { bucketRegion, runOf } from '../bucket-run.js';
import type { Host } from '../host.js';
import type { LeaseOptions } from '../options.js';
import { type CommandContext, runConnected } from '../running-command.js';

/** Says who has the lease; with `--take-over` ends it, so that the next run can go on. */
export function lease(options: LeaseOptions, host: Host): Promise<number> {
  const place = { bucket: options.bucket, region: bucketRegion(options.region, host.env) };
  return runConnected(options, host, async (context) => {
    const { aws, clock } = context.connection;
    const { s3, caller } = aws.runner(place.region);
    const { leaseStatus } = await import('../../lease/status.js');
    const status = await leaseStatus(s3, place);
    context.progress.close();
    host.stdout.write(`${options.format === 'json' ? JSON.stringify(status, undefined, 2) : statusText(status)}\n`);
    if (options.takeOver !== true) return EXIT.done;
    if (status.state === 'free' || status.state === 'never-held') {
      host.stderr.write('Nothing to take over: nobody has it.\n');
      return EXIT.done;
    }
    if (options.approve !== true && !(await approved(context, status))) return EXIT.declined;
    const by = await caller();
    return takeOver(context, { s3, clock, place, by, runId: runOf(context.connection).id, source: 'cli' }, options);
  });
}

async function takeOver({ host }: CommandContext, given: OpenOptions, { reason = '' }: LeaseOptions): Promise<number> {
  const { takeOver: take } = await import('../../lease/open.js');
  const { historyKey } = await import('../../lease/history.js');
  const taken = await take({ ...given, reason });
  await taken.release();
  host.stdout.write(
    `Taken over and released: fence ${taken.fence}. The other run stops before its next write.\n` +
      `Recorded in s3://${given.place.bucket}/${historyKey(taken.fence)}\n`,
  );
  return EXIT.done;
}

async function approved({ host }: CommandContext, { lock, state }: LeaseStatus): Promise<boolean> {
  const alive = state === 'held' ? ' It is alive: it will stop half way, and the next plan tells what is left.' : '';
  const answer = await host.ask(`Take the lease from run ${lock?.runId ?? ''}?${alive} Only "yes" does it: `);
  if (answer?.trim().toLowerCase() === 'yes') return true;
  host.stderr.write(
    answer === undefined
      ? 'Not taken over: there is no terminal to ask on. Look at the run and pass --approve.\n'
      : 'Not taken over.\n',
  );
  return false;
}

function statusText({ state, lock, heartbeatAge }: LeaseStatus): string {
  if (!lock) return 'Lease   free, and was never held';
  const who = `run ${lock.runId} (${lock.source}${lock.by === undefined ? '' : `, ${lock.by}`})`;
  const taken = lock.takenFrom;
  const lines = [
    state === 'free'
      ? `Lease   free   fence ${lock.fence}   last held by ${who}, released ${lock.releasedAt ?? ''}`
      : `Lease   held   fence ${lock.fence}   by ${who} since ${lock.acquiredAt}`,
    ...(state === 'held' && heartbeatAge !== undefined
      ? [`        last heartbeat ${elapsed(heartbeatAge * 1_000)} ago`]
      : []),
    ...(state === 'silent'
      ? [`        no heartbeat for ${elapsed((heartbeatAge ?? 0) * 1_000)}: the next run takes it by itself`]
      : []),
    ...(taken ? [`        taken from run ${taken.runId} (fence ${taken.fence}): ${taken.reason}`] : []),
  ];
  return lines.map(sanitizeText).join('\n');
}

/** @throws TowerctlError `usage` for options that do not go together. */
export function checkLeaseOptions({ takeOver: wanted, reason }: LeaseOptions): void {
  if (wanted === true && (reason ?? '').trim() === '') {
    throw new TowerctlError('usage', '--take-over needs `--reason WHY`: it is recorded');
  }
  if (wanted !== true && reason !== undefined) throw new TowerctlError('usage', '--reason belongs to --take-over');
}
