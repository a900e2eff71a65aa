import type { LiveContext } from '../../kind.js';
import type { Live } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import type { TrustedAccessSpec } from './spec.js';

/** Trusted access carries no tag and is nobody's: what the manifest does not speak of is not even read. */
export async function* live(context: LiveContext<Surroundings>): AsyncGenerator<Live<TrustedAccessSpec>> {
  if (context.declared.size === 0) return;
  for (const service of await context.aws.organizations.trustedServices()) {
    yield { address: `trusted-access:${service}`, spec: { service }, managedBy: 'us', condition: 'settled' };
  }
}
