import type { Address, Change, Problem } from '../model.js';
import { computeKind, type KindReading } from '../plan/compute.js';
import { confirmKind, type DeclaredByKind, type ReadContext } from './reading.js';

export interface ConfirmedChanges {
  readonly readings: readonly KindReading[];
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/** Looking closer shows consequences for other kinds; theirs, for others again. Longer chains than this there are not. */
const MOST_PASSES = 4;

/** Computes, looks closer at what would be touched, and computes that again: nothing is planned on a cheap read alone. */
export async function confirmed(
  readings: readonly KindReading[],
  declared: DeclaredByKind,
  context: ReadContext,
): Promise<ConfirmedChanges> {
  const names = context.live.names;
  let found: readonly Computed[] = readings.map((reading) => ({ reading, ...computeKind(reading, names) }));
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const known = consequences(found);
    found = await lookCloser(found, declared, context);
    // An account moves, so its unit is registered again, so the unit's controls are reset: each kind sees the one before.
    if ([...consequences(found)].every((address) => known.has(address))) break;
  }
  return {
    readings: found.map(({ reading }) => reading),
    changes: found.flatMap(({ changes }) => changes),
    problems: found.flatMap(({ problems }) => problems),
  };
}

interface Computed {
  readonly reading: KindReading;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

function lookCloser(
  before: readonly Computed[],
  declared: DeclaredByKind,
  context: ReadContext,
): Promise<readonly Computed[]> {
  const all = before.flatMap(({ changes }) => changes);
  return Promise.all(
    before.map(async (computed): Promise<Computed> => {
      const { reading, changes, problems } = computed;
      const closer = await confirmKind(reading, [...changes, ...problems.flatMap(asDoubt)], all, declared, context);
      return closer === reading ? computed : { reading: closer, ...computeKind(closer, context.live.names) };
    }),
  );
}

/** What is done only because of other changes. */
function consequences(found: readonly Computed[]): Set<Address> {
  const automatic = found.flatMap(({ changes }) => changes).filter((change) => change.why === 'automatic');
  return new Set(automatic.map(({ address }) => address));
}

/** "Exists and is not ours" may also be an old index speaking. */
function asDoubt(problem: Problem): Change[] {
  if (problem.address === undefined) return [];
  return [{ address: problem.address, kind: '', needs: [], after: [], reads: [], action: 'notice', why: 'undeclared' }];
}
