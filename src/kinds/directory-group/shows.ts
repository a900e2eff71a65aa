import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { expectedUsers, memberNames } from './members.js';
import type { DirectoryGroupSpec } from './spec.js';
import { directoryOf } from './steps.js';

export async function shows(change: Change<DirectoryGroupSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  const spec = 'to' in change ? change.to : change.from;
  if (!spec) return true;
  const directory = await directoryOf(context);
  const { store, storeId } = directory;
  const id = await store.groupId(storeId, spec.name);
  if (change.action === 'remove') return id === undefined;
  const group = id === undefined ? undefined : await store.group(storeId, id);
  if (group === undefined) return false;
  if (spec.description !== undefined && group.description !== spec.description) return false;
  if (spec.members === undefined) return true;
  const names = await memberNames(directory, group.id, await expectedUsers(directory, spec.members));
  return names.join('\n') === [...spec.members].sort().join('\n');
}
