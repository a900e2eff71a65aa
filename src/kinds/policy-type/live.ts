import { policyTypeOfWire } from '../../facts/policy-types.js';
import type { LiveContext } from '../../kind.js';
import type { Live } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { PolicyTypeSpec } from './spec.js';

/** Comes with the root: costs no call of its own. A disabled type is not listed. */
export async function* live(context: LiveContext<Surroundings>): AsyncGenerator<Live<PolicyTypeSpec>> {
  for (const [wire, status] of context.aws.live.policyTypes) {
    const type = policyTypeOfWire(wire);
    const pending = status !== 'ENABLED';
    yield {
      address: `policy-type:${type}`,
      spec: { type },
      managedBy: 'us',
      condition: pending ? 'running' : 'settled',
      ...(pending && { token: wire, detail: status }),
    };
  }
}
