import type { StackRecord } from '../../aws/cloudformation.js';
import type { Live } from '../../model.js';

/** A creation that failed leaves a stack that can only be deleted. */
export function isStillborn(status: string): boolean {
  return ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'REVIEW_IN_PROGRESS'].includes(status);
}

/** An update that failed was taken back: the stack works, and is not as declared. */
export function isStuck(status: string): boolean {
  return status === 'UPDATE_ROLLBACK_FAILED' || status === 'DELETE_FAILED' || status === 'UPDATE_FAILED';
}

export function isRunning(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

export function conditionOf(
  { status, reason, id }: StackRecord,
  declared: boolean,
): Pick<Live, 'condition' | 'token' | 'detail'> {
  if (isRunning(status)) return declared ? { condition: 'running', token: id } : { condition: 'settled' };
  if (!isStillborn(status) && !isStuck(status)) return { condition: 'settled' };
  const why = reason === undefined ? '' : `: ${reason}`;
  return { condition: 'failed', detail: `${status}${why}` };
}
