import type { PlanRun } from '../events.js';
import { GUARDS, runGuards } from '../guards/index.js';
import type { Plan, Problem } from '../model.js';
import { digestOf } from '../plan/digest.js';
import { isActive } from '../plan/order.js';
import type { EngineOptions } from './options.js';
import { pictureAfter, pictureBefore, treeAfter } from './pictures.js';
import { readAgain } from './read-again.js';

/** A plan has no settings of its manifest's guards with it: these are the defaults. */
const SETTINGS = { maxRemovals: Number.POSITIVE_INFINITY, protectedPrincipals: [], quotas: {}, allow: [] };

/**
 * Looks at a plan that leads back as it would look at any other. Undoing takes away what was added, protections
 * included, so what the guards find is said and does not stand in the way; what AWS itself refuses does.
 */
export async function guardUndo(plan: Plan, options: EngineOptions): Promise<PlanRun> {
  const startedAt = options.clock.now();
  const { readings, live } = await readAgain(plan, options, 'all');
  const changes = plan.changes.filter(isActive);
  const before = pictureBefore(live.organization, readings);
  const after = pictureAfter(treeAfter(live.organization, changes), before, changes);
  const input = { changes, before, after, settings: SETTINGS, expand: (text: string) => live.names.measured(text) };
  const guards = runGuards(input, new Date(options.clock.now()).toISOString().slice(0, 10));
  const absolute = new Set(GUARDS.filter((guard) => guard.absolute).map((guard) => guard.code));
  const problems = guards.problems.map(
    (problem): Problem => (absolute.has(problem.code) ? problem : { ...problem, severity: 'warning' }),
  );
  const guarded = { ...plan, problems, quotas: guards.quotas, guards: { passed: guards.passed } };
  const seconds = (options.clock.now() - startedAt) / 1_000;
  return { plan: guarded, digest: digestOf(guarded), seconds, calls: options.aws.calls() };
}
