import { ConfigService } from '@aws-sdk/client-config-service';
import { type House, LEGACY, MANAGEMENT, PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { configHouse, HOME, SECOND, UNGOVERNED } from './house.js';

const ROLE = `arn:aws:iam::${MANAGEMENT}:role/recorder`;

async function recording(made: ReturnType<typeof configHouse>, account: string, region: string) {
  const config = account === MANAGEMENT ? made.in(region) : await made.inside(account, region);
  const { ConfigurationRecordersStatus: found } = await config.describeConfigurationRecorderStatus({});
  return found?.map(({ recording: isOn }) => isOn);
}

describe('where recorders come from', () => {
  test('Control Tower sets them up in governed Regions of what it enrolled, and nowhere else', async () => {
    const made = configHouse();
    expect(await recording(made, PAYMENTS, HOME)).toEqual([true]);
    expect(await recording(made, PAYMENTS, SECOND)).toEqual([true]);
    expect(await recording(made, PAYMENTS, UNGOVERNED)).toEqual([]);
    expect(await recording(made, MANAGEMENT, HOME)).toEqual([]);
  });

  test('a seed says otherwise, by name or id', async () => {
    const recorders = { 'payments-prod': { [HOME]: 'none', [SECOND]: 'off' }, [MANAGEMENT]: { [HOME]: 'on' } };
    const made = configHouse({ seed: { config: { recorders } } });
    expect(await recording(made, PAYMENTS, HOME)).toEqual([]);
    expect(await recording(made, PAYMENTS, SECOND)).toEqual([false]);
    expect(await recording(made, MANAGEMENT, HOME)).toEqual([true]);
  });

  test.each([
    [{ recorders: { nobody: { [HOME]: 'on' } } }, 'there is no account nobody'],
    [{ recorders: { [LEGACY]: { mars: 'on' } } }, 'is no Region'],
    [{ recorders: { [LEGACY]: { [HOME]: 'yes' } } }, 'config.recorders'],
  ])('a seed that is wrong is refused: %j', (config, message) => {
    expect(() => configHouse({ seed: { config } })).toThrow(message);
  });
});

describe('one by one', () => {
  test('recorder, channel, start; and stop, channel, recorder', async () => {
    const { config } = configHouse();
    const ConfigurationRecorderName = 'default';
    const DeliveryChannel = { name: 'default', s3BucketName: 'logs' };
    expect(await errorOf(config.putDeliveryChannel({ DeliveryChannel }))).toBe(
      'NoAvailableConfigurationRecorderException',
    );
    expect(await errorOf(config.startConfigurationRecorder({ ConfigurationRecorderName }))).toBe(
      'NoSuchConfigurationRecorderException',
    );
    await config.putConfigurationRecorder({ ConfigurationRecorder: { roleARN: ROLE } });
    expect(await errorOf(config.startConfigurationRecorder({ ConfigurationRecorderName }))).toBe(
      'NoAvailableDeliveryChannelException',
    );
    await config.putDeliveryChannel({ DeliveryChannel });
    await config.startConfigurationRecorder({ ConfigurationRecorderName });
    expect((await config.describeConfigurationRecorderStatus({})).ConfigurationRecordersStatus).toMatchObject([
      { name: 'default', recording: true, lastStatus: 'Success' },
    ]);
    expect(await errorOf(config.deleteDeliveryChannel({ DeliveryChannelName: 'default' }))).toBe(
      'LastDeliveryChannelDeleteFailedException',
    );
    await config.stopConfigurationRecorder({ ConfigurationRecorderName });
    await config.deleteDeliveryChannel({ DeliveryChannelName: 'default' });
    await config.deleteConfigurationRecorder({ ConfigurationRecorderName });
    expect((await config.describeConfigurationRecorders({})).ConfigurationRecorders).toEqual([]);
    expect((await config.describeDeliveryChannels({})).DeliveryChannels).toEqual([]);
  });

  test('one for an account and Region, asked for by its name', async () => {
    const { config } = configHouse();
    await config.putConfigurationRecorder({ ConfigurationRecorder: { name: 'one', roleARN: ROLE } });
    await config.putDeliveryChannel({ DeliveryChannel: { name: 'one', s3BucketName: 'logs' } });
    expect(
      await errorOf(config.putConfigurationRecorder({ ConfigurationRecorder: { name: 'two', roleARN: ROLE } })),
    ).toBe('MaxNumberOfConfigurationRecordersExceededException');
    expect(await errorOf(config.putDeliveryChannel({ DeliveryChannel: { name: 'two', s3BucketName: 'logs' } }))).toBe(
      'MaxNumberOfDeliveryChannelsExceededException',
    );
    expect(await errorOf(config.describeConfigurationRecorders({ ConfigurationRecorderNames: ['two'] }))).toBe(
      'NoSuchConfigurationRecorderException',
    );
    expect(await errorOf(config.describeDeliveryChannels({ DeliveryChannelNames: ['two'] }))).toBe(
      'NoSuchDeliveryChannelException',
    );
    expect(await errorOf(config.describeConfigurationRecorders({ ConfigurationRecorderNames: ['one', 'two'] }))).toBe(
      'ValidationException',
    );
    const group = { allSupported: false, resourceTypes: ['AWS::S3::Bucket' as const] };
    await config.putConfigurationRecorder({
      ConfigurationRecorder: { name: 'one', roleARN: ROLE, recordingGroup: group },
    });
    const { ConfigurationRecorders } = await config.describeConfigurationRecorders({});
    expect(ConfigurationRecorders?.[0]?.recordingGroup).toMatchObject({
      ...group,
      recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
    });
  });

  test.each([
    ['no role', { name: 'one' }, 'InvalidRoleException'],
    ['an empty name', { name: '', roleARN: ROLE }, 'InvalidConfigurationRecorderNameException'],
    [
      'everything and a list',
      { roleARN: ROLE, recordingGroup: { allSupported: true, resourceTypes: ['AWS::S3::Bucket' as const] } },
      'InvalidRecordingGroupException',
    ],
  ])('a recorder with %s is refused', async (_what, ConfigurationRecorder, error) => {
    const { config } = configHouse();
    expect(await errorOf(config.putConfigurationRecorder({ ConfigurationRecorder }))).toBe(error);
  });
});

describe('what Control Tower set up', () => {
  const name = 'aws-controltower-BaselineConfigRecorder';

  test('is protected from everybody but its own role', async () => {
    const made = configHouse();
    const inside = await made.inside(PAYMENTS);
    await inside.stopConfigurationRecorder({ ConfigurationRecorderName: name });
    expect(await recording(made, PAYMENTS, HOME)).toEqual([false]);
    await inside.startConfigurationRecorder({ ConfigurationRecorderName: name });
    expect(await recording(made, PAYMENTS, HOME)).toEqual([true]);
    const other = await insideAs(made, 'OrganizationAccountAccessRole');
    expect(await errorOf(other.stopConfigurationRecorder({ ConfigurationRecorderName: name }))).toBe(
      'AccessDeniedException',
    );
    await other.startConfigurationRecorder({ ConfigurationRecorderName: name });
  });

  test('stays away when it was deleted', async () => {
    const made = configHouse();
    await made.clock.sleep(1_000);
    const inside = await made.inside(PAYMENTS);
    await inside.deleteConfigurationRecorder({ ConfigurationRecorderName: name });
    expect(await recording(made, PAYMENTS, HOME)).toEqual([]);
    expect(await recording(made, PAYMENTS, SECOND)).toEqual([true]);
  });
});

async function insideAs({ simulator, enter }: House, role: string): Promise<ConfigService> {
  return new ConfigService(clientOf(simulator, HOME, await enter(PAYMENTS, role)));
}
