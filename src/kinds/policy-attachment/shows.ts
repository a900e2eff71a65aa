import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { AttachmentSpec } from './spec.js';
import { policyId } from './steps.js';

export async function shows(change: Change<AttachmentSpec>, context: StepContext<Surroundings>): Promise<boolean> {
  const spec = 'to' in change ? change.to : change.from;
  const targetId = spec && context.names.tryIdOf(spec.target);
  // A policy or a target that is gone took its attachments with it.
  if (!spec || targetId === undefined || context.names.tryIdOf(spec.policy) === undefined) return true;
  const targets = await context.aws.organizations.targetsOf(policyId(context, spec));
  return targets.some((target) => target.id === targetId) === (change.action === 'create');
}
