import type * as Sdk from '@aws-sdk/client-cloudformation';

/** What towerctl keeps of CloudFormation's answers. Times are ISO 8601; ids are AWS's. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export interface AutoDeployRecord {
  readonly enabled: boolean;
  /** Stacks stay when their account leaves the targets. */
  readonly retain: boolean;
  /** ARNs of the StackSets whose automatic deployment goes first. */
  readonly dependsOn: readonly string[];
}

export interface StackSetSummaryRecord {
  readonly name: string;
  /** `name:uuid`. */
  readonly id: string;
  readonly status: Sdk.StackSetStatus;
  readonly permissionModel: Sdk.PermissionModels;
  readonly autoDeploy?: AutoDeployRecord;
  /** Of the last detection that ended. */
  readonly driftStatus?: Sdk.StackDriftStatus;
  readonly lastDriftCheck?: string;
  readonly managedExecution: boolean;
}

export interface DriftDetailsRecord {
  readonly status: Sdk.StackSetDriftStatus;
  readonly detectionStatus: Sdk.StackSetDriftDetectionStatus;
  readonly at?: string;
  /** Numbers of instances. */
  readonly total: number;
  readonly drifted: number;
  readonly inSync: number;
  readonly failed: number;
  readonly inProgress: number;
}

export interface StackSetRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly templateBody: string;
  /** NoEcho ones are shown as `****`. */
  readonly parameters: readonly KeyValue[];
  readonly capabilities: readonly string[];
  readonly tags: readonly KeyValue[];
  readonly permissionModel: Sdk.PermissionModels;
  readonly administrationRoleArn?: string;
  readonly executionRole?: string;
  readonly autoDeploy?: AutoDeployRecord;
  readonly managedExecution: boolean;
  readonly unitIds: readonly string[];
  readonly driftDetails?: DriftDetailsRecord;
}

export interface StackInstanceRecord {
  readonly accountId: string;
  readonly region: string;
  /** The unit through which a service-managed instance came. */
  readonly unitId?: string;
  /** Absent where its creation failed: an instance without a stack. */
  readonly stackId?: string;
  readonly status: Sdk.StackInstanceStatus;
  readonly detailedStatus?: Sdk.StackInstanceDetailedStatus;
  readonly reason?: string;
  readonly lastOperationId?: string;
  readonly driftStatus?: Sdk.StackDriftStatus;
  readonly driftCheckedAt?: string;
}

export interface StackInstanceDetailRecord extends StackInstanceRecord {
  readonly parameterOverrides: readonly KeyValue[];
}

export interface StackSetOperationRecord {
  readonly status: Sdk.StackSetOperationStatus;
  readonly action: Sdk.StackSetOperationAction;
  /** Instances that failed: an operation within its tolerance succeeds all the same. */
  readonly failed: number;
  readonly reason?: string;
}

export interface OperationResultRecord {
  readonly accountId: string;
  readonly region: string;
  readonly status: Sdk.StackSetOperationResultStatus;
  readonly reason?: string;
}

export interface AutoDeploymentTargetRecord {
  readonly unitId: string;
  readonly regions: readonly string[];
}

export interface StackRecord {
  readonly name: string;
  readonly id: string;
  readonly status: Sdk.StackStatus;
  readonly reason?: string;
  readonly description?: string;
  /** NoEcho ones are shown as `****`. */
  readonly parameters: readonly KeyValue[];
  readonly outputs: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
  readonly capabilities: readonly string[];
  readonly lastUpdated?: string;
}

export function stackSetSummaryRecord(found: Sdk.StackSetSummary): StackSetSummaryRecord {
  return {
    name: found.StackSetName ?? '',
    id: found.StackSetId ?? '',
    status: found.Status ?? 'ACTIVE',
    permissionModel: found.PermissionModel ?? 'SELF_MANAGED',
    ...autoDeployOf(found.AutoDeployment),
    ...(found.DriftStatus !== undefined && { driftStatus: found.DriftStatus }),
    ...at('lastDriftCheck', found.LastDriftCheckTimestamp),
    managedExecution: found.ManagedExecution?.Active === true,
  };
}

export function stackSetRecord(found: Sdk.StackSet): StackSetRecord {
  const drift = found.StackSetDriftDetectionDetails;
  return {
    name: found.StackSetName ?? '',
    id: found.StackSetId ?? '',
    arn: found.StackSetARN ?? '',
    ...(found.Description !== undefined && { description: found.Description }),
    templateBody: found.TemplateBody ?? '',
    parameters: parameterRecords(found.Parameters),
    capabilities: found.Capabilities ?? [],
    tags: tagRecords(found.Tags),
    permissionModel: found.PermissionModel ?? 'SELF_MANAGED',
    ...(found.AdministrationRoleARN !== undefined && { administrationRoleArn: found.AdministrationRoleARN }),
    ...(found.ExecutionRoleName !== undefined && { executionRole: found.ExecutionRoleName }),
    ...autoDeployOf(found.AutoDeployment),
    managedExecution: found.ManagedExecution?.Active === true,
    unitIds: found.OrganizationalUnitIds ?? [],
    ...(drift && { driftDetails: driftDetailsRecord(drift) }),
  };
}

