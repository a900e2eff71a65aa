import type { LiveContext, StepContext } from '../../kind.js';
import type { Change, Live } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { settingsOf } from './manifest-document.js';
import { LANDING_ZONE, type LandingZoneSpec, narrowSettings } from './spec.js';

type Context = LiveContext<Surroundings>;

export async function* live(context: Context): AsyncGenerator<Live<LandingZoneSpec>> {
  const { controlTower } = context.aws;
  const record = await controlTower.landingZone();
  if (record === undefined) return;
  const operation = record.status === 'PROCESSING' ? await controlTower.landingZoneOperation() : undefined;
  yield {
    address: LANDING_ZONE,
    id: record.arn,
    spec: settingsOf(record, context.names),
    // There is one in an organization, and who declares it has it: nothing on it could say otherwise.
    managedBy: 'us',
    ...conditionOf(record.status, record.drift === 'DRIFTED', context),
    ...(operation && { token: operation.id }),
  };
}

/** Reset only where the manifest, or a flag, asks for it: otherwise what is wrong is said. */
function conditionOf(
  status: 'ACTIVE' | 'PROCESSING' | 'FAILED',
  drifted: boolean,
  { declared }: Context,
): Pick<Live, 'condition' | 'detail' | 'reported'> {
  if (status === 'PROCESSING') return { condition: 'running' };
  const detail = status === 'FAILED' ? 'its last operation failed' : 'Control Tower reports that it has drifted';
  if (status !== 'FAILED' && !drifted) return { condition: 'settled' };
  if (declared.get(LANDING_ZONE)?.onDrift === 'reset')
    return { condition: status === 'FAILED' ? 'failed' : 'drifted', detail };
  return { condition: 'settled', detail, reported: `${detail}; onDrift: reset (or --reset-drift) resets it` };
}

/** Whether AWS shows what was done, and nothing is under way. */
export async function shows(
  change: Change<LandingZoneSpec>,
  { aws, names }: StepContext<Surroundings>,
): Promise<boolean> {
  const record = await aws.controlTower.landingZone();
  if (record === undefined || record.status !== 'ACTIVE') return false;
  if (!('to' in change)) return true;
  if (change.action === 'repair' && record.drift === 'DRIFTED') return false;
  return isAs(settingsOf(record, names), change.to);
}

/** Whether the settings are as these say; what these leave out does not matter. */
export function isAs(settings: LandingZoneSpec, wanted: LandingZoneSpec): boolean {
  return sorted(narrowSettings(settings, wanted)) === sorted(wanted);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
