import type { ManifestView } from '../kind.js';
import type { Address, NameHints } from '../model.js';
import { accounts } from './account/section.js';
import { configRules } from './config-rule/section.js';
import { policies } from './organization-policy/section.js';
import { policyAddress } from './organization-policy/spec.js';
import { renames } from './organizational-unit/desired.js';
import { organizationalUnits, unitDeclarations } from './organizational-unit/section.js';
import { unitAddress } from './organizational-unit/spec.js';
import { rootAccessSection } from './root-access/section.js';
import { stackBaselines } from './stack-baseline/section.js';

/** What the manifest says about names. It travels in the plan, so that a saved plan needs no manifest. */
export function hintsOf(manifest: ManifestView): NameHints {
  const was: Record<Address, string> = {};
  for (const [path, old] of renames(unitDeclarations(manifest.section(organizationalUnits) ?? {})))
    was[unitAddress(path)] = old;
  for (const [key, entry] of Object.entries(manifest.section(policies) ?? {})) {
    if (entry.was !== undefined) was[policyAddress(entry.type, key)] = entry.was;
  }
  const named = Object.entries(manifest.section(accounts) ?? {}).map(([key, { id, email, name }]) => [
    key,
    { ...(id !== undefined && { id }), ...(email !== undefined && { email }), ...(name !== undefined && { name }) },
  ]);
  return { accounts: Object.fromEntries(named), was };
}

/** True when some target selects accounts by tag: then the tags of every account matter. */
export function selectsByTags(manifest: ManifestView): boolean {
  const baselines = Object.values(manifest.section(stackBaselines) ?? {});
  return [
    ...Object.values(manifest.section(policies) ?? {}),
    ...baselines,
    ...sweeps(manifest),
    ...Object.values(manifest.section(configRules) ?? {}),
    ...baselines.flatMap(({ overrides }) => overrides ?? []),
  ].some(({ targets, exclude }) => holdsTags(targets ?? []) || holdsTags(exclude ?? []));
}

function sweeps(
  manifest: ManifestView,
): { readonly targets: readonly unknown[]; readonly exclude: readonly unknown[] }[] {
  const { sweep } = manifest.section(rootAccessSection) ?? {};
  return sweep ? [{ targets: sweep.targets, exclude: (sweep.exclude ?? []).flatMap(({ targets }) => targets) }] : [];
}

function holdsTags(targets: readonly unknown[]): boolean {
  return targets.some((target) => {
    if (typeof target !== 'object' || target === null) return false;
    const selector: { tags?: unknown; targets?: unknown; exclude?: unknown } = target;
    const inner = [selector.targets, selector.exclude].filter((list): list is unknown[] => Array.isArray(list));
    return selector.tags !== undefined || inner.some(holdsTags);
  });
}