export function driftDetailsRecord(found: Sdk.StackSetDriftDetectionDetails): DriftDetailsRecord {
  return {
    status: found.DriftStatus ?? 'NOT_CHECKED',
    detectionStatus: found.DriftDetectionStatus ?? 'COMPLETED',
    ...at('at', found.LastDriftCheckTimestamp),
    total: found.TotalStackInstancesCount ?? 0,
    drifted: found.DriftedStackInstancesCount ?? 0,
    inSync: found.InSyncStackInstancesCount ?? 0,
    failed: found.FailedStackInstancesCount ?? 0,
    inProgress: found.InProgressStackInstancesCount ?? 0,
  };
}

export function stackInstanceRecord(found: Sdk.StackInstanceSummary): StackInstanceRecord {
  const detailed = found.StackInstanceStatus?.DetailedStatus;
  return {
    accountId: found.Account ?? '',
    region: found.Region ?? '',
    ...(found.OrganizationalUnitId && { unitId: found.OrganizationalUnitId }),
    ...(found.StackId && { stackId: found.StackId }),
    // What AWS does not tell is not taken for done.
    status: found.Status ?? 'OUTDATED',
    ...(detailed !== undefined && { detailedStatus: detailed }),
    ...(found.StatusReason && { reason: found.StatusReason }),
    ...(found.LastOperationId !== undefined && { lastOperationId: found.LastOperationId }),
    ...(found.DriftStatus !== undefined && { driftStatus: found.DriftStatus }),
    ...at('driftCheckedAt', found.LastDriftCheckTimestamp),
  };
}

export function stackInstanceDetailRecord(found: Sdk.StackInstance): StackInstanceDetailRecord {
  return { ...stackInstanceRecord(found), parameterOverrides: parameterRecords(found.ParameterOverrides) };
}

export function operationRecord(found: Sdk.StackSetOperation): StackSetOperationRecord {
  return {
    status: found.Status ?? 'RUNNING',
    action: found.Action ?? 'UPDATE',
    failed: found.StatusDetails?.FailedStackInstancesCount ?? 0,
    ...(found.StatusReason && { reason: found.StatusReason }),
  };
}

export function operationResultRecord(found: Sdk.StackSetOperationResultSummary): OperationResultRecord {
  return {
    accountId: found.Account ?? '',
    region: found.Region ?? '',
    status: found.Status ?? 'PENDING',
    ...(found.StatusReason && { reason: found.StatusReason }),
  };
}

export function stackRecord(found: Sdk.Stack): StackRecord {
  return {
    name: found.StackName ?? '',
    id: found.StackId ?? '',
    status: found.StackStatus ?? 'UPDATE_IN_PROGRESS',
    ...(found.StackStatusReason && { reason: found.StackStatusReason }),
    ...(found.Description !== undefined && { description: found.Description }),
    parameters: parameterRecords(found.Parameters),
    outputs: (found.Outputs ?? []).map(({ OutputKey, OutputValue }) => ({
      key: OutputKey ?? '',
      value: OutputValue ?? '',
    })),
    tags: tagRecords(found.Tags),
    capabilities: found.Capabilities ?? [],
    ...at('lastUpdated', found.LastUpdatedTime ?? found.CreationTime),
  };
}

function autoDeployOf(found: Sdk.AutoDeployment | undefined): { autoDeploy?: AutoDeployRecord } {
  if (found?.Enabled === undefined) return {};
  return {
    autoDeploy: {
      enabled: found.Enabled,
      retain: found.RetainStacksOnAccountRemoval === true,
      dependsOn: found.DependsOn ?? [],
    },
  };
}

function parameterRecords(found: readonly Sdk.Parameter[] | undefined): KeyValue[] {
  return (found ?? []).map(({ ParameterKey, ParameterValue }) => ({
    key: ParameterKey ?? '',
    value: ParameterValue ?? '',
  }));
}

function tagRecords(found: readonly Sdk.Tag[] | undefined): KeyValue[] {
  return (found ?? []).map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }));
}

function at<Name extends string>(name: Name, time: Date | undefined): { [N in Name]?: string } {
  const found: { [N in Name]?: string } = {};
  if (time !== undefined) found[name] = time.toISOString();
  return found;
}
