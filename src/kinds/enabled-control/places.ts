import { controlFacts } from '../../facts/controls.js';
import { coverNodes, parseTarget } from '../../manifest/targets.js';
import type { NodeName, Target } from '../../model.js';
import type { Organization } from '../../organization.js';
import type { ControlEntry } from './section.js';

export interface Places {
  readonly units: readonly NodeName[];
  /** What a control cannot be enabled on, or cannot leave out: not a unit. */
  readonly unfit: readonly string[];
  readonly note?: string;
}

/**
 * The units that a control has to be enabled on. A preventive one is inherited: the fewest units that cover what is
 * selected. Detective and proactive ones are not: each unit by itself, and so is what nobody knows the behaviour of.
 */
export function placesOf(organization: Organization, control: string, entry: ControlEntry): Places {
  const unfit = [...entry.targets, ...(entry.exclude ?? [])].flatMap((target) => notUnits(target));
  if (unfit.length > 0) return { units: [], unfit };
  return controlFacts(control).behavior === 'preventive' ? inherited(organization, entry) : each(organization, entry);
}

function inherited(organization: Organization, { targets, exclude }: ControlEntry): Places {
  const { nodes, compiled } = coverNodes(organization, { targets, exclude });
  const units = nodes.filter((node) => node.startsWith('unit:'));
  // Accounts that stand directly in a unit of which a part is left out can only be reached through that unit.
  const missed = nodes.filter((node) => !node.startsWith('unit:'));
  const notes = [
    ...(compiled === undefined ? [] : [compiled]),
    ...(missed.length > 0 ? [`not covered, for a control is enabled on units only: ${missed.join(', ')}`] : []),
  ];
  return { units, unfit: [], ...(notes.length > 0 && { note: notes.join('; ') }) };
}

function each(organization: Organization, { targets, exclude }: ControlEntry): Places {
  const left = new Set((exclude ?? []).flatMap((target) => unitsOf(organization, target)));
  const chosen = targets.flatMap((target) => unitsOf(organization, target));
  return { units: [...new Set(chosen)].filter((unit) => !left.has(unit)), unfit: [] };
}

/** A plain unit is that unit; `/**` is it and every unit below. */
function unitsOf(organization: Organization, target: Target): NodeName[] {
  if (typeof target !== 'string') {
    const left = new Set((target.exclude ?? []).flatMap((inner) => unitsOf(organization, inner)));
    return (target.targets ?? []).flatMap((inner) => unitsOf(organization, inner)).filter((unit) => !left.has(unit));
  }
  const parsed = parseTarget(target);
  if (parsed.kind !== 'unit') return [];
  const unit: NodeName = `unit:${parsed.path}`;
  if (!organization.has(unit)) return [];
  return parsed.recursive ? [unit, ...organization.units(unit)] : [unit];
}

function notUnits(target: Target): string[] {
  if (typeof target === 'string') return parseTarget(target).kind === 'unit' ? [] : [target];
  if (target.tags !== undefined) return ['a selection by tags'];
  if (target.targets === undefined) return ['every account'];
  return [...target.targets, ...(target.exclude ?? [])].flatMap(notUnits);
}
