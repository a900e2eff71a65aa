import { TowerctlError } from '../errors.js';
import type { Names } from '../kind.js';
import type { Address, Change, Live, Plan, Problem } from '../model.js';
import { canonicalText, narrowed, same } from '../plan/compare.js';
import type { KindReading } from '../plan/compute.js';
import { factDigest } from '../plan/digest.js';
import { isActive, specAfter, specBefore } from '../plan/order.js';

export type Verdict = 'do' | 'wait' | 'repair' | 'already-so' | 'stale';

/**
 * A saved plan meets what is live now. Per change: as it was: do it; as it will be: done already (a killed apply run
 * again), awaited while AWS still works on it, or mended where what follows was cut short; neither: stale, and refused
 * before the first write. Movement that the plan did not look at passes.
 */
export function judgePlan(plan: Plan, readings: readonly KindReading[], names: Names): Map<Address, Verdict> {
  const byKind = new Map(readings.map((reading) => [reading.kind.name, reading]));
  const verdicts = new Map<Address, Verdict>();
  const problems: Problem[] = [];
  for (const change of plan.changes.filter(isActive)) {
    const reading = byKind.get(change.kind);
    if (!reading)
      throw new TowerctlError(
        'usage',
        `the plan has a change of kind "${change.kind}", which this version of towerctl does not know`,
      );
    const verdict = follows(change, verdicts) ? 'do' : judge(change, reading, names);
    verdicts.set(change.address, verdict);
    if (verdict === 'stale') problems.push(stale(change, reading.live.get(change.address)));
    else if (verdict === 'do') problems.push(...movedFacts(change, byKind, names));
  }
  if (problems.length > 0) {
    throw new TowerctlError(
      'failed',
      'the plan is stale: what it was made from has changed; nothing was written. Plan again',
      problems,
    );
  }
  return verdicts;
}

/** What is mended or awaited only because of other changes is to be done as long as one of those is. */
function follows(change: Change, verdicts: ReadonlyMap<Address, Verdict>): boolean {
  if (change.why !== 'automatic') return false;
  return [...change.needs, ...change.after].some((address) => (verdicts.get(address) ?? 'already-so') !== 'already-so');
}

function judge(change: Change, reading: KindReading, names: Names): Verdict {
  const live = reading.live.get(change.address);
  const from = specBefore(change);
  const to = specAfter(change);
  const { kind } = reading;
  const is = (spec: typeof to): boolean =>
    spec !== undefined && live !== undefined && same(kind, narrowed(kind, live.spec, spec), spec, names);
  switch (change.action) {
    case 'create':
      if (!live) return 'do';
      if (is(to) && (!kind.ownable || live.managedBy === 'us')) return reached(live);
      return live.managedBy !== 'someone-else' && kind.begun?.(live.spec, change.to) ? 'do' : 'stale';
    case 'remove':
      // What is frozen was closed: nothing more can be taken away.
      if (!live || live.condition === 'frozen') return 'already-so';
      return from === undefined || is(from) ? 'do' : 'stale';
    case 'adopt':
      if (is(to) && live?.managedBy === 'us') return reached(live);
      return is(from) || is(to) ? 'do' : 'stale';
    case 'update':
      if (is(to)) return reached(live);
      return is(from) ? 'do' : 'stale';
    case 'replace':
      return is(to) ? reached(live) : 'do';
    default:
      return live?.condition === 'settled' && live.reported === undefined && is(to) ? 'already-so' : 'do';
  }
}

/** As it will be, and yet AWS may not be done with it. */
function reached(live: Live | undefined): Verdict {
  if (live?.condition === 'running') return 'wait';
  return live?.condition === 'failed' || live?.condition === 'drifted' ? 'repair' : 'already-so';
}

function stale(change: Change, live: Live | undefined): Problem {
  const now = live ? 'is neither as the plan found it nor as the plan leaves it' : 'is not there any more';
  return {
    code: 'stale-plan',
    severity: 'error',
    address: change.address,
    message: `${change.address} ${now}, so "${change.action}" is not safe any more`,
    hint: 'plan again and review what changed',
    ...(change.origin && { origin: change.origin }),
  };
}

/** The facts that a change relies on without changing them. */
function movedFacts(change: Change, byKind: ReadonlyMap<string, KindReading>, names: Names): Problem[] {
  return change.reads.flatMap((fact) => {
    if (digestOfLive(fact.address, byKind, names) === fact.digest) return [];
    return [
      {
        code: 'stale-plan',
        severity: 'error' as const,
        address: change.address,
        message: `${change.address} relies on ${fact.address}, which has changed since the plan was made`,
        hint: 'plan again and review what changed',
      },
    ];
  });
}

export function digestOfLive(
  address: Address,
  byKind: ReadonlyMap<string, KindReading>,
  names: Names,
): string | undefined {
  for (const { kind, live } of byKind.values()) {
    const found = live.get(address);
    if (!found) continue;
    if (found.partial) return undefined;
    return factDigest(canonicalText(kind, kind.reliedOn ? kind.reliedOn(found.spec) : found.spec, names));
  }
  return undefined;
}
