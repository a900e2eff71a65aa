import { describeFault, faultOf } from '../aws/faults.js';
import { TowerctlError } from '../errors.js';
import { compareVersions } from '../facts/baselines.js';
import type { Names } from '../kind.js';
import { unitSegmentOf } from '../manifest/unit-path.js';
import type { Change, Json, JsonObject, LandingZone, LandingZoneFacts, NodeName, Problem } from '../model.js';
import type { Organization } from '../organization.js';
import { settingsOf } from './landing-zone/manifest-document.js';
import { inheritedDigest } from './landing-zone/spec.js';
import type { Surroundings } from './surroundings.js';

/** The landing zone as it is, read once for everything that stands on it. */
export async function readLandingZone(
  aws: Pick<Surroundings, 'controlTower' | 'live'>,
  organization: Organization = aws.live.organization,
): Promise<LandingZone> {
  try {
    const record = await aws.controlTower.landingZone();
    if (record === undefined) return { state: 'none' };
    const { version, latestVersion, status, drift, governedRegions, manifest, autoEnroll } = record;
    // Only while one of its operations runs is it PROCESSING: otherwise there is nothing to ask for.
    const operation = status === 'PROCESSING' ? await aws.controlTower.landingZoneOperation() : undefined;
    const settings = settingsOf(record, aws.live.names);
    return {
      state: 'there',
      settings,
      inherited: inheritedDigest(settings, (account) => aws.live.names.tryIdOf(account)),
      version,
      ...(latestVersion !== undefined && { latestVersion }),
      status,
      drifted: drift === 'DRIFTED',
      governedRegions: [...governedRegions].sort(),
      autoEnroll,
      ...integrations(version, manifest),
      securityUnits: securityUnits(manifest, aws.live.names, organization),
      ...(operation && { operation: { id: operation.id, type: operation.type } }),
    };
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class === 'bug' || error instanceof TowerctlError) throw error;
    return { state: 'unknown', reason: describeFault('landing zone', fault) };
  }
}

/** Before 4.0 Config was always on, and Identity Center unless it was switched off; since 4.0 nothing is by itself. */
function integrations(
  version: string,
  manifest: JsonObject,
): Pick<LandingZoneFacts, 'identityCenter' | 'config' | 'backup'> {
  const optional = compareVersions(version, '4.0') >= 0;
  return {
    identityCenter: (at(manifest, 'accessManagement', 'enabled') ?? !optional) === true,
    config: !optional || at(manifest, 'config', 'enabled') === true,
    backup: at(manifest, 'backup', 'enabled') === true,
  };
}

/** Up to 3.3 the manifest names the Security unit; since 4.0 it is where the accounts of the integrations live. */
function securityUnits(manifest: JsonObject, names: Names, organization: Organization): NodeName[] {
  const named = at(manifest, 'organizationStructure', 'security', 'name');
  const accounts = ['centralizedLogging', 'config', 'securityRoles'].flatMap((integration) => {
    const id = at(manifest, integration, 'accountId');
    return typeof id === 'string' ? [id] : [];
  });
  const homes = accounts.flatMap((id) => {
    const account = names.nameOf(id);
    const parent = account === undefined ? undefined : organization.get(account)?.parent;
    return parent?.startsWith('unit:') ? [parent] : [];
  });
  return [
    ...new Set<NodeName>([...(typeof named === 'string' ? [`unit:${unitSegmentOf(named)}` as const] : []), ...homes]),
  ];
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    found = (found as JsonObject)[key];
  }
  return found;
}

/** What a reviewer has to know of the landing zone before anything is done that stands on it. */
export function landingZoneProblems(
  landingZone: LandingZone | undefined,
  homeRegion: string,
  changes: readonly Change[] = [],
): Problem[] {
  if (landingZone?.state === 'none') {
    return [
      {
        code: 'landing-zone-missing',
        severity: 'error',
        message: `this organization has no landing zone in ${homeRegion}, and its settings, baselines and controls stand on one`,
        hint: 'check organization.homeRegion; or set it up first (Control Tower console, or CreateLandingZone): towerctl changes a landing zone and does not create one, which takes its service roles, its accounts and a KMS key policy beforehand',
      },
    ];
  }
  if (landingZone?.state !== 'there') return [];
  const warnings: [string, string, string][] = [];
  const { operation, status, drifted } = landingZone;
  // An update and a reset both mend: who plans one needs no advice to do so.
  const isMended = changes.some(
    ({ kind, action }) => kind === 'landing-zone' && (action === 'update' || action === 'repair'),
  );
  if (status === 'PROCESSING') {
    warnings.push([
      'landing-zone-busy',
      `an operation of the landing zone is running${operation ? ` (${operation.type})` : ''}`,
      'apply waits until it has ended before it writes anything to Control Tower',
    ]);
  }
  if (status === 'FAILED' && !isMended)
    warnings.push([
      'landing-zone-failed',
      'the last operation of the landing zone failed',
      'reset or update the landing zone (landingZone: { onDrift: reset }, or --reset-drift): until then Control Tower may refuse what is planned here',
    ]);
  if (drifted && !isMended)
    warnings.push([
      'landing-zone-drifted',
      'the landing zone has drifted',
      'reset it (landingZone: { onDrift: reset }, or --reset-drift): what stands on it may be incomplete',
    ]);
  return warnings.map(([code, message, hint]) => ({ code, severity: 'warning', message, hint }));
}
