import type { Address, Json, NodeName } from '../../model.js';

/** A control of AWS Control Tower that is enabled on a unit: `control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads/Prod`. */
export type EnabledControlSpec = {
  /** The alias (`AWS-GR_...`, `CT.S3.PV.5`, `SH.S3.1`) where one is known, else the catalog's own id. */
  readonly control: string;
  /** A unit. An account only for what a move left behind there: such a control is never asked for. */
  readonly target: NodeName;
  /** By key; absent = it is enabled without any. */
  readonly parameters?: { readonly [key: string]: Json };
  /** Where AWS cannot reset it, it may be disabled and enabled again. Nothing that AWS knows: the same on both sides. */
  readonly onDrift?: 'replace';
};

export function controlAddress(control: string, target: NodeName): Address {
  return `control:${control}@${target}`;
}

/** The control and the place that an address names. */
export function partsOf(address: Address): { readonly control: string; readonly target: NodeName } {
  const path = address.slice('control:'.length);
  const at = path.indexOf('@');
  return { control: path.slice(0, at), target: path.slice(at + 1) as NodeName };
}
