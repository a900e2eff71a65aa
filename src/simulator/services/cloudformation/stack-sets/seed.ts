import { z } from 'zod';
import { TowerctlError } from '../../../../errors.js';
import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { accountOf, organizationOf, trustedServices, unitNamed } from '../../organizations/for-services.js';
import { parseTemplate } from '../template/template.js';
import { ORGANIZATIONS_PRINCIPAL } from './access.js';
import { rememberPlacements } from './auto-deployment.js';
import { deployNow } from './deeds.js';
import { stackSetArn, uuidFrom } from './names.js';
import { addSet } from './sets.js';
import {
  emptyStackSets,
  type InstanceRow,
  keyOf,
  type Settings,
  type StackSetRow,
  setStackSetsState,
  stackSetsState,
} from './state.js';
import { accountsBelow } from './targets.js';

/** The stack sets of a seed file: there from the start, without operations. */
const values = z.record(z.string(), z.string());
const instances = z.strictObject({
  /** Paths of units (`Workloads/Prod`), or `root`: the accounts at or below them. Service-managed sets are made of units. */
  units: z.array(z.string().min(1)).min(1).optional(),
  /** Account ids: these alone. */
  accounts: z.array(z.string().regex(/^\d{12}$/, 'is not an account id: 12 digits, in quotes')).optional(),
  regions: z.array(z.string().min(1)).min(1),
  status: z.enum(['CURRENT', 'OUTDATED', 'INOPERABLE']).optional(),
  reason: z.string().optional(),
  /** What the last detection found. */
  drift: z.enum(['DRIFTED', 'IN_SYNC', 'UNKNOWN']).optional(),
  overrides: values.optional(),
  /** false: listed, but made only by the first operation that needs a stack. Much faster for thousands. */
  deployed: z.boolean().optional(),
});
const set = z.strictObject({
  name: z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/, 'is not the name of a stack set'),
  /** Where it is administered; ap-northeast-1 unless given. */
  region: z.string().optional(),
  /** The text itself, or JSON. */
  template: z.union([
    z.string().min(1),
    z.custom<JsonObject>((given) => typeof given === 'object' && given !== null && !Array.isArray(given)),
  ]),
  description: z.string().optional(),
  parameters: values.optional(),
  capabilities: z.array(z.string()).optional(),
  tags: values.optional(),
  permissions: z.enum(['service-managed', 'self-managed']).optional(),
  administrationRole: z.string().optional(),
  executionRole: z.string().optional(),
  autoDeploy: z.union([z.boolean(), z.strictObject({ retain: z.boolean() })]).optional(),
  managedExecution: z.boolean().optional(),
  instances: z.array(instances).optional(),
});
const schema = z.preprocess(
  (given) => (Array.isArray(given) ? { sets: given } : given),
  z.strictObject({
    /** Whether CloudFormation's own switch is on; unless given, as trusted access is in the seed. */
    organizationsAccess: z.boolean().optional(),
    sets: z.array(set).optional(),
  }),
);

export type StackSetsSeed = z.output<typeof schema>;
type SetSeed = z.output<typeof set>;
type InstancesSeed = z.output<typeof instances>;

const HOME = 'ap-northeast-1';

const refuse = (problems: readonly string[]): Error =>
  new TowerctlError('usage', `the seed is not valid: ${problems.join('; ')}`);

/** @throws TowerctlError (usage) with every problem. */
export function parseStackSetsSeed(given: unknown): StackSetsSeed {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw refuse(parsed.error.issues.map(({ path, message }) => `${['stackSets', ...path].join('.')}: ${message}`));
}

/** Puts stack sets over the organization that is seeded already. @throws TowerctlError (usage) where something is not there */
export function seedStackSets(world: World, seed: StackSetsSeed | undefined): void {
  setStackSetsState(world, emptyStackSets());
  const state = stackSetsState(world);
  state.organizationsAccess = seed?.organizationsAccess ?? trustedServices(world).includes(ORGANIZATIONS_PRINCIPAL);
  rememberPlacements(world);
  for (const given of seed?.sets ?? []) addSeed(world, given);
}

function addSeed(world: World, given: SetSeed): void {
  const owner = world.settings.accountId;
  const region = given.region ?? HOME;
  const id = uuidFrom(`${owner} ${region} ${given.name}`);
  const row: StackSetRow = {
    id,
    name: given.name,
    arn: stackSetArn(region, owner, given.name, id),
    owner,
    region,
    // Lists that lag show it all the same: it has always been there.
    createdAt: world.clock.now() - world.settings.lagMs,
    settings: settingsOf(given),
    targets: {},
    instances: {},
    edition: 0,
    operations: {},
    tampered: {},
    past: [],
  };
  addSet(stackSetsState(world), row);
  for (const each of given.instances ?? []) addInstances(world, row, each);
  row.edition += 1;
}

