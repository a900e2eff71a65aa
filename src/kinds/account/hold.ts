import { faultOf } from '../../aws/faults.js';
import type { Step } from '../../kind.js';
import type { Address } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { holdingPolicy } from './spec.js';

/**
 * Attaches the quarantine to the account itself: it goes along wherever the account is moved. From the next plan on the
 * attachment is one like any other, declared for as long as the account is held.
 */
export function hold(address: Address, policy: string): Step<Surroundings> {
  return {
    name: `put under policy ${policy}`,
    calls: ['organizations:AttachPolicy'],
    async start({ aws, names }) {
      try {
        await aws.organizations.attachPolicy(names.idOf(holdingPolicy(policy)), names.idOf(address));
      } catch (error) {
        if (faultOf(error).code !== 'DuplicatePolicyAttachmentException') throw error;
      }
      return { state: 'done' };
    },
  };
}
