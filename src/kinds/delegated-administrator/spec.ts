import type { Address, NodeName } from '../../model.js';

/** Member accounts that administer a service for the organization: `delegated-administrator:iam.amazonaws.com`. */
export type DelegatedAdministratorSpec = {
  readonly service: string;
  /** Sorted. */
  readonly accounts: readonly NodeName[];
};

export function delegatedAdministratorAddress(service: string): Address {
  return `delegated-administrator:${service}`;
}

export function serviceOf(address: Address): string {
  return address.slice('delegated-administrator:'.length);
}

/**
 * Kinds that a delegated administrator lays by what a principal lets it, with the field that says who laid one: nobody else
 * can change or take away what it laid.
 */
export function laidThrough(service: string): readonly (readonly [kind: string, field: string])[] {
  return LAID[service] ?? [];
}

const LAID: Readonly<Record<string, readonly (readonly [kind: string, field: string])[]>> = {
  'config.amazonaws.com': [['config-aggregator', 'account']],
  'config-multiaccountsetup.amazonaws.com': [
    ['config-rule', 'administrator'],
    ['conformance-pack', 'administrator'],
  ],
};
