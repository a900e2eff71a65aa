import type { Picture } from '../guards/guard.js';
import { runGuards } from '../guards/index.js';
import type { Kind, SpecsByAddress } from '../kind.js';
import { landingZoneProblems } from '../kinds/landing-zone-facts.js';
import type { LiveOrganization } from '../kinds/live-organization.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address, Change, LandingZone, NameHints, NodeName, Plan, Problem } from '../model.js';
import { NameTable } from '../names.js';
import type { Organization } from '../organization.js';
import type { KindReading } from '../plan/compute.js';
import { estimate } from '../plan/estimate.js';
import { isActive, orderChanges, specAfter, specBefore } from '../plan/order.js';
import { limitToScope, nodesInScope, targetsOf } from '../plan/scope.js';
import type { DesiredSide } from './desired.js';
import { pictureAfter, pictureBefore } from './pictures.js';
import { digestOfLive } from './staleness.js';

export interface JudgeInput {
  readonly manifest: Manifest;
  readonly hints: NameHints;
  /** Absent offline. */
  readonly live?: LiveOrganization;
  /** As it will be. */
  readonly organization: Organization;
  readonly desired: DesiredSide;
  /** Where something of the manifest stands on it. */
  readonly landingZone?: LandingZone;
  readonly readings: readonly KindReading[];
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  readonly scope: readonly string[];
  readonly pace: number | 'off';
  readonly engineVersion: string;
  /** Clock milliseconds: allowances end by day. */
  readonly now: number;
}

/** From changes to a plan: ordered, limited to the scope, guarded, with what it stands on and how far it reaches. Pure. */
export function judge(input: JudgeInput): Plan {
  const { manifest, desired, readings, organization, live } = input;
  const names = live?.names ?? new NameTable(manifest.organization.id);
  const before = pictureBefore(live?.organization ?? organization, readings);
  const declaredChanges = live ? input.changes : creations(desired);
  const whole = orderChanges(declaredChanges, desired.kinds, before.specs);
  const specs = { before: before.specs, after: pictureAfter(organization, before, whole).specs };
  const scoped = orderChanges(inScope(whole, input, before, specs), desired.kinds, before.specs);
  const after = pictureAfter(organization, before, scoped);
  const guards = runGuards(
    {
      changes: scoped,
      before,
      after,
      settings: manifest.guards,
      expand: (text) => names.measured(text),
      declared: wanted(desired),
      ...(input.landingZone && { landingZone: input.landingZone }),
      homeRegion: manifest.organization.homeRegion,
      counts: Object.assign({}, ...readings.map((reading) => reading.counts)),
    },
    new Date(input.now).toISOString().slice(0, 10),
  );
  const byKind = new Map(readings.map((reading) => [reading.kind.name, reading]));
  return {
    format: 1,
    engine: input.engineVersion,
    manifest: { name: manifest.name, digest: manifest.digest },
    organizationId: manifest.organization.id,
    ...(asksControlTower(input, scoped) && { homeRegion: manifest.organization.homeRegion }),
    scope: input.scope,
    changes: withReads(scoped, byKind, names),
    unknown: readings.flatMap((reading) => reading.unknown),
    problems: [
      ...desired.problems,
      ...(live?.problems ?? []),
      ...landingZoneProblems(input.landingZone, manifest.organization.homeRegion, scoped),
      ...input.problems,
      ...guardProblems(guards.problems, input.scope),
    ],
    allowed: guards.allowed,
    unmanaged: unmanagedSections(manifest, desired),
    quotas: guards.quotas,
    reach: reachOf(scoped, desired.kinds, specs, [before.organization, organization]),
    estimate: estimate(scoped, desired.kinds, input.pace),
    names: input.hints,
    guards: { passed: guards.passed },
  };
}

function asksControlTower({ landingZone, desired }: JudgeInput, changes: readonly Change[]): boolean {
  const kinds = new Set(desired.kinds.filter((kind) => kind.needsLandingZone).map(({ name }) => name));
  return landingZone !== undefined || changes.some(({ kind }) => kinds.has(kind));
}

