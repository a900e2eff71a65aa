import type { World } from '../../../world.js';
import type { Input } from './input.js';
import { stackArn } from './names.js';
import { ordered } from './preferences.js';
import { type InstanceRow, keyOf, type StackSetRow } from './state.js';

/** The rows of a set's instances, and what lists show of them while they lag. */

export function putInstance(world: World, set: StackSetRow, row: InstanceRow): void {
  const key = keyOf(row.account, row.region);
  const before = set.instances[key];
  remember(world, set, key, before);
  if (!before) set.edition += 1;
  set.instances[key] = row;
}

export function removeInstance(world: World, set: StackSetRow, key: string): void {
  const before = set.instances[key];
  if (!before) return;
  remember(world, set, key, before);
  set.edition += 1;
  delete set.instances[key];
  delete set.tampered[key];
}

function remember(world: World, set: StackSetRow, key: string, before: InstanceRow | undefined): void {
  const { lagMs } = world.settings;
  if (lagMs <= 0) return;
  const now = world.clock.now();
  const old = set.past.findIndex(({ at }) => at > now - lagMs);
  if (old !== 0) set.past.splice(0, old < 0 ? set.past.length : old);
  set.past.push({ at: now, key, before: before ?? null });
}

/** Its stack; that of a seeded instance, which has none yet, under the id that it will have. */
export function stackIdOf(set: StackSetRow, { account, region, stackId, seeded }: InstanceRow): string | undefined {
  if (stackId !== undefined || seeded !== true) return stackId;
  return stackArn(account, region, `StackSet-${set.name}-${set.id}`, `${set.id.slice(0, 24)}${account}`);
}

/** Keys by set: worked out again when instances have come or gone. */
const KEYS = new WeakMap<StackSetRow, { readonly edition: number; readonly keys: readonly string[] }>();

/** `ACCOUNT/REGION` of every instance, in the order in which they were made. */
export function instanceKeys(set: StackSetRow): readonly string[] {
  const known = KEYS.get(set);
  if (known?.edition === set.edition) return known.keys;
  const keys = Object.keys(set.instances);
  KEYS.set(set, { edition: set.edition, keys });
  return keys;
}

export interface Shown {
  readonly keys: readonly string[];
  get(key: string): InstanceRow | undefined;
}

/** The instances as lists show them: as they were a lag ago. */
export function shownInstances(world: World, set: StackSetRow): Shown {
  const since = world.clock.now() - world.settings.lagMs;
  const undone = new Map<string, InstanceRow | null>();
  for (const { at, key, before } of set.past) if (at > since && !undone.has(key)) undone.set(key, before);
  const keys = instanceKeys(set);
  if (undone.size === 0) return { keys, get: (key) => set.instances[key] };
  const gone = [...undone].flatMap(([key, before]) => (before && !set.instances[key] ? [key] : []));
  const get = (key: string): InstanceRow | undefined => {
    const before = undone.get(key);
    return before === undefined ? set.instances[key] : (before ?? undefined);
  };
  return { keys: [...keys, ...gone].filter((key) => get(key) !== undefined), get };
}

/** Instances that an operation goes to: some of a set's, Region by Region. */
export interface Chosen {
  readonly regions: readonly string[];
  readonly accountsIn: (region: string) => readonly string[];
  readonly units?: Readonly<Record<string, string>>;
  readonly whole?: true;
}

export function chosenBy(set: StackSetRow, input: Input, isChosen: (row: InstanceRow) => boolean): Chosen {
  const byRegion = new Map<string, string[]>();
  const units: Record<string, string> = {};
  for (const row of Object.values(set.instances)) {
    if (!isChosen(row)) continue;
    const accounts = byRegion.get(row.region);
    if (accounts) accounts.push(row.account);
    else byRegion.set(row.region, [row.account]);
    if (row.unit !== undefined) units[row.account] = row.unit;
  }
  return {
    regions: ordered(input, [...byRegion.keys()]),
    accountsIn: (region) => byRegion.get(region) ?? [],
    units,
    whole: true,
  };
}
