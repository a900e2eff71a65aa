import type { LandingZoneRecord } from '../../aws/controltower-records.js';
import { faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Change, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { isAs } from './live.js';
import { documentFor, settingsOf } from './manifest-document.js';
import { inheritedDigest, type LandingZoneSpec, laidOver } from './spec.js';

type Context = StepContext<Surroundings>;

/** Seconds: twenty minutes were seen for an update, up to an hour for a reset; whoever wrote AWS's own handler waits six. */
const LANDING_ZONE_OPERATION = { takes: [1_200, 3_600], patience: 21_600 } as const;

/**
 * On the landing zone: under which of its settings units were registered that carry no such tag themselves. Written
 * before the settings change, so that a run that is killed after it leaves word of what is still to be done.
 */
export const BEFORE_TAG = 'towerctl:before';

export function steps(change: Change<LandingZoneSpec>): Step<Surroundings>[] {
  switch (change.action) {
    case 'update':
    case 'adopt':
      return [remember(change.to), update(change.to)];
    case 'repair':
      return isAs(change.from, change.to) ? [reset()] : [remember(change.to), update(change.to)];
    case 'wait':
      return [settle(), bring(change.to)];
    default:
      return [];
  }
}

async function readAgain({ aws }: Context): Promise<LandingZoneRecord> {
  aws.controlTower.forget();
  const record = await aws.controlTower.landingZone();
  if (record === undefined) throw new Error('there is no landing zone any more; plan again');
  return record;
}

function remember(wanted: LandingZoneSpec): Step<Surroundings> {
  return {
    name: 'note what units are registered under',
    calls: ['controltower:TagResource'],
    async start(context) {
      const { aws, names } = context;
      const record = await readAgain(context);
      const idOf = (account: `account:${string}`): string | undefined => names.tryIdOf(account);
      const settings = settingsOf(record, names);
      const before = inheritedDigest(settings, idOf);
      if (before === inheritedDigest(laidOver(settings, wanted) as LandingZoneSpec, idOf)) return { state: 'done' };
      if ((await aws.controlTower.tags(record.arn))[BEFORE_TAG] !== before)
        await aws.controlTower.tag(record.arn, { [BEFORE_TAG]: before });
      return { state: 'done' };
    },
  };
}

function update(wanted: LandingZoneSpec): Step<Surroundings> {
  return {
    name: 'update',
    calls: ['controltower:UpdateLandingZone'],
    ...LANDING_ZONE_OPERATION,
    start: (context) => begin(context, wanted),
    poll: follow,
  };
}

/** From what is live at this moment, so that nothing is lost that somebody else has changed meanwhile. */
async function begin(context: Context, wanted: LandingZoneSpec): Promise<Progress> {
  const { aws, names } = context;
  const record = await readAgain(context);
  if (record.status === 'ACTIVE' && isAs(settingsOf(record, names), wanted)) return { state: 'done', id: record.arn };
  const { operationId } = await aws.controlTower.updateLandingZone(record.arn, {
    version: wanted.version ?? record.version,
    manifest: documentFor(record, wanted, (account) => names.idOf(account)),
    autoEnroll: wanted.autoEnroll ?? record.autoEnroll,
  });
  return { state: 'running', token: operationId };
}

function reset(): Step<Surroundings> {
  return {
    name: 'reset',
    calls: ['controltower:ResetLandingZone'],
    ...LANDING_ZONE_OPERATION,
    async start(context) {
      const { arn } = await readAgain(context);
      const { operationId } = await context.aws.controlTower.resetLandingZone(arn);
      return { state: 'running', token: operationId };
    },
    poll: follow,
  };
}

async function follow(token: string, { aws }: Context): Promise<Progress> {
  const { status, message } = await aws.controlTower.landingZoneOperationWith(token);
  if (status === 'IN_PROGRESS') return { state: 'running', token };
  if (status === 'SUCCEEDED') return { state: 'done' };
  return { state: 'failed', problem: message ?? 'the operation failed, and Control Tower does not say why' };
}

/** Somebody's operation is under way; whichever way it ends, the next step looks. */
function settle(): Step<Surroundings> {
  const look = async (context: Context): Promise<Progress> => {
    const { status } = await readAgain(context);
    if (status !== 'PROCESSING') return { state: 'done' };
    const operation = await context.aws.controlTower.landingZoneOperation();
    return { state: 'running', token: operation?.id ?? '', detail: `${operation?.type ?? 'an operation'} runs` };
  };
  return {
    name: 'wait for the running operation',
    calls: [],
    ...LANDING_ZONE_OPERATION,
    start: look,
    poll: (_token, context) => look(context),
  };
}

/** After somebody's operation: what is still not as declared is written. */
function bring(wanted: LandingZoneSpec): Step<Surroundings> {
  return {
    name: 'bring it to what is declared',
    calls: [],
    ...LANDING_ZONE_OPERATION,
    start: (context) => begin(context, wanted),
    poll: follow,
  };
}

/** What units without a tag of their own were registered under; undefined where nothing says that it is not the present. */
export async function inheritedBefore({ aws }: Pick<Context, 'aws'>): Promise<string | undefined> {
  const record = await aws.controlTower.landingZone();
  if (record === undefined) return undefined;
  try {
    return (await aws.controlTower.tags(record.arn))[BEFORE_TAG];
  } catch (error) {
    // Who may not read tags plans without it.
    if (faultOf(error).class !== 'denied') throw error;
    return undefined;
  }
}
