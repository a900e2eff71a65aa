import { ConfigService } from '@aws-sdk/client-config-service';
import { STS } from '@aws-sdk/client-sts';
import { recorderState } from '../../../src/simulator/services/config/for-services.js';
import { clientOf } from '../client.js';
import { enable } from '../controltower/controls/support.js';
import { addUnit, LOG_ARCHIVE, move, PAYMENTS, POLLS, registration, topUnit, tower } from '../controltower/support.js';
import { HOME, SECOND, UNGOVERNED } from './house.js';

const LEGACY = '300000000005';

test('an enrolment brings recorders into the governed Regions, when it is over', async () => {
  const on = tower(POLLS);
  const stateIn = (region: string) => recorderState(on.simulator.world, { accountId: LEGACY, region });
  const unit = await addUnit(on, 'Workloads');
  await move(on, LEGACY, unit.id);
  const { operationIdentifier } = await on.call('EnableBaseline', await registration(on, unit.arn));
  const poll = async () => {
    const { baselineOperation } = await on.call('GetBaselineOperation', {
      operationIdentifier: operationIdentifier ?? '',
    });
    return baselineOperation?.status;
  };
  expect(stateIn(HOME)).toBe('none');
  expect(await poll()).toBe('IN_PROGRESS');
  expect(stateIn(HOME)).toBe('none');
  while ((await poll()) === 'IN_PROGRESS');
  expect([stateIn(HOME), stateIn(SECOND), stateIn(UNGOVERNED)]).toEqual(['on', 'on', 'none']);
});

test('a landing zone without Config has none, one before 4.0 always', () => {
  const stateOf = (landingZone: object, accountId: string) =>
    recorderState(tower({ seed: { landingZone: landingZone as never } }).simulator.world, { accountId, region: HOME });
  expect(stateOf({ version: '4.0', config: false }, PAYMENTS)).toBe('none');
  expect(stateOf({ version: '4.0', config: false }, LOG_ARCHIVE)).toBe('none');
  expect(stateOf({ version: '3.3' }, PAYMENTS)).toBe('on');
  expect(stateOf({ version: '3.3' }, LOG_ARCHIVE)).toBe('on');
});

test('a detective control is a rule in the accounts that it reaches', async () => {
  const on = tower();
  const { arn } = await topUnit(on, 'Sandbox');
  await enable(on, 'AWS-GR_ENCRYPTED_VOLUMES', arn);
  const { Credentials } = await new STS(clientOf(on.simulator)).assumeRole({
    RoleArn: `arn:aws:iam::${PAYMENTS}:role/AWSControlTowerExecution`,
    RoleSessionName: 'rules',
  });
  const config = new ConfigService(
    clientOf(on.simulator, HOME, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }),
  );
  const { ConfigRules } = await config.describeConfigRules({
    ConfigRuleNames: ['AWSControlTower_AWS-GR_ENCRYPTED_VOLUMES'],
  });
  expect(ConfigRules).toMatchObject([{ CreatedBy: 'controltower.amazonaws.com', Source: { Owner: 'AWS' } }]);
});
