import { expect } from '@jest/globals';
import { TowerctlError } from '../../src/errors.js';
import type { PlanRun } from '../../src/events.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { JsonObject, Outcome } from '../../src/model.js';
import { isActive } from '../../src/plan/order.js';
import { unkind } from '../../src/simulator/index.js';
import type { OrganizationsSeed } from '../../src/simulator/services/organizations/seeds/format.js';
import { actions, Bench } from '../support/organization.js';

/** The unkind simulator, started with that organization. */
export function benchOn(seed: OrganizationsSeed): Bench {
  return new Bench({ ...unkind, seed: JSON.parse(JSON.stringify(seed)) as JsonObject });
}

/** Planning writes nothing and says the same twice. */
export async function planTwice(bench: Bench, manifest: Manifest): Promise<PlanRun> {
  const writes = bench.simulator.calls.writes;
  const run = await bench.plan(manifest);
  const again = await bench.plan(manifest);
  expect(bench.simulator.calls.writes).toBe(writes);
  expect(again.digest).toBe(run.digest);
  expect(run.plan.unknown).toEqual([]);
  return run;
}

/**
 * Brings the organization to the manifest and expects nothing to be left. A plan with problems must be refused with
 * nothing written; a unit that still holds what is not ours must stay, by name. Answers what came of it.
 */
export async function bringTo(bench: Bench, manifest: Manifest): Promise<'converged' | 'refused' | 'held'> {
  const { plan } = await planTwice(bench, manifest);
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    await expectRefusal(bench, () => bench.apply(plan), 'guard');
    return 'refused';
  }
  const result = await bench.apply(plan);
  const undone = result.outcomes.filter(({ state }) => state !== 'done' && state !== 'already-so');
  const unexpected = undone.filter((outcome) => !isHeldUnit(outcome));
  expect(unexpected).toEqual([]);
  const left = (await planTwice(bench, manifest)).plan;
  const held = new Set(undone.map(({ address }) => address));
  expect(actions({ ...left, changes: left.changes.filter(({ address }) => !held.has(address)) })).toEqual([]);
  if (undone.length === 0) expect(left.changes.filter(isActive)).toEqual([]);
  return undone.length === 0 ? 'converged' : 'held';
}

function isHeldUnit({ action, address, problem, state }: Outcome): boolean {
  if (action !== 'remove' || !address.startsWith('unit:')) return false;
  return state === 'failed' ? (problem ?? '').includes('still holds') : (problem ?? '').startsWith('waits for unit:');
}

export async function expectRefusal(
  bench: Bench,
  attempt: () => Promise<unknown>,
  exit: 'guard' | 'failed',
): Promise<TowerctlError> {
  const writes = bench.simulator.calls.writes;
  const refusal = await attempt().then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(TowerctlError);
  expect(bench.simulator.calls.writes).toBe(writes);
  if (!(refusal instanceof TowerctlError)) throw refusal;
  expect(refusal.exit).toBe(exit);
  return refusal;
}
