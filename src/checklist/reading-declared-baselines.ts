import type { Clock } from '../clock.js';
import type { DesiredContext, LiveContext } from '../kind.js';
import { planned } from '../kinds/landing-zone/desired.js';
import { readLandingZone } from '../kinds/landing-zone-facts.js';
import { managementStack } from '../kinds/management-stack/kind.js';
import { plannedOrganization } from '../kinds/planned-organization.js';
import type { SeenInstances } from '../kinds/stack-baseline/instances.js';
import { stackBaseline } from '../kinds/stack-baseline/kind.js';
import { live as liveSets } from '../kinds/stack-baseline/live.js';
import type { ManagementStackSpec, StackBaselineSpec } from '../kinds/stack-baseline/spec.js';
import type { Surroundings } from '../kinds/surroundings.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address, Desired, Live, Unknown } from '../model.js';
import { baselineFacts, type DeclaredReading, type DeclaredSet } from './declared-baseline.js';
import { type CompanyBaselines, type Fact, known, type Unread } from './evidence.js';
import { factOf } from './facts.js';
import type { Read } from './read.js';

/** The manifest's stack baselines, with the management account's own stacks, beside what is there. */
export async function readDeclaredBaselines(
  read: Read,
  manifest: Manifest,
  clock: Clock,
): Promise<Fact<CompanyBaselines>> {
  const surroundings: Surroundings = { ...read.aws, live: read.live };
  const idOf = (account: `account:${string}`): string | undefined => read.live.names.tryIdOf(account);
  const landingZone = planned(manifest, await readLandingZone(surroundings), idOf);
  const problems: string[] = [];
  const context: DesiredContext = {
    manifest,
    organization: plannedOrganization(manifest, read.live),
    landingZone,
    problem: ({ code, message }) => {
      if (code === 'baseline-regions') problems.push(message);
    },
  };
  const sets: DeclaredSet[] = [];
  for (const desired of stackBaseline.desired(context) as Iterable<Desired<StackBaselineSpec>>) {
    const [unplaced] = problems.splice(0);
    if (desired.absent !== true) sets.push({ desired, ...(unplaced !== undefined && { unplaced }) });
  }
  const stacks = [...managementStack.desired(context)].filter(({ absent }) => absent !== true);
  return factOf('cloudformation:ListStackSets', async () => {
    const reading = await readLive(surroundings, { read, manifest, clock, sets, stacks });
    return { declared: true, baselines: sets.map((set) => baselineFacts(set, reading, read)) };
  });
}

interface Asked {
  readonly read: Read;
  readonly manifest: Manifest;
  readonly clock: Clock;
  readonly sets: readonly DeclaredSet[];
  readonly stacks: readonly Desired<ManagementStackSpec>[];
}

async function readLive(aws: Surroundings, { read, manifest, clock, sets, stacks }: Asked): Promise<DeclaredReading> {
  const unknown = new Map<Address | undefined, Unread>();
  const declaredSets = new Map<Address, Desired>(sets.map(({ desired }) => [desired.address, desired]));
  const declaredStacks = new Map<Address, Desired>(stacks.map((desired) => [desired.address, desired]));
  const context: Omit<LiveContext<Surroundings>, 'declared'> = {
    aws,
    names: read.live.names,
    manifestName: manifest.name,
    clock,
    organization: read.tree,
    ...(read.within && { within: read.within }),
    declaredOf: (kind) => (kind === stackBaseline.name ? declaredSets : new Map()),
    was: {},
    unknown: ({ address, reason, missingPermission }: Omit<Unknown, 'kind'>) =>
      unknown.set(address, { reason, ...(missingPermission !== undefined && { missingPermission }) }),
    // What is wrong with a set is told by account here.
    problem: () => {},
  };
  const seen = new Map<Address, SeenInstances>();
  const found = new Map<Address, Live<StackBaselineSpec>>();
  const saw = (address: Address, instances: SeenInstances): unknown => seen.set(address, instances);
  for await (const one of liveSets({ ...context, declared: declaredSets }, saw)) found.set(one.address, one);
  const liveStacks =
    stacks.length === 0
      ? known(new Map<Address, Live<ManagementStackSpec>>())
      : await factOf('cloudformation:DescribeStacks', () => stacksOf({ ...context, declared: declaredStacks }));
  return { sets, liveSets: found, seen, stacks, liveStacks, unknown };
}

async function stacksOf(context: LiveContext<Surroundings>): Promise<ReadonlyMap<Address, Live<ManagementStackSpec>>> {
  const found = new Map<Address, Live<ManagementStackSpec>>();
  for await (const one of managementStack.live(context)) found.set(one.address, one);
  return found;
}
