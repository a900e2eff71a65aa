import { DEFAULT_PACE } from './aws/throttle.js';
import { applyPlan } from './engine/apply-plan.js';
import { confirmed } from './engine/confirm.js';
import { desiredSide } from './engine/desired.js';
import { confirmHolds } from './engine/hold-tags.js';
import { judge } from './engine/judge.js';
import { landingZoneFor } from './engine/landing-zone.js';
import type { EngineOptions } from './engine/options.js';
import { openOrganization } from './engine/organization.js';
import { judgeHolds } from './engine/quarantine.js';
import { readKinds } from './engine/reading.js';
import { guardUndo } from './engine/undo.js';
import type { PlanRun } from './events.js';
import type { GuardInput } from './guards/guard.js';
import { hintsOf, selectsByTags } from './kinds/hints.js';
import { identityCenterRegion } from './kinds/identity-center.js';
import { KINDS } from './kinds/index.js';
import { plannedOrganization } from './kinds/planned-organization.js';
import type { Manifest } from './manifest/manifest.js';
import type { ApplyResult, CallCount, Plan, Problem } from './model.js';
import { digestOf } from './plan/digest.js';
import { inversePlan } from './plan/inverse.js';
import { nodesInScope } from './plan/scope.js';

export type { EngineOptions } from './engine/options.js';

export interface PlanOptions {
  /** Only what lies there; absent or empty = everything. */
  readonly scope?: readonly string[];
  /** Also mend drift of baselines and controls that is only reported. */
  readonly resetDrift?: boolean;
  /** Only drift of these kinds is mended, and nothing removed; the rest is said, and left. */
  readonly heal?: ReadonlySet<string>;
  /** Given what the guards looked at: for rules of approval, which are no part of a plan. */
  readonly judged?: (input: GuardInput) => void;
}

/**
 * The line, left to right: what the manifest asks for and what AWS has, compared, ordered, guarded: a plan.
 * Reads only. Drift, dry run and pull-request comment are this same plan, read differently.
 */
export async function planRun(manifest: Manifest, options: EngineOptions & PlanOptions): Promise<PlanRun> {
  const { clock, listener = () => {}, scope = [], pace = DEFAULT_PACE, engineVersion, resetDrift = false } = options;
  const aws = options.aws.inHomeRegion(
    manifest.organization.homeRegion,
    manifest.organization.memberRoles,
    identityCenterRegion(manifest),
  );
  const startedAt = clock.now();
  const callsBefore = aws.calls();
  const hints = hintsOf(manifest);
  const opened = await openOrganization(aws, manifest, hints, selectsByTags(manifest));
  const live = await confirmHolds(manifest, opened, { aws, clock });
  const organization = plannedOrganization(manifest, live);
  const landingZone = await landingZoneFor(manifest, { ...aws, live });
  const within = scope.length === 0 ? undefined : nodesInScope(scope, [live.organization, organization]);
  const holds = await judgeHolds(manifest, { aws, clock, live, organization, ...(within && { within }) });
  const desired = desiredSide(manifest, organization, {
    resetDrift,
    holds,
    today: dayOf(clock.now()),
    ...(landingZone && { landingZone }),
  });
  const context = {
    aws: { ...aws, live },
    live,
    manifestName: manifest.name,
    hints,
    clock,
    listener,
    ...(within && { within }),
  };
  const readings = await readKinds(desired.kinds, desired.declared, context);
  const computed = await confirmed(readings, desired.declared, context);
  const plan = judge({
    manifest,
    hints,
    live,
    organization,
    desired,
    ...(landingZone && { landingZone }),
    ...computed,
    scope,
    pace,
    engineVersion,
    now: clock.now(),
    ...(options.holds && { holds: options.holds }),
    ...(options.heal && { heal: options.heal }),
    ...(options.judged && { judged: options.judged }),
  });
  listener({ code: 'plan-ready', at: clock.now(), changes: plan.changes.length });
  return {
    plan,
    digest: digestOf(plan),
    seconds: (clock.now() - startedAt) / 1_000,
    calls: callsSince(callsBefore, aws.calls()),
    at: clock.now(),
    names: live.names,
  };
}

/** Applies exactly this plan, or refuses it before the first write when a fact it stands on has changed. */
export function applyRun(plan: Plan, options: EngineOptions & { readonly undoFile?: string }): Promise<ApplyResult> {
  return applyPlan(plan, options);
}

/** What can be told without AWS: the manifest alone stands for the organization. */
export function validateRun(
  manifest: Manifest,
  options: { readonly engineVersion: string; readonly now: number },
): readonly Problem[] {
  const organization = plannedOrganization(manifest);
  const desired = desiredSide(manifest, organization, { today: dayOf(options.now) });
  const readings = desired.kinds.map((kind) => ({
    kind,
    desired: desired.declared.get(kind.name) ?? new Map(),
    live: new Map(),
    unknown: [],
  }));
  const plan = judge({
    manifest,
    hints: hintsOf(manifest),
    organization,
    desired,
    readings,
    changes: [],
    problems: [],
    scope: [],
    pace: DEFAULT_PACE,
    ...options,
  });
  return plan.problems;
}

/** A plan that leads back, looked at by the guards before anybody says yes to it. Reads only. */
export function undoRun(undo: Plan, options: EngineOptions): Promise<PlanRun> {
  return guardUndo(undo, options);
}

/** The plan that leads back from this one. */
export function undoPlan(plan: Plan, pace: number | 'off' = DEFAULT_PACE): Plan {
  return inversePlan(plan, KINDS, pace);
}

/** ISO date (UTC). */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function callsSince(before: readonly CallCount[], now: readonly CallCount[]): CallCount[] {
  return now.flatMap(({ api, calls, throttled }) => {
    const earlier = before.find((count) => count.api === api) ?? { calls: 0, throttled: 0 };
    const count = { api, calls: calls - earlier.calls, throttled: throttled - earlier.throttled };
    return count.calls > 0 ? [count] : [];
  });
}
