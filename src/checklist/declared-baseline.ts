import type { Names } from '../kind.js';
import { managementStack } from '../kinds/management-stack/kind.js';
import { canonical, canonicalManagementStack } from '../kinds/stack-baseline/canonical.js';
import type { SeenInstances } from '../kinds/stack-baseline/instances.js';
import { narrow } from '../kinds/stack-baseline/settings.js';
import type { ManagementStackSpec, StackBaselineSpec } from '../kinds/stack-baseline/spec.js';
import type { Address, Desired, Live, NodeName } from '../model.js';
import type { BaselineFacts, BaselineGap, Fact, Unread } from './evidence.js';
import type { Read } from './read.js';
import { gapsOf, inUse } from './stack-gaps.js';

/** What the manifest declares, and what AWS has of it, as a plan would read it. */
export interface DeclaredReading {
  readonly sets: readonly DeclaredSet[];
  readonly liveSets: ReadonlyMap<Address, Live<StackBaselineSpec>>;
  readonly seen: ReadonlyMap<Address, SeenInstances>;
  readonly stacks: readonly Desired<ManagementStackSpec>[];
  readonly liveStacks: Fact<ReadonlyMap<Address, Live<ManagementStackSpec>>>;
  /** Sets that could not be read. */
  readonly unknown: ReadonlyMap<Address | undefined, Unread>;
}

export interface DeclaredSet {
  readonly desired: Desired<StackBaselineSpec>;
  /** Why it is not known where it must be. */
  readonly unplaced?: string;
}

/** One baseline of the manifest: its StackSet, and its stacks in the management account. */
export function baselineFacts(set: DeclaredSet, reading: DeclaredReading, { tree, live }: Read): BaselineFacts {
  const { address, spec } = set.desired;
  const name = address.slice('stack-baseline:'.length);
  const expected = inUse(spec.instances, tree);
  const accounts = Object.keys(expected) as NodeName[];
  const own = managementFacts(spec.stackSet, reading, live.names);
  const facts = (more: Partial<BaselineFacts>): BaselineFacts => ({
    name,
    accounts: [...accounts, ...own.accounts],
    gaps: own.gaps,
    unchecked: 0,
    ...(own.unread && { unread: own.unread }),
    ...more,
  });
  const why = reading.unknown.get(address);
  if (why) return facts({ unread: why });
  if (set.unplaced !== undefined) return facts({ unread: { reason: set.unplaced } });
  const found = reading.liveSets.get(address);
  const seen = reading.seen.get(address);
  if (!found || !seen) return facts({ whole: `the StackSet ${spec.stackSet} is not there` });
  const differs = differing(found.spec, spec, live.names);
  const { gaps, unchecked } = gapsOf(seen, expected);
  return facts({
    gaps: [...gaps, ...own.gaps],
    unchecked,
    ...(differs.length > 0 && { whole: `the StackSet is not as the manifest declares (${differs.join(', ')})` }),
  });
}

/** What decides what its stacks hold, and which accounts get one; descriptions and the like do not. */
const DECISIVE = {
  template: 'template',
  parameters: 'parameters',
  overrides: "some accounts' own values",
  autoDeploy: 'automatic deployment',
  units: 'the units that automatic deployment watches',
} as const;

function differing(found: StackBaselineSpec, wanted: StackBaselineSpec, names: Names): string[] {
  const [from, to] = [canonical(narrow(found, wanted), names), canonical(wanted, names)];
  return (Object.keys(DECISIVE) as (keyof typeof DECISIVE)[])
    .filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]))
    .map((field) => DECISIVE[field]);
}

function managementFacts(
  stackSet: string,
  { stacks, liveStacks }: DeclaredReading,
  names: Names,
): Pick<BaselineFacts, 'accounts' | 'gaps' | 'unread'> {
  const wanted = stacks.filter(({ spec }) => spec.stack === stackSet);
  const accounts = [...new Set(wanted.flatMap(({ spec }) => spec.account ?? []))];
  if (!liveStacks.known) return { accounts, gaps: [], ...(wanted.length > 0 && { unread: liveStacks.unread }) };
  const gaps = wanted.flatMap((desired): BaselineGap[] => {
    const { account, region } = desired.spec;
    if (account === undefined) return [];
    const gap = stackGap(desired, liveStacks.value.get(desired.address), names);
    return gap ? [{ account, region, ...gap }] : [];
  });
  return { accounts, gaps };
}

function stackGap(
  { spec }: Desired<ManagementStackSpec>,
  found: Live<ManagementStackSpec> | undefined,
  names: Names,
): Pick<BaselineGap, 'is' | 'why'> | undefined {
  if (!found) return { is: 'missing' };
  if (found.condition !== 'settled') return { is: 'not current', why: found.detail ?? found.condition };
  const narrowed = managementStack.narrow?.(found.spec, spec) ?? found.spec;
  const [from, to] = [canonicalManagementStack(narrowed, names), canonicalManagementStack(spec, names)];
  const same = (['template', 'parameters'] as const).every(
    (field) => JSON.stringify(from[field]) === JSON.stringify(to[field]),
  );
  return same ? undefined : { is: 'not current', why: 'not as the manifest declares' };
}
