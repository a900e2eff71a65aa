import type { CallAs, StackSetRecord } from '../../aws/cloudformation.js';
import { describeFault, faultOf, missingPermission } from '../../aws/faults.js';
import { TowerctlError } from '../../errors.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Desired, Live, ManagedBy } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { RegionLists, shared } from './cells.js';
import { sayTrouble, stateOf } from './condition.js';
import type { SeenInstances } from './instances.js';
import { DEFAULT_PREFIX, defaultName, keyOf, ownershipOf, tagsOf } from './names.js';
import { instancesOf, withOthers } from './narrow.js';
import { liveOverrides } from './overrides.js';
import { symbolicParameters } from './parameters.js';
import { settingsOf, unitNames } from './settings.js';
import { type ParameterValues, type StackBaselineSpec, stackBaselineAddress } from './spec.js';
import { documentOf } from './template/parse.js';

type Context = LiveContext<Surroundings>;
type Found = Live<StackBaselineSpec>;
type Saw = (address: Address, seen: SeenInstances) => void;

/** A set that is looked at: declared, or called as ours are unless the manifest names them. */
interface Asked {
  readonly name: string;
  readonly callAs: CallAs;
  readonly desired?: Desired;
}

/**
 * One description and the list of instances a set, and nothing more while nothing differs. Tags are in the description
 * only, so what is not declared any more is looked for by the default name. `saw` is told every instance's state of those
 * that were looked into.
 */
export async function* live(context: Context, saw: Saw = () => {}): AsyncGenerator<Found> {
  const declared = [...context.declared.values()].map(askedFor);
  const known = new Set(declared.map(nameIn));
  const sets = context.onlyDeclared === true ? [] : await listed(context, declared);
  const others = sets.filter((asked) => !known.has(nameIn(asked)));
  const lists = new RegionLists();
  const found = await Promise.all([...declared, ...others].map((asked) => readOrSay(context, asked, lists, saw)));
  const addresses = new Set<Address>();
  for (const one of found) {
    // Declared ones come first: what an older name left behind under the same key does not take their place.
    if (!one || addresses.has(one.address)) continue;
    addresses.add(one.address);
    yield one;
  }
}

/** A declared set, looked at once more: what was read is kept, and what was said of it has been said. */
export function readDeclared(context: Context, desired: Desired): Promise<Found | undefined> {
  return readSet({ ...context, problem: () => {} }, askedFor(desired), new RegionLists(), () => {});
}

function askedFor(desired: Desired): Asked {
  const { stackSet, callAs } = desired.spec;
  const name = typeof stackSet === 'string' ? stackSet : defaultName(desired.address.slice('stack-baseline:'.length));
  return { name, callAs: callAs === 'delegated-admin' ? callAs : undefined, desired };
}

function nameIn({ name, callAs }: Asked): string {
  return `${callAs ?? ''} ${name}`;
}

/** Sets with the default prefix, in each namespace that the manifest asks in. */
async function listed({ aws, counted }: Context, declared: readonly Asked[]): Promise<Asked[]> {
  const spaces = new Set<CallAs>([undefined, ...declared.map(({ callAs }) => callAs)]);
  // A delegated administrator may have no sets of its own, but may always ask.
  const lists = await Promise.all(
    [...spaces].map(async (callAs) =>
      (await aws.cloudFormation.stackSets(callAs)).map(({ name }): Asked => ({ name, callAs })),
    ),
  );
  // The quota is an account's: its own sets and those that it sees as a delegated administrator are two accounts'.
  counted?.('stack-sets', Math.max(...lists.map((list) => list.length)));
  return lists.flat().filter(({ name }) => name.startsWith(DEFAULT_PREFIX));
}

/** One set that cannot be read makes its own address unknown, and no other. */
async function readOrSay(context: Context, asked: Asked, lists: RegionLists, saw: Saw): Promise<Found | undefined> {
  try {
    return await readSet(context, asked, lists, saw);
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class === 'bug' || error instanceof TowerctlError) throw error;
    const missing = missingPermission(fault);
    context.unknown({
      address: asked.desired?.address ?? stackBaselineAddress(keyOf(asked.name, {})),
      reason: describeFault(asked.name, fault),
      ...(missing !== undefined && { missingPermission: missing }),
    });
    return undefined;
  }
}

