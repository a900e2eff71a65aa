import type { z } from 'zod';
import type { OrganizationNode } from './organization.js';

/** A section of the manifest. One kind owns it: schema, documentation and examples live in that kind's folder. */
export interface Section<Value = unknown> {
  /** The key at the top of manifest.yaml, in AWS's words, camelCase. */
  readonly key: string;
  readonly title: string;
  /** It says how another section is meant: without it nothing is left unmanaged. */
  readonly supplement?: true;
  /** Fields with a role (targets, a unit, a document) come from src/manifest/fields.ts and are checked by the loader. */
  readonly schema: z.ZodType<Value>;
  /** The units and accounts it declares, parents first. */
  nodes?(value: Value): Iterable<DeclaredNode>;
  /** What a schema cannot say because it looks at several entries at once: duplicates, depths. */
  check?(value: Value): Iterable<SectionFinding>;
}

/** A unit or an account that the manifest declares. */
export interface DeclaredNode {
  readonly node: OrganizationNode;
  /** Where in the section: `['Workloads', 'children', 'Prod']`. */
  readonly path: readonly string[];
  /** The AWS id of an account, where the manifest states it. */
  readonly id?: string | undefined;
}

export interface SectionFinding {
  /** Inside the section. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
  /** A second place that belongs to it: its position is named in the message as `(first at FILE:LINE:COLUMN)`. */
  readonly first?: readonly (string | number)[];
}
