import type { Address, NodeName } from '../../model.js';

/** An organization conformance pack of AWS Config in one Region: `conformance-pack:pci@ap-northeast-1`. */
export type ConformancePackSpec = {
  readonly name: string;
  readonly region: string;
  /** The account that lays it, when that is a delegated administrator; absent = the management account. */
  readonly administrator?: NodeName;
  /** sha256 of the template as it is sent, the first 16 hexadecimal digits: AWS does not give a template back. */
  readonly template: string;
  /** The text itself; only on the desired side, and not compared. */
  readonly body?: string;
  readonly parameters?: { readonly [name: string]: string };
  readonly deliveryBucket?: string;
  /** Accounts that are left out, sorted. */
  readonly excluded: readonly NodeName[];
};

export function conformancePackAddress(name: string, region: string): Address {
  return `conformance-pack:${name}@${region}`;
}

/** The name and the Region that an address names. */
export function partsOf(address: Address): { readonly name: string; readonly region: string } {
  const path = address.slice('conformance-pack:'.length);
  const at = path.lastIndexOf('@');
  return { name: path.slice(0, at), region: path.slice(at + 1) };
}
