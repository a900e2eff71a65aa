import type { JsonObject } from '../../../../model.js';
import { type Operation, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { type Input, invalid, optionalText, text, texts } from '../errors.js';
import { configState, keyOf, type Place } from '../state.js';
import { CONTINUOUS, channelOf, EVERYTHING, recorderOf } from './effective.js';

const NAME = { max: 256 };

const noRecorder = (name: string): ServiceError =>
  new ServiceError(
    'NoSuchConfigurationRecorderException',
    `Cannot find configuration recorder with the specified name '${name}'.`,
  );
const noChannel = (name: string): ServiceError =>
  new ServiceError('NoSuchDeliveryChannelException', `Cannot find delivery channel with specified name '${name}'.`);

/** As JSON: what was sent is kept, dates and the like do not occur in these shapes. */
const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value ?? {})) as JsonObject;

const PutConfigurationRecorder: Operation<World> = (input, { world, caller, clock }) => {
  const given = plain(input['ConfigurationRecorder']);
  const name = String(given['name'] ?? 'default');
  if (name === '' || name.length > NAME.max) {
    throw new ServiceError('InvalidConfigurationRecorderNameException', `The name '${name}' is not valid.`);
  }
  const there = recorderOf(world, caller);
  if (there && there.name !== name) {
    throw new ServiceError(
      'MaxNumberOfConfigurationRecordersExceededException',
      `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`,
    );
  }
  const roleArn = String(given['roleARN'] ?? there?.roleArn ?? '');
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+/.test(roleArn)) {
    throw new ServiceError('InvalidRoleException', `The role ARN '${roleArn}' is not valid.`);
  }
  const { recording = false, startedAt, stoppedAt } = there ?? {};
  configState(world).recorders[keyOf(caller)] = {
    name,
    roleArn,
    group: groupOf(given['recordingGroup'], there?.group),
    mode: given['recordingMode'] === undefined ? (there?.mode ?? CONTINUOUS) : plain(given['recordingMode']),
    at: clock.now(),
    recording,
    ...(startedAt !== undefined && { startedAt }),
    ...(stoppedAt !== undefined && { stoppedAt }),
  };
  return {};
};

function groupOf(given: unknown, before: JsonObject = EVERYTHING): JsonObject {
  if (given === undefined) return before;
  const group = plain(given);
  const types = Array.isArray(group['resourceTypes']) ? group['resourceTypes'] : [];
  if (group['allSupported'] === true && types.length > 0) {
    throw new ServiceError(
      'InvalidRecordingGroupException',
      'The recording group provided is not valid: allSupported and a list of resource types exclude each other.',
    );
  }
  const strategy = types.length > 0 ? 'INCLUSION_BY_RESOURCE_TYPES' : 'ALL_SUPPORTED_RESOURCE_TYPES';
  return {
    ...EVERYTHING,
    allSupported: types.length === 0 && group['exclusionByResourceTypes'] === undefined,
    recordingStrategy: { useOnly: group['exclusionByResourceTypes'] ? 'EXCLUSION_BY_RESOURCE_TYPES' : strategy },
    ...group,
  };
}

const DescribeConfigurationRecorders: Operation<World> = (input, { world, caller }) => {
  const recorder = chosen(input, 'ConfigurationRecorderNames', recorderOf(world, caller), noRecorder);
  if (!recorder) return { ConfigurationRecorders: [] };
  const { name, roleArn, group, mode } = recorder;
  return {
    ConfigurationRecorders: [
      {
        arn: arnOf(caller, name),
        name,
        roleARN: roleArn,
        recordingGroup: group,
        recordingMode: mode,
        recordingScope: 'PAID',
      },
    ],
  };
};

const DescribeConfigurationRecorderStatus: Operation<World> = (input, { world, caller }) => {
  const recorder = chosen(input, 'ConfigurationRecorderNames', recorderOf(world, caller), noRecorder);
  if (!recorder) return { ConfigurationRecordersStatus: [] };
  const { name, recording, startedAt, stoppedAt } = recorder;
  return {
    ConfigurationRecordersStatus: [
      {
        arn: arnOf(caller, name),
        name,
        recording,
        lastStatus: startedAt === undefined ? 'NotApplicable' : 'Success',
        ...(startedAt !== undefined && {
          lastStartTime: new Date(startedAt),
          lastStatusChangeTime: new Date(startedAt),
        }),
        ...(stoppedAt !== undefined && { lastStopTime: new Date(stoppedAt) }),
      },
    ],
  };
};

const arnOf = ({ accountId, region }: Place, name: string): string =>
  `arn:aws:config:${region}:${accountId}:configuration-recorder/${name}`;

