import type { Clock } from '../clock.js';
import { KEY_TAG, OWNER_TAG } from '../kinds/ownership.js';
import { stackBaselines } from '../kinds/stack-baseline/section.js';
import type { Manifest } from '../manifest/manifest.js';
import { type Evidence, type Fact, known, type ManagementStack, unread } from './evidence.js';
import { factOf } from './facts.js';
import type { Read } from './read.js';
import { readDeclaredBaselines } from './reading-declared-baselines.js';
import { readStackSets } from './reading-stack-sets.js';

export interface StacksOptions {
  readonly controlTower: Evidence['controlTower'];
  readonly clock: Clock;
  readonly manifest?: Manifest;
}

type Stacks = Pick<Evidence, 'baselines' | 'managementStacks'>;

/** StackSets and stacks belong to a Region: those of the landing zone's home, or of the manifest's, are looked at. */
export async function readStacks(read: Read, options: StacksOptions): Promise<Stacks> {
  const { controlTower, manifest } = options;
  const landingZone = controlTower.known ? controlTower.value : undefined;
  const home = landingZone?.homeRegion ?? manifest?.organization.homeRegion;
  if (home === undefined) return withoutHome(controlTower);
  const atHome: Read = { ...read, aws: read.aws.inHomeRegion(home) };
  const regions = [...new Set([home, ...(landingZone?.governedRegions ?? [])])].sort();
  const [baselines, stacks] = await Promise.all([
    manifest && declaresBaselines(manifest)
      ? readDeclaredBaselines(atHome, manifest, options.clock)
      : readStackSets(atHome),
    Promise.all(regions.map(async (region) => [region, await stacksIn(atHome, region)] as const)),
  ]);
  return { baselines, managementStacks: known(new Map(stacks)) };
}

/** A manifest that asks for no baseline leaves them to AWS's own word. */
function declaresBaselines(manifest: Manifest): boolean {
  return Object.values(manifest.section(stackBaselines) ?? {}).some(({ remove }) => remove !== true);
}

function withoutHome(controlTower: Evidence['controlTower']): Stacks {
  const why = controlTower.known
    ? {
        reason:
          'without a landing zone and without a manifest it is not known in which Region StackSets and stacks are kept',
      }
    : controlTower.unread;
  return { baselines: unread(why), managementStacks: unread(why) };
}

function stacksIn({ aws }: Read, region: string): Promise<Fact<readonly ManagementStack[]>> {
  return factOf('cloudformation:DescribeStacks', async () => {
    const found = await aws.cloudFormationIn(region).stacks();
    return found.filter(({ status }) => status !== 'DELETE_COMPLETE').map(whose);
  });
}

/** Told by the names that the services give, and by our tags. Instances of StackSets are named after their set. */
function whose({ name, tags }: { name: string; tags: readonly { key: string }[] }): ManagementStack {
  if (/^(StackSet-)?AWSControlTower/.test(name)) return { name, of: 'Control Tower' };
  if (tags.some(({ key }) => key === OWNER_TAG || key === KEY_TAG)) return { name, of: 'towerctl' };
  if (name.startsWith('StackSet-')) return { name, of: 'StackSets' };
  // Account Factory makes one for every account that it provisions.
  if (/^SC-\d{12}-pp-/.test(name)) return { name, of: 'Service Catalog' };
  return { name };
}
