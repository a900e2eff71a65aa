import type { LiveContext } from '../../kind.js';
import type { Live } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { type RootAccessSpec, rootAccessAddress } from './spec.js';

/** Both features, declared or not: whether a password may be deleted depends on whether one could be recovered. */
export async function* live({ aws }: LiveContext<Surroundings>): AsyncGenerator<Live<RootAccessSpec>> {
  const features = await aws.iam.organizationFeatures();
  if (features === 'no trusted access') return;
  for (const feature of features) {
    yield { address: rootAccessAddress(feature), spec: { feature }, managedBy: 'us', condition: 'settled' };
  }
}
