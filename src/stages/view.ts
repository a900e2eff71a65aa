import type { PlanRun } from '../events.js';
import { KINDS } from '../kinds/index.js';
import type { PlanView } from '../report/view.js';

/** A plan as reports want it, with each kind's own words about its changes. */
export function viewOf(run: Omit<PlanRun, 'seconds' | 'calls'> & Partial<PlanRun>, title?: string): PlanView {
  const kinds = new Map(KINDS.map((kind) => [kind.name, kind]));
  return {
    ...run,
    ...(title === undefined ? {} : { title }),
    describe: (change) => kinds.get(change.kind)?.describe?.(change, run.names) ?? [],
  };
}
