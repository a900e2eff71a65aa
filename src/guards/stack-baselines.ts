import type { StackBaselineSpec } from '../kinds/stack-baseline/spec.js';
import type { Address, JsonObject } from '../model.js';
import type { GuardInput, Picture } from './guard.js';

export interface PicturedBaseline {
  readonly address: Address;
  readonly spec: JsonObject & StackBaselineSpec;
}

function isBaselineSpec(kind: string, spec: JsonObject): spec is JsonObject & StackBaselineSpec {
  return kind === 'stack-baseline' && typeof spec['stackSet'] === 'string' && typeof spec['instances'] === 'object';
}

export function baselinesOf(picture: Picture): PicturedBaseline[] {
  return [...picture.specs].flatMap(([address, { kind, spec }]) =>
    isBaselineSpec(kind, spec) ? [{ address, spec }] : [],
  );
}

/** After the plan: what it writes, and what the manifest declares although nothing changes. */
export function ownBaselines(input: GuardInput): PicturedBaseline[] {
  const written = new Set<Address>();
  for (const { action, address } of input.changes) if (action !== 'notice' && action !== 'remove') written.add(address);
  return baselinesOf(input.after).filter(
    ({ address }) => written.has(address) || input.declared?.has(address) === true,
  );
}
