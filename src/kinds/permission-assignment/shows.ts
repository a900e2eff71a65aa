import { faultOf } from '../../aws/faults.js';
import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import { areFewInScope } from '../in-scope.js';
import type { Surroundings } from '../surroundings.js';
import { findAssignment, isAssigned, isDeleted, principalId } from './lookup.js';
import type { PermissionAssignmentSpec } from './spec.js';

type Context = StepContext<Surroundings>;

/** A principal's own list tells of many changes at once; where little is in scope there are not many. */
export async function shows(change: Change<PermissionAssignmentSpec>, context: Context): Promise<boolean> {
  const spec = change.action === 'create' ? change.to : change.action === 'remove' ? change.from : undefined;
  // A principal that this plan took away took nothing else along that could be looked for.
  if (!spec || (await principalId(context, spec.principal)) === undefined) return true;
  const wanted = await findAssignment(context, spec);
  const byAccount = isDeleted(spec.principal) || areFewInScope(context);
  const there = byAccount ? await isAssigned(context, wanted) : await isListed(context, wanted);
  return there === (change.action === 'create');
}

async function isListed(context: Context, wanted: Parameters<typeof isAssigned>[1]): Promise<boolean> {
  try {
    const rows = await context.aws.identityCenter().assignmentsOf(wanted.type, wanted.principalId);
    return rows.some(
      ({ accountId, setArn, type, principalId: id }) =>
        accountId === wanted.accountId && setArn === wanted.setArn && type === wanted.type && id === wanted.principalId,
    );
  } catch (error) {
    // Only the management account may ask for a principal's.
    if (!['denied', 'refused', 'gone'].includes(faultOf(error).class)) throw error;
    return isAssigned(context, wanted);
  }
}
