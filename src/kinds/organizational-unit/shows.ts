import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { tagsShow } from '../tag-steps.js';
import type { UnitSpec } from './spec.js';

export async function shows(change: Change<UnitSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  const { aws, names } = context;
  if (change.action === 'remove') {
    const parentId = names.tryIdOf(change.from.parent);
    if (parentId === undefined) return true;
    const siblings = await aws.organizations.unitsIn(parentId);
    return !siblings.some((unit) => unit.id === names.tryIdOf(change.address));
  }
  if (!('to' in change)) return true;
  const siblings = await aws.organizations.unitsIn(names.idOf(change.to.parent));
  const id = names.idOf(change.address);
  return (
    siblings.some((unit) => unit.id === id && unit.name === change.to.name) && tagsShow(id, change.to.tags, context)
  );
}
