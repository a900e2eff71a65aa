import { ConfigService } from '@aws-sdk/client-config-service';
import { describe, expect, test } from '@jest/globals';
import { inProcess } from '../../../src/simulator/index.js';
import { actions, Bench, manifestOf, notices } from '../../support/organization.js';

const HOME = 'ap-northeast-1';
const ROLE = 'arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
const ORG = 'config-aggregator:org';

const aggregator = (fields = '', more = '') => manifestOf(`configAggregators: { org: { ${fields} } }\n${more}`);

function client(on: Bench, region = HOME): ConfigService {
  return new ConfigService({
    region,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 5,
    requestHandler: inProcess(on.simulator) as never,
  });
}

const byHand = (on: Bench, name: string, region = HOME) =>
  client(on, region).putConfigurationAggregator({
    ConfigurationAggregatorName: name,
    OrganizationAggregationSource: { RoleArn: ROLE, AllAwsRegions: true },
  });

describe('whose it is', () => {
  test('the same one made by hand is adopted by its tags; a different one only when that is asked for', async () => {
    const on = new Bench();
    await byHand(on, 'org');
    const manifest = await aggregator();
    expect(actions((await on.converge(manifest)).plan)).toEqual([`adopt ${ORG}`]);
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);

    const other = new Bench();
    await byHand(other, 'org');
    const refused = await other.plan(await aggregator('regions: [us-east-1]'));
    expect(refused.plan.problems.map(({ code }) => code)).toEqual(['not-ours']);
    const adopting = await aggregator('regions: [us-east-1], adopt: true');
    expect(actions((await other.converge(adopting)).plan)).toEqual([`adopt ${ORG}`]);
    expect(actions((await other.plan(adopting)).plan)).toEqual([]);
  });

  test('ours goes wherever it stands, Control Tower’s and others stay', async () => {
    const on = new Bench();
    await on.converge(await aggregator('region: eu-west-1'));
    await byHand(on, 'aws-controltower-ConfigAggregatorForOrganizations');
    await byHand(on, 'theirs');
    const { plan } = await on.plan(await manifestOf('configAggregators: {}\n'));
    expect(actions(plan)).toEqual([`remove ${ORG}`]);
    expect(notices(plan)).toEqual(['undeclared config-aggregator:theirs']);
  });
});

describe('how it is', () => {
  const ACCOUNT = 'accounts: { dev: { id: "300000000002", existing: true } }\n';
  const READ = `stackBaselines:
  read:
    template: towerctl-read
    targets: [account:dev]
    regions: [${HOME}]
    parameters: { TrustedAccountId: "\${account.management.id}" }
`;
  const REGISTERED = `${ACCOUNT.replace('{ dev', '{ management: { id: "123456789012", existing: true }, dev')}delegatedAdministrators: { config: dev }\n`;

  test('one that lost the organization for good is deleted and made again', async () => {
    const on = new Bench();
    await on.converge(await manifestOf(REGISTERED + READ));
    const manifest = await aggregator('account: account:dev', REGISTERED);
    expect(actions((await on.converge(manifest)).plan)).toEqual([`create ${ORG}`]);
    // Until it has gathered for the first time AWS tells nothing of its sources.
    for (let look = 0; look < 5; look += 1) expect(actions((await on.plan(manifest)).plan)).toEqual([]);
    // Somebody deregisters the account and registers it again: AWS takes no change to the aggregator any more.
    const { organizations } = on.session();
    await organizations.deregisterAdministrator('300000000002', 'config.amazonaws.com');
    await organizations.registerAdministrator('300000000002', 'config.amazonaws.com');
    const run = await on.plan(manifest);
    expect(actions(run.plan)).toEqual([`repair ${ORG}`]);
    expect(run.plan.changes.find(({ address }) => address === ORG)).toMatchObject({
      detail: expect.stringContaining('it cannot read the organization: OrganizationAccessDeniedException'),
    });
    await on.converge(manifest);
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
  });

  test('an account that is not registered, and is not to be', async () => {
    const on = new Bench();
    await on.converge(await manifestOf(REGISTERED.replace('delegatedAdministrators: { config: dev }\n', READ)));
    const { plan } = await on.plan(await aggregator('account: account:dev', ACCOUNT));
    expect(plan.problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['error config-administrator']);
  });

  test('a role that is not there: what to lay, and where', async () => {
    const on = new Bench();
    const { plan } = await on.plan(await aggregator('role: service-role/Nobody'));
    const { outcomes } = await on.apply(plan);
    expect(outcomes[0]).toMatchObject({ state: 'failed' });
    expect(outcomes[0]?.problem).toMatch(
      /cannot use the role service-role\/Nobody of account:.*AWSConfigRoleForOrganizations/,
    );
  });

  test('an empty plan asks for lagging sources only', async () => {
    const on = new Bench();
    const manifest = await aggregator();
    await on.converge(manifest);
    const { calls } = await on.plan(manifest);
    const asked = calls.find(({ api }) => api === 'config:DescribeConfigurationAggregatorSourcesStatus');
    // Eight accounts in seventeen Regions are 68 of this organization's small pages.
    expect(asked?.calls).toBeLessThan(5);
  });
});
