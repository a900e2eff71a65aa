import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { tagsShow } from '../tag-steps.js';
import type { AccountSpec } from './spec.js';

export async function shows(change: Change<AccountSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  if (!('to' in change)) return true;
  const { aws, names } = context;
  const id = names.idOf(change.address);
  const moved =
    change.to.parent === undefined || (await aws.organizations.parentOf(id)) === names.idOf(change.to.parent);
  return moved && tagsShow(id, change.to.tags, context);
}