/** What the manifest wants to be there: guards look at it even where nothing changes. */
function wanted(desired: DesiredSide): ReadonlySet<Address> {
  return new Set(
    [...desired.declared.values()].flatMap((ofKind) =>
      [...ofKind.values()].filter(({ absent }) => !absent).map(({ address }) => address),
    ),
  );
}

/** A section that is absent is not managed, unless its kind is: a policy needs its type, whatever is said of types. */
function unmanagedSections(manifest: Manifest, desired: DesiredSide): string[] {
  const managed = new Set(desired.kinds.flatMap((kind) => kind.sections.map((section) => section.key)));
  return manifest.unmanaged.filter((key) => !managed.has(key));
}

/** What an allowance is for may lie outside the scope: there it is not unused. */
function guardProblems(problems: readonly Problem[], scope: readonly string[]): readonly Problem[] {
  return scope.length === 0 ? problems : problems.filter(({ code }) => code !== 'allowance-unused');
}

/** Offline everything that is declared is looked at as if it were new. */
function creations(desired: DesiredSide): Change[] {
  return desired.kinds.flatMap((kind) =>
    [...(desired.declared.get(kind.name)?.values() ?? [])]
      .filter((entry) => !entry.absent && !entry.existing)
      .map((entry) => ({
        address: entry.address,
        kind: kind.name,
        needs: entry.needs ?? [],
        after: [],
        reads: [],
        why: 'declared' as const,
        origin: entry.origin,
        action: 'create' as const,
        to: entry.spec,
      })),
  );
}

type Specs = { readonly before: SpecsByAddress; readonly after: SpecsByAddress };

function inScope(changes: readonly Change[], input: JudgeInput, before: Picture, specs: Specs): readonly Change[] {
  if (input.scope.length === 0) return changes;
  const organizations = [before.organization, input.organization];
  const kinds = new Map(input.desired.kinds.map((kind) => [kind.name, kind]));
  return limitToScope(
    changes,
    nodesInScope(input.scope, organizations),
    (change) => nodesOf(change, kinds, specs),
    (node) => organizations.flatMap((organization) => organization.below(node)),
  );
}

/** A notice about something undeclared lies where that thing is. */
function nodesOf(change: Change, kinds: ReadonlyMap<string, Kind>, specs: Specs): readonly NodeName[] {
  const kind = kinds.get(change.kind);
  return kind ? targetsOf(change, kind, specs) : [];
}

function reachOf(
  changes: readonly Change[],
  kinds: readonly Kind[],
  specs: Specs,
  organizations: readonly Organization[],
): Plan['reach'] {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const nodes = new Set(changes.filter(isActive).flatMap((change) => nodesOf(change, byName, specs)));
  const accounts = new Set<NodeName>();
  const all = new Set<NodeName>();
  for (const organization of organizations) {
    for (const account of organization.accounts()) all.add(account);
    for (const node of nodes)
      if (organization.has(node)) for (const account of organization.accounts(node)) accounts.add(account);
  }
  return { accounts: accounts.size, of: all.size };
}

/** What each change relies on without any change of the plan touching it. */
function withReads(changes: readonly Change[], byKind: ReadonlyMap<string, KindReading>, names: NameTable): Change[] {
  const touched = new Set(changes.filter(isActive).map((change) => change.address));
  return changes.map((change) => {
    const kind = byKind.get(change.kind)?.kind;
    const spec = specAfter(change) ?? specBefore(change);
    if (!isActive(change) || !kind || !spec) return change;
    const reads = kind
      .needs(spec)
      .filter((address) => !touched.has(address))
      .flatMap((address) => {
        const digest = digestOfLive(address, byKind, names);
        return digest === undefined ? [] : [{ address, digest }];
      });
    return { ...change, reads };
  });
}
