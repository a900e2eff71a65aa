import { describeFault, faultOf, missingPermission } from '../aws/faults.js';
import type { Clock } from '../clock.js';
import { TowerctlError } from '../errors.js';
import type { Listener } from '../events.js';
import type { Kind, LiveContext } from '../kind.js';
import type { LiveOrganization } from '../kinds/live-organization.js';
import type { Surroundings } from '../kinds/surroundings.js';
import type { Address, Change, Desired, Lacking, Live, NameHints, NodeName, Problem, Unknown } from '../model.js';
import type { KindReading } from '../plan/compute.js';
import { canonicalJson } from '../plan/digest.js';

export type AnyKind = Kind<never, Surroundings>;

export interface ReadContext {
  readonly aws: Surroundings;
  readonly live: LiveOrganization;
  readonly manifestName: string;
  readonly hints: NameHints;
  readonly clock: Clock;
  readonly listener: Listener;
  readonly onlyDeclared?: boolean;
  /** The nodes in scope; absent = everything. */
  readonly within?: ReadonlySet<NodeName>;
}

export type DeclaredByKind = ReadonlyMap<string, ReadonlyMap<Address, Desired>>;

/** Reads every kind at the same time; what cannot be read becomes unknown, never absent. */
export async function readKinds(
  kinds: readonly Kind[],
  declared: DeclaredByKind,
  context: ReadContext,
): Promise<KindReading[]> {
  return Promise.all(kinds.map((kind) => readKind(kind, declared, context)));
}

async function readKind(kind: Kind, declared: DeclaredByKind, context: ReadContext): Promise<KindReading> {
  const { clock, listener } = context;
  const said: Said = { unknown: [], problems: [], counts: {}, lacking: [] };
  const live = new Map<Address, Live>();
  const desired = declared.get(kind.name) ?? new Map<Address, Desired>();
  listener({ code: 'read-started', at: clock.now(), kind: kind.name });
  try {
    for await (const found of kind.live(liveContext(kind, declared, context, said))) keep(live, found, context);
  } catch (error) {
    said.unknown.push(unreadable(kind, error));
  }
  listener({ code: 'read-finished', at: clock.now(), kind: kind.name, found: live.size });
  return { kind, desired, live, ...said };
}

/** The closer look that some kinds take before something is planned on a cheap read. True when anything was seen anew. */
export async function confirmKind(
  reading: KindReading,
  changes: readonly Change[],
  all: readonly Change[],
  declared: DeclaredByKind,
  context: ReadContext,
): Promise<KindReading> {
  const { kind } = reading;
  // What could not be read at all is not asked a second time.
  if (!kind.confirm || reading.unknown.some((unknown) => unknown.address === undefined)) return reading;
  const said: Said = {
    unknown: [...reading.unknown],
    problems: [...(reading.problems ?? [])],
    counts: { ...reading.counts },
    lacking: [...(reading.lacking ?? [])],
  };
  const live = new Map(reading.live);
  try {
    for await (const found of kind.confirm(liveContext(kind, declared, context, said), changes, all))
      keep(live, found, context);
  } catch (error) {
    said.unknown.push(unreadable(kind, error));
  }
  return { ...reading, live, ...said };
}

/** What a read says beside what it finds. */
interface Said {
  readonly unknown: Unknown[];
  readonly problems: Problem[];
  readonly counts: Record<string, number>;
  readonly lacking: Lacking[];
}

function keep(live: Map<Address, Live>, found: Live, context: ReadContext): void {
  if (found.gone) {
    live.delete(found.address);
    return;
  }
  live.set(found.address, found);
  if (found.id !== undefined) context.live.names.set(found.address, found.id);
}

function liveContext(
  kind: Kind,
  declared: DeclaredByKind,
  context: ReadContext,
  said: Said,
): LiveContext<Surroundings> {
  const of = (name: string): ReadonlyMap<Address, Desired> => declared.get(name) ?? new Map();
  return {
    aws: context.aws,
    names: context.live.names,
    manifestName: context.manifestName,
    clock: context.clock,
    organization: context.live.organization,
    declared: of(kind.name),
    declaredOf: of,
    leavesAlone: (name) => !declared.has(name),
    ...(context.onlyDeclared && { onlyDeclared: true }),
    ...(context.within && { within: context.within }),
    was: context.hints.was,
    counted: (what, number) => {
      said.counts[what] = number;
    },
    lacks: (lacking) => {
      const key = canonicalJson(lacking);
      if (!said.lacking.some((known) => canonicalJson(known) === key)) said.lacking.push(lacking);
    },
    unknown: (entry) => said.unknown.push({ kind: kind.name, ...entry }),
    problem: (problem) => {
      const whole = { severity: 'error' as const, ...problem };
      // A closer look is taken several times, and sees the same again.
      const key = canonicalJson(whole);
      if (!said.problems.some((known) => canonicalJson(known) === key)) said.problems.push(whole);
    },
  };
}

/** What AWS refused or did not answer is unknown; anything else that was thrown is a fault of ours, and said as one. */
function unreadable(kind: Kind, error: unknown): Unknown {
  const fault = faultOf(error);
  if (fault.class === 'bug' || error instanceof TowerctlError) throw error;
  const missing = missingPermission(fault);
  return {
    kind: kind.name,
    reason: describeFault(kind.name, fault),
    ...(missing !== undefined && { missingPermission: missing }),
  };
}
