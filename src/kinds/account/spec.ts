/** Whom AWS writes to about billing, operations or security, instead of the root user's address. */
export type Contact = {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
};

/** How an account that is not there yet comes into being. */
export type Vending =
  /** Organizations CreateAccount, a move, and enrolment by its unit. */
  | { readonly by: 'create-account' }
  /** Control Tower's Account Factory, a product of Service Catalog; the user gets access through Identity Center. */
  | {
      readonly by: 'account-factory';
      readonly userEmail: string;
      readonly firstName: string;
      readonly lastName: string;
    };

export type ContactType = 'billing' | 'operations' | 'security';

/** `account:payments-prod`. An omitted field is left alone; tags as for units. */
export type AccountSpec = {
  /** AWS's own name for it. */
  readonly name?: string;
  readonly email?: string;
  /** Where it lives: `unit:Workloads/Prod`, or `root` for one that was never placed. */
  readonly parent?: 'root' | `unit:${string}`;
  /** Its key in the manifest, kept in a tag; read only where it is ours. */
  readonly key?: string;
  readonly tags?: { readonly [key: string]: string | null };
  /** Key of the service control policy that quarantines it, kept in a tag; null = let go. Absent = it never was. */
  readonly held?: string | null;
  /** Only where it is to be made: nothing tells afterwards how it was. */
  readonly vend?: Vending;
  /** By type; null = none. */
  readonly contacts?: { readonly [type: string]: Contact | null };
  /** Opt-in Regions by name. */
  readonly regions?: { readonly [region: string]: 'on' | 'off' };
  /** The account's alias in IAM; null = none. */
  readonly alias?: string | null;
};

/** What only AWS Account Management can read and write, and for a member only with its trusted access. */
export function usesAccountManagement({ contacts, regions }: Pick<AccountSpec, 'contacts' | 'regions'>): boolean {
  return contacts !== undefined || regions !== undefined;
}

/** The policy that quarantines it, and where that is attached: to the account itself. */
export function holdingPolicy(held: string): `policy:scp/${string}` {
  return `policy:scp/${held}`;
}

export function isHolding(account: { readonly held?: unknown } | undefined, policy: string): boolean {
  return typeof account?.held === 'string' && holdingPolicy(account.held) === policy;
}

export const ACCOUNT_MANAGEMENT = 'account.amazonaws.com';

/** Addresses of mail are the same whatever their case: AWS says so of those of accounts. */
export function isSameEmail(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() === other.toLowerCase();
}

export function isFactoryMade(spec: { readonly vend?: unknown }): boolean {
  const { vend } = spec;
  return typeof vend === 'object' && vend !== null && 'by' in vend && vend.by === 'account-factory';
}
