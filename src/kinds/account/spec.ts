/** `account:payments-prod`. An omitted field is left alone; tags as for units. */
export type AccountSpec = {
  /** AWS's own name for it; read, not yet written. */
  readonly name?: string;
  readonly email?: string;
  /** Where it lives: `unit:Workloads/Prod`, or `root` for one that was never placed. */
  readonly parent?: 'root' | `unit:${string}`;
  /** Its key in the manifest, kept in a tag; read only where it is ours. */
  readonly key?: string;
  readonly tags?: { readonly [key: string]: string | null };
};
