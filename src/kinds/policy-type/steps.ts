import { faultOf } from '../../aws/faults.js';
import { policyType } from '../../facts/policy-types.js';
import type { Step, StepContext } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { PolicyTypeSpec } from './spec.js';

export function steps(change: Change<PolicyTypeSpec>): Step<Surroundings>[] {
  switch (change.action) {
    case 'create':
      return [enable(policyType(change.to.type).wire)];
    case 'wait':
      return [waitUntilSettled(policyType(change.to.type).wire), enable(policyType(change.to.type).wire)];
    case 'remove':
      return [disable(policyType(change.from.type).wire)];
    default:
      return [];
  }
}

/** Seconds, as seen; the API gives no bound. */
const TAKES = [2, 120] as const;

async function progress(
  { aws }: StepContext<Surroundings>,
  wire: string,
  want: 'ENABLED' | undefined,
): Promise<Progress> {
  const status = await aws.organizations.policyTypeStatus(wire);
  return status === want ? { state: 'done' } : { state: 'running', token: wire, detail: status ?? 'not enabled yet' };
}

function enable(wire: string): Step<Surroundings> {
  return {
    name: 'enable',
    calls: ['organizations:EnablePolicyType'],
    takes: TAKES,
    async start(context) {
      if ((await context.aws.organizations.policyTypeStatus(wire)) === 'ENABLED') return { state: 'done' };
      try {
        await context.aws.organizations.enablePolicyType(context.names.idOf('root'), wire);
      } catch (error) {
        if (faultOf(error).code !== 'PolicyTypeAlreadyEnabledException') throw error;
      }
      return { state: 'running', token: wire };
    },
    poll: (wireType, context) => progress(context, wireType, 'ENABLED'),
  };
}

function disable(wire: string): Step<Surroundings> {
  return {
    name: 'disable',
    calls: ['organizations:DisablePolicyType'],
    takes: TAKES,
    async start(context) {
      try {
        await context.aws.organizations.disablePolicyType(context.names.idOf('root'), wire);
      } catch (error) {
        if (faultOf(error).code !== 'PolicyTypeNotEnabledException') throw error;
      }
      return { state: 'running', token: wire };
    },
    poll: (wireType, context) => progress(context, wireType, undefined),
  };
}

/** Somebody's operation is under way; whichever way it ends, the next step looks. */
function waitUntilSettled(wire: string): Step<Surroundings> {
  const look = async ({ aws }: StepContext<Surroundings>): Promise<Progress> => {
    const status = await aws.organizations.policyTypeStatus(wire);
    return status?.startsWith('PENDING') ? { state: 'running', token: wire, detail: status } : { state: 'done' };
  };
  return {
    name: 'wait for the running operation',
    calls: [],
    takes: TAKES,
    start: look,
    poll: (_token, context) => look(context),
  };
}
