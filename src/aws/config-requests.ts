import type * as Sdk from '@aws-sdk/client-config-service';
import type { AggregatorInput, OrganizationPackInput, OrganizationRuleInput } from './config-records.js';

/** Exactly one kind of metadata is sent; what is empty is left out, as AWS leaves it out of its answers. */
export function ruleRequest(input: OrganizationRuleInput): Sdk.PutOrganizationConfigRuleCommandInput {
  const { source } = input;
  const common = {
    ...(input.description !== undefined && { Description: input.description }),
    ...(input.inputParameters !== undefined && { InputParameters: input.inputParameters }),
    // AWS validates the word; the manifest's schema has already.
    ...(input.frequency !== undefined && {
      MaximumExecutionFrequency: input.frequency as Sdk.MaximumExecutionFrequency,
    }),
    ...(input.resourceTypes.length > 0 && { ResourceTypesScope: [...input.resourceTypes] }),
    ...(input.resourceId !== undefined && { ResourceIdScope: input.resourceId }),
    ...(input.tagKey !== undefined && { TagKeyScope: input.tagKey }),
    ...(input.tagValue !== undefined && { TagValueScope: input.tagValue }),
  };
  const request = { OrganizationConfigRuleName: input.name, ExcludedAccounts: [...input.excludedAccounts] };
  if (source.type === 'managed') {
    return { ...request, OrganizationManagedRuleMetadata: { ...common, RuleIdentifier: source.identifier } };
  }
  if (source.type === 'lambda') {
    const OrganizationConfigRuleTriggerTypes = source.triggers as Sdk.OrganizationConfigRuleTriggerType[];
    return {
      ...request,
      OrganizationCustomRuleMetadata: {
        ...common,
        LambdaFunctionArn: source.functionArn,
        OrganizationConfigRuleTriggerTypes,
      },
    };
  }
  return {
    ...request,
    OrganizationCustomPolicyRuleMetadata: {
      ...common,
      OrganizationConfigRuleTriggerTypes: source.triggers as Sdk.OrganizationConfigRuleTriggerTypeNoSN[],
      PolicyRuntime: source.runtime,
      PolicyText: input.policyText,
      // Absent means every account; an empty list means none.
      DebugLogDeliveryAccounts: [...source.debugIn],
    },
  };
}

export function packRequest(input: OrganizationPackInput): Sdk.PutOrganizationConformancePackCommandInput {
  return {
    OrganizationConformancePackName: input.name,
    TemplateBody: input.templateBody,
    ConformancePackInputParameters: input.parameters.map(({ name, value }) => ({
      ParameterName: name,
      ParameterValue: value,
    })),
    ...(input.deliveryBucket !== undefined && { DeliveryS3Bucket: input.deliveryBucket }),
    ...(input.deliveryKeyPrefix !== undefined && { DeliveryS3KeyPrefix: input.deliveryKeyPrefix }),
    ExcludedAccounts: [...input.excludedAccounts],
  };
}

export function aggregatorRequest(input: AggregatorInput): Sdk.PutConfigurationAggregatorCommandInput {
  const { name, roleArn, regions, tags } = input;
  return {
    ConfigurationAggregatorName: name,
    OrganizationAggregationSource: {
      RoleArn: roleArn,
      ...(regions ? { AwsRegions: [...regions] } : { AllAwsRegions: true }),
    },
    ...(tags && { Tags: tagList(tags) }),
  };
}

export function tagList(tags: { readonly [key: string]: string }): Sdk.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
