import type { StackSetRecord } from '../../aws/cloudformation.js';
import { partitionOf } from '../../facts/regions.js';
import type { Names } from '../../kind.js';
import { plainTags } from '../ownership.js';
import { tagsOf } from './names.js';
import type { StackBaselineSpec } from './spec.js';

type Settings = Pick<
  StackBaselineSpec,
  | 'stackSet'
  | 'description'
  | 'permissions'
  | 'administrationRole'
  | 'executionRole'
  | 'capabilities'
  | 'autoDeploy'
  | 'managedExecution'
  | 'tags'
  | 'units'
>;

/** What AWS says of a set itself, in the manifest's words. */
export function settingsOf(record: StackSetRecord, names: Names): Settings {
  const { autoDeploy, administrationRoleArn, executionRole } = record;
  const selfManaged = record.permissionModel === 'SELF_MANAGED';
  return {
    stackSet: record.name,
    ...(record.description !== undefined && { description: record.description }),
    permissions: selfManaged ? 'self-managed' : 'service-managed',
    ...(selfManaged && administrationRoleArn !== undefined && { administrationRole: roleOf(administrationRoleArn) }),
    ...(selfManaged && executionRole !== undefined && { executionRole }),
    capabilities: [...record.capabilities].sort(),
    ...(!selfManaged && { autoDeploy: { enabled: autoDeploy?.enabled === true, retain: autoDeploy?.retain === true } }),
    managedExecution: record.managedExecution,
    tags: plainTags(tagsOf(record)),
    units: unitNames(record.unitIds, names),
  };
}

/** Units, and the root, that are known by name. */
export function unitNames(ids: readonly string[], names: Names): StackBaselineSpec['units'] {
  const known = ids.map((id) => names.nameOf(id)).filter((name) => name !== undefined);
  return known.filter((name): name is StackBaselineSpec['units'][number] => !name.startsWith('account:')).sort();
}

/** `arn:aws:iam::123456789012:role/service-role/Name` -> `service-role/Name`. */
function roleOf(arn: string): string {
  return arn.replace(/^arn:[^:]*:iam::\d*:role\//, '');
}

/** The reverse, in the account that the set belongs to; a Region tells the partition. */
export function roleArn(accountId: string, role: string, region: string): string {
  return role.startsWith('arn:') ? role : `arn:${partitionOf(region)}:iam::${accountId}:role/${role}`;
}

/**
 * What the manifest speaks of: fields that it leaves out are left alone. Units are a fact only where AWS watches them;
 * elsewhere they are how instances are asked for.
 */
export function narrow(live: StackBaselineSpec, desired: StackBaselineSpec): StackBaselineSpec {
  const watched = live.autoDeploy?.enabled === true || desired.autoDeploy?.enabled === true;
  return {
    stackSet: live.stackSet,
    template: live.template,
    parameters: live.parameters,
    permissions: live.permissions,
    ...spoken(live, desired, 'description'),
    ...spoken(live, desired, 'administrationRole'),
    ...spoken(live, desired, 'executionRole'),
    ...spoken(live, desired, 'autoDeploy'),
    ...spoken(live, desired, 'managedExecution'),
    ...spoken(live, desired, 'callAs'),
    ...(desired.tags && { tags: chosen(live.tags ?? {}, Object.keys(desired.tags)) }),
    // More than is needed was acknowledged once, which does no harm.
    capabilities: desired.capabilities.every((one) => live.capabilities.includes(one))
      ? desired.capabilities
      : live.capabilities,
    units: watched && !isNowhere(desired) ? live.units : desired.units,
    instances: live.instances,
    ...retryOf(live, desired),
    ...(desired.overrides && { overrides: chosen(live.overrides ?? {}, Object.keys(desired.instances)) }),
    ...(live.retain !== undefined && { retain: live.retain }),
    ...(live.operations && { operations: live.operations }),
  };
}

/** Without a single Region there is nowhere to ask AWS to watch. */
function isNowhere({ regions, instances }: StackBaselineSpec): boolean {
  return (regions ?? []).length === 0 && Object.keys(instances).length === 0;
}

type Optional = 'description' | 'administrationRole' | 'executionRole' | 'autoDeploy' | 'managedExecution' | 'callAs';

function spoken(live: StackBaselineSpec, desired: StackBaselineSpec, field: Optional): Partial<StackBaselineSpec> {
  return desired[field] === undefined || live[field] === undefined ? {} : { [field]: live[field] };
}

function chosen<Value>(values: { readonly [key: string]: Value }, keys: readonly string[]): { [key: string]: Value } {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = values[key];
      return Object.hasOwn(values, key) && value !== undefined ? [[key, value]] : [];
    }),
  );
}

/** What goes anyway is not tried again. */
function retryOf(live: StackBaselineSpec, desired: StackBaselineSpec): Pick<StackBaselineSpec, 'retry'> {
  const entries = Object.entries(live.retry ?? {}).flatMap(([account, regions]) => {
    const kept = regions.filter((region) => desired.instances[account]?.includes(region));
    return kept.length === 0 ? [] : [[account, kept] as const];
  });
  return entries.length === 0 ? {} : { retry: Object.fromEntries(entries) };
}
