import type * as Sdk from '@aws-sdk/client-organizations';
import { OrganizationsAccounts } from './organizations-accounts.js';
import type { OrganizationsSdk } from './organizations-reads.js';
import type { Tags } from './organizations-records.js';
import type { CallOptions } from './throttle.js';

/**
 * AWS Organizations as towerctl uses it. Writes are one call each; what AWS answers to a repeated write is the step's
 * to read. Source: Organizations API reference, 2016-11-28.
 */
export class OrganizationsPort extends OrganizationsAccounts {
  async createUnit(parentId: string, name: string, tags: Tags): Promise<string> {
    const answer = await this.#write('CreateOrganizationalUnit', ({ client, sdk }) =>
      client.send(new sdk.CreateOrganizationalUnitCommand({ ParentId: parentId, Name: name, Tags: tagList(tags) })),
    );
    return answer.OrganizationalUnit?.Id ?? '';
  }

  async renameUnit(id: string, name: string): Promise<void> {
    await this.#write('UpdateOrganizationalUnit', ({ client, sdk }) =>
      client.send(new sdk.UpdateOrganizationalUnitCommand({ OrganizationalUnitId: id, Name: name })),
    );
  }

  /** A unit whose last child has just gone may still look full for a moment. */
  async deleteUnit(id: string): Promise<void> {
    await this.#write(
      'DeleteOrganizationalUnit',
      ({ client, sdk }) => client.send(new sdk.DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id })),
      { alsoRetry: ['OrganizationalUnitNotEmptyException'] },
    );
  }

  async moveAccount(accountId: string, fromId: string, toId: string): Promise<void> {
    await this.#write('MoveAccount', ({ client, sdk }) =>
      client.send(
        new sdk.MoveAccountCommand({ AccountId: accountId, SourceParentId: fromId, DestinationParentId: toId }),
      ),
    );
  }

  async tag(resourceId: string, tags: Tags): Promise<void> {
    await this.#write('TagResource', ({ client, sdk }) =>
      client.send(new sdk.TagResourceCommand({ ResourceId: resourceId, Tags: tagList(tags) })),
    );
  }

  async untag(resourceId: string, keys: readonly string[]): Promise<void> {
    await this.#write('UntagResource', ({ client, sdk }) =>
      client.send(new sdk.UntagResourceCommand({ ResourceId: resourceId, TagKeys: [...keys] })),
    );
  }

  async createPolicy(policy: {
    wireType: string;
    name: string;
    description: string;
    content: string;
    tags: Tags;
  }): Promise<string> {
    const answer = await this.#write('CreatePolicy', ({ client, sdk }) =>
      client.send(
        new sdk.CreatePolicyCommand({
          Type: policy.wireType as Sdk.PolicyType,
          Name: policy.name,
          Description: policy.description,
          Content: policy.content,
          Tags: tagList(policy.tags),
        }),
      ),
    );
    return answer.Policy?.PolicySummary?.Id ?? '';
  }

  async updatePolicy(id: string, change: { name?: string; description?: string; content?: string }): Promise<void> {
    await this.#write('UpdatePolicy', ({ client, sdk }) =>
      client.send(
        new sdk.UpdatePolicyCommand({
          PolicyId: id,
          ...(change.name !== undefined && { Name: change.name }),
          ...(change.description !== undefined && { Description: change.description }),
          ...(change.content !== undefined && { Content: change.content }),
        }),
      ),
    );
  }

  /** A policy whose last attachment has just gone may still look in use for a moment. */
  async deletePolicy(id: string): Promise<void> {
    await this.#write('DeletePolicy', ({ client, sdk }) => client.send(new sdk.DeletePolicyCommand({ PolicyId: id })), {
      alsoRetry: ['PolicyInUseException'],
    });
  }

  /** Right after a policy type was enabled AWS may still answer that it is not. */
  async attachPolicy(policyId: string, targetId: string): Promise<void> {
    await this.#write(
      'AttachPolicy',
      ({ client, sdk }) => client.send(new sdk.AttachPolicyCommand({ PolicyId: policyId, TargetId: targetId })),
      {
        alsoRetry: ['PolicyTypeNotEnabledException'],
      },
    );
  }

  async detachPolicy(policyId: string, targetId: string): Promise<void> {
    await this.#write('DetachPolicy', ({ client, sdk }) =>
      client.send(new sdk.DetachPolicyCommand({ PolicyId: policyId, TargetId: targetId })),
    );
  }

  async enablePolicyType(rootId: string, wireType: string): Promise<void> {
    await this.#write('EnablePolicyType', ({ client, sdk }) =>
      client.send(new sdk.EnablePolicyTypeCommand({ RootId: rootId, PolicyType: wireType as Sdk.PolicyType })),
    );
  }

  async disablePolicyType(rootId: string, wireType: string): Promise<void> {
    await this.#write('DisablePolicyType', ({ client, sdk }) =>
      client.send(new sdk.DisablePolicyTypeCommand({ RootId: rootId, PolicyType: wireType as Sdk.PolicyType })),
    );
  }

  async trustService(service: string): Promise<void> {
    await this.#write('EnableAWSServiceAccess', ({ client, sdk }) =>
      client.send(new sdk.EnableAWSServiceAccessCommand({ ServicePrincipal: service })),
    );
  }

  async distrustService(service: string): Promise<void> {
    await this.#write('DisableAWSServiceAccess', ({ client, sdk }) =>
      client.send(new sdk.DisableAWSServiceAccessCommand({ ServicePrincipal: service })),
    );
  }

  /**
   * An account that is registered already is an AccountAlreadyRegisteredException. Right after trusted access was switched
   * on AWS may still answer that it is not.
   */
  async registerAdministrator(accountId: string, service: string): Promise<void> {
    await this.#write(
      'RegisterDelegatedAdministrator',
      ({ client, sdk }) =>
        client.send(new sdk.RegisterDelegatedAdministratorCommand({ AccountId: accountId, ServicePrincipal: service })),
      { alsoRetry: ['SERVICE_ACCESS_NOT_ENABLED'] },
    );
  }

  /** An account that is not registered is an AccountNotRegisteredException. */
  async deregisterAdministrator(accountId: string, service: string): Promise<void> {
    await this.#write('DeregisterDelegatedAdministrator', ({ client, sdk }) =>
      client.send(new sdk.DeregisterDelegatedAdministratorCommand({ AccountId: accountId, ServicePrincipal: service })),
    );
  }

  #write<T>(operation: string, send: (made: OrganizationsSdk) => Promise<T>, options: CallOptions = {}): Promise<T> {
    return this.call(operation, send, { ...options, write: true });
  }
}

function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
