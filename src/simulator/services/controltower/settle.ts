import type { Deed, Operation } from '../../service.js';
import type { World } from '../../world.js';
import { finishBaseline } from './baselines/changes.js';
import { accountMoved, accountRemoved, accountUnmanaged, unitDeleted } from './baselines/moves.js';
import { checkInput } from './constraints.js';
import { controlReactions, finishControl } from './controls/index.js';
import { tellLandingZoneDrift } from './landing-zone/drift.js';
import { finishLandingZone } from './landing-zone/finish.js';
import { type Finishers, settleOperations } from './operations.js';
import { controlTowerState } from './state.js';

/** Where everything that Control Tower does by itself comes together. */

const finishers: Finishers = {
  'landing-zone': finishLandingZone(controlReactions),
  baseline: finishBaseline(controlReactions),
  control: finishControl,
};

/** Ends what is over. */
export const settle = (world: World): void => settleOperations(world, finishers);

/** An operation of the API: its input is checked by the model's rules, and what is over is over before and after it. */
export function settled(name: string, run: Operation<World>): Operation<World> {
  return async (input, context) => {
    settle(context.world);
    checkInput(name, input);
    const output = await run(input, context);
    settle(context.world);
    return output;
  };
}

/** What Control Tower does when somebody has changed the organization. */
export function react(world: World, deed: Deed): void {
  if (deed.service !== 'organizations' || !controlTowerState(world).landingZone) return;
  settle(world);
  const text = (name: string): string => String(deed.input[name] ?? '');
  if (deed.operation === 'MoveAccount') {
    accountMoved(world, text('AccountId'), text('SourceParentId'), text('DestinationParentId'), controlReactions);
  } else if (deed.operation === 'RemoveAccountFromOrganization') {
    accountRemoved(world, text('AccountId'), controlReactions);
  } else if (deed.operation === 'DeleteOrganizationalUnit') {
    unitDeleted(world, text('OrganizationalUnitId'), controlReactions);
  }
  controlReactions.somethingChanged(world, deed);
  tellLandingZoneDrift(world);
  settle(world);
}

/** An account is managed no more, and stays in the organization. */
export function removeAccount(world: World, accountId: string): void {
  accountUnmanaged(world, accountId, controlReactions);
}
