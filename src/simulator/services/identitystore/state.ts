import { createHash } from 'node:crypto';
import type { Lived } from '../../lived.js';
import type { World } from '../../world.js';

/**
 * What the simulated identity stores know: plain JSON under the world's name `identitystore`, times in milliseconds of
 * the simulator's clock. Rows are changed in place. Ask for the state anew in every operation.
 */
export interface IdentityStoreState {
  /** By id: `d-` and ten hexadecimal digits. */
  readonly stores: Record<string, StoreRow>;
}

export interface StoreRow {
  readonly id: string;
  readonly region: string;
  readonly ownerAccountId: string;
  readonly users: Record<string, UserRow>;
  readonly groups: Record<string, GroupRow>;
  readonly memberships: Record<string, MembershipRow>;
}

export interface ExternalId {
  readonly Issuer: string;
  readonly Id: string;
}

interface Made extends Lived {
  readonly id: string;
  readonly createdAt: number;
  readonly createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

export interface UserRow extends Made {
  /** Members of CreateUser as they came, `UserName` among them. */
  attributes: Readonly<Record<string, unknown>>;
  /** Whoever brought it from outside: an identity provider, by SCIM. */
  externalId?: ExternalId;
}

export interface GroupRow extends Made {
  name: string;
  description?: string;
  externalId?: ExternalId;
}

export interface MembershipRow extends Made {
  readonly groupId: string;
  readonly userId: string;
}

export function identityStoreState(world: World): IdentityStoreState {
  return world.state('identitystore', (): IdentityStoreState => ({ stores: {} }));
}

export const userNameOf = ({ attributes }: UserRow): string => String(attributes['UserName'] ?? '');

/** A UUID that is the same for the same text. */
export function uuidFrom(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex');
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

/** A UUID out of the world's chance. */
export const newUuid = (world: World): string => uuidFrom(`${world.random()} ${world.random()}`);
