import { setRecorder } from '../../../src/simulator/services/config/for-services.js';
import { configLines } from '../../support/config-text.js';
import { LEGACY, MANAGEMENT } from '../account-roles.js';
import { configHouse, HOME, MANAGED } from './house.js';

test('the text of two worlds is the same when they are, whatever was drawn', async () => {
  const made = configHouse();
  const other = configHouse({ randomSeed: 7 });
  expect(configLines(made.simulator)).toEqual([]);
  for (const { config, simulator } of [made, other]) {
    await config.putOrganizationConfigRule({
      OrganizationConfigRuleName: 'tls',
      OrganizationManagedRuleMetadata: MANAGED,
      ExcludedAccounts: [LEGACY],
    });
    await config.putConfigurationAggregator({
      ConfigurationAggregatorName: 'all',
      OrganizationAggregationSource: {
        RoleArn: `arn:aws:iam::${MANAGEMENT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
        AllAwsRegions: true,
      },
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    setRecorder(simulator.world, { accountId: LEGACY, region: HOME }, 'off');
  }
  const lines = configLines(made.simulator);
  expect(lines).toEqual(configLines(other.simulator));
  expect(lines).toEqual([
    `aggregator all in management/${HOME}: {"roleArn":"arn:aws:iam::management:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"} [a=b]`,
    `channel default in legacy-crm/${HOME}`,
    `recorder default in legacy-crm/${HOME} off`,
    `rule tls of management in ${HOME} FAILED: {"OrganizationManagedRuleMetadata":{"RuleIdentifier":"S3_BUCKET_SSL_REQUESTS_ONLY"}} tls without [legacy-crm] failed [management CREATE NoAvailableConfigurationRecorderException]`,
  ]);
});
