import type { Change, Problem } from '../model.js';
import { computeKind, type KindReading } from '../plan/compute.js';
import { confirmKind, type DeclaredByKind, type ReadContext } from './reading.js';

export interface ConfirmedChanges {
  readonly readings: readonly KindReading[];
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/** Computes, looks closer at what would be touched, and computes that again: nothing is planned on a cheap read alone. */
export async function confirmed(
  readings: readonly KindReading[],
  declared: DeclaredByKind,
  context: ReadContext,
): Promise<ConfirmedChanges> {
  const names = context.live.names;
  const first = readings.map((reading) => computeKind(reading, names));
  const all = first.flatMap(({ changes }) => changes);
  const results = await Promise.all(
    readings.map(async (reading, index) => {
      const computed = first[index] ?? { changes: [], problems: [] };
      const doubtful = [...computed.changes, ...computed.problems.flatMap(asDoubt)];
      const closer = await confirmKind(reading, doubtful, all, declared, context);
      return closer === reading ? { reading, ...computed } : { reading: closer, ...computeKind(closer, names) };
    }),
  );
  return {
    readings: results.map((result) => result.reading),
    changes: results.flatMap((result) => result.changes),
    problems: results.flatMap((result) => result.problems),
  };
}

/** "Exists and is not ours" may also be an old index speaking. */
function asDoubt(problem: Problem): Change[] {
  if (problem.address === undefined) return [];
  return [{ address: problem.address, kind: '', needs: [], after: [], reads: [], action: 'notice', why: 'undeclared' }];
}
