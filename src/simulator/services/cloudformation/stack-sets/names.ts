import { createHash } from 'node:crypto';

/** What self-managed sets use that name no roles. */
export const DEFAULT_ROLES = {
  administration: 'AWSCloudFormationStackSetAdministrationRole',
  execution: 'AWSCloudFormationStackSetExecutionRole',
} as const;

/** A UUID out of the world's chance. */
export function newUuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  return uuidOf(digits);
}

/** The same UUID for the same name. */
export const uuidFrom = (name: string): string => uuidOf(digest(name));

/** What the names of the roles end with through which a set's owner acts in member accounts. */
export const executionRoleOf = (owner: string): string => `stacksets-exec-${digest(owner).slice(0, 32)}`;

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export const stackSetArn = (region: string, owner: string, name: string, id: string): string =>
  `arn:aws:cloudformation:${region}:${owner}:stackset/${name}:${id}`;

export const stackArn = (account: string, region: string, name: string, id: string): string =>
  `arn:aws:cloudformation:${region}:${account}:stack/${name}/${id}`;
