import { parseTemplate } from '../template/template.js';
import { driftDetails, driftShape } from './drift-details.js';
import { wireParameters } from './input.js';
import { instanceKeys, stackIdOf } from './instances.js';
import { DEFAULT_ROLES } from './names.js';
import type { AutoDeployment, DriftDetails, InstanceRow, OperationRow, Settings, StackSetRow } from './state.js';

/** Rows in the members of the API. */

type Shape = Record<string, unknown>;

const when = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));

/** Without the members that are undefined: the wire has no place for them. */
function shape(members: Shape): Shape {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const NOT_CHECKED: DriftDetails = {
  status: 'NOT_CHECKED',
  detection: 'COMPLETED',
  total: 0,
  drifted: 0,
  inSync: 0,
  inProgress: 0,
  failed: 0,
};

export function setShape(set: StackSetRow): Shape {
  const { settings } = set;
  const isDeleted = set.deletedAt !== undefined;
  return shape({
    StackSetName: set.name,
    StackSetId: `${set.name}:${set.id}`,
    StackSetARN: set.arn,
    Description: settings.description ?? parseTemplate(settings.templateBody).description,
    Status: isDeleted ? 'DELETED' : 'ACTIVE',
    TemplateBody: settings.templateBody,
    Parameters: wireParameters(shownParameters(settings)),
    Capabilities: settings.capabilities,
    Tags: Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value })),
    ...rolesShape(set),
    PermissionModel: settings.permissionModel,
    AutoDeployment: autoDeploymentShape(settings.autoDeployment),
    ManagedExecution: { Active: settings.managedExecution },
    OrganizationalUnitIds: settings.permissionModel === 'SERVICE_MANAGED' ? unitsOf(set) : [],
    Regions: regionsOf(set),
    StackSetDriftDetectionDetails: driftShape(set.drift ?? { ...NOT_CHECKED, total: instanceKeys(set).length }),
  });
}

/** Values of NoEcho parameters never leave CloudFormation. */
function shownParameters({ templateBody, parameters }: Settings): Settings['parameters'] {
  const declared = parseTemplate(templateBody).parameters;
  return parameters.map(({ key, value }) => ({ key, value: declared.get(key)?.noEcho === true ? '****' : value }));
}

function rolesShape({ owner, settings }: StackSetRow): Shape {
  if (settings.permissionModel === 'SERVICE_MANAGED') return {};
  return {
    AdministrationRoleARN: settings.administrationRole ?? `arn:aws:iam::${owner}:role/${DEFAULT_ROLES.administration}`,
    ExecutionRoleName: settings.executionRole ?? DEFAULT_ROLES.execution,
  };
}

export function unitsOf(set: StackSetRow): string[] {
  const units = new Set(Object.keys(set.targets));
  for (const { unit } of Object.values(set.instances)) if (unit !== undefined) units.add(unit);
  return [...units];
}

const regionsOf = (set: StackSetRow): string[] => [
  ...new Set(Object.values(set.instances).map(({ region }) => region)),
];

function autoDeploymentShape(auto: AutoDeployment | undefined): Shape | undefined {
  if (!auto) return undefined;
  return shape({
    Enabled: auto.enabled,
    RetainStacksOnAccountRemoval: auto.enabled ? auto.retain : undefined,
    DependsOn: auto.dependsOn.length > 0 ? auto.dependsOn : undefined,
  });
}

export function summaryShape(set: StackSetRow): Shape {
  const { settings, drift } = set;
  return shape({
    StackSetName: set.name,
    StackSetId: `${set.name}:${set.id}`,
    Description: settings.description ?? parseTemplate(settings.templateBody).description,
    PermissionModel: settings.permissionModel,
    AutoDeployment: autoDeploymentShape(settings.autoDeployment),
    ManagedExecution: { Active: settings.managedExecution },
    DriftStatus: drift?.status ?? 'NOT_CHECKED',
    LastDriftCheckTimestamp: when(drift?.at),
  });
}

export function instanceSummary(set: StackSetRow, row: InstanceRow): Shape {
  return shape({
    StackSetId: `${set.name}:${set.id}`,
    Account: row.account,
    Region: row.region,
    StackId: stackIdOf(set, row),
    Status: row.status,
    StatusReason: row.reason,
    StackInstanceStatus: { DetailedStatus: row.detail },
    OrganizationalUnitId: row.unit ?? (set.settings.permissionModel === 'SERVICE_MANAGED' ? '' : undefined),
    DriftStatus: row.drift ?? 'NOT_CHECKED',
    LastDriftCheckTimestamp: when(row.driftAt),
    LastOperationId: row.operation,
  });
}

export function instanceShape(set: StackSetRow, row: InstanceRow): Shape {
  const { templateBody } = set.settings;
  const overrides = shownParameters({ ...set.settings, templateBody, parameters: row.overrides ?? [] });
  return { ...instanceSummary(set, row), ParameterOverrides: wireParameters(overrides) };
}

/** What the list of operations shows of one. */
export function operationSummary(operation: OperationRow): Shape {
  const failed = Object.keys(operation.failed).length;
  return shape({
    OperationId: operation.id,
    Action: operation.action,
    Status: operation.status,
    CreationTimestamp: when(operation.createdAt),
    EndTimestamp: when(operation.endedAt),
    StatusReason: operation.reason,
    StatusDetails: { FailedStackInstancesCount: failed },
    OperationPreferences: preferencesShape(operation),
  });
}

function preferencesShape({ preferences, lanes }: OperationRow): Shape {
  const regions = lanes.map(({ region }) => region);
  return { RegionOrder: regions, ...preferences };
}

export function operationShape(set: StackSetRow, operation: OperationRow): Shape {
  const isSelfManaged = set.settings.permissionModel === 'SELF_MANAGED';
  return shape({
    ...operationSummary(operation),
    StackSetId: `${set.name}:${set.id}`,
    RetainStacks: operation.action === 'DELETE' ? operation.retain === true : undefined,
    AdministrationRoleARN: isSelfManaged ? operation.administrationRole : undefined,
    ExecutionRoleName: isSelfManaged ? operation.executionRole : undefined,
    DeploymentTargets: operation.deploymentTargets,
    StackSetDriftDetectionDetails:
      operation.action === 'DETECT_DRIFT' ? driftShape(operation.drift ?? driftDetails(set, operation)) : undefined,
  });
}
