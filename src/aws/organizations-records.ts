import type * as Sdk from '@aws-sdk/client-organizations';

export interface AccountRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly email: string;
  /** PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED. `Status` is retired, `State` may be missing in older regions: either serves. */
  readonly state: string;
  /** Id of the unit or root it is in, where the answer told. */
  readonly parentId?: string;
  /** When it joined the organization, in clock milliseconds. */
  readonly joinedAt?: number;
  /** It came by invitation: nobody but its own people laid roles in it. */
  readonly invited?: boolean;
}

/** A request to create an account, as AWS keeps it: it knows the name, not the email. */
export interface CreateAccountRecord {
  /** `car-…` */
  readonly id: string;
  readonly name: string;
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  readonly accountId?: string;
  /** `EMAIL_ALREADY_EXISTS`, `ACCOUNT_LIMIT_EXCEEDED`, `CONCURRENT_ACCOUNT_MODIFICATION` ... */
  readonly failureReason?: string;
}

export interface UnitRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
}

export interface RootRecord {
  readonly id: string;
  readonly arn: string;
  /** By wire name: ENABLED, PENDING_ENABLE, PENDING_DISABLE; a disabled type is absent. */
  readonly policyTypes: ReadonlyMap<string, string>;
}

export interface PolicyRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly awsManaged: boolean;
}

export interface PolicyTargetRecord {
  readonly id: string;
}

export type Tags = Readonly<Record<string, string>>;

/** `o-…/r-…/ou-…/ou-…/`, with or without the account's own id at the end: the last unit or root is the parent. */
function parentInPath(paths: readonly string[] | undefined): string | undefined {
  return paths?.[0]
    ?.split('/')
    .filter((part) => part.startsWith('ou-') || part.startsWith('r-'))
    .at(-1);
}

export function accountRecord(account: Sdk.Account): AccountRecord {
  const parentId = parentInPath(account.Paths);
  return {
    id: account.Id ?? '',
    arn: account.Arn ?? '',
    name: account.Name ?? '',
    email: account.Email ?? '',
    state: account.State ?? account.Status ?? 'ACTIVE',
    ...(parentId && { parentId }),
    ...(account.JoinedTimestamp && { joinedAt: account.JoinedTimestamp.getTime() }),
    ...(account.JoinedMethod === 'INVITED' && { invited: true }),
  };
}

export function createAccountRecord(status: Sdk.CreateAccountStatus | undefined): CreateAccountRecord {
  const { Id, AccountName, State, AccountId, FailureReason } = status ?? {};
  return {
    id: Id ?? '',
    name: AccountName ?? '',
    state: State ?? 'IN_PROGRESS',
    ...(AccountId !== undefined && { accountId: AccountId }),
    ...(FailureReason !== undefined && { failureReason: FailureReason }),
  };
}

export function policyRecord(policy: Sdk.PolicySummary): PolicyRecord {
  return {
    id: policy.Id ?? '',
    arn: policy.Arn ?? '',
    name: policy.Name ?? '',
    description: policy.Description ?? '',
    awsManaged: policy.AwsManaged === true,
  };
}
