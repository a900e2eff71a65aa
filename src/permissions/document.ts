/** What a statement is asked about: keys by operator, as IAM writes it. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

interface StatementBase {
  /** Letters and digits; no two of one role are the same. */
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Sorted. */
  readonly Action: readonly string[];
  readonly Condition?: Conditions;
}

export type PolicyStatement = StatementBase &
  (
    | { readonly Resource: string | readonly string[]; readonly NotResource?: never }
    | { readonly NotResource: string | readonly string[]; readonly Resource?: never }
  );

/** A managed policy, ready for `aws iam create-policy`. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** Where the roles are, and what is known of the place. What is absent stands as `*` in ARNs, and grants more. */
export interface PermissionOptions {
  /** Twelve digits: the account that the roles are in. */
  readonly managementAccountId?: string;
  /** `o-...`: members outside of it are not entered. */
  readonly organizationId?: string;
  /** Control Tower's; decides the partition too. */
  readonly homeRegion?: string;
  /** Names of the roles by which members are entered; absent = `towerctl-read` and `AWSControlTowerExecution`. */
  readonly memberRoles?: { readonly read?: string | undefined; readonly write?: string | undefined };
  /** Where the result of the root audit lies. Absent = it is not granted. */
  readonly auditResult?: { readonly bucket: string; readonly key: string };
  /** Where runs are recorded, plans kept and the lease lies. Absent = it is not granted. */
  readonly runBucket?: { readonly name: string /** Of the key it is encrypted with. */; readonly keyArn?: string };
  /** Paths and names of roles that are handed to a service, `service-role/Name`; absent = any, to that service alone. */
  readonly handedOver?: {
    readonly cloudformation?: readonly string[];
    readonly config?: readonly string[];
  };
  /** Names (with `*`) of the roles these documents are for, and of others that carry the pipeline; absent = `TowerctlPlan`, `towerctl-plan` and so on. */
  readonly ownRoles?: readonly string[];
  /** Names (with `*`) of the stacks that made them; absent = `Towerctl*` and `CDKToolkit`. */
  readonly ownStacks?: readonly string[];
}
