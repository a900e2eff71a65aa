import { IdentityCenterReads } from './identity-center-reads.js';
import {
  type AssignmentRecord,
  type BoundaryRecord,
  type CustomerPolicyRecord,
  type OperationRecord,
  operationRecord,
  type PermissionSetInput,
  type ProvisioningRecord,
  provisioningRecord,
  wirePrincipal,
} from './identity-center-records.js';

export type { IdentityCenterSdk } from './identity-center-calls.js';
export type {
  AssignmentRecord,
  BoundaryRecord,
  CustomerPolicyRecord,
  InstanceRecord,
  OperationRecord,
  OperationState,
  PermissionSetInput,
  PermissionSetRecord,
  PoliciesRecord,
  PrincipalRecord,
  PrincipalType,
  ProvisioningRecord,
} from './identity-center-records.js';

/**
 * IAM Identity Center: permission sets, where they are provisioned, who is assigned. A change of a set reaches the
 * accounts it is in when it is provisioned, not before. Source: Identity Center API reference, 2020-07-20.
 */
export class IdentityCenterPort extends IdentityCenterReads {
  /** Answers the ARN. The name can never be changed. */
  async createPermissionSet({ name, description, session, relayState, tags }: PermissionSetInput): Promise<string> {
    const answer = await this.call('CreatePermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.CreatePermissionSetCommand({
          InstanceArn,
          Name: name,
          SessionDuration: session,
          ...(description !== undefined && { Description: description }),
          ...(relayState !== undefined && { RelayState: relayState }),
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      ),
    );
    return answer.PermissionSet?.PermissionSetArn ?? '';
  }

  async updatePermissionSet(
    setArn: string,
    { description, session, relayState }: Omit<PermissionSetInput, 'name' | 'tags'>,
  ): Promise<void> {
    await this.call('UpdatePermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.UpdatePermissionSetCommand({
          InstanceArn,
          PermissionSetArn: setArn,
          SessionDuration: session,
          ...(description !== undefined && { Description: description }),
          ...(relayState !== undefined && { RelayState: relayState }),
        }),
      ),
    );
  }

  async deletePermissionSet(PermissionSetArn: string): Promise<void> {
    await this.call('DeletePermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.DeletePermissionSetCommand({ InstanceArn, PermissionSetArn })),
    );
  }

  async attachManagedPolicy(PermissionSetArn: string, ManagedPolicyArn: string): Promise<void> {
    await this.call('AttachManagedPolicyToPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.AttachManagedPolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, ManagedPolicyArn }),
      ),
    );
  }

  async detachManagedPolicy(PermissionSetArn: string, ManagedPolicyArn: string): Promise<void> {
    await this.call('DetachManagedPolicyFromPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.DetachManagedPolicyFromPermissionSetCommand({ InstanceArn, PermissionSetArn, ManagedPolicyArn }),
      ),
    );
  }

  async attachCustomerPolicy(PermissionSetArn: string, { name, path }: CustomerPolicyRecord): Promise<void> {
    await this.call('AttachCustomerManagedPolicyReferenceToPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.AttachCustomerManagedPolicyReferenceToPermissionSetCommand({
          InstanceArn,
          PermissionSetArn,
          CustomerManagedPolicyReference: { Name: name, Path: path },
        }),
      ),
    );
  }

  async detachCustomerPolicy(PermissionSetArn: string, { name, path }: CustomerPolicyRecord): Promise<void> {
    await this.call('DetachCustomerManagedPolicyReferenceFromPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.DetachCustomerManagedPolicyReferenceFromPermissionSetCommand({
          InstanceArn,
          PermissionSetArn,
          CustomerManagedPolicyReference: { Name: name, Path: path },
        }),
      ),
    );
  }

  async putInline(PermissionSetArn: string, InlinePolicy: string): Promise<void> {
    await this.call('PutInlinePolicyToPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, InlinePolicy })),
    );
  }

  async deleteInline(PermissionSetArn: string): Promise<void> {
    await this.call('DeleteInlinePolicyFromPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.DeleteInlinePolicyFromPermissionSetCommand({ InstanceArn, PermissionSetArn })),
    );
  }

  /** Takes the place of the one there was. */
  async putBoundary(PermissionSetArn: string, boundary: BoundaryRecord): Promise<void> {
    const PermissionsBoundary =
      'managedArn' in boundary
        ? { ManagedPolicyArn: boundary.managedArn }
        : { CustomerManagedPolicyReference: { Name: boundary.customer.name, Path: boundary.customer.path } };
    await this.call('PutPermissionsBoundaryToPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.PutPermissionsBoundaryToPermissionSetCommand({ InstanceArn, PermissionSetArn, PermissionsBoundary }),
      ),
    );
  }

  async deleteBoundary(PermissionSetArn: string): Promise<void> {
    await this.call('DeletePermissionsBoundaryFromPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.DeletePermissionsBoundaryFromPermissionSetCommand({ InstanceArn, PermissionSetArn })),
    );
  }

  async tag(ResourceArn: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.call('TagResource', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.TagResourceCommand({ InstanceArn, ResourceArn, Tags })),
    );
  }

  async untag(ResourceArn: string, keys: readonly string[]): Promise<void> {
    await this.call('UntagResource', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.UntagResourceCommand({ InstanceArn, ResourceArn, TagKeys: [...keys] })),
    );
  }

  /** Brings the roles up to date with the set, in one account (its id) or wherever it is (`all`). Begun, not done. */
  async provision(PermissionSetArn: string, where: string): Promise<ProvisioningRecord> {
    const target =
      where === 'all'
        ? { TargetType: 'ALL_PROVISIONED_ACCOUNTS' as const }
        : { TargetType: 'AWS_ACCOUNT' as const, TargetId: where };
    const answer = await this.call('ProvisionPermissionSet', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.ProvisionPermissionSetCommand({ InstanceArn, PermissionSetArn, ...target })),
    );
    return provisioningRecord(answer.PermissionSetProvisioningStatus);
  }

  /** Begun, not done. What is assigned already is accepted again. */
  async createAssignment(assignment: AssignmentRecord): Promise<OperationRecord> {
    const answer = await this.call('CreateAccountAssignment', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.CreateAccountAssignmentCommand({ InstanceArn, ...wireAssignment(assignment) })),
    );
    return operationRecord(answer.AccountAssignmentCreationStatus);
  }

  /** Begun, not done. */
  async deleteAssignment(assignment: AssignmentRecord): Promise<OperationRecord> {
    const answer = await this.call('DeleteAccountAssignment', ({ client, sdk }, InstanceArn) =>
      client.send(new sdk.DeleteAccountAssignmentCommand({ InstanceArn, ...wireAssignment(assignment) })),
    );
    return operationRecord(answer.AccountAssignmentDeletionStatus);
  }

  /** How the creation of an assignment stands. */
  async creation(requestId: string): Promise<OperationRecord> {
    const answer = await this.call('DescribeAccountAssignmentCreationStatus', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.DescribeAccountAssignmentCreationStatusCommand({
          InstanceArn,
          AccountAssignmentCreationRequestId: requestId,
        }),
      ),
    );
    return operationRecord(answer.AccountAssignmentCreationStatus, requestId);
  }

  /** How the deletion of an assignment stands. */
  async deletion(requestId: string): Promise<OperationRecord> {
    const answer = await this.call('DescribeAccountAssignmentDeletionStatus', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.DescribeAccountAssignmentDeletionStatusCommand({
          InstanceArn,
          AccountAssignmentDeletionRequestId: requestId,
        }),
      ),
    );
    return operationRecord(answer.AccountAssignmentDeletionStatus, requestId);
  }

  async provisioning(requestId: string): Promise<ProvisioningRecord> {
    const answer = await this.call('DescribePermissionSetProvisioningStatus', ({ client, sdk }, InstanceArn) =>
      client.send(
        new sdk.DescribePermissionSetProvisioningStatusCommand({
          InstanceArn,
          ProvisionPermissionSetRequestId: requestId,
        }),
      ),
    );
    return provisioningRecord(answer.PermissionSetProvisioningStatus, requestId);
  }
}

function wireAssignment({ accountId, setArn, type, principalId }: AssignmentRecord) {
  return {
    TargetId: accountId,
    TargetType: 'AWS_ACCOUNT' as const,
    PermissionSetArn: setArn,
    PrincipalType: wirePrincipal(type),
    PrincipalId: principalId,
  };
}
