import type { LiveContext } from '../../kind.js';
import type { Address, Change, Desired, Live } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { has } from './cells.js';
import { readDeclared } from './live.js';
import { managementStackAddress, type ParameterValue, type StackBaselineSpec, stackBaselineAddress } from './spec.js';

type Output = Extract<ParameterValue, { readonly output: string }>;

/** Fields that the instances have, and not the set: a change of these leaves the outputs of others alone. */
const OF_INSTANCES = /^(?:instances|retry|overrides|units)\b/;

/**
 * Baselines whose parameters are outputs of what this plan changes: what the outputs will be is known only afterwards, so
 * they come after it in the same plan, and are updated where a value is another one then. Costs no call: all is read.
 */
export async function* readersOf(
  context: LiveContext<Surroundings>,
  changes: readonly Change[],
  all: readonly Change[],
): AsyncGenerator<Live<StackBaselineSpec>> {
  const touched = new Set(changes.filter(({ action }) => action !== 'notice').map(({ address }) => address));
  const written = new Map(all.filter(({ action }) => action !== 'notice').map((change) => [change.address, change]));
  for (const desired of context.declared.values()) {
    if (desired.absent || touched.has(desired.address)) continue;
    const moving = outputsOf(desired).filter((output) => mayChange(output, written));
    const [first] = moving;
    if (first === undefined) continue;
    const found = await readDeclared(context, desired);
    if (found?.managedBy !== 'us' || found.condition !== 'settled') continue;
    const names = [...new Set(moving.map(({ output }) => output))].join(', ');
    yield {
      ...found,
      consequence: 'repair',
      detail: `reads ${names}, which this plan may change: updated where the value is another one by then`,
    };
  }
}

function outputsOf({ spec }: Desired): Output[] {
  const { parameters = {}, overrides = {} } = spec as Partial<StackBaselineSpec>;
  return [parameters, ...Object.values(overrides)].flatMap((values) => Object.values(values).filter(isOutput));
}

function isOutput(value: ParameterValue): value is Output {
  return typeof value === 'object' && 'output' in value;
}

function mayChange({ output, account, region }: Output, written: ReadonlyMap<Address, Change>): boolean {
  const key = output.slice(0, output.indexOf('.'));
  if (account === 'management') return written.has(managementStackAddress(key, region));
  const change = written.get(stackBaselineAddress(key));
  if (change?.action !== 'update') return change !== undefined && change.action !== 'expect';
  if (change.fields.some(({ path }) => !OF_INSTANCES.test(path))) return true;
  const { instances = {}, retry = {} } = change.from as Partial<StackBaselineSpec>;
  return !has(instances, `account:${account}`, region) || has(retry, `account:${account}`, region);
}
