import type { World } from '../../../world.js';
import { cloudFormationState, type EventRow, type ResourceRow, type StackRow } from '../state.js';
import { isSsmType } from '../template/parameter-declarations.js';
import { parseTemplate, type Template } from '../template/template.js';

type Shape = Record<string, unknown>;

export const dateOf = (at: number): Date => new Date(at);

/** Members that have no value are left out. */
export function given(members: Shape): Shape {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

export function templateOf(world: World, { template }: Pick<StackRow, 'template'>): Template {
  return parseTemplate(cloudFormationState(world).templates[template] ?? '');
}

export function tagList(tags: Readonly<Record<string, string>>): Shape[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** A value that must not be echoed is four asterisks. */
export function parameterList(world: World, stack: Pick<StackRow, 'template' | 'parameters'>): Shape[] {
  const declared = templateOf(world, stack).parameters;
  return Object.entries(stack.parameters).map(([key, { value, resolved }]) => {
    const declaration = declared.get(key);
    return given({
      ParameterKey: key,
      ParameterValue: declaration?.noEcho ? '****' : value,
      ResolvedValue: declaration && isSsmType(declaration.type) ? resolved : undefined,
    });
  });
}

export function stackShape(world: World, stack: StackRow): Shape {
  const template = templateOf(world, stack);
  const outputs = stack.outputs.map(({ key, value, description, exportName }) =>
    given({ OutputKey: key, OutputValue: value, Description: description, ExportName: exportName }),
  );
  return given({
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: stack.changeSetId,
    Description: template.description,
    Parameters: listed(parameterList(world, stack)),
    CreationTime: dateOf(stack.createdAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : dateOf(stack.deletedAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : dateOf(stack.updatedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    NotificationARNs: stack.notificationArns,
    Capabilities: listed(stack.capabilities),
    Outputs: listed(outputs),
    RoleARN: stack.roleArn,
    Tags: tagList(stack.tags),
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  });
}

function listed<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

export function stackSummary(world: World, stack: StackRow): Shape {
  return given({
    StackId: stack.id,
    StackName: stack.name,
    TemplateDescription: templateOf(world, stack).description,
    CreationTime: dateOf(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : dateOf(stack.updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : dateOf(stack.deletedAt),
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  });
}

function resourceShape(row: ResourceRow): Shape {
  return given({
    LogicalResourceId: row.logicalId,
    PhysicalResourceId: row.physicalId,
    ResourceType: row.type,
    ResourceStatus: row.status,
    ResourceStatusReason: row.reason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  });
}

export function resourceSummary(row: ResourceRow): Shape {
  return { ...resourceShape(row), LastUpdatedTimestamp: dateOf(row.changedAt) };
}

export function stackResource({ id, name }: StackRow, row: ResourceRow): Shape {
  const shape = { ...resourceShape(row), StackId: id, StackName: name, Timestamp: dateOf(row.changedAt) };
  return given({ ...shape, Description: row.description });
}

export function resourceDetail({ id, name }: StackRow, row: ResourceRow): Shape {
  return given({
    ...resourceShape(row),
    StackId: id,
    StackName: name,
    LastUpdatedTimestamp: dateOf(row.changedAt),
    Description: row.description,
    Metadata: row.metadata === undefined ? '{}' : JSON.stringify(row.metadata),
  });
}

export function eventShape({ id, name }: StackRow, event: EventRow, index: number): Shape {
  const time = dateOf(event.at);
  const isStack = event.physicalId === id;
  const ending = id.split('/').at(-1)?.slice(0, 23) ?? '';
  return given({
    StackId: id,
    StackName: name,
    EventId: isStack
      ? `${ending}-${String(index).padStart(12, '0')}`
      : `${event.logicalId}-${event.status}-${time.toISOString()}`,
    Timestamp: time,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties === undefined ? undefined : JSON.stringify(event.properties),
    ClientRequestToken: event.token,
  });
}
