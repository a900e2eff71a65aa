/** `account:payments-prod`. An omitted field is left alone; tags as for units. */
export type AccountSpec = {
  /** AWS's own name for it; read, not yet written. */
  readonly name?: string;
  readonly email?: string;
  /** Where it lives: `unit:Workloads/Prod`, or `root` for one that was never placed. */
  readonly parent?: 'root' | `unit:${string}`;
  readonly tags?: { readonly [key: string]: string | null };
};
