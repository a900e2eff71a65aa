import { EXIT, TowerctlError } from '../../errors.js';
import type { Address, AddressHold } from '../../model.js';
import { sanitizeText } from '../../report/sanitize.js';
import type { HoldStore } from '../../runs/holds.js';
import type { RunPlace } from '../../runs/run.js';
import { bucketRegion } from '../bucket-run.js';
import type { Host } from '../host.js';
import type { HoldOptions } from '../options.js';
import { type CommandContext, runConnected } from '../running-command.js';

type Deed = 'set' | 'list' | 'release';

/** Sets a hold, lists them, or releases one. A hold needs no commit, and ends by itself. */
export async function hold(given: string | undefined, options: HoldOptions, host: Host): Promise<number> {
  const deed = deedOf(given, options);
  const address = deed === 'list' ? undefined : await addressOf(deed === 'set' ? given : options.release);
  const place = { bucket: options.bucket, region: bucketRegion(options.region, host.env) };
  return runConnected(options, host, async (context) => {
    const { s3 } = context.connection.aws.runner(place.region);
    context.progress.close();
    if (address === undefined) return list(context, s3, place, options);
    return deed === 'set' ? set(context, s3, place, address, options) : release(context, s3, place, address);
  });
}

/** @throws TowerctlError `usage` unless exactly one thing is asked for. */
function deedOf(given: string | undefined, { list: isList, release: released, until, reason }: HoldOptions): Deed {
  const deeds: readonly Deed[] = [
    ...(given === undefined ? [] : ['set' as const]),
    ...(isList === true ? ['list' as const] : []),
    ...(released === undefined ? [] : ['release' as const]),
  ];
  const [deed] = deeds;
  if (deed === undefined || deeds.length > 1) {
    throw new TowerctlError('usage', 'give one of: an ADDRESS to hold, `--list`, or `--release ADDRESS`');
  }
  if (deed !== 'set' && (until ?? reason) !== undefined) {
    throw new TowerctlError('usage', '`--until` and `--reason` belong to an ADDRESS to hold');
  }
  if (deed === 'set' && (until === undefined || (reason ?? '').trim() === '')) {
    throw new TowerctlError(
      'usage',
      'a hold needs `--until TIME` and `--reason WHY`: it is told in every plan, and ends',
    );
  }
  return deed;
}

/** @throws TowerctlError `usage` for what can be no address of a plan. */
async function addressOf(given = ''): Promise<Address> {
  const { KINDS } = await import('../../kinds/index.js');
  const { didYouMean } = await import('../../manifest/problems.js');
  const prefixes = KINDS.map(({ prefix }) => prefix);
  const [, prefix, name] = /^([^:]*):(.+)$/s.exec(given.trim()) ?? [];
  if (prefix === undefined || name === undefined) {
    throw new TowerctlError(
      'usage',
      `"${given}" is no address: write it as a plan does, such as policy:scp/deny-leave`,
    );
  }
  if (!prefixes.includes(prefix)) {
    const hint = didYouMean(prefix, prefixes) ?? `one of ${prefixes.join(', ')}`;
    throw new TowerctlError('usage', `"${given}": no kind has addresses that begin with "${prefix}:"; ${hint}`);
  }
  return `${prefix}:${name}`;
}

async function set(
  { connection, host }: CommandContext,
  s3: HoldStore,
  place: RunPlace,
  address: Address,
  { until = '', reason = '' }: HoldOptions,
): Promise<number> {
  const { setHold } = await import('../../runs/holds.js');
  const now = connection.clock.now();
  const entry: AddressHold = {
    address,
    until: untilOf(until, now),
    reason: reason.trim(),
    by: await connection.aws.runner(place.region).caller(),
    at: new Date(now).toISOString(),
  };
  await setHold(s3, place, entry, now);
  host.stdout.write(`${lineOf(entry)}\n`);
  host.stderr.write('Held: runs with this bucket report it, and change neither it nor what needs it.\n');
  return EXIT.done;
}

async function release(
  { connection, host }: CommandContext,
  s3: HoldStore,
  place: RunPlace,
  address: Address,
): Promise<number> {
  const { releaseHold } = await import('../../runs/holds.js');
  if (await releaseHold(s3, place, address, connection.clock.now())) {
    host.stdout.write(`Released ${sanitizeText(address)}\n`);
    return EXIT.done;
  }
  host.stderr.write(`${sanitizeText(address)} is not held: \`towerctl hold --list\` shows what is.\n`);
  return EXIT.failed;
}

async function list(
  { connection, host }: CommandContext,
  s3: HoldStore,
  place: RunPlace,
  { format }: HoldOptions,
): Promise<number> {
  const { readHolds } = await import('../../runs/holds.js');
  const now = connection.clock.now();
  const standing = (await readHolds(s3, place)).filter(({ until }) => Date.parse(until) > now);
  const text = standing.length === 0 ? 'Nothing is held' : standing.map(lineOf).join('\n');
  host.stdout.write(`${format === 'json' ? JSON.stringify(standing, undefined, 2) : text}\n`);
  return EXIT.done;
}

function lineOf({ address, until, reason, by }: AddressHold): string {
  return sanitizeText(`${address}   held until ${until}   ${reason}   by ${by}`);
}

const SPANS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `4h`, `2026-12-01` (that day included, UTC) or `2026-12-01T18:00:00+09:00`. @returns ISO time (UTC). */
export function untilOf(text: string, now: number): string {
  const [, number, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const end =
    number !== undefined && unit !== undefined
      ? now + Number(number) * (SPANS[unit] ?? 0)
      : isDay
        ? Date.parse(`${text}T00:00:00Z`) + 86_400_000
        : isTime
          ? Date.parse(text)
          : Number.NaN;
  if (Number.isNaN(end)) {
    throw new TowerctlError(
      'usage',
      `--until "${text}": write 4h, 3d, a day (2026-12-01, that day included, UTC) or a time with its zone (2026-12-01T18:00:00Z)`,
    );
  }
  if (end <= now) throw new TowerctlError('usage', `--until "${text}" is past: the hold would do nothing`);
  return new Date(end).toISOString();
}
