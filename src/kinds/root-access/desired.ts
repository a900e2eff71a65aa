import type { DesiredContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { rootAccessSection } from './section.js';
import { type RootAccessSpec, type RootFeature, rootAccessAddress } from './spec.js';

/** Each feature that the manifest speaks of: on, or off. */
export function* desired({ manifest }: DesiredContext): Generator<Desired<RootAccessSpec>> {
  const entry = manifest.section(rootAccessSection);
  const asked: readonly [RootFeature, string, boolean | undefined][] = [
    ['credentials-management', 'credentialsManagement', entry?.credentialsManagement],
    ['sessions', 'sessions', entry?.sessions],
  ];
  for (const [feature, field, isOn] of asked) {
    if (isOn === undefined) continue;
    const origin = manifest.originOf(rootAccessSection.key, field);
    yield { address: rootAccessAddress(feature), spec: { feature }, origin, ...(!isOn && { absent: true }) };
  }
}
