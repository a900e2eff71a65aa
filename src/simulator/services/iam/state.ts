import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';

export interface IamState {
  /** Account -> alias. */
  readonly aliases: Record<string, string>;
  /** `ACCOUNT/ROLE` -> when somebody deleted it, clock milliseconds. What is made later is there again. */
  readonly deleted: Record<string, number>;
  /** Roles that `putRole` made, by `ACCOUNT/ROLE`; absent in states that were saved before there were any. */
  readonly roles?: Record<string, RoleRow>;
}

export interface RoleRow {
  readonly accountId: string;
  readonly name: string;
  readonly trust: JsonObject;
  /** Seconds. */
  readonly longestSession: number;
  /** Clock milliseconds. */
  readonly createdAt: number;
}

export function iamState(world: World): IamState {
  return world.state('iam', (): IamState => ({ aliases: {}, deleted: {} }));
}
