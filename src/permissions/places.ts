import { EXECUTION_ROLE, READ_ROLE } from '../aws/member.js';
import { partitionOf } from '../facts/regions.js';
import type { PermissionOptions } from './document.js';

/** The pieces that ARNs are made of; `*` stands for what is not known. */
export interface Places {
  readonly partition: string;
  readonly account: string;
  readonly organization: string;
  readonly region: string;
  readonly options: PermissionOptions;
}

const OWN_ROLES = ['Plan', 'Apply', 'Audit'].flatMap((name) => [`Towerctl${name}`, `towerctl-${name.toLowerCase()}`]);

export function placesOf(options: PermissionOptions): Places {
  return {
    partition: partitionOf(options.homeRegion ?? ''),
    account: options.managementAccountId ?? '*',
    organization: options.organizationId ?? '*',
    region: options.homeRegion ?? '*',
    options,
  };
}

/** The role that reads members. In any account: who is let in is for the role to say. */
export function readRole({ partition, options }: Places): string {
  return `arn:${partition}:iam::*:role/${options.memberRoles?.read ?? READ_ROLE}`;
}

/** The role that writes in members. */
export function writeRole({ partition, options }: Places): string {
  return `arn:${partition}:iam::*:role/${options.memberRoles?.write ?? EXECUTION_ROLE}`;
}

/** Roles of the management account, by path and name. */
export function rolesIn({ partition, account }: Places, names: readonly string[]): string[] {
  return names.map((name) => `arn:${partition}:iam::${account}:role/${name}`);
}

/** The roles that the documents are for, at whatever path (`*` stands for none, too); one that carries the pipeline may be in another account. */
export function ownRoles({ partition, options }: Places): string[] {
  const names = options.ownRoles ?? OWN_ROLES;
  return names.map((name) => `arn:${partition}:iam::*:role/*${name}`);
}

/** These documents themselves, where they are managed policies. */
export function ownPolicies({ partition, account }: Places): string[] {
  return [`arn:${partition}:iam::${account}:policy/towerctl-*`];
}

/** Their path, `root-task/`, is part of the ARN. */
export function taskArns(tasks: readonly string[], { partition }: Places): string[] {
  return [...new Set(tasks)].sort().map((task) => `arn:${partition}:iam::aws:policy/root-task/${task}`);
}

export function ownStacks({ partition, options }: Places): string[] {
  const names = options.ownStacks ?? ['CDKToolkit', 'Towerctl*'];
  return names.map((name) => `arn:${partition}:cloudformation:*:*:stack/${name}/*`);
}
