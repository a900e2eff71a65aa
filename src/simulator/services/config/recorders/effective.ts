import type { JsonObject } from '../../../../model.js';
import type { World } from '../../../world.js';
import { isMadeByStack, type MadeResource, resourcesOf } from '../../cloudformation/for-stack-sets.js';
import { configRecorders, recorderSettings } from '../../controltower/for-services.js';
import { organizationOf } from '../../organizations/for-services.js';
import { type ChannelRow, configState, keyOf, type Place, type RecorderRow } from '../state.js';
import { isKept, setUpByControlTower } from './without-stacks.js';

/** The recorder and the delivery channel of an account and Region, whoever set them up. */

const RECORDER = 'AWS::Config::ConfigurationRecorder';
const CHANNEL = 'AWS::Config::DeliveryChannel';

/** As AWS answers it where nobody chose anything. */
export const EVERYTHING: JsonObject = {
  allSupported: true,
  includeGlobalResourceTypes: false,
  resourceTypes: [],
  exclusionByResourceTypes: { resourceTypes: [] },
  recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
};
export const CONTINUOUS: JsonObject = { recordingFrequency: 'CONTINUOUS', recordingModeOverrides: [] };

export function recorderOf(world: World, place: Place): Readonly<RecorderRow> | undefined {
  const state = configState(world);
  const own = state.recorders[keyOf(place)];
  if (own) return own;
  const given = givenRecorder(world, place);
  if (!given) return undefined;
  const last = state.switched[keyOf(place)];
  if (!last || last.at < given.at) return given;
  const when = last.recording ? { startedAt: last.at } : { stoppedAt: last.at };
  return { ...given, recording: last.recording, ...when };
}

export function channelOf(world: World, place: Place): Readonly<ChannelRow> | undefined {
  return configState(world).channels[keyOf(place)] ?? givenChannel(world, place);
}

/** What Control Tower set up, or a stack. */
function givenRecorder(world: World, place: Place): RecorderRow | undefined {
  const { accountId } = place;
  const since = setUpByControlTower(world, place);
  if (since !== undefined && isKept(world, 'recorder', place, since)) {
    return {
      name: 'aws-controltower-BaselineConfigRecorder',
      roleArn: `arn:aws:iam::${accountId}:role/aws-controltower-ConfigRecorderRole`,
      group: { ...EVERYTHING, includeGlobalResourceTypes: place.region === recorderSettings(world).home },
      mode: CONTINUOUS,
      at: since,
      recording: true,
      startedAt: Math.max(since, configState(world).began),
    };
  }
  const made = madeHere(world, place, RECORDER);
  if (!made || !isKept(world, 'recorder', place, made.changedAt)) return undefined;
  const { RoleARN, RecordingGroup } = made.properties;
  const isRunning = channelOf(world, place) !== undefined;
  return {
    name: made.physicalId,
    roleArn: typeof RoleARN === 'string' ? RoleARN : '',
    group: { ...EVERYTHING, ...groupOf(RecordingGroup) },
    mode: CONTINUOUS,
    at: made.changedAt,
    recording: isRunning,
    ...(isRunning && { startedAt: made.changedAt }),
  };
}

/** CloudFormation writes the members with a capital letter. */
function groupOf(given: unknown): JsonObject {
  if (typeof given !== 'object' || given === null) return {};
  const entries = Object.entries(given as JsonObject).map(([name, value]) => {
    const written = value === 'true' || value === 'false' ? value === 'true' : value;
    return [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, written] as const;
  });
  const known = ['allSupported', 'includeGlobalResourceTypes', 'resourceTypes'];
  return Object.fromEntries(entries.filter(([name]) => known.includes(name)));
}

function givenChannel(world: World, place: Place): ChannelRow | undefined {
  const since = setUpByControlTower(world, place);
  if (since !== undefined && isKept(world, 'channel', place, since)) {
    const { logArchive, home } = recorderSettings(world);
    return {
      name: 'aws-controltower-BaselineConfigDeliveryChannel',
      bucket: `aws-controltower-logs-${logArchive}-${home}`,
      more: { s3KeyPrefix: organizationOf(world)?.id ?? '' },
      at: since,
    };
  }
  const made = madeHere(world, place, CHANNEL);
  if (!made || !isKept(world, 'channel', place, made.changedAt)) return undefined;
  const { S3BucketName, S3KeyPrefix } = made.properties;
  return {
    name: made.physicalId,
    bucket: String(S3BucketName ?? ''),
    more: typeof S3KeyPrefix === 'string' ? { s3KeyPrefix: S3KeyPrefix } : {},
    at: made.changedAt,
  };
}

function madeHere(world: World, { accountId, region }: Place, type: string): MadeResource | undefined {
  if (!isMadeByStack(world, { accountId, region }, type)) return undefined;
  return resourcesOf(world, accountId, region).find((resource) => resource.type === type);
}

/** Has the account a recorder in this Region, running or not? Asked once for all accounts of an organization. */
export function recorderFinder(world: World, region: string): (accountId: string) => boolean {
  const { recorders, deleted } = configState(world);
  const setUp = configRecorders(world);
  return (accountId) => {
    const place = { accountId, region };
    const key = keyOf(place);
    if (recorders[key]) return true;
    if (deleted[`recorder ${key}`] !== undefined) return recorderOf(world, place) !== undefined;
    return setUp.get(accountId)?.regions.includes(region) === true || isMadeByStack(world, place, RECORDER);
  };
}
