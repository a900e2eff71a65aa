import type { Address } from '../../model.js';

/** A group of Identity Center's own directory: `group:platform`. */
export type DirectoryGroupSpec = {
  readonly name: string;
  readonly description?: string;
  /** User names, sorted; absent = membership is left alone. */
  readonly members?: readonly string[];
};

export function groupAddress(name: string): Address {
  return `group:${name}`;
}
