import type { World } from '../../world.js';

export interface IamState {
  /** Account -> alias. */
  readonly aliases: Record<string, string>;
  /** `ACCOUNT/ROLE` -> when somebody deleted it, clock milliseconds. What is made later is there again. */
  readonly deleted: Record<string, number>;
}

export function iamState(world: World): IamState {
  return world.state('iam', (): IamState => ({ aliases: {}, deleted: {} }));
}