/** Of an account and Region there is one at most. Filters by service are for recorders that are linked to one: none here. */
function chosen<T extends { readonly name: string }>(
  input: Input,
  member: string,
  there: T | undefined,
  missing: (name: string) => ServiceError,
): T | undefined {
  const names = texts(input, member, 100);
  if (names.length > 1) throw invalid(`More than one name was specified: ${names.join(', ')}.`);
  if (input['ServicePrincipal'] !== undefined) return undefined;
  const [name] = names;
  if (name !== undefined && there?.name !== name) throw missing(name);
  return there;
}

function switching(recording: boolean): Operation<World> {
  return (input, { world, caller, clock }) => {
    const name = text(input, 'ConfigurationRecorderName', NAME);
    const recorder = recorderOf(world, caller);
    if (recorder?.name !== name) throw noRecorder(name);
    if (recording && !channelOf(world, caller)) {
      throw new ServiceError(
        'NoAvailableDeliveryChannelException',
        'Delivery channel is not available to start configuration recorder.',
      );
    }
    if (recorder.recording === recording) return {};
    const at = clock.now();
    const state = configState(world);
    const own = state.recorders[keyOf(caller)];
    if (own) Object.assign(own, { recording, [recording ? 'startedAt' : 'stoppedAt']: at });
    else state.switched[keyOf(caller)] = { recording, at };
    return {};
  };
}

const DeleteConfigurationRecorder: Operation<World> = (input, { world, caller, clock }) => {
  const name = text(input, 'ConfigurationRecorderName', NAME);
  if (recorderOf(world, caller)?.name !== name) throw noRecorder(name);
  const state = configState(world);
  delete state.recorders[keyOf(caller)];
  delete state.switched[keyOf(caller)];
  state.deleted[`recorder ${keyOf(caller)}`] = clock.now();
  return {};
};

const PutDeliveryChannel: Operation<World> = (input, { world, caller, clock }) => {
  const { name: named, s3BucketName, ...more } = plain(input['DeliveryChannel']);
  const name = String(named ?? 'default');
  if (!recorderOf(world, caller)) {
    throw new ServiceError(
      'NoAvailableConfigurationRecorderException',
      `Configuration recorder is not available to put delivery channel '${name}'.`,
    );
  }
  const there = channelOf(world, caller);
  if (there && there.name !== name) {
    throw new ServiceError(
      'MaxNumberOfDeliveryChannelsExceededException',
      `Failed to put delivery channel '${name}' because the maximum number of delivery channels: 1 is reached.`,
    );
  }
  const bucket = String(s3BucketName ?? '');
  if (bucket === '') throw invalid(`The delivery channel '${name}' names no bucket.`);
  configState(world).channels[keyOf(caller)] = { name, bucket, more, at: clock.now() };
  return {};
};

const DescribeDeliveryChannels: Operation<World> = (input, { world, caller }) => {
  const channel = chosen(input, 'DeliveryChannelNames', channelOf(world, caller), noChannel);
  return { DeliveryChannels: channel ? [{ name: channel.name, s3BucketName: channel.bucket, ...channel.more }] : [] };
};

const DescribeDeliveryChannelStatus: Operation<World> = (input, { world, caller }) => {
  const channel = chosen(input, 'DeliveryChannelNames', channelOf(world, caller), noChannel);
  return { DeliveryChannelsStatus: channel ? [{ name: channel.name }] : [] };
};

const DeleteDeliveryChannel: Operation<World> = (input, { world, caller, clock }) => {
  const name = optionalText(input, 'DeliveryChannelName', NAME) ?? '';
  if (channelOf(world, caller)?.name !== name) throw noChannel(name);
  if (recorderOf(world, caller)?.recording) {
    throw new ServiceError(
      'LastDeliveryChannelDeleteFailedException',
      `Failed to delete last specified delivery channel with name '${name}', because there is a running configuration recorder.`,
    );
  }
  const state = configState(world);
  delete state.channels[keyOf(caller)];
  state.deleted[`channel ${keyOf(caller)}`] = clock.now();
  return {};
};

export const recorderOperations = {
  PutConfigurationRecorder,
  DescribeConfigurationRecorders,
  DescribeConfigurationRecorderStatus,
  StartConfigurationRecorder: switching(true),
  StopConfigurationRecorder: switching(false),
  DeleteConfigurationRecorder,
  PutDeliveryChannel,
  DescribeDeliveryChannels,
  DescribeDeliveryChannelStatus,
  DeleteDeliveryChannel,
};
