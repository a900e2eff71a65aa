import type { Deed } from '../../service.js';
import type { World } from '../../world.js';

/** What enabled controls have to know of units, accounts and the landing zone. */
export interface ControlReactions {
  /** Automatic enrolment gives new accounts the unit's optional controls as well; a reset of the unit does not. */
  accountsEnrolled(world: World, unitId: string, accountIds: readonly string[]): void;
  /** `unenrolled`: its controls went with it. `moved`: detective and proactive ones stay on the account, drifted. */
  accountLeft(world: World, unitId: string, accountId: string, how: 'unenrolled' | 'moved'): void;
  /** The unit has been registered or registered again: its policies are as they should be. False when they find no room. */
  unitRegistered(world: World, unitId: string): boolean;
  /** The unit is no longer registered, or no longer there. */
  unitGone(world: World, unitId: string): void;
  /** Preventive controls are back to their standard content. */
  landingZoneUpdated(world: World): void;
  /** Somebody has changed something: their policies may have been edited or detached. */
  somethingChanged(world: World, deed: Deed): void;
}
