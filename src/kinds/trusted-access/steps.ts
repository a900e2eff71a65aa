import type { Step } from '../../kind.js';
import type { Change } from '../../model.js';
import { activateAccess } from '../stack-baseline/set-steps.js';
import type { Surroundings } from '../surroundings.js';
import { STACK_SETS, type TrustedAccessSpec } from './spec.js';

export function steps(change: Change<TrustedAccessSpec>): Step<Surroundings>[] {
  if (change.action === 'create') {
    const { service } = change.to;
    if (service === STACK_SETS) return [activateAccess()];
    return [
      {
        name: 'enable',
        calls: ['organizations:EnableAWSServiceAccess'],
        async start({ aws }) {
          await aws.organizations.trustService(service);
          return { state: 'done' };
        },
      },
    ];
  }
  if (change.action === 'remove') {
    const { service } = change.from;
    return [
      {
        name: 'disable',
        calls: ['organizations:DisableAWSServiceAccess'],
        async start({ aws }) {
          await aws.organizations.distrustService(service);
          return { state: 'done' };
        },
      },
    ];
  }
  return [];
}
