import type { NodeName } from '../../model.js';
import { activeMembers, type OrganizationFacts } from '../evidence.js';
import { placeLabel, type RowResult } from '../verdict.js';
import { accountLines, unitLines } from './declarations.js';
import { manifestLines } from './row.js';

const WAITING: NodeName = 'unit:Transitional';

/** What to do about units that fall short: register them, make them, move the accounts at the root into one. */
export function unitAdvice(
  organization: OrganizationFacts,
  failing: readonly NodeName[],
  landingZone: boolean,
  missing: readonly NodeName[],
): Pick<RowResult, 'advice' | 'manifest'> {
  const { tree } = organization;
  const units = failing.filter((place) => place !== 'root' && (landingZone || missing.includes(place)));
  const stray = failing.includes('root')
    ? activeMembers(tree).filter((account) => tree.get(account)?.parent === 'root')
    : [];
  const advice = [
    ...(stray.length > 0
      ? [
          'Move the accounts at the root into a unit: nothing but what the root holds binds them. Transitional is for those that nobody has looked at yet.',
        ]
      : []),
    ...(units.length > 0 && landingZone
      ? ['Register the units, parents first; that enrols the accounts in them.']
      : []),
    ...(tree.units().length === 0
      ? ['Make units by purpose: Workloads/Prod, Workloads/NonProd, Sandbox, Suspended.']
      : []),
    ...(missing.length > 0 ? ['Apply the manifest: it declares units that are not there yet.'] : []),
  ];
  // A unit for accounts on their way in, made where there is none: where they belong is not for us to say.
  const entries = units.map((unit) => ({ unit, ...(landingZone && { baseline: 'AWSControlTowerBaseline' }) }));
  const waiting = stray.length > 0 && !units.includes(WAITING) ? [{ unit: WAITING }] : [];
  const named = [...entries, ...waiting];
  const where = { ou: placeLabel(WAITING), adopt: true };
  const sections = {
    ...(named.length > 0 && { organizationalUnits: unitLines(organization, named) }),
    ...(stray.length > 0 && {
      accounts: Object.fromEntries(stray.map((account) => accountLines(organization, account, where))),
    }),
  };
  return { advice, ...(Object.keys(sections).length > 0 && { manifest: manifestLines(sections) }) };
}
