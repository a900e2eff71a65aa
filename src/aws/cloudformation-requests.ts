import type * as Sdk from '@aws-sdk/client-cloudformation';
import type { KeyValue } from './cloudformation-records.js';
import { as, type CallAs } from './cloudformation-stacks.js';

/** Sent inline (51,200 bytes at most), from a bucket (1 MB), or the one that is there already. */
export type TemplateSource = { readonly body: string } | { readonly url: string } | 'previous';

/** `previous`: the value that is there stays, unread: NoEcho parameters. */
export type ParameterInput = KeyValue | { readonly key: string; readonly previous: true };

/** How an operation goes about its instances. A share is written `25%`. */
export interface PreferencesInput {
  readonly concurrency?: number | string;
  readonly tolerate?: number | string;
  readonly regions?: 'parallel' | 'sequential';
  readonly mode?: 'strict' | 'soft';
  readonly regionOrder?: readonly string[];
}

/** Accounts of a self-managed set, or units of a service-managed one with a filter on their accounts. */
export type InstanceTargets =
  | { readonly accounts: readonly string[] }
  | {
      /** 50 at most. */
      readonly unitIds: readonly string[];
      readonly accounts?: readonly string[];
      readonly filter?: 'INTERSECTION' | 'DIFFERENCE';
    };

export interface StackSetInput {
  readonly name: string;
  readonly description?: string;
  readonly template: TemplateSource;
  /** All of them: one that is left out falls back to the template's default. */
  readonly parameters: readonly ParameterInput[];
  readonly capabilities: readonly string[];
  /** Replaces all; absent = none at creation, left alone by an update. */
  readonly tags?: readonly KeyValue[];
  readonly permissionModel: Sdk.PermissionModels;
  readonly administrationRoleArn?: string;
  readonly executionRole?: string;
  /** Service-managed only, where AWS asks for it at creation. */
  readonly autoDeploy?: { readonly enabled: boolean; readonly retain: boolean };
  readonly managedExecution?: boolean;
  readonly callAs?: CallAs;
  /** Of the creation, or the id of the operation that an update begins. */
  readonly clientToken: string;
}

export interface StackInput {
  readonly name: string;
  readonly template: TemplateSource;
  readonly parameters: readonly ParameterInput[];
  readonly capabilities: readonly string[];
  readonly tags?: readonly KeyValue[];
  readonly clientToken: string;
}

export interface InstancesInput {
  readonly name: string;
  readonly targets: InstanceTargets;
  readonly regions: readonly string[];
  readonly preferences?: PreferencesInput;
  readonly callAs?: CallAs;
  /** The operation's id. A new one retries, the same one is refused. */
  readonly clientToken: string;
}

/** An operation that AWS has begun on a StackSet: to be polled with `operation`. */
export interface StartedOperation {
  readonly operationId: string;
}

export function templateInput(template: TemplateSource): {
  TemplateBody?: string;
  TemplateURL?: string;
  UsePreviousTemplate?: boolean;
} {
  if (template === 'previous') return { UsePreviousTemplate: true };
  return 'url' in template ? { TemplateURL: template.url } : { TemplateBody: template.body };
}

export function parametersInput(parameters: readonly ParameterInput[]): Sdk.Parameter[] {
  return parameters.map((parameter) =>
    'previous' in parameter
      ? { ParameterKey: parameter.key, UsePreviousValue: true }
      : { ParameterKey: parameter.key, ParameterValue: parameter.value },
  );
}

export function tagsInput(tags: readonly KeyValue[] | undefined): { Tags?: Sdk.Tag[] } {
  return tags ? { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) } : {};
}

export function capabilitiesInput(capabilities: readonly string[]): { Capabilities?: Sdk.Capability[] } {
  // A capability that this SDK does not know yet is AWS's to judge.
  return capabilities.length > 0 ? { Capabilities: [...capabilities] as Sdk.Capability[] } : {};
}

export function targetsInput(targets: InstanceTargets): {
  Accounts?: string[];
  DeploymentTargets?: Sdk.DeploymentTargets;
} {
  if (!('unitIds' in targets)) return { Accounts: [...targets.accounts] };
  return {
    DeploymentTargets: {
      OrganizationalUnitIds: [...targets.unitIds],
      ...(targets.accounts && { Accounts: [...targets.accounts] }),
      ...(targets.filter && { AccountFilterType: targets.filter }),
    },
  };
}

/** What the fields of a StackSet are called in a request to create or update it. */
export function stackSetInput(input: StackSetInput) {
  return {
    StackSetName: input.name,
    ...(input.description !== undefined && { Description: input.description }),
    Parameters: parametersInput(input.parameters),
    ...capabilitiesInput(input.capabilities),
    ...tagsInput(input.tags),
    PermissionModel: input.permissionModel,
    ...(input.administrationRoleArn !== undefined && { AdministrationRoleARN: input.administrationRoleArn }),
    ...(input.executionRole !== undefined && { ExecutionRoleName: input.executionRole }),
    ...(input.autoDeploy && { AutoDeployment: autoDeployment(input.autoDeploy) }),
    ...(input.managedExecution !== undefined && { ManagedExecution: { Active: input.managedExecution } }),
    ...as(input.callAs),
  };
}

/** Whether stacks are retained may only be said where automatic deployment is on. */
function autoDeployment(input: { readonly enabled: boolean; readonly retain: boolean }): Sdk.AutoDeployment {
  return input.enabled ? { Enabled: true, RetainStacksOnAccountRemoval: input.retain } : { Enabled: false };
}

export function preferencesInput(preferences: PreferencesInput | undefined): {
  OperationPreferences?: Sdk.StackSetOperationPreferences;
} {
  if (!preferences) return {};
  const { concurrency, tolerate, regions, mode, regionOrder } = preferences;
  return {
    OperationPreferences: {
      ...(typeof concurrency === 'number' && { MaxConcurrentCount: concurrency }),
      ...(typeof concurrency === 'string' && { MaxConcurrentPercentage: share(concurrency) }),
      ...(typeof tolerate === 'number' && { FailureToleranceCount: tolerate }),
      ...(typeof tolerate === 'string' && { FailureTolerancePercentage: share(tolerate) }),
      ...(regions && { RegionConcurrencyType: regions === 'parallel' ? 'PARALLEL' : 'SEQUENTIAL' }),
      ...(regionOrder && { RegionOrder: [...regionOrder] }),
      ...(mode && { ConcurrencyMode: mode === 'soft' ? 'SOFT_FAILURE_TOLERANCE' : 'STRICT_FAILURE_TOLERANCE' }),
    },
  };
}

function share(text: string): number {
  return Number(text.replace(/%$/, ''));
}
