import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { recorderState } from '../../../src/simulator/services/config/for-services.js';
import { LEGACY, MANAGEMENT } from '../account-roles.js';
import { clientOf } from '../client.js';
import { configHouse, HOME, MANAGED, ruleStatus } from './house.js';

const RECORDER = {
  Type: 'AWS::Config::ConfigurationRecorder',
  Properties: { Name: 'mine', RoleARN: `arn:aws:iam::${MANAGEMENT}:role/r`, RecordingGroup: { AllSupported: true } },
};
const CHANNEL = { Type: 'AWS::Config::DeliveryChannel', Properties: { Name: 'mine', S3BucketName: 'logs' } };
const RULE = {
  Type: 'AWS::Config::ConfigRule',
  Properties: { ConfigRuleName: 'own', Source: { Owner: 'AWS', SourceIdentifier: MANAGED.RuleIdentifier } },
};
const PLACE = { accountId: MANAGEMENT, region: HOME };

function stacks() {
  const made = configHouse();
  const aws = new CloudFormation(clientOf(made.simulator, HOME));
  const stateOf = async (StackName: string) => (await aws.describeStacks({ StackName })).Stacks?.[0]?.StackStatus;
  const create = async (StackName: string, Resources: object) => {
    await aws.createStack({ StackName, TemplateBody: JSON.stringify({ Resources }) });
    return stateOf(StackName);
  };
  return { ...made, aws, stateOf, create };
}

test('a recorder that a stack made runs with its channel, and organization rules find it', async () => {
  const { config, create, aws, simulator } = stacks();
  await create('recorder', { Recorder: RECORDER });
  expect(recorderState(simulator.world, PLACE)).toBe('off');
  await create('channel', { Channel: CHANNEL, Rule: RULE });
  expect((await config.describeConfigurationRecorders({})).ConfigurationRecorders).toMatchObject([
    { name: 'mine', roleARN: RECORDER.Properties.RoleARN, recordingGroup: { allSupported: true } },
  ]);
  expect((await config.describeConfigurationRecorderStatus({})).ConfigurationRecordersStatus).toMatchObject([
    { name: 'mine', recording: true },
  ]);
  expect((await config.describeDeliveryChannels({})).DeliveryChannels).toEqual([
    { name: 'mine', s3BucketName: 'logs' },
  ]);
  expect((await config.describeConfigRules({})).ConfigRules?.map(({ ConfigRuleName }) => ConfigRuleName)).toEqual([
    'own',
  ]);
  const OrganizationConfigRuleName = 'everywhere';
  const rule = { OrganizationConfigRuleName, OrganizationManagedRuleMetadata: MANAGED, ExcludedAccounts: [LEGACY] };
  await config.putOrganizationConfigRule(rule);
  expect(await ruleStatus(config, 'everywhere')).toBe('CREATE_SUCCESSFUL');
  await aws.deleteStack({ StackName: 'recorder' });
  expect(recorderState(simulator.world, PLACE)).toBe('none');
  await config.putOrganizationConfigRule(rule);
  expect(await ruleStatus(config, 'everywhere')).toBe('UPDATE_FAILED');
});

test('a stack finds the place taken by what a call put there, and free when it is gone', async () => {
  const { config, create, aws, simulator, clock } = stacks();
  const roleARN = RECORDER.Properties.RoleARN;
  await config.putConfigurationRecorder({ ConfigurationRecorder: { name: 'by-hand', roleARN } });
  expect(await create('taken', { Recorder: RECORDER })).toBe('ROLLBACK_COMPLETE');
  await config.deleteConfigurationRecorder({ ConfigurationRecorderName: 'by-hand' });
  await clock.sleep(1_000);
  expect(await create('free', { Recorder: RECORDER, Channel: CHANNEL })).toBe('CREATE_COMPLETE');
  expect(recorderState(simulator.world, PLACE)).toBe('on');
  await config.stopConfigurationRecorder({ ConfigurationRecorderName: 'mine' });
  expect(recorderState(simulator.world, PLACE)).toBe('off');
  await aws.deleteStack({ StackName: 'free' });
  expect(recorderState(simulator.world, PLACE)).toBe('none');
});
