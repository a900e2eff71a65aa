import { createHash } from 'node:crypto';

const hex = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);

export const instanceArn = (text: string): string => `arn:aws:sso:::instance/ssoins-${hex(text, 16)}`;

export const storeId = (text: string): string => `d-${hex(`store ${text}`, 10)}`;

export const setArn = (instance: string, text: string): string =>
  `arn:aws:sso:::permissionSet/${instance.slice(instance.lastIndexOf('/') + 1)}/ps-${hex(text, 16)}`;

/** `ps-0123456789abcdef`. */
export const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The role that a permission set is in an account: its name ends with sixteen hexadecimal digits of its own. */
export const roleName = (name: string, arn: string, account: string): string =>
  `AWSReservedSSO_${name}_${hex(`${arn} ${account}`, 16)}`;

/** The Region is left out where it is us-east-1. */
export const rolePath = (region: string): string =>
  `/aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`;
