import type { Address, NodeName } from '../../model.js';

/** Where AWS Config gathers what it knows of the whole organization: `config-aggregator:organization`. */
export type ConfigAggregatorSpec = {
  readonly name: string;
  /** Where it stands. */
  readonly region: string;
  /** The account it stands in: the management account, or a delegated administrator of AWS Config. */
  readonly account: NodeName;
  /** Regions it gathers from; absent = all, those to come too. */
  readonly regions?: readonly string[];
  /** Name of the role that lets Config read the organization. */
  readonly role: string;
  readonly tags?: { readonly [key: string]: string | null };
};

export function configAggregatorAddress(name: string): Address {
  return `config-aggregator:${name}`;
}
