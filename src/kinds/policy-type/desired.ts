import type { DesiredContext, ManifestView } from '../../kind.js';
import type { Desired, Origin } from '../../model.js';
import { policies } from '../organization-policy/section.js';
import { policyTypes } from './section.js';
import type { PolicyTypeSpec } from './spec.js';

/** A type is on when the manifest says so or has a policy of it; it is off only when the manifest says that. */
export function* desired({ manifest, problem }: DesiredContext): Generator<Desired<PolicyTypeSpec>> {
  const section = manifest.section(policyTypes) ?? {};
  const used = usedPolicyTypes(manifest);
  for (const [type, state] of Object.entries(section)) {
    if (state === 'on') continue;
    const origin = manifest.originOf(policyTypes.key, type);
    if (used.has(type)) {
      problem({
        code: 'contradiction',
        origin,
        message: `policyTypes.${type} is off, but the manifest has policies of this type`,
        hint: 'remove the policies first, or leave the type on',
      });
    } else yield { address: `policy-type:${type}`, spec: { type }, origin, absent: true };
  }
  for (const [type, origin] of used) yield { address: `policy-type:${type}`, spec: { type }, origin };
}

/** Types that must be on, with the first place that says so. */
export function usedPolicyTypes(manifest: ManifestView): ReadonlyMap<string, Origin> {
  const used = new Map<string, Origin>();
  for (const [type, state] of Object.entries(manifest.section(policyTypes) ?? {})) {
    if (state === 'on') used.set(type, manifest.originOf(policyTypes.key, type));
  }
  for (const [key, entry] of Object.entries(manifest.section(policies) ?? {})) {
    if (!used.has(entry.type)) used.set(entry.type, manifest.originOf(policies.key, key, 'type'));
  }
  return used;
}