function settingsOf(given: SetSeed): Settings {
  const { description, administrationRole, executionRole, autoDeploy = false } = given;
  const isServiceManaged = given.permissions !== 'self-managed';
  const retain = typeof autoDeploy === 'object' && autoDeploy.retain;
  const templateBody = typeof given.template === 'string' ? given.template : JSON.stringify(given.template, null, 2);
  parseTemplate(templateBody);
  return {
    templateBody,
    parameters: Object.entries(given.parameters ?? {}).map(([key, value]) => ({ key, value })),
    capabilities: given.capabilities ?? [],
    tags: given.tags ?? {},
    permissionModel: isServiceManaged ? 'SERVICE_MANAGED' : 'SELF_MANAGED',
    managedExecution: given.managedExecution ?? false,
    ...(description === undefined ? {} : { description }),
    ...(administrationRole === undefined ? {} : { administrationRole }),
    ...(executionRole === undefined ? {} : { executionRole }),
    ...(isServiceManaged ? { autoDeployment: { enabled: autoDeploy !== false, retain, dependsOn: [] } } : {}),
  };
}

function addInstances(world: World, row: StackSetRow, given: InstancesSeed): void {
  const { name } = row;
  const isServiceManaged = row.settings.permissionModel === 'SERVICE_MANAGED';
  const unitIds = (given.units ?? []).map((path) => unitOf(world, name, path));
  if (isServiceManaged && unitIds.length === 0) throw refuse([`stackSets ${name}: instances need units`]);
  if (!isServiceManaged && !given.accounts) throw refuse([`stackSets ${name}: instances need accounts`]);
  const units = new Map(unitIds.flatMap((id) => accountsBelow(world, id).map((account) => [account, id] as const)));
  const accounts = given.accounts ?? [...units.keys()];
  for (const unit of isServiceManaged ? unitIds : []) {
    row.targets[unit] = [...new Set([...(row.targets[unit] ?? []), ...given.regions])];
  }
  for (const account of accounts) {
    const unit = units.get(account);
    if (isServiceManaged && unit === undefined) throw refuse([`stackSets ${name}: ${account} is in none of the units`]);
    for (const region of given.regions) addInstance(world, row, given, { account, region, unit });
  }
}

interface Place {
  readonly account: string;
  readonly region: string;
  readonly unit: string | undefined;
}

function addInstance(world: World, row: StackSetRow, given: InstancesSeed, { account, region, unit }: Place): void {
  const { status = 'CURRENT', reason, drift, overrides, deployed = true } = given;
  const isSuspended = accountOf(world, account)?.state !== 'ACTIVE' && accountOf(world, account) !== undefined;
  const instance: InstanceRow = {
    account,
    region,
    seeded: true,
    status,
    detail: status === 'CURRENT' ? 'SUCCEEDED' : status === 'INOPERABLE' ? 'INOPERABLE' : 'FAILED',
    ...(unit === undefined ? {} : { unit }),
    ...(reason === undefined ? {} : { reason }),
    ...(drift === undefined ? {} : { drift, driftAt: world.clock.now() }),
    ...(overrides ? { overrides: Object.entries(overrides).map(([key, value]) => ({ key, value })) } : {}),
  };
  row.instances[keyOf(account, region)] = instance;
  if (drift === 'DRIFTED') row.tampered[keyOf(account, region)] = [firstResource(row)];
  if (!deployed || isSuspended) return;
  const problem = deployNow(world, row, instance);
  if (problem !== undefined) throw refuse([`stackSets ${row.name}: ${account} ${region}: ${problem}`]);
}

function firstResource({ settings }: StackSetRow): { readonly logicalId: string; readonly status: 'MODIFIED' } {
  const [logicalId = ''] = parseTemplate(settings.templateBody).resources.keys();
  return { logicalId, status: 'MODIFIED' };
}

function unitOf(world: World, name: string, path: string): string {
  let id: string | undefined = organizationOf(world)?.rootId;
  for (const part of path === 'root' ? [] : path.split('/')) id = id === undefined ? id : unitNamed(world, id, part);
  if (id === undefined) throw refuse([`stackSets ${name}: there is no unit ${path}`]);
  return id;
}
