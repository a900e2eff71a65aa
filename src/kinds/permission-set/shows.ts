import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import { OWNER_TAG, presentTags } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { sameSet } from './canonical.js';
import { specOf, staleAccounts } from './read.js';
import type { PermissionSetSpec } from './spec.js';
import { provisions } from './steps.js';

/** Whether AWS lists the set as it was made, and as provisioned wherever it is. */
export async function shows(change: Change<PermissionSetSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  const { aws, names, manifestName } = context;
  const center = aws.identityCenter();
  const setArn = names.tryIdOf(change.address);
  if (setArn === undefined) return true;
  const listed = (await center.permissionSetArns()).includes(setArn);
  if (change.action === 'remove') return !listed;
  const record = listed ? await center.permissionSet(setArn) : undefined;
  if (!record || !('to' in change)) return !('to' in change);
  const [found, policies] = await Promise.all([center.tagsOf(setArn), center.policiesOf(setArn)]);
  const { to } = change;
  const tags = center.hasTags ? found : { ...presentTags(to.tags), [OWNER_TAG]: manifestName };
  if (tags[OWNER_TAG] !== manifestName) return false;
  if (!sameSet(specOf(record, policies, { tags, names, authority: to.authority }), to, names)) return false;
  if (!provisions(change)) return true;
  const { organization } = aws.live;
  return (await staleAccounts(aws, setArn, { organization, names })).length === 0;
}
