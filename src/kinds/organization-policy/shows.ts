import { policyType } from '../../facts/policy-types.js';
import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { tagsShow } from '../tag-steps.js';
import type { PolicySpec } from './spec.js';

export async function shows(change: Change<PolicySpec>, context: StepContext<Surroundings>): Promise<boolean> {
  const { aws, names } = context;
  const spec = 'to' in change ? change.to : change.from;
  if (!spec) return true;
  const listed = await aws.organizations.policies(policyType(spec.type).wire);
  const id = names.tryIdOf(change.address);
  if (change.action === 'remove') return !listed.some((policy) => policy.id === id);
  const found = listed.find((policy) => policy.id === id);
  return found?.name === spec.name && found.description === spec.description && tagsShow(found.id, spec.tags, context);
}
