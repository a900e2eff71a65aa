import type { Clock } from '../clock.js';
import type { DesiredContext, LiveContext } from '../kind.js';
import { desired as desiredGroups } from '../kinds/directory-group/desired.js';
import { desired as desiredAssignments } from '../kinds/permission-assignment/desired.js';
import { live as liveAssignments } from '../kinds/permission-assignment/live.js';
import { assignments } from '../kinds/permission-assignment/section.js';
import type { PermissionAssignmentSpec } from '../kinds/permission-assignment/spec.js';
import { desired as desiredSets } from '../kinds/permission-set/desired.js';
import { plannedOrganization } from '../kinds/planned-organization.js';
import type { Surroundings } from '../kinds/surroundings.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address, Desired, Live, NodeName } from '../model.js';
import type { AssignmentFacts } from './access-facts.js';
import { activeAccounts, type Fact } from './evidence.js';
import { factOf } from './facts.js';
import type { Read } from './read.js';

/** The manifest's assignments beside what is assigned, as a plan would compare them; undefined = it has no such section. */
export async function readAssignments(
  read: Read,
  manifest: Manifest | undefined,
  clock: Clock,
): Promise<Fact<AssignmentFacts> | undefined> {
  if (manifest?.section(assignments) === undefined) return undefined;
  const problems: string[] = [];
  const context: DesiredContext = {
    manifest,
    organization: plannedOrganization(manifest, read.live),
    problem: ({ message }) => problems.push(message),
  };
  const wanted = byAddress(desiredAssignments(context) as Iterable<Desired<PermissionAssignmentSpec>>);
  const declaredOf: ReadonlyMap<string, ReadonlyMap<Address, Desired>> = new Map([
    ['permission-set', byAddress<Desired>(desiredSets(context))],
    ['directory-group', byAddress<Desired>(desiredGroups(context))],
    ['permission-assignment', wanted as ReadonlyMap<Address, Desired>],
  ]);
  return factOf('sso:ListAccountAssignments', async () => {
    const unread = new Map<NodeName, string>();
    const found = new Map<Address, Live<PermissionAssignmentSpec>>();
    const surroundings: Surroundings = { ...read.aws, live: read.live };
    const live: LiveContext<Surroundings> = {
      aws: surroundings,
      names: read.live.names,
      manifestName: manifest.name,
      clock,
      organization: read.tree,
      ...(read.within && { within: read.within }),
      declared: wanted as ReadonlyMap<Address, Desired>,
      declaredOf: (kind) => declaredOf.get(kind) ?? new Map(),
      was: {},
      unknown: ({ address, reason }) => unread.set(accountIn(address, wanted), reason),
      problem: ({ message }) => problems.push(message),
    };
    for await (const one of liveAssignments(live)) found.set(one.address, one);
    const declared = [...wanted.values()].filter(({ absent }) => absent !== true).length;
    return { declared, gaps: gapsOf(read, wanted, found), unread, problems: [...new Set(problems)] };
  });
}

function byAddress<One extends { readonly address: Address }>(all: Iterable<One>): ReadonlyMap<Address, One> {
  return new Map([...all].map((one) => [one.address, one]));
}

function accountIn(
  address: Address | undefined,
  wanted: ReadonlyMap<Address, Desired<PermissionAssignmentSpec>>,
): NodeName {
  return (address === undefined ? undefined : wanted.get(address)?.spec.account) ?? 'root';
}

/** Accounts that are still to be made have no gaps: they are not there. */
function gapsOf(
  { tree }: Read,
  wanted: ReadonlyMap<Address, Desired<PermissionAssignmentSpec>>,
  found: ReadonlyMap<Address, Live<PermissionAssignmentSpec>>,
): ReadonlyMap<NodeName, readonly string[]> {
  const inUse = new Set(activeAccounts(tree));
  const gaps = new Map<NodeName, string[]>();
  const say = ({ account, principal, permissionSet }: PermissionAssignmentSpec, words: string): void => {
    if (!inUse.has(account)) return;
    gaps.set(account, [...(gaps.get(account) ?? []), `${principal.type} ${principal.name} ${words} ${permissionSet}`]);
  };
  for (const { address, spec, absent } of wanted.values()) {
    const isThere = found.has(address);
    if (absent === true && isThere) say(spec, 'still has');
    if (absent !== true && !isThere) say(spec, 'lacks');
  }
  for (const { address, spec, managedBy } of found.values())
    if (managedBy === 'us' && !wanted.has(address)) say(spec, 'has, undeclared,');
  return gaps;
}
