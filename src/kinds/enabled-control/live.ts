import { faultOf } from '../../aws/faults.js';
import { acceptsReset, controlFacts, mayTakeParameters } from '../../facts/controls.js';
import type { LiveContext } from '../../kind.js';
import type { Change, Json, Live, ManagedBy } from '../../model.js';
import { unitsRemoved, unitsReset } from '../enabled-baseline/resets.js';
import { toConfirm } from '../in-scope.js';
import { ownerOf } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { checkDeclared } from './check.js';
import { clearsLeftovers, conditionOf, isLeftover } from './condition.js';
import { lackingAccounts, lackingRegions } from './parts.js';
import { readControls, type SeenControl, type SeenControls } from './read.js';
import { type EnabledControlSpec, partsOf } from './spec.js';

type Context = LiveContext<Surroundings>;
type Found = Live<EnabledControlSpec>;
type Tags = Readonly<Record<string, string>>;

/** One list tells what is enabled; only what the manifest speaks of and what is ours is read with its parameters. */
export async function* live(context: Context): AsyncGenerator<Found> {
  const seen = await readControls(context);
  if (!seen) return;
  await checkDeclared(context, seen);
  const tags = context.aws.controlTowerTags;
  const read = seen.found.map((one) => liveControl(context, seen, one, (arn) => tags.of(arn)));
  for (const found of read) {
    const told = await found;
    if (told) yield told;
  }
}

/** The tags themselves before anything is planned on the index, and what other changes of the plan make necessary. */
export async function* confirm(
  context: Context,
  changes: readonly Change[],
  all: readonly Change[],
): AsyncGenerator<Found> {
  const seen = await readControls(context);
  if (!seen) return;
  const asked = toConfirm(context, changes, (address) => partsOf(address).target);
  const [reset, removed] = [unitsReset(all), unitsRemoved(all)];
  for (const one of seen.found) {
    const goes = removed.has(one.target as `unit:${string}`);
    const again = reset.has(one.target as `unit:${string}`) && acceptsReset(one.control);
    if (!asked.has(one.address) && !goes && !again) continue;
    const found = await liveControl(context, seen, one, (arn) => context.aws.controlTowerTags.confirm(arn));
    if (!found) continue;
    if (goes && found.managedBy === 'us') yield { ...found, consequence: 'remove' };
    else if (again && found.condition === 'settled' && found.managedBy !== 'control-tower') {
      yield {
        ...found,
        consequence: 'repair',
        detail: `${one.target} is registered again, which leaves out optional controls`,
      };
    } else yield found;
  }
}

async function liveControl(
  context: Context,
  seen: SeenControls,
  one: SeenControl,
  tagsOf: (arn: string) => Promise<Tags>,
): Promise<Found | undefined> {
  if (one.target.startsWith('account:') || one.record.parentArn !== undefined) return onAccount(context, one);
  const { record, address, control, target } = one;
  const desired = context.declared.get(address);
  const owner: { managedBy: ManagedBy; owner?: string } = controlFacts(control).mandatory
    ? { managedBy: 'control-tower' }
    : ownerOf(await tagsOf(record.arn), context.manifestName);
  const parameters = await parametersOf(context, one, owner.managedBy === 'us' || desired !== undefined);
  return {
    address,
    id: record.arn,
    spec: { control, target, ...(parameters && { parameters }) },
    ...owner,
    ...conditionOf(record, control, desired, {
      failure: await whyFailed(context, one),
      lacking: desired === undefined ? [] : await lackingAccounts(context, seen, one),
      regions: desired === undefined ? [] : await lackingRegions(context, one),
    }),
  };
}

/** Each costs a call. Of what is neither declared nor ours only that it is enabled matters. */
async function parametersOf(
  context: Context,
  { record, control }: SeenControl,
  matters: boolean,
): Promise<EnabledControlSpec['parameters']> {
  const declared = [...context.declared.values()].some(
    ({ spec }) => spec['control'] === control && spec['parameters'] !== undefined,
  );
  if (!matters || !(mayTakeParameters(control) || declared)) return undefined;
  const { parameters } = await context.aws.controlTower.enabledControl(record.arn);
  if (parameters.length === 0) return undefined;
  const text = JSON.stringify(Object.fromEntries(parameters.map(({ key, value }) => [key, value])));
  return JSON.parse(context.names.symbolic(text)) as { readonly [key: string]: Json };
}

async function whyFailed({ aws }: Context, { record }: SeenControl): Promise<string | undefined> {
  if (record.status !== 'FAILED' || record.operationId === undefined) return undefined;
  try {
    return (await aws.controlTower.controlOperation(record.operationId)).message;
  } catch (error) {
    // Operations are forgotten after ninety days; that it failed is known all the same.
    if (faultOf(error).class !== 'gone') throw error;
    return undefined;
  }
}

/** Accounts inherit what their unit has. Said only where that went wrong: it failed there, or a move left it behind. */
function onAccount(context: Context, { record, address, control, target }: SeenControl): Found | undefined {
  const spec = { control, target };
  const base = { address, id: record.arn, spec, condition: 'settled' as const };
  if (controlFacts(control).mandatory || !target.startsWith('account:')) return undefined;
  if (isLeftover(record)) {
    const place = context.organization.get(target)?.parent ?? 'another unit';
    const detail = `left behind when the account moved to ${place}: it inherits this control from nowhere`;
    if (mayClear(context, control)) return { ...base, managedBy: 'us', detail };
    return { ...base, managedBy: 'nobody', detail: `${detail}; onDrift: reset disables it` };
  }
  if (record.status !== 'FAILED') return undefined;
  return { ...base, managedBy: 'nobody', detail: 'the unit has this control, but enabling it on this account failed' };
}

function mayClear(context: Context, control: string): boolean {
  return [...context.declared.values()].some(
    ({ address, onDrift }) => partsOf(address).control === control && clearsLeftovers(onDrift),
  );
}
