import type { GuardInput, Picture } from '../guards/guard.js';
import { runGuards } from '../guards/index.js';
import type { Kind, SpecsByAddress } from '../kind.js';
import { identityCenterRegion } from '../kinds/identity-center.js';
import { landingZoneProblems } from '../kinds/landing-zone-facts.js';
import type { LiveOrganization } from '../kinds/live-organization.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address, AddressHold, Change, LandingZone, NameHints, NodeName, Plan, Problem } from '../model.js';
import { NameTable } from '../names.js';
import type { Organization } from '../organization.js';
import type { KindReading } from '../plan/compute.js';
import { estimate } from '../plan/estimate.js';
import { healedOnly } from '../plan/heal.js';
import { withholdChanges } from '../plan/holds.js';
import { isActive, orderChanges, specAfter, specBefore } from '../plan/order.js';
import { limitToScope, nodesInScope, partInScope, targetsOf } from '../plan/scope.js';
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
  readonly holds?: readonly AddressHold[];
  /** Only drift of these kinds is mended; absent = everything is done. */
  readonly heal?: ReadonlySet<string>;
  /** Given what the guards look at, for rules that are not the engine's. */
  readonly judged?: (input: GuardInput) => void;
}

/** From changes to a plan: ordered, limited to the scope, guarded, with what it stands on and how far it reaches. Pure. */
export function judge(input: JudgeInput): Plan {
  const { manifest, desired, readings, organization, live } = input;
  const names = live?.names ?? new NameTable(manifest.organization.id);
  const before = pictureBefore(live?.organization ?? organization, readings);
  const declaredChanges = live ? input.changes : creations(desired);
  const ordered = orderChanges(declaredChanges, desired.kinds, before.specs);
  const unheld = withholdChanges(ordered, input.holds ?? [], input.now);
  const whole = input.heal ? healedOnly(unheld, input.heal) : unheld;
  const specs = { before: before.specs, after: pictureAfter(organization, before, whole).specs };
  const scoped = orderChanges(inScope(whole, input, before, specs, names), desired.kinds, before.specs);
  const after = pictureAfter(organization, before, scoped);
  const judged: GuardInput = {
    changes: scoped,
    before,
    after,
    settings: manifest.guards,
    expand: (text) => names.measured(text),
    declared: wanted(desired),
    ...(input.landingZone && { landingZone: input.landingZone }),
    homeRegion: manifest.organization.homeRegion,
    counts: Object.assign({}, ...readings.map((reading) => reading.counts)),
    lacking: readings.flatMap((reading) => reading.lacking ?? []),
  };
  input.judged?.(judged);
  const guards = runGuards(judged, new Date(input.now).toISOString().slice(0, 10));
  const byKind = new Map(readings.map((reading) => [reading.kind.name, reading]));
  const identityRegion = identityCenterRegion(manifest);
  return {
    format: 1,
    engine: input.engineVersion,
    manifest: { name: manifest.name, digest: manifest.digest },
    organizationId: manifest.organization.id,
    homeRegion: manifest.organization.homeRegion,
    ...(asksControlTower(input, scoped) && { controlTower: true }),
    ...(manifest.organization.memberRoles && { memberRoles: manifest.organization.memberRoles }),
    ...(identityRegion !== undefined && { identityCenterRegion: identityRegion }),
    scope: input.scope,
    changes: withReads(scoped, byKind, names),
    unknown: readings.flatMap((reading) => reading.unknown),
    problems: [
      ...desired.problems,
      ...(live?.problems ?? []),
      ...landingZoneProblems(input.landingZone, manifest.organization.homeRegion, scoped),
      ...input.problems,
      ...guardProblems(guards.problems, input),
    ],
    allowed: guards.allowed,
    unmanaged: unmanagedSections(manifest, desired),
    quotas: guards.quotas,
    reach: reachOf(scoped, input, specs, [before.organization, organization]),
    estimate: estimate(scoped, desired.kinds, input.pace),
    names: input.hints,
    guards: { passed: guards.passed },
  };
}

function asksControlTower({ landingZone, desired }: JudgeInput, changes: readonly Change[]): boolean {
  const kinds = new Set(desired.kinds.filter((kind) => kind.needsLandingZone).map(({ name }) => name));
  const isKnown = landingZone !== undefined && landingZone.state !== 'unknown';
  return isKnown || changes.some(({ kind }) => kinds.has(kind));
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

/** What an allowance is for may lie outside the scope, or be left: there it is not unused. */
function guardProblems(problems: readonly Problem[], { scope, heal }: JudgeInput): readonly Problem[] {
  return scope.length === 0 && !heal ? problems : problems.filter(({ code }) => code !== 'allowance-unused');
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

function inScope(
  changes: readonly Change[],
  input: JudgeInput,
  before: Picture,
  specs: Specs,
  names: NameTable,
): readonly Change[] {
  if (input.scope.length === 0) return changes;
  const organizations = [before.organization, input.organization];
  const kinds = new Map(input.desired.kinds.map((kind) => [kind.name, kind]));
  const nodes = nodesInScope(input.scope, organizations);
  const parts = new Map(
    changes.flatMap((change) => {
      const kind = kinds.get(change.kind);
      const part = kind && partInScope(change, kind, nodes, names);
      return part ? [[change.address, part] as const] : [];
    }),
  );
  return limitToScope(
    changes.map((change) => parts.get(change.address) ?? change),
    nodes,
    (change) => (parts.has(change.address) ? [...nodes] : nodesOf(change, kinds, specs, organizations)),
    (node) => organizations.flatMap((organization) => organization.below(node)),
  );
}

/** A notice about something undeclared lies where that thing is. */
function nodesOf(
  change: Change,
  kinds: ReadonlyMap<string, Kind>,
  specs: Specs,
  organizations: readonly Organization[],
): readonly NodeName[] {
  const kind = kinds.get(change.kind);
  return kind ? targetsOf(change, kind, specs, organizations) : [];
}

/** A scoped plan reaches nobody outside the scope: what it holds of a larger thing is a part. */
function reachOf(
  changes: readonly Change[],
  { desired, scope }: JudgeInput,
  specs: Specs,
  organizations: readonly Organization[],
): Plan['reach'] {
  const byName = new Map(desired.kinds.map((kind) => [kind.name, kind]));
  const within = scope.length === 0 ? undefined : nodesInScope(scope, organizations);
  const nodes = new Set(changes.filter(isActive).flatMap((change) => nodesOf(change, byName, specs, organizations)));
  const accounts = new Set<NodeName>();
  const all = new Set<NodeName>();
  for (const organization of organizations) {
    for (const account of organization.accounts()) all.add(account);
    const reached = [...nodes].filter((node) => organization.has(node)).flatMap((node) => organization.accounts(node));
    for (const account of reached) if (within?.has(account) ?? true) accounts.add(account);
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