async function readSet(context: Context, asked: Asked, lists: RegionLists, saw: Saw): Promise<Found | undefined> {
  const { aws, manifestName } = context;
  const record = await aws.cloudFormation.stackSet(asked.name, asked.callAs);
  if (!record) return undefined;
  const tags = tagsOf(record);
  const { desired } = asked;
  const owner = ownershipOf(tags, manifestName, desired);
  const address = desired?.address ?? stackBaselineAddress(keyOf(record.name, tags));
  // Somebody else's, and declared by nobody: only that it is there is said.
  if (!desired && owner.managedBy !== 'us')
    return owner.owner === undefined ? undefined : foreign(address, record, owner);
  sayTakenOver(context, tags, asked);
  const { seen, others } = await instancesOf(context, asked, lists);
  saw(address, seen);
  if (owner.managedBy === 'us') sayTrouble(context, seen, { address, ...(desired && { origin: desired.origin }) });
  return {
    address,
    id: record.id,
    spec: withOthers(await specOf(context, record, asked, seen), others),
    ...owner,
    ...(owner.managedBy === 'us'
      ? stateOf(seen, record.driftDetails, {
          awaited: desired !== undefined && desired.absent !== true,
        })
      : { condition: 'settled' }),
  };
}

function foreign(
  address: Address,
  { name, permissionModel }: StackSetRecord,
  owner: { readonly managedBy: ManagedBy; readonly owner?: string },
): Found {
  return {
    address,
    spec: {
      stackSet: name,
      template: {},
      parameters: {},
      permissions: permissionModel === 'SERVICE_MANAGED' ? 'service-managed' : 'self-managed',
      capabilities: [],
      units: [],
      instances: {},
    },
    ...owner,
    condition: 'settled',
    partial: true,
  };
}

async function specOf(
  context: Context,
  record: StackSetRecord,
  { callAs, desired }: Asked,
  seen: SeenInstances,
): Promise<StackBaselineSpec> {
  const template = documentOf(record.templateBody);
  const retry = shared(seen.retry, seen.cells);
  const overrides = await liveOverrides(
    context,
    { stackSet: record.name, callAs },
    template,
    seen.cells,
    declaredOverrides(desired),
  );
  const parameters = desired?.spec['parameters'] as ParameterValues | undefined;
  const settings = settingsOf(record, context.names);
  return {
    ...settings,
    units: await watchedUnits(context, settings, { callAs, ...(desired && { desired }) }),
    template,
    parameters: await symbolicParameters(context, record.parameters, parameters, template),
    ...(callAs && { callAs }),
    instances: seen.cells,
    ...(Object.keys(retry).length > 0 && { retry }),
    ...(overrides && { overrides }),
    ...asDeclared(desired),
  };
}

/**
 * A set's description names the units that AWS watches and those that instances once came through; only where that is
 * not what is declared is the list of watched ones worth a call.
 */
async function watchedUnits(
  { aws, names }: Context,
  { stackSet, units, autoDeploy }: Pick<StackBaselineSpec, 'stackSet' | 'units' | 'autoDeploy'>,
  { callAs, desired }: Omit<Asked, 'name'>,
): Promise<StackBaselineSpec['units']> {
  const wanted = desired?.spec['units'];
  if (autoDeploy?.enabled !== true || !Array.isArray(wanted)) return units;
  if (units.length === wanted.length && units.every((unit) => wanted.includes(unit))) return units;
  const watched = await aws.cloudFormation.autoDeploymentTargets(stackSet, callAs);
  return unitNames(
    watched.map(({ unitId }) => unitId),
    names,
  );
}

function declaredOverrides(desired: Desired | undefined): StackBaselineSpec['overrides'] {
  return desired?.spec['overrides'] as StackBaselineSpec['overrides'];
}

/** How a removal goes about it is said on the desired side, which a removal has not: it travels with what is live. */
function asDeclared(desired: Desired | undefined): Pick<StackBaselineSpec, 'retain' | 'operations'> {
  const { retain, operations } = (desired?.spec ?? {}) as Partial<StackBaselineSpec>;
  return { ...(retain !== undefined && { retain }), ...(operations && { operations }) };
}

function sayTakenOver(context: Context, tags: Readonly<Record<string, string>>, { desired }: Asked): void {
  if (desired?.adopt !== true) return;
  const { owner } = ownershipOf(tags, context.manifestName, undefined);
  if (owner === undefined) return;
  context.problem({
    code: 'taken-over',
    severity: 'warning',
    address: desired.address,
    origin: desired.origin,
    message: `${desired.address} belongs to ${owner}, and is taken over as \`adopt: true\` says`,
    hint: 'remove it there first: two owners would change it back and forth',
  });
}
