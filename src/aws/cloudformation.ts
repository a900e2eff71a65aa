import { CloudFormationReads } from './cloudformation-reads.js';
import type { KeyValue } from './cloudformation-records.js';
import {
  capabilitiesInput,
  type InstancesInput,
  type InstanceTargets,
  type PreferencesInput,
  parametersInput,
  preferencesInput,
  type StackInput,
  type StackSetInput,
  type StartedOperation,
  stackSetInput,
  tagsInput,
  targetsInput,
  templateInput,
} from './cloudformation-requests.js';
import { as, type CallAs } from './cloudformation-stacks.js';

export type {
  AutoDeploymentTargetRecord,
  AutoDeployRecord,
  DriftDetailsRecord,
  KeyValue,
  OperationResultRecord,
  StackInstanceDetailRecord,
  StackInstanceRecord,
  StackRecord,
  StackSetOperationRecord,
  StackSetRecord,
  StackSetSummaryRecord,
} from './cloudformation-records.js';
export type {
  InstancesInput,
  InstanceTargets,
  ParameterInput,
  PreferencesInput,
  StackInput,
  StackSetInput,
  StartedOperation,
  TemplateSource,
} from './cloudformation-requests.js';
export type { CallAs, CloudFormationSdk } from './cloudformation-stacks.js';

/**
 * CloudFormation in one account and Region, as towerctl uses it. Writes are one call each and, but for a set's creation
 * and deletion, only begin something; the Throttle waits while another operation runs on the StackSet.
 * Source: CloudFormation API reference, 2010-05-15.
 */
export class CloudFormationPort extends CloudFormationReads {
  /** What AWS itself says about a template; refuses one that it cannot read. */
  async validateTemplate(template: { readonly body: string } | { readonly url: string }): Promise<{
    readonly parameters: readonly string[];
    readonly capabilities: readonly string[];
    readonly transforms: readonly string[];
  }> {
    const answer = await this.call('ValidateTemplate', ({ client, sdk }) =>
      client.send(new sdk.ValidateTemplateCommand(templateInput(template))),
    );
    return {
      parameters: (answer.Parameters ?? []).map(({ ParameterKey }) => ParameterKey ?? ''),
      capabilities: answer.Capabilities ?? [],
      transforms: answer.DeclaredTransforms ?? [],
    };
  }

  /** A set without instances. */
  async createStackSet(input: StackSetInput): Promise<{ readonly id: string }> {
    const answer = await this.call('CreateStackSet', ({ client, sdk }) =>
      client.send(
        new sdk.CreateStackSetCommand({
          ...stackSetInput(input),
          ...templateInput(input.template),
          ClientRequestToken: input.clientToken,
        }),
      ),
    );
    return { id: answer.StackSetId ?? '' };
  }

  /**
   * Changes the set, and the stacks of all its instances unless `only` names some: a changed template or parameter marks
   * the others OUTDATED. Naming some does not go together with `autoDeploy`.
   */
  async updateStackSet(
    input: StackSetInput & {
      readonly preferences?: PreferencesInput;
      readonly only?: { readonly targets: InstanceTargets; readonly regions: readonly string[] };
    },
  ): Promise<StartedOperation> {
    const { only } = input;
    const answer = await this.call('UpdateStackSet', ({ client, sdk }) =>
      client.send(
        new sdk.UpdateStackSetCommand({
          ...stackSetInput(input),
          ...templateInput(input.template),
          ...preferencesInput(input.preferences),
          ...(only && { ...targetsInput(only.targets), Regions: [...only.regions] }),
          OperationId: input.clientToken,
        }),
      ),
    );
    return started(answer, input);
  }

  /** Refused while it has instances. */
  async deleteStackSet(name: string, callAs?: CallAs): Promise<void> {
    await this.call('DeleteStackSet', ({ client, sdk }) =>
      client.send(new sdk.DeleteStackSetCommand({ StackSetName: name, ...as(callAs) })),
    );
  }

  /** Also tries again where an instance is there that is not current. `overrides` are values of these instances' own. */
  async createStackInstances(
    input: InstancesInput & { readonly overrides?: readonly KeyValue[] },
  ): Promise<StartedOperation> {
    const answer = await this.call('CreateStackInstances', ({ client, sdk }) =>
      client.send(new sdk.CreateStackInstancesCommand({ ...instances(input), ...overridesInput(input.overrides) })),
    );
    return started(answer, input);
  }

