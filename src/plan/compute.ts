import type { Kind, Names } from '../kind.js';
import type { Address, Change, Desired, JsonObject, Lacking, Live, Problem, Unknown } from '../model.js';
import { compare } from './compare.js';
import { missing, notOurs, takenOver } from './ownership-problems.js';

/** One kind, read from both sides. */
export interface KindReading {
  readonly kind: Kind;
  readonly desired: ReadonlyMap<Address, Desired>;
  readonly live: ReadonlyMap<Address, Live>;
  readonly unknown: readonly Unknown[];
  /** What only the read could tell: a parameter that AWS's catalog does not know. */
  readonly problems?: readonly Problem[];
  /** How many there are of what AWS limits, ours or not. */
  readonly counts?: Readonly<Record<string, number>>;
  /** What accounts lack that something here stands on. */
  readonly lacking?: readonly Lacking[];
}

export interface Computed {
  readonly changes: Change[];
  readonly problems: Problem[];
}

/** What would have to happen to one kind. Pure; order and dependencies are added afterwards (order.ts). */
export function computeKind(reading: KindReading, names: Names): Computed {
  const result: Computed = { changes: [], problems: [...(reading.problems ?? [])] };
  // Unknown is not absent: a kind that could not be read is left alone, and the plan says so.
  if (reading.unknown.some((unknown) => unknown.address === undefined)) return result;
  const unknown = new Set(reading.unknown.map((entry) => entry.address));
  for (const desired of reading.desired.values()) {
    if (!unknown.has(desired.address)) computeDesired(reading, desired, names, result);
  }
  for (const live of reading.live.values()) {
    if (!reading.desired.has(live.address) && !unknown.has(live.address)) computeUndeclared(reading.kind, live, result);
  }
  return result;
}

type Base = Pick<Change, 'address' | 'kind' | 'needs' | 'after' | 'reads' | 'origin' | 'note'>;

function baseOf(kind: Kind, address: Address, desired?: Desired): Base {
  return {
    address,
    kind: kind.name,
    needs: desired?.needs ?? [],
    after: desired?.after ?? [],
    reads: [],
    ...(desired && { origin: desired.origin }),
    ...noteOf(desired),
  };
}

function noteOf(desired: Desired | undefined): Pick<Change, 'note'> {
  const note = desired?.note ?? desired?.held;
  return note === undefined ? {} : { note };
}

function computeDesired(reading: KindReading, desired: Desired, names: Names, { changes, problems }: Computed): void {
  const { kind } = reading;
  const live = reading.live.get(desired.address);
  const base = baseOf(kind, desired.address, desired);
  if (desired.absent) {
    if (!live || live.condition === 'running' || live.condition === 'frozen') return;
    if (desired.held === undefined)
      changes.push({ ...base, action: 'remove', why: desired.why ?? 'declared', from: live.spec });
    else {
      const { note: _, ...bare } = base;
      changes.push({ ...bare, action: 'notice', why: 'held', from: live.spec, detail: desired.held });
    }
    return;
  }
  if (!live) {
    if (desired.existing) problems.push(missing(kind, desired));
    else changes.push(creation(reading, desired, base));
    return;
  }
  if (desired.existing) return;
  computeBoth(kind, desired, live, names, base, { changes, problems });
}

/** Drift that no write of this change mends is said beside what is written. */
function alsoReported(base: Base, { reported }: Live): Base {
  if (reported === undefined) return base;
  return { ...base, note: base.note === undefined ? reported : `${base.note}; ${reported}` };
}

function creation(reading: KindReading, desired: Desired, base: Base): Change {
  const old = desired.was === undefined ? undefined : reading.live.get(desired.was);
  if (!old) return { ...base, action: 'create', why: 'declared', to: desired.spec };
  const fields = [{ path: 'address', from: old.address, to: desired.address }];
  return { ...base, action: 'replace', why: 'renamed', from: old.spec, to: desired.spec, fields };
}

