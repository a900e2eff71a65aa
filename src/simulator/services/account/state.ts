import { DEFAULT_REGIONS, OPT_IN_REGIONS } from '../../../facts/regions.js';
import type { World } from '../../world.js';

export type RegionStatus = 'ENABLED' | 'ENABLING' | 'DISABLING' | 'DISABLED' | 'ENABLED_BY_DEFAULT';

export interface AlternateContact {
  readonly Name: string;
  readonly Title: string;
  readonly EmailAddress: string;
  readonly PhoneNumber: string;
  readonly AlternateContactType: string;
}

export interface EmailUpdate {
  readonly email: string;
  /** Six letters and digits, as they were mailed. */
  readonly code: string;
  readonly status: 'PENDING' | 'ACCEPTED';
  /** Clock milliseconds. */
  readonly at: number;
}

/** By account id throughout. */
export interface AccountState {
  /** `ACCOUNT/TYPE`. */
  readonly alternateContacts: Record<string, AlternateContact>;
  readonly contacts: Record<string, Readonly<Record<string, string>>>;
  /** `ACCOUNT/REGION` of opt-in Regions that are not DISABLED. */
  readonly regions: Record<string, Exclude<RegionStatus, 'ENABLED_BY_DEFAULT' | 'DISABLED'>>;
  readonly emailUpdates: Record<string, EmailUpdate>;
}

export function accountState(world: World): AccountState {
  return world.state(
    'account',
    (): AccountState => ({
      alternateContacts: {},
      contacts: {},
      regions: {},
      emailUpdates: {},
    }),
  );
}

export const ALL_REGIONS: readonly string[] = [...DEFAULT_REGIONS, ...OPT_IN_REGIONS].sort();

const operationKey = (accountId: string, region: string): string => `account/region/${accountId}/${region}`;

/** Undefined for a Region that does not exist. `poll` counts as having asked. */
export function regionStatus(world: World, accountId: string, region: string, poll = false): RegionStatus | undefined {
  if (DEFAULT_REGIONS.includes(region)) return 'ENABLED_BY_DEFAULT';
  if (!OPT_IN_REGIONS.includes(region)) return undefined;
  const { regions } = accountState(world);
  const key = `${accountId}/${region}`;
  const status = regions[key];
  if (status !== 'ENABLING' && status !== 'DISABLING') return status ?? 'DISABLED';
  const operation = world.operation(operationKey(accountId, region));
  const isDone = (poll ? operation?.done() : operation?.isDone()) ?? true;
  if (!isDone) return status;
  world.endOperation(operationKey(accountId, region));
  if (status === 'ENABLING') regions[key] = 'ENABLED';
  else delete regions[key];
  return status === 'ENABLING' ? 'ENABLED' : 'DISABLED';
}

export function beginRegionChange(
  world: World,
  accountId: string,
  region: string,
  status: 'ENABLING' | 'DISABLING',
): void {
  accountState(world).regions[`${accountId}/${region}`] = status;
  world.startOperation(operationKey(accountId, region));
}

/** Regions on their way in or out, in the account and in all of them. */
export function regionsUnderWay(
  world: World,
  accountId: string,
): { readonly here: number; readonly everywhere: number } {
  const keys = Object.keys(accountState(world).regions).filter((key) => {
    const [account = '', region = ''] = key.split('/');
    return /ING$/.test(regionStatus(world, account, region) ?? '');
  });
  return { here: keys.filter((key) => key.startsWith(`${accountId}/`)).length, everywhere: keys.length };
}
