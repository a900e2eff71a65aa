import { faultOf } from '../../aws/faults.js';
import { POLICY_TYPES, policyType } from '../../facts/policy-types.js';
import type { Step, StepContext } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import { policyTypeIn } from '../organization-policy/spec.js';
import type { Surroundings } from '../surroundings.js';
import type { AttachmentSpec } from './spec.js';

export function steps(change: Change<AttachmentSpec>): Step<Surroundings>[] {
  if (change.action === 'create')
    return [{ name: 'attach', calls: ['organizations:AttachPolicy'], start: (context) => attach(context, change.to) }];
  if (change.action === 'remove')
    return [
      { name: 'detach', calls: ['organizations:DetachPolicy'], start: (context) => detach(context, change.from) },
    ];
  return [];
}

/** AWS's own policies have fixed ids; everything else was read or created in this run. */
export function policyId(context: StepContext<Surroundings>, spec: AttachmentSpec): string {
  const name = spec.policy.slice(spec.policy.indexOf('/') + 1);
  const awsDefault = POLICY_TYPES.find((type) => type.name === policyTypeIn(spec.policy))?.awsDefault;
  return awsDefault?.name === name ? awsDefault.id : context.names.idOf(spec.policy);
}

async function isAttached(context: StepContext<Surroundings>, spec: AttachmentSpec): Promise<boolean> {
  context.aws.organizations.forget();
  const attached = await context.aws.organizations.policiesOn(
    context.names.idOf(spec.target),
    policyType(policyTypeIn(spec.policy)).wire,
  );
  return attached.some((policy) => policy.id === policyId(context, spec));
}

async function attach(context: StepContext<Surroundings>, spec: AttachmentSpec): Promise<Progress> {
  try {
    await context.aws.organizations.attachPolicy(policyId(context, spec), context.names.idOf(spec.target));
  } catch (error) {
    // "Already attached" is only a hint; the read decides (the list may lag, so the engine's settling looks again).
    if (faultOf(error).code !== 'DuplicatePolicyAttachmentException') throw error;
  }
  return { state: 'done' };
}

async function detach(context: StepContext<Surroundings>, spec: AttachmentSpec): Promise<Progress> {
  try {
    await context.aws.organizations.detachPolicy(policyId(context, spec), context.names.idOf(spec.target));
  } catch (error) {
    if (faultOf(error).code !== 'PolicyNotAttachedException') throw error;
    if (await isAttached(context, spec))
      return { state: 'failed', problem: 'AWS says it is not attached, and lists it; run again' };
  }
  return { state: 'done' };
}
