import type { DesiredContext, Hold, Kind } from '../kind.js';
import { KINDS } from '../kinds/index.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address, Desired, LandingZone, NodeName, Problem } from '../model.js';
import type { Organization } from '../organization.js';
import { rowProblems } from './quarantine.js';
import type { DeclaredByKind } from './reading.js';

export interface DesiredSide {
  /** The kinds that this manifest manages: one of their sections is present. */
  readonly kinds: readonly Kind[];
  readonly declared: DeclaredByKind;
  readonly problems: readonly Problem[];
}

export interface DesiredOptions {
  readonly landingZone?: LandingZone;
  /** How accounts in quarantine stand; absent offline. */
  readonly holds?: ReadonlyMap<NodeName, Hold>;
  /** ISO date (UTC). */
  readonly today?: string;
  /** Drift that the manifest only wants reported is mended in this run. */
  readonly resetDrift?: boolean;
}

/** What the manifest asks for, kind by kind. Pure. */
export function desiredSide(
  manifest: Manifest,
  organization: Organization,
  { landingZone, holds, today, resetDrift = false }: DesiredOptions = {},
): DesiredSide {
  const problems: Problem[] = rowProblems(manifest);
  const context: DesiredContext = {
    manifest,
    organization,
    ...(landingZone && { landingZone }),
    ...(holds && { holds }),
    ...(today !== undefined && { today }),
    problem: (problem) => problems.push({ severity: 'error', ...problem }),
  };
  const present = new Set(
    KINDS.flatMap((kind) => kind.sections)
      .filter((section) => manifest.section(section) !== undefined)
      .map((section) => section.key),
  );
  const kinds = KINDS.filter((kind) => kind.readsSections.some((key) => present.has(key)));
  const declared = new Map(kinds.map((kind) => [kind.name, byAddress(kind, context, problems, resetDrift)]));
  return { kinds, declared, problems };
}

function byAddress(
  kind: Kind,
  context: DesiredContext,
  problems: Problem[],
  resetDrift: boolean,
): ReadonlyMap<Address, Desired> {
  const found = new Map<Address, Desired>();
  for (const given of kind.desired(context)) {
    const desired = resetDrift && given.onDrift !== 'replace' ? { ...given, onDrift: 'reset' as const } : given;
    const other = found.get(desired.address);
    if (other && other.absent !== desired.absent) {
      problems.push({
        code: 'contradiction',
        severity: 'error',
        address: desired.address,
        origin: desired.origin,
        message: `${desired.address} is asked for in one place and ruled out in another (${other.origin.file}:${other.origin.line})`,
        hint: 'keep one of the two',
      });
    } else if (!other) found.set(desired.address, desired);
  }
  return found;
}