function computeBoth(
  kind: Kind,
  desired: Desired,
  live: Live,
  names: Names,
  base: Base,
  { changes, problems }: Computed,
): void {
  const { equal, from, fields } = compare(kind, live.spec, desired.spec, names);
  const to = desired.spec;
  if (
    equal &&
    live.condition === 'settled' &&
    live.managedBy === 'us' &&
    live.reported !== undefined &&
    !live.consequence
  ) {
    changes.push({ ...base, action: 'notice', why: 'drift', from, detail: live.reported });
  }
  if (equal && live.condition === 'settled' && desired.held !== undefined && live.managedBy === 'us') {
    const { note: _, ...bare } = base;
    changes.push({ ...bare, action: 'notice', why: 'held', from, detail: desired.held });
  } else if (live.condition === 'running') {
    changes.push({
      ...base,
      action: 'wait',
      why: 'running',
      to,
      ...(live.token !== undefined && { token: live.token }),
    });
  } else if ((live.condition === 'failed' || live.condition === 'drifted') && mayMend(kind, desired, live, equal)) {
    const why = live.condition === 'failed' ? 'failed' : 'drift';
    changes.push({ ...base, action: 'repair', why, from, to, ...detailOf(live) });
  } else if (equal && live.consequence === 'repair' && mayMend(kind, desired, live, equal)) {
    changes.push({ ...base, action: 'repair', why: 'automatic', from, to, ...detailOf(live) });
  } else if (equal && live.consequence === 'expect' && (!kind.ownable || live.managedBy === 'us')) {
    changes.push({ ...base, action: 'expect', why: 'automatic', to, ...detailOf(live) });
  } else if (equal && live.consequence === 'expect' && mayMend(kind, desired, live, equal)) {
    // Taken over, and awaited as well.
    changes.push({ ...base, action: 'adopt', why: 'automatic', from, to, fields, ...detailOf(live) });
    if (live.managedBy === 'someone-else') problems.push(takenOver(desired, live));
  } else if (live.condition === 'frozen') {
    if (!equal)
      changes.push({
        ...base,
        action: 'notice',
        why: 'held',
        from,
        detail: `${live.detail ?? 'frozen'}: AWS accepts no change`,
      });
  } else if (!kind.ownable || live.managedBy === 'us') {
    if (!equal) changes.push(difference(kind, alsoReported(base, live), from, to, fields, desired.why));
  } else if (live.managedBy === 'control-tower' || live.managedBy === 'aws') {
    if (!equal)
      problems.push(
        notOurs(
          desired,
          live,
          fields.map((field) => field.path),
        ),
      );
  } else if (equal ? live.managedBy === 'nobody' || desired.adopt : desired.adopt) {
    changes.push({ ...base, action: 'adopt', why: 'declared', from, to, fields });
    if (live.managedBy === 'someone-else') problems.push(takenOver(desired, live));
  } else {
    problems.push(
      notOurs(
        desired,
        live,
        fields.map((field) => field.path),
      ),
    );
  }
}

/** What is somebody else's is not mended either: whose it is comes first. */
function mayMend(kind: Kind, { adopt }: Desired, { managedBy }: Live, equal: boolean): boolean {
  if (!kind.ownable || managedBy === 'us') return true;
  if (managedBy === 'control-tower' || managedBy === 'aws') return false;
  return adopt === true || (managedBy === 'nobody' && equal);
}

function detailOf({ detail }: Live): { detail?: string } {
  return detail === undefined ? {} : { detail };
}

function difference(
  kind: Kind,
  base: Base,
  from: JsonObject,
  to: JsonObject,
  fields: Extract<Change, { action: 'update' }>['fields'],
  given?: Desired['why'],
): Change {
  const action = kind.mustReplace?.(from, to) ? 'replace' : 'update';
  const renamed = fields.some((field) => field.path === 'name');
  return { ...base, action, why: given ?? (renamed ? 'renamed' : 'changed'), from, to, fields };
}

function computeUndeclared(kind: Kind, live: Live, { changes }: Computed): void {
  const base = baseOf(kind, live.address);
  if (kind.undeclared === 'ignore' || live.managedBy === 'control-tower' || live.managedBy === 'aws') return;
  if (live.consequence === 'remove') {
    changes.push({ ...base, action: 'remove', why: 'removed', from: live.spec });
    return;
  }
  if (live.managedBy === 'us' && kind.undeclared === 'remove') {
    if (live.condition === 'frozen') {
      changes.push({ ...base, action: 'notice', why: 'held', from: live.spec, detail: live.detail ?? 'frozen' });
    } else changes.push({ ...base, action: 'remove', why: 'removed', from: live.spec, ...whyGone(live) });
    return;
  }
  const why = live.managedBy === 'someone-else' ? 'foreign' : 'undeclared';
  const detail = live.owner ?? live.detail;
  changes.push({
    ...base,
    action: 'notice',
    why,
    ...(!live.partial && { from: live.spec }),
    ...(detail !== undefined && { detail }),
  });
}

/** Said where it is not simply what the manifest no longer names; how well it does is no reason. */
function whyGone(live: Live): { detail?: string } {
  return live.condition === 'settled' ? detailOf(live) : {};
}
