import { splitUnitPath } from '../../manifest/unit-path.js';
import type { NodeName } from '../../model.js';

export type UnitParent = 'root' | `unit:${string}`;

/** `unit:Workloads/Prod`. Tags: the keys named here are managed, others are left alone; null = must not be there. */
export type UnitSpec = {
  readonly name: string;
  readonly parent: UnitParent;
  /** Its key in the manifest, kept in a tag; read only where it is ours. */
  readonly key?: string;
  readonly tags?: { readonly [key: string]: string | null };
};

export function unitAddress(path: string): `unit:${string}` {
  return `unit:${path}`;
}

/** The last part of a path, as the manifest writes it. */
export function keyOf(path: string): string {
  return splitUnitPath(path).at(-1) ?? '';
}

export function isUnit(node: NodeName): node is `unit:${string}` {
  return node.startsWith('unit:');
}
