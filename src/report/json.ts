import type { Plan } from '../model.js';
import { type DriftReport, driftOf } from './drift.js';
import type { Render } from './style.js';
import { planName } from './text.js';
import { countsOf, isNotice, type PlanView } from './view.js';

/** Version of the contract in plan-schema.ts, which is not imported here: a report does not need the schema library. */
export const PLAN_JSON_VERSION = 1;

export function isEmpty(plan: Plan): boolean {
  return plan.changes.every(isNotice);
}

export function planJson(view: PlanView): object {
  const { plan, digest, seconds, calls } = view;
  return {
    version: PLAN_JSON_VERSION,
    id: planName(digest),
    digest,
    empty: isEmpty(plan),
    counts: Object.fromEntries(countsOf(plan.changes).map(({ word, number }) => [word, number])),
    plan,
    ...(seconds === undefined ? {} : { read: { seconds, calls: calls ?? [] } }),
  };
}

/** The documented contract: docs/reference/plan.schema.json. Values are exact: nothing is cut, masked or reworded. */
export const jsonPlan: Render<PlanView> = (view) => JSON.stringify(planJson(view), null, 2);

/** `{ version, drift, items, running, plan }`: items as in the text report, the plan as in `plan --format json`. */
export const jsonDrift: Render<DriftReport> = ({ view }) => {
  const { items, running } = driftOf(view);
  return JSON.stringify(
    {
      version: PLAN_JSON_VERSION,
      drift: items.some((item) => item.class === 'ours'),
      items,
      running,
      plan: planJson(view),
    },
    null,
    2,
  );
};
