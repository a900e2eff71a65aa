import { createHash } from 'node:crypto';
import type { World } from '../../world.js';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export interface ParameterVersion {
  readonly version: number;
  /** As it was put, SecureStrings too: who may see it is decided by those who answer. */
  readonly value: string;
  /** Clock milliseconds. */
  readonly at: number;
  readonly by: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly keyId?: string;
}

export interface ParameterRow {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly type: ParameterType;
  readonly dataType: string;
  /** The newest last; never empty. */
  readonly versions: readonly ParameterVersion[];
}

export interface SsmState {
  /** By `ACCOUNT/REGION NAME`. */
  readonly parameters: Record<string, ParameterRow>;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

export function ssmState(world: World): SsmState {
  return world.state('ssm', (): SsmState => ({ parameters: {} }));
}

export const keyOf = ({ accountId, region }: Place, name: string): string => `${accountId}/${region} ${name}`;

export function parameterOf(world: World, place: Place, name: string): ParameterRow | undefined {
  return ssmState(world).parameters[keyOf(place, name)];
}

/** Of this account and Region, by name. */
export function parametersIn(world: World, place: Place): ParameterRow[] {
  return Object.values(ssmState(world).parameters)
    .filter(({ accountId, region }) => accountId === place.accountId && region === place.region)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function newest(row: ParameterRow): ParameterVersion {
  const last = row.versions.at(-1);
  if (!last) throw new Error(`the parameter ${row.name} has no version`);
  return last;
}

/** What a SecureString looks like to who does not ask for its plain text. */
export function cipherText(row: ParameterRow, { version, value }: ParameterVersion): string {
  const digest = createHash('sha512')
    .update(`${keyOf(row, row.name)}\n${version}\n${value}`)
    .digest('base64');
  return `AQICAHh${digest}`;
}

export const arnOf = ({ accountId, region, name }: ParameterRow): string =>
  `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
