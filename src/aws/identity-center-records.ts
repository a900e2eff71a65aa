/** Identity Center's answers, in plain words and with ARNs. */

export interface InstanceRecord {
  readonly arn: string;
  readonly identityStoreId: string;
  readonly ownerAccountId: string;
  /** `ACTIVE`, `CREATE_IN_PROGRESS`, `CREATE_FAILED`, `DELETE_IN_PROGRESS`. */
  readonly status: string;
}

export interface PermissionSetRecord {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  /** ISO 8601: `PT1H`. */
  readonly session: string;
  readonly relayState?: string;
}

/** A customer managed policy is named by what it is called in every account. */
export interface CustomerPolicyRecord {
  readonly name: string;
  readonly path: string;
}

export interface PoliciesRecord {
  readonly managed: readonly { readonly name: string; readonly arn: string }[];
  readonly customer: readonly CustomerPolicyRecord[];
  /** The document as text. */
  readonly inline?: string;
  readonly boundary?: BoundaryRecord;
}

export type BoundaryRecord = { readonly managedArn: string } | { readonly customer: CustomerPolicyRecord };

export type PrincipalType = 'group' | 'user';

export interface PrincipalRecord {
  readonly type: PrincipalType;
  readonly principalId: string;
}

export interface AssignmentRecord extends PrincipalRecord {
  readonly accountId: string;
  readonly setArn: string;
}

export type OperationState = 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';

export interface OperationRecord {
  readonly requestId: string;
  readonly status: OperationState;
  /** Free text: AWS has no codes here. */
  readonly reason?: string;
}

export interface ProvisioningRecord extends OperationRecord {
  /** The account that was provisioned, or the one that failed. */
  readonly accountId?: string;
}

export interface PermissionSetInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly session: string;
  readonly relayState?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

interface WireStatus {
  readonly Status?: OperationState | undefined;
  readonly RequestId?: string | undefined;
  readonly FailureReason?: string | undefined;
  readonly AccountId?: string | undefined;
}

export function operationRecord(status: WireStatus | undefined, requestId = ''): OperationRecord {
  return {
    requestId: status?.RequestId ?? requestId,
    status: status?.Status ?? 'IN_PROGRESS',
    ...(status?.FailureReason && { reason: status.FailureReason }),
  };
}

export function provisioningRecord(status: WireStatus | undefined, requestId = ''): ProvisioningRecord {
  return { ...operationRecord(status, requestId), ...(status?.AccountId && { accountId: status.AccountId }) };
}

export function wirePrincipal(type: PrincipalType): 'GROUP' | 'USER' {
  return type === 'group' ? 'GROUP' : 'USER';
}

export function principalType(wire: string | undefined): PrincipalType {
  return wire === 'USER' ? 'user' : 'group';
}
