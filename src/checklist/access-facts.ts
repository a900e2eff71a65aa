import type { NodeName } from '../model.js';
import type { Fact } from './fact.js';

/** Who can sign in to what, with what, and where it is looked at: the evidence of rows 1A-2, 1A-3, 1C-2, 2-1 and 3-3. */
export interface AccessEvidence {
  readonly rootAccess: Fact<RootAccessFacts>;
  /** What the management account's own summary and its IAM users say. */
  readonly management: Fact<SignInFacts>;
  /** The same by account in use, the management account among them. */
  readonly signIn: Fact<ReadonlyMap<NodeName, Fact<SignInFacts>>>;
  readonly aggregation: Fact<AggregationFacts>;
  readonly identityCenter: Fact<IdentityCenterFacts>;
}

/** Present or not; undefined where the summary does not say. */
export interface RootCredentialFacts {
  readonly password: boolean | undefined;
  readonly accessKeys: boolean | undefined;
  readonly signingCertificates: boolean | undefined;
  readonly mfa: boolean | undefined;
}

/** Inside one account. */
export interface SignInFacts {
  readonly root: RootCredentialFacts;
  /** Names of IAM users that can sign in to the console. */
  readonly withPassword: readonly string[];
  /** IAM users that were not asked about: there are very many. */
  readonly notAsked: number;
}

export interface RootAccessFacts {
  /** `undefined` inside: IAM has no trusted access, so that nothing is on. */
  readonly features: Fact<{ readonly credentialsManagement: boolean; readonly sessions: boolean } | undefined>;
  /** Unread: there is no result that may be believed, or nobody says where it lies. */
  readonly audit: Fact<RootAuditFacts>;
}

/** The dated result of `towerctl root audit`. */
export interface RootAuditFacts {
  /** `s3://BUCKET/KEY`. */
  readonly place: string;
  readonly accounts: ReadonlyMap<NodeName, AuditedRoot>;
  /** Days of the oldest and the newest finding, `2026-11-24`, and the age of the oldest in days. */
  readonly dated?: { readonly oldest: string; readonly newest: string; readonly days: number };
  /** Accounts whose credentials the manifest keeps, with its reason. */
  readonly kept: ReadonlyMap<NodeName, string>;
}

export type AuditedRoot =
  | { readonly is: 'clean'; readonly how: 'audited' | 'made without' }
  /** `password, access key …4XYZ (last used 2026-11-03)`. */
  | { readonly is: 'credentials'; readonly words: string }
  | { readonly is: 'blocked'; readonly reason: string }
  | { readonly is: 'unknown'; readonly reason: string };

export interface AggregationFacts {
  /** Every account and Region that was looked in. */
  readonly places: readonly AggregatorPlace[];
  /** Regions that have to be gathered from; empty = all, since none is known to be governed. */
  readonly governed: readonly string[];
}

export interface AggregatorPlace {
  readonly account: NodeName;
  readonly region: string;
  readonly aggregators: Fact<readonly AggregatorFacts[]>;
}

export interface AggregatorFacts {
  readonly name: string;
  /** It follows the organization; else it names accounts. */
  readonly followsOrganization: boolean;
  /** undefined = all. */
  readonly regions?: readonly string[];
  /** Of one that follows the organization. */
  readonly sources?: Fact<AggregatorSources>;
}

export interface AggregatorSources {
  /** Why the organization itself cannot be read. */
  readonly failed?: string;
  readonly of: ReadonlyMap<NodeName, GatheredFacts>;
}

/** How the last gathering from one account went. */
export interface GatheredFacts {
  readonly failed: readonly { readonly region: string; readonly why: string }[];
  /** Regions whose data are not the newest. */
  readonly outdated: readonly string[];
}

export interface IdentityCenterFacts {
  /** Where it was looked for. */
  readonly regions: readonly string[];
  readonly instance?: {
    readonly region: string;
    /** `ACTIVE` ... */
    readonly status: string;
    /** Some permission set stands in some account: somebody signs in by it. */
    readonly used: Fact<boolean>;
    /** Absent where no manifest declares assignments. */
    readonly assignments?: Fact<AssignmentFacts>;
    readonly management: Fact<ManagementAccessFacts>;
  };
}

/** The manifest's assignments beside what is assigned. */
export interface AssignmentFacts {
  readonly declared: number;
  /** What is not as declared, by account: `group payments-dev lacks Developer`. */
  readonly gaps: ReadonlyMap<NodeName, readonly string[]>;
  /** What could not be told, by account; under `root` what concerns all of them. */
  readonly unread: ReadonlyMap<NodeName, string>;
  /** What is wrong with the assignments themselves: a group that the directory does not have. */
  readonly problems: readonly string[];
}

/** Who can enter the management account through Identity Center. */
export interface ManagementAccessFacts {
  readonly grants: readonly ManagementGrant[];
  /** Distinct people: users, and members of groups. */
  readonly persons: number;
}

export interface ManagementGrant {
  readonly type: 'group' | 'user';
  readonly name: string;
  readonly permissionSets: readonly string[];
  /** Of a group. */
  readonly members?: number;
}
