import { policyType } from '../../facts/policy-types.js';
import type { NodeName } from '../../model.js';
import type { Organization } from '../../organization.js';
import type { Aspect } from '../answers.js';
import { activeMembers, type Evidence, type OrganizationFacts } from '../evidence.js';
import { targetsFor, unitsAround } from '../targets.js';
import { type EvidenceLine, placeLabel, type RowResult } from '../verdict.js';
import { declarationsFor } from './declarations.js';
import { manifestLines } from './row.js';

/** What would make an aspect hold where it does not. */
export interface Remedy {
  readonly advice: string;
  /** Key of the policy in the manifest. */
  readonly key: string;
  readonly policy: { readonly document: object };
  /** A control of Control Tower that does the same where there is a landing zone. */
  readonly control?: object;
  readonly failing: readonly NodeName[];
}

/** The manifest's lines for all remedies of one policy type, each attached as high as it is missing. */
export function policySections(
  evidence: Evidence,
  organization: OrganizationFacts,
  type: string,
  remedies: readonly Remedy[],
): Pick<RowResult, 'manifest'> {
  if (remedies.length === 0) return {};
  const { tree } = organization;
  const spoken: string[] = [];
  const landingZone = evidence.controlTower.known && evidence.controlTower.value !== undefined;
  const controls: object[] = [];
  const policies: Record<string, object> = {};
  for (const { key, policy, control, failing } of remedies) {
    // A control goes to units only: an account at the root needs a policy, or a better place.
    const asControl =
      control !== undefined && landingZone && failing.every((node) => tree.get(node)?.parent !== 'root');
    const targets = asControl ? topUnits(tree, failing) : targetsFor(tree, failing);
    spoken.push(...targets);
    if (asControl) controls.push({ ...control, targets });
    else policies[key] = { type, ...policy, targets };
  }
  const { trustedAccess } = policyType(type);
  const some = Object.keys(policies).length > 0;
  const sections = {
    ...declarationsFor(organization, [...new Set(spoken)]),
    ...(some && { policyTypes: { [type]: 'on' } }),
    ...(some && trustedAccess !== undefined && { trustedAccess: { [trustedAccess]: 'on' } }),
    ...(controls.length > 0 && { controls }),
    ...(some && { policies }),
  };
  return { manifest: manifestLines(sections) };
}

/** Preventive controls bind everything below: a unit under another one of the list says nothing new. */
function topUnits(tree: Organization, accounts: readonly NodeName[]): string[] {
  const units = unitsAround(tree, accounts);
  return units.filter((unit) => !units.some((other) => unit.startsWith(`${other}/`))).map((unit) => `${unit}/**`);
}

/** The target state is about the next account too: units that are empty now and would not cover it. */
export function coverage(tree: Organization, aspects: readonly Aspect[]): EvidenceLine[] {
  const empty = tree.units().filter((unit) => activeMembers(tree, unit).length === 0 && tree.units(unit).length === 0);
  const open = empty.filter((unit) => aspects.some((aspect) => aspect.ask(unit).is === 'no'));
  if (open.length === 0) return [];
  return [{ state: 'note', text: 'empty units where a new account would not be covered', about: open.map(placeLabel) }];
}
