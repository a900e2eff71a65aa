import { isDeepStrictEqual } from 'node:util';
import { isLandingZoneSpec, type LandingZoneSpec, laidOver } from '../kinds/landing-zone/spec.js';
import type { Address, JsonObject, Origin } from '../model.js';
import type { GuardInput } from './guard.js';

/** A change of the landing zone's settings, with what they are before it and after it. */
export interface SettingsChange {
  readonly address: Address;
  readonly origin?: Origin;
  /** Undefined offline: nobody knows what is there. */
  readonly before: LandingZoneSpec | undefined;
  readonly after: LandingZoneSpec;
}

/** What the plan makes of the landing zone's settings. A reset changes none: it puts back what drifted. */
export function* settingsChanges(input: GuardInput): Generator<SettingsChange> {
  for (const change of input.changes) {
    if (!('to' in change) || !isLandingZoneSpec(change.kind, change.to)) continue;
    const { address, to, origin } = change;
    const live = input.before.specs.get(address)?.spec;
    const wanted: JsonObject = to;
    if (change.action === 'repair' && live && isDeepStrictEqual(laidOver(live, wanted), live)) continue;
    yield {
      address,
      ...(origin && { origin }),
      before: live && isLandingZoneSpec('landing-zone', live) ? live : undefined,
      after: laidOver(live ?? {}, wanted) as LandingZoneSpec,
    };
  }
}

/** Units that are registered with Control Tower, before the plan, by the address of their baseline. */
export function registeredBefore(input: GuardInput): { readonly address: Address; readonly target: string }[] {
  return [...input.before.specs].flatMap(([address, { kind, spec }]) => {
    const target = spec['target'];
    const isUnit = typeof target === 'string' && target.startsWith('unit:');
    return kind === 'enabled-baseline' && isUnit ? [{ address, target }] : [];
  });
}
