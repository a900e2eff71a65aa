import type { World } from '../../../world.js';
import { configRecorders } from '../../controltower/for-services.js';
import { configState, keyOf, type Place } from '../state.js';

/** What is in an account beside what stacks made there: for CloudFormation, which asks before it makes another one. */

/** Is the thing that was made at `since` still there? */
export function isKept(world: World, thing: 'recorder' | 'channel', place: Place, since: number): boolean {
  return since > (configState(world).deleted[`${thing} ${keyOf(place)}`] ?? -1);
}

/** Did Control Tower set up a recorder and a channel here, and when? */
export function setUpByControlTower(world: World, { accountId, region }: Place): number | undefined {
  const found = configRecorders(world).get(accountId);
  return found?.regions.includes(region) ? found.since : undefined;
}

/** Is there one that no stack made? */
export function isThereWithoutStacks(world: World, thing: 'recorder' | 'channel', place: Place): boolean {
  const { recorders, channels } = configState(world);
  if ((thing === 'recorder' ? recorders : channels)[keyOf(place)]) return true;
  const since = setUpByControlTower(world, place);
  return since !== undefined && isKept(world, thing, place, since);
}
