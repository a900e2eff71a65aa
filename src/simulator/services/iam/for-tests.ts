import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import { iamState } from './state.js';

/** A role that somebody made outside of everything that is simulated: CreateRole is not. */
export interface RoleGiven {
  readonly accountId: string;
  readonly name: string;
  /** Who may enter by it: an account's id, the ARN of a role, `*`; or a whole trust policy. */
  readonly trusts: string | readonly string[] | JsonObject;
  /** Seconds; an hour unless given. */
  readonly longestSession?: number;
}

/** Makes the role, in the place of one of that name. @returns its ARN. */
export function putRole(world: World, { accountId, name, trusts, longestSession = 3_600 }: RoleGiven): string {
  const state = iamState(world);
  const role = { accountId, name, trust: trustOf(trusts), longestSession, createdAt: world.clock.now() };
  const roles = { ...state.roles, [`${accountId}/${name}`]: role };
  world.setState('iam', { ...state, roles });
  return `arn:aws:iam::${accountId}:role/${name}`;
}

function trustOf(trusts: RoleGiven['trusts']): JsonObject {
  if (typeof trusts !== 'string' && !isList(trusts)) return trusts;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: typeof trusts === 'string' ? trusts : [...trusts] },
        Action: 'sts:AssumeRole',
      },
    ],
  };
}

const isList = (trusts: readonly string[] | JsonObject): trusts is readonly string[] => Array.isArray(trusts);
