import type { StepContext } from '../../kind.js';
import type { Change } from '../../model.js';
import { OWNER_TAG } from '../ownership.js';
import type { Surroundings } from '../surroundings.js';
import { isDrifted, notEnrolled, seenBaselines } from './reading.js';
import { type EnabledBaselineSpec, SETTINGS_TAG } from './spec.js';

/** Whether the lists show it, and no drift that was just mended. */
export async function shows(
  change: Change<EnabledBaselineSpec>,
  { aws, names, manifestName }: StepContext<Surroundings>,
): Promise<boolean> {
  const spec = 'to' in change ? change.to : change.from;
  if (spec === undefined) return true;
  const seen = (await seenBaselines(aws, names)).find(
    (one) => one.baseline === spec.baseline && one.target === spec.target,
  );
  if (change.action === 'remove' || !seen) return (change.action === 'remove') === (seen === undefined);
  const { record } = seen;
  if (record.status !== 'SUCCEEDED' || (spec.version !== undefined && record.version !== spec.version)) return false;
  if (change.action === 'repair' && notEnrolled(seen).length === 0 && isDrifted(seen)) return false;
  if (change.action === 'wait' || change.action === 'expect') return true;
  const tags = await aws.controlTower.tags(record.arn);
  return tags[OWNER_TAG] === manifestName && (tags[SETTINGS_TAG] ?? spec.landingZone) === spec.landingZone;
}
