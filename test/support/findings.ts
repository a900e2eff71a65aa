import type { Guard, GuardInput } from '../../src/guards/guard.js';
import { runGuardList } from '../../src/guards/run.js';
import { allowance } from './picture.js';

/** What one guard says of a plan: `error policy:scp/x: message`. */
export function sayings(guard: Guard, input: GuardInput): string[] {
  return runGuardList([guard], input, '2026-06-01').problems.map(
    ({ severity, address, message }) => `${severity} ${address}: ${message}`,
  );
}

/** The same plan with an allowance for each address that the guard named: what is left. */
export function leftAfterAllowing(guard: Guard, input: GuardInput): string[] {
  const found = runGuardList([guard], input, '2026-06-01').problems;
  const allow = [...new Set(found.map(({ address }) => address ?? '*'))].map((at) => allowance(guard.code, at));
  const allowed: GuardInput = { ...input, settings: { ...input.settings, allow } };
  return sayings(guard, allowed);
}