  /**
   * Brings instances up to date. `overrides` are values of these instances' own: all that are given replace all that
   * were there, none takes them away; absent, each keeps what it has.
   */
  async updateStackInstances(
    input: InstancesInput & { readonly overrides?: readonly KeyValue[] },
  ): Promise<StartedOperation> {
    const answer = await this.call('UpdateStackInstances', ({ client, sdk }) =>
      client.send(
        new sdk.UpdateStackInstancesCommand({
          ...instances(input),
          ...(input.overrides && { ParameterOverrides: parametersInput(input.overrides) }),
        }),
      ),
    );
    return started(answer, input);
  }

  /** `retain`: the stacks stay, and belong to no set any more. */
  async deleteStackInstances(input: InstancesInput & { readonly retain: boolean }): Promise<StartedOperation> {
    const answer = await this.call('DeleteStackInstances', ({ client, sdk }) =>
      client.send(new sdk.DeleteStackInstancesCommand({ ...instances(input), RetainStacks: input.retain })),
    );
    return started(answer, input);
  }

  /** An operation like every other: nothing else may be done to the set meanwhile. */
  async detectStackSetDrift(input: {
    readonly name: string;
    readonly preferences?: PreferencesInput;
    readonly callAs?: CallAs;
    readonly clientToken: string;
  }): Promise<StartedOperation> {
    const answer = await this.call('DetectStackSetDrift', ({ client, sdk }) =>
      client.send(
        new sdk.DetectStackSetDriftCommand({
          StackSetName: input.name,
          ...preferencesInput(input.preferences),
          OperationId: input.clientToken,
          ...as(input.callAs),
        }),
      ),
    );
    return started(answer, input);
  }

  /** What has begun is finished, the rest is not begun. */
  async stopOperation(name: string, operationId: string, callAs?: CallAs): Promise<void> {
    await this.call('StopStackSetOperation', ({ client, sdk }) =>
      client.send(
        new sdk.StopStackSetOperationCommand({ StackSetName: name, OperationId: operationId, ...as(callAs) }),
      ),
    );
  }

  async createStack(input: StackInput): Promise<{ readonly stackId: string }> {
    const answer = await this.call('CreateStack', ({ client, sdk }) =>
      client.send(new sdk.CreateStackCommand(stack(input))),
    );
    return { stackId: answer.StackId ?? '' };
  }

  /** Refused where nothing would change (fault class `already-so`). */
  async updateStack(input: StackInput): Promise<{ readonly stackId: string }> {
    const answer = await this.call('UpdateStack', ({ client, sdk }) =>
      client.send(new sdk.UpdateStackCommand(stack(input))),
    );
    return { stackId: answer.StackId ?? '' };
  }

  /** `retainResources`: logical ids that stay, of a stack whose deletion failed. */
  async deleteStack(
    nameOrId: string,
    options: { readonly clientToken: string; readonly retainResources?: readonly string[] },
  ): Promise<void> {
    const retained = options.retainResources ?? [];
    await this.call('DeleteStack', ({ client, sdk }) =>
      client.send(
        new sdk.DeleteStackCommand({
          StackName: nameOrId,
          ClientRequestToken: options.clientToken,
          ...(retained.length > 0 && { RetainResources: [...retained] }),
        }),
      ),
    );
  }

  /** CloudFormation's own switch for service-managed StackSets; Organizations' trusted access comes with it. */
  async activateOrganizationsAccess(): Promise<void> {
    await this.call('ActivateOrganizationsAccess', ({ client, sdk }) =>
      client.send(new sdk.ActivateOrganizationsAccessCommand({})),
    );
  }
}

function instances(input: InstancesInput) {
  return {
    StackSetName: input.name,
    ...targetsInput(input.targets),
    Regions: [...input.regions],
    ...preferencesInput(input.preferences),
    OperationId: input.clientToken,
    ...as(input.callAs),
  };
}

function stack(input: StackInput) {
  return {
    StackName: input.name,
    ...templateInput(input.template),
    Parameters: parametersInput(input.parameters),
    ...capabilitiesInput(input.capabilities),
    ...tagsInput(input.tags),
    ClientRequestToken: input.clientToken,
  };
}

function overridesInput(overrides: readonly KeyValue[] | undefined) {
  return overrides && overrides.length > 0 ? { ParameterOverrides: parametersInput(overrides) } : {};
}

/** The id is the caller's own where AWS does not say it again. */
function started(answer: { readonly OperationId?: string | undefined }, input: { readonly clientToken: string }) {
  return { operationId: answer.OperationId ?? input.clientToken };
}
