/** What a manifest may measure. Far above any real one; a file that exceeds them is refused before it costs anything. */
export const LIMITS = {
  /** Bytes of one file. */
  fileBytes: 1024 * 1024,
  /** Files of one manifest: itself, its variables, includes and policy documents. */
  files: 200,
  /** Maps and lists inside one another. */
  depth: 64,
  /** Values in all files together. */
  nodes: 1_000_000,
  /** Values that aliases (`*name`) repeat, in one file. */
  aliasNodes: 10_000,
  /** YAML tokens in one file. */
  tokens: 500_000,
  /** Entries that one named selector stands for. */
  selectorTargets: 1_000,
} as const;

/** What is left of the limits that hold for all files together. */
export interface Budget {
  nodes: number;
  files: number;
}

export function fullBudget(): Budget {
  return { nodes: LIMITS.nodes, files: LIMITS.files };
}
