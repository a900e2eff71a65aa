import type { World } from '../../world.js';
import { newest, type ParameterType, parameterOf } from './state.js';

/**
 * A parameter as a service with the right to decrypt sees it: what CloudFormation resolves. Undefined where there is none.
 * The value of a SecureString must never be shown by who asks here.
 */
export function parameterValue(
  world: World,
  accountId: string,
  region: string,
  name: string,
): { readonly value: string; readonly type: ParameterType; readonly version: number } | undefined {
  const row = parameterOf(world, { accountId, region }, name);
  if (!row) return undefined;
  const { value, version } = newest(row);
  return { value, type: row.type, version };
}
