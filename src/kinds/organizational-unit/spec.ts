import type { NodeName } from '../../model.js';

export type UnitParent = 'root' | `unit:${string}`;

/** `unit:Workloads/Prod`. Tags: the keys named here are managed, others are left alone; null = must not be there. */
export type UnitSpec = {
  readonly name: string;
  readonly parent: UnitParent;
  readonly tags?: { readonly [key: string]: string | null };
};

export function unitAddress(path: string): `unit:${string}` {
  return `unit:${path}`;
}

export function isUnit(node: NodeName): node is `unit:${string}` {
  return node.startsWith('unit:');
}
