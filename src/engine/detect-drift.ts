import { drive } from '../apply/drive.js';
import { schedule } from '../apply/schedule.js';
import { hintsOf, selectsByTags } from '../kinds/hints.js';
import { identityCenterRegion } from '../kinds/identity-center.js';
import { plannedOrganization } from '../kinds/planned-organization.js';
import { detection } from '../kinds/stack-baseline/detect.js';
import type { Surroundings } from '../kinds/surroundings.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Change, Outcome } from '../model.js';
import { desiredSide } from './desired.js';
import { landingZoneFor } from './landing-zone.js';
import type { EngineOptions } from './options.js';
import { openOrganization } from './organization.js';

/**
 * Starts a drift detection on the StackSet of every declared baseline and waits for all of them. It changes nothing, but
 * it is an operation: nothing else can be done to a set until it ends. A set that is not there is passed over.
 */
export async function detectDrift(manifest: Manifest, options: EngineOptions): Promise<readonly Outcome[]> {
  const { clock, listener = () => {}, signal } = options;
  const home = options.aws.inHomeRegion(
    manifest.organization.homeRegion,
    manifest.organization.memberRoles,
    identityCenterRegion(manifest),
  );
  const live = await openOrganization(home, manifest, hintsOf(manifest), selectsByTags(manifest));
  const aws: Surroundings = { ...home, live };
  const landingZone = await landingZoneFor(manifest, aws);
  const organization = plannedOrganization(manifest, live);
  const declared = desiredSide(manifest, organization, { ...(landingZone && { landingZone }) }).declared;
  const changes = [...(declared.get('stack-baseline')?.values() ?? [])]
    .filter(({ absent }) => absent !== true)
    .map(
      ({ address, spec, origin }): Change => ({
        address,
        kind: detection.name,
        needs: [],
        after: [],
        reads: [],
        why: 'declared',
        origin,
        action: 'wait',
        to: spec,
      }),
    );
  const step = { aws, names: live.names, clock, manifestName: manifest.name };
  // One detection a run: the ids of its operations must not be those of an earlier one.
  const planDigest = clock.now().toString(16);
  return schedule(changes, {
    clock,
    listener,
    ...(signal && { signal }),
    lanes: (change) => detection.lanes(change),
    weight: () => 0,
    drive: (change) => drive(change, detection, { step, clock, listener, planDigest, created: () => {} }),
  });
}
