/**
 * One entry of a `targets:` or `exclude:` list: `root`, `Workloads/Prod`, `Workloads/**`, `account:payments`,
 * `management`, or a selection of its own. Named selectors have been replaced by what they stand for.
 */
export type Target = string | Selector;

export interface Selector {
  /** Absent = every account of the organization. */
  readonly targets?: readonly Target[] | undefined;
  /** Only accounts that carry each of these tags, with one of these values. */
  readonly tags?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly exclude?: readonly Target[] | undefined;
}

/** What a section selects: its `targets:` without its `exclude:`. */
export interface Selection {
  readonly targets: readonly Target[];
  readonly exclude?: readonly Target[] | undefined;
}
