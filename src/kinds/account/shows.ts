import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import { withHold } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { tagsShow } from '../tag-steps.js';
import type { AccountSpec } from './spec.js';

export async function shows(change: Change<AccountSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  const { aws, names } = context;
  const id = names.idOf(change.address);
  if (change.action === 'remove') {
    const record = (await aws.organizations.accounts()).find((account) => account.id === id);
    return record?.state !== 'ACTIVE' && record?.state !== 'PENDING_CLOSURE';
  }
  if (!('to' in change)) return true;
  const { parent, name } = change.to;
  const place = parent === undefined ? undefined : names.idOf(parent);
  // Where a plan reads it: in the list of all accounts; and asked by itself.
  if (change.action === 'create' || name !== undefined) {
    const record = (await aws.organizations.accounts()).find((account) => account.id === id);
    if (!record || (name !== undefined && record.name !== name)) return false;
    if (place !== undefined && record.parentId !== undefined && record.parentId !== place) return false;
  }
  if (place !== undefined && (await aws.organizations.parentOf(id)) !== place) return false;
  return tagsShow(id, withHold(change.to).tags, context);
}
