import type * as Sdk from '@aws-sdk/client-config-service';

/** What towerctl keeps of AWS Config's answers. Times are ISO 8601; ids are AWS's. */
export type DeploymentStatus = Sdk.OrganizationRuleStatus;

/** How the last creation, update or deletion of an organization rule or conformance pack went, all accounts together. */
export interface DeploymentStatusRecord {
  readonly name: string;
  readonly status: DeploymentStatus;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly lastUpdate?: string;
}

/** How it went in one account. */
export interface AccountDeploymentRecord {
  readonly accountId: string;
  readonly status: DeploymentStatus;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

export type RuleSourceRecord =
  | { readonly type: 'managed'; readonly identifier: string }
  | { readonly type: 'lambda'; readonly functionArn: string; readonly triggers: readonly string[] }
  | {
      readonly type: 'policy';
      readonly runtime: string;
      readonly triggers: readonly string[];
      /** Ids of accounts; AWS does not list the text: see ConfigPort.organizationRulePolicy. */
      readonly debugIn: readonly string[];
    };

export interface OrganizationRuleRecord {
  readonly name: string;
  readonly source: RuleSourceRecord;
  readonly description?: string;
  /** A JSON object of strings, as text. */
  readonly inputParameters?: string;
  readonly frequency?: string;
  readonly resourceTypes: readonly string[];
  readonly resourceId?: string;
  readonly tagKey?: string;
  readonly tagValue?: string;
  /** Ids of the accounts that are left out. */
  readonly excludedAccounts: readonly string[];
}

export interface OrganizationRuleInput extends OrganizationRuleRecord {
  /** Of a policy rule: it has to be sent each time. */
  readonly policyText?: string;
}

export interface OrganizationPackRecord {
  readonly name: string;
  /** AWS does not give the template back. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly deliveryBucket?: string;
  readonly deliveryKeyPrefix?: string;
  readonly excludedAccounts: readonly string[];
}

export interface OrganizationPackInput extends OrganizationPackRecord {
  readonly templateBody: string;
}

export interface AggregatorRecord {
  readonly name: string;
  readonly arn: string;
  /** Of an aggregator that follows the organization. */
  readonly roleArn?: string;
  readonly allRegions: boolean;
  readonly regions: readonly string[];
  /** Of one that names accounts instead. */
  readonly accounts?: readonly string[];
  /** The service that made it; absent = somebody with an API call. */
  readonly createdBy?: string;
}

export interface AggregatorInput {
  readonly name: string;
  readonly roleArn: string;
  /** Absent = all Regions, those to come too. */
  readonly regions?: readonly string[];
  /** AWS takes them when it creates the aggregator, and overlooks them afterwards. */
  readonly tags?: { readonly [key: string]: string };
}

export interface AggregatorSourceRecord {
  readonly sourceId: string;
  readonly region?: string;
  readonly status: Sdk.AggregatedSourceStatusType | 'UNKNOWN';
  readonly lastErrorCode?: string;
  readonly lastErrorMessage?: string;
}

/** The customer managed recorder: service-linked ones record for their service alone. */
export interface RecorderRecord {
  readonly name: string;
  readonly recording: boolean;
  /** `Pending`, `Success`, `Failure`, `NotApplicable`. */
  readonly lastStatus?: string;
  readonly lastErrorCode?: string;
}

export function ruleRecord(rule: Sdk.OrganizationConfigRule): OrganizationRuleRecord {
  const managed = rule.OrganizationManagedRuleMetadata;
  const lambda = rule.OrganizationCustomRuleMetadata;
  const policy = rule.OrganizationCustomPolicyRuleMetadata;
  const source: RuleSourceRecord = managed
    ? { type: 'managed', identifier: managed.RuleIdentifier ?? '' }
    : lambda
      ? {
          type: 'lambda',
          functionArn: lambda.LambdaFunctionArn ?? '',
          triggers: lambda.OrganizationConfigRuleTriggerTypes ?? [],
        }
      : {
          type: 'policy',
          runtime: policy?.PolicyRuntime ?? '',
          triggers: policy?.OrganizationConfigRuleTriggerTypes ?? [],
          debugIn: policy?.DebugLogDeliveryAccounts ?? [],
        };
  const common = managed ?? lambda ?? policy;
  return {
    name: rule.OrganizationConfigRuleName ?? '',
    source,
    ...optional({
      description: common?.Description,
      inputParameters: common?.InputParameters,
      frequency: common?.MaximumExecutionFrequency,
      resourceId: common?.ResourceIdScope,
      tagKey: common?.TagKeyScope,
      tagValue: common?.TagValueScope,
    }),
    resourceTypes: common?.ResourceTypesScope ?? [],
    excludedAccounts: rule.ExcludedAccounts ?? [],
  };
}

export function packRecord(pack: Sdk.OrganizationConformancePack): OrganizationPackRecord {
  return {
    name: pack.OrganizationConformancePackName ?? '',
    parameters: (pack.ConformancePackInputParameters ?? []).map(({ ParameterName, ParameterValue }) => ({
      name: ParameterName ?? '',
      value: ParameterValue ?? '',
    })),
    ...optional({ deliveryBucket: pack.DeliveryS3Bucket, deliveryKeyPrefix: pack.DeliveryS3KeyPrefix }),
    excludedAccounts: pack.ExcludedAccounts ?? [],
  };
}

export function aggregatorRecord(aggregator: Sdk.ConfigurationAggregator): AggregatorRecord {
  const organization = aggregator.OrganizationAggregationSource;
  const accounts = aggregator.AccountAggregationSources?.[0];
  const source = organization ?? accounts;
  return {
    name: aggregator.ConfigurationAggregatorName ?? '',
    arn: aggregator.ConfigurationAggregatorArn ?? '',
    ...optional({ roleArn: organization?.RoleArn, createdBy: aggregator.CreatedBy }),
    allRegions: (organization?.AllAwsRegions ?? accounts?.AllAwsRegions) === true,
    regions: source?.AwsRegions ?? [],
    ...(accounts && { accounts: accounts.AccountIds ?? [] }),
  };
}

export function sourceRecord(source: Sdk.AggregatedSourceStatus): AggregatorSourceRecord {
  return {
    sourceId: source.SourceId ?? '',
    status: source.LastUpdateStatus ?? 'UNKNOWN',
    ...optional({
      region: source.AwsRegion,
      lastErrorCode: source.LastErrorCode,
      lastErrorMessage: source.LastErrorMessage,
    }),
  };
}

interface DeploymentFields {
  readonly Status?: DeploymentStatus | undefined;
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
  readonly LastUpdateTime?: Date | undefined;
}

export function ruleStatus(status: Sdk.OrganizationConfigRuleStatus): DeploymentStatusRecord {
  return deploymentStatus(status.OrganizationConfigRuleName, { ...status, Status: status.OrganizationRuleStatus });
}

export function packStatus(status: Sdk.OrganizationConformancePackStatus): DeploymentStatusRecord {
  return deploymentStatus(status.OrganizationConformancePackName, status);
}

function deploymentStatus(name: string | undefined, fields: DeploymentFields): DeploymentStatusRecord {
  return {
    name: name ?? '',
    status: fields.Status ?? 'CREATE_IN_PROGRESS',
    ...optional({
      errorCode: fields.ErrorCode,
      errorMessage: fields.ErrorMessage,
      lastUpdate: fields.LastUpdateTime?.toISOString(),
    }),
  };
}

export function accountStatus(
  fields: DeploymentFields & { readonly AccountId?: string | undefined },
): AccountDeploymentRecord {
  return {
    accountId: fields.AccountId ?? '',
    status: fields.Status ?? 'CREATE_IN_PROGRESS',
    ...optional({ errorCode: fields.ErrorCode, errorMessage: fields.ErrorMessage }),
  };
}

/** Without what is undefined or the empty text: AWS answers both ways. */
export function optional<Key extends string>(
  fields: { readonly [K in Key]: string | undefined },
): { [K in Key]?: string } {
  const given: { [K in Key]?: string } = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined && value !== '') given[key] = value;
  }
  return given;
}
