import type { World } from '../../world.js';
import { deployments } from './organization/reach.js';
import { recorderOf } from './recorders/effective.js';
import type { Place } from './state.js';

export { setRecorder } from './seed.js';

/** AWS Config as other simulated services and tests see it: the present state. */

/** Is there a customer managed recorder, and does it run? */
export function recorderState(world: World, place: Place): 'on' | 'off' | 'none' {
  const recorder = recorderOf(world, place);
  if (!recorder) return 'none';
  return recorder.recording ? 'on' : 'off';
}

/** Names of organization rules and packs that are laid, as `rule ACCOUNT/REGION NAME`, sorted. */
export const laidOverOrganization = (world: World): string[] =>
  deployments(world)
    .map(({ kind, owner, region, name }) => `${kind} ${owner}/${region} ${name}`)
    .sort();
