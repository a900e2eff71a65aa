import * as config from '@aws-sdk/client-config-service';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { describe, expect, test } from '@jest/globals';
import type { RequestHandler } from '../../../src/aws/session.js';
import type { PlanRun } from '../../../src/events.js';
import { inProcess, type Seed, unkind } from '../../../src/simulator/index.js';
import { actions, Bench, HEADER, manifestOf } from '../../support/organization.js';
import { SEED } from '../stack-baseline/simulated.js';

const HOME = 'ap-northeast-1';
const HERE = `config-rule:tls@${HOME}`;
const UNITS =
  'organizationalUnits: { Workloads: { existing: true, children: { Prod: { existing: true }, Dev: { existing: true } } } }\n';
const TLS = (fields: string): string =>
  `${UNITS}configRules:\n  tls: { managed: S3_BUCKET_SSL_REQUESTS_ONLY, regions: [${HOME}], ${fields} }\n`;
const ON = { [HOME]: 'on', 'us-east-1': 'on' } as const;

/** Prod: pay and card; Dev: lab, and old, which is suspended; Security: audit. They record in two Regions unless told otherwise. */
function bench(recorders: Record<string, Record<string, string>> = {}): Bench {
  const all = { pay: ON, card: ON, lab: ON, audit: ON, ...recorders };
  const seed = { ...SEED, config: { recorders: all }, stackSets: [READ_ROLE] } as unknown as Seed;
  return new Bench({ ...unkind, seed });
}

/** The role that reads, in every account. */
const READ_ROLE = {
  name: 'read',
  capabilities: ['CAPABILITY_NAMED_IAM'],
  instances: [{ units: ['root'], regions: [HOME] }],
  template: {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'towerctl-read',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' },
            ],
          },
        },
      },
    },
  },
};

/** Until AWS Config is done with everything that somebody began. */
async function settle(on: Bench, region = HOME): Promise<void> {
  for (;;) {
    const { OrganizationConfigRuleStatuses: statuses = [] } = await client(on, region).send(
      new config.DescribeOrganizationConfigRuleStatusesCommand({}),
    );
    if (!statuses.some(({ OrganizationRuleStatus: status }) => status?.endsWith('_IN_PROGRESS'))) return;
  }
}

function client(on: Bench, region = HOME): ConfigServiceClient {
  return new ConfigServiceClient({
    region,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 5,
    requestHandler: inProcess(on.simulator) as never,
  });
}

/** Every call to one host is refused. */
const deniedIn = (host: string) => (handler: RequestHandler) =>
  ({
    ...handler,
    async handle(request: { hostname: string }, options: never) {
      if (request.hostname.startsWith(host))
        throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
      return (handler as unknown as { handle(a: unknown, b: unknown): unknown }).handle(request, options);
    },
  }) as unknown as RequestHandler;

const told = ({ plan }: PlanRun): string[] => plan.problems.map(({ code, severity }) => `${severity} ${code}`);
const reads = ({ calls }: PlanRun, api: string): number => calls.find((count) => count.api === api)?.calls ?? 0;

describe('recorders', () => {
  test('accounts that record nothing are found before anything is laid, with the line that leaves them out', async () => {
    const on = bench({ lab: { [HOME]: 'off' }, card: {} });
    const run = await on.plan(await manifestOf(TLS('targets: [Workloads/**]')));
    const [problem] = run.plan.problems;
    expect(told(run)).toEqual(['error config-recorder-missing']);
    expect(problem?.message).toBe(
      `no configuration recorder runs in ${HOME} in 2 of 3 accounts, where it would fail: card, lab (stopped)`,
    );
    expect(problem?.hint).toContain('exclude: [account:card, account:lab]');
    expect(problem?.address).toBe(HERE);
    await expect(on.apply(run.plan)).rejects.toThrow(/problem|guard|refused/);
  });

  test('an allowance lays it all the same: the change fails with the account and AWS’s reason, and the next plan repairs', async () => {
    const on = bench({ card: {} });
    const allowed = await manifestOf(
      `${TLS('targets: [Workloads/**]')}guards: { allow: [{ code: config-recorder-missing, at: "config-rule:tls@*", reason: test }] }`,
    );
    const { plan } = await on.plan(allowed);
    const { outcomes } = await on.apply(plan);
    expect(outcomes).toMatchObject([{ address: HERE, state: 'failed' }]);
    expect(outcomes[0]?.problem).toMatch(/1 of 3 accounts failed: card NoAvailableConfigurationRecorderException/);
    const again = await on.plan(allowed);
    expect(actions(again.plan)).toEqual([`repair ${HERE}`]);
    const without = await manifestOf(
      `${TLS('targets: [Workloads/**], exclude: ["account:card"]')}accounts: { card: { id: "300000000002", existing: true } }`,
    );
    await on.converge(without);
    expect(actions((await on.plan(without)).plan)).toEqual([]);
  });

  test('one that cannot be entered is a warning, and stops nothing', async () => {
    const on = bench();
    on.simulator.faults.add({ operation: 'sts:AssumeRole', code: 'AccessDenied', status: 403 });
    const run = await on.plan(await manifestOf(TLS('targets: [Workloads/**]')));
    expect(told(run)).toEqual(['warning config-recorder-unread']);
    expect(run.plan.problems[0]?.message).toMatch(/not known in 1 of 3 accounts: account:\w+ \(.*AccessDenied/);
    expect(actions(run.plan)).toEqual([`create ${HERE}`]);
  });

  test('nobody is entered where nothing is to be laid', async () => {
    const on = bench();
    const manifest = await manifestOf(TLS('targets: [Workloads/**]'));
    const first = await on.converge(manifest);
    expect(reads(first, 'config:DescribeConfigurationRecorders')).toBe(3);
    const again = await on.plan(manifest);
    expect(reads(again, 'config:DescribeConfigurationRecorders')).toBe(0);
    expect(reads(again, 'sts:AssumeRole')).toBe(0);
    expect(first.calls.filter(({ api }) => api.startsWith('controltower:'))).toEqual([]);
  });

  test('enrolled accounts are not entered: Control Tower records there; the management account does not record', async () => {
    const on = new Bench();
    const run = await on.plan(await manifestOf(`configRules:\n  tls: { managed: X_Y, targets: [root] }\n`));
    // legacy-crm is not enrolled, and nobody has laid the role there.
    expect(run.plan.problems.map(({ message }) => message)).toEqual([
      ...[HOME, 'us-east-1'].map(
        (region) => `no configuration recorder runs in ${region} in 1 of 8 accounts, where it would fail: Management`,
      ),
      'whether AWS Config records is not known in 1 of 8 accounts: account:legacy-crm (AccessDenied)',
    ]);
    expect(actions(run.plan)).toEqual([HERE, 'config-rule:tls@us-east-1'].map((address) => `create ${address}`));
  });

  test('a stack that brings the recorder comes first, and is enough', async () => {
    const template = JSON.stringify({
      Resources: {
        Recorder: {
          Type: 'AWS::Config::ConfigurationRecorder',
          Properties: { RoleARN: 'arn:aws:iam::300000000001:role/config' },
        },
        Channel: { Type: 'AWS::Config::DeliveryChannel', Properties: { S3BucketName: 'config-logs' } },
      },
    });
    const on = bench({ pay: {}, card: {} });
    const manifest = await manifestOf(
      `${TLS('targets: [Workloads/Prod]')}stackBaselines:\n  recorder: { template: recorder.json, targets: [Workloads/Prod], regions: [${HOME}] }\n`,
      { 'recorder.json': template },
    );
    const { plan } = await on.converge(manifest);
    expect(actions(plan)).toEqual(['create stack-baseline:recorder', `create ${HERE}`]);
    expect(plan.changes.find(({ address }) => address === HERE)?.after).toContain('stack-baseline:recorder');
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
  });
});

describe('what is there', () => {
  const put = (description: string, more: object = {}) =>
    new config.PutOrganizationConfigRuleCommand({
      OrganizationConfigRuleName: 'tls',
      OrganizationManagedRuleMetadata: { RuleIdentifier: 'S3_BUCKET_SSL_REQUESTS_ONLY', Description: description },
      ExcludedAccounts: ['123456789012', '200000000002', '300000000003'],
      ...more,
    });

  test('the same rule made by hand is taken over, by its description', async () => {
    const on = bench();
    await client(on).send(put(''));
    await settle(on);
    const manifest = await manifestOf(TLS('targets: [Workloads/Prod]'));
    expect(actions((await on.converge(manifest)).plan)).toEqual([`adopt ${HERE}`]);
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
    const { OrganizationConfigRules: rules } = await client(on).send(
      new config.DescribeOrganizationConfigRulesCommand({}),
    );
    expect(rules?.[0]?.OrganizationManagedRuleMetadata?.Description).toBe('[towerctl:test]');
  });

  test('another one of that name is not, unless the manifest says so; another manifest’s neither', async () => {
    for (const description of ['by hand', 'x [towerctl:other]']) {
      const on = bench();
      await client(on).send(put(description));
      await settle(on);
      const run = await on.plan(await manifestOf(TLS('targets: [Workloads/Prod]')));
      expect(actions(run.plan)).toEqual([]);
      expect(told(run)).toEqual(['error not-ours']);
      const adopted = await on.plan(await manifestOf(TLS('targets: [Workloads/Prod], adopt: true')));
      expect(actions(adopted.plan)).toEqual([`adopt ${HERE}`]);
    }
  });

  test('a change by hand is drift; a deployment that runs is waited for', async () => {
    const on = bench();
    const manifest = await manifestOf(TLS('targets: [Workloads/Prod]'));
    await on.converge(manifest);
    await client(on).send(put('[towerctl:test]', { ExcludedAccounts: ['123456789012'] }));
    const running = await on.plan(manifest);
    expect(actions(running.plan)).toEqual([`wait ${HERE}`]);
    expect((await on.apply(running.plan)).outcomes).toMatchObject([{ state: 'done' }]);
    const drifted = await on.plan(manifest);
    expect(actions(drifted.plan)).toEqual([`update ${HERE}`]);
    expect(drifted.plan.changes[0]).toMatchObject({ note: expect.stringContaining('2 of 5 accounts') });
    await on.converge(manifest);
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
  });

  test('ours that nobody declares any more is found in any Region, and goes; others are told', async () => {
    const on = bench();
    await client(on, 'eu-west-1').send(put('[towerctl:test]'));
    await client(on, 'eu-west-1').send(put('by hand', { OrganizationConfigRuleName: 'theirs' }));
    await settle(on, 'eu-west-1');
    const manifest = await manifestOf('configRules: {}\n');
    const { plan } = await on.converge(manifest);
    expect(actions(plan)).toEqual(['remove config-rule:tls@eu-west-1']);
    expect(plan.changes.filter(({ action }) => action === 'notice').map(({ address }) => address)).toEqual(
      expect.arrayContaining(['config-rule:theirs@eu-west-1']),
    );
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
  });

  test('what is denied in one Region makes the rules of that Region unknown, and no others', async () => {
    const on = bench();
    const manifest = await manifestOf(TLS('targets: [Workloads/Prod]').replace(`[${HOME}]`, `[${HOME}, us-east-1]`));
    await on.converge(manifest);
    const { plan } = await on.plan(manifest, { aws: on.session(deniedIn('config.us-east-1')) });
    expect(plan.changes.filter(({ action }) => action === 'create' || action === 'remove')).toEqual([]);
    expect(plan.unknown.map(({ address }) => address)).toContain('config-rule:tls@us-east-1');
  });
});

describe('administrators', () => {
  const register = (on: Bench): Promise<void> =>
    on.session().organizations.registerAdministrator('200000000002', 'config-multiaccountsetup.amazonaws.com');
  /** This organization has no role AWSControlTowerExecution. */
  const header = HEADER.replace(' }', ', memberRoles: { write: towerctl-read } }');
  const AUDIT = 'accounts: { audit: { id: "200000000002", existing: true } }\n';

  test('one that is not registered cannot lay anything, and the plan says so', async () => {
    const on = bench();
    const run = await on.plan(
      await manifestOf(`${AUDIT}${TLS('targets: [Workloads/Prod], administrator: "account:audit"')}`),
    );
    expect(told(run)).toEqual(['error config-administrator']);
    expect(run.plan.problems[0]?.hint).toContain('delegatedAdministrators: { config: account:audit }');
  });

  test('a change of hands is a removal here and a creation there, and the old one is found', async () => {
    const on = bench();
    await on.converge(
      await manifestOf(
        `${AUDIT}trustedAccess: { config-multiaccountsetup.amazonaws.com: on }\n${TLS('targets: [Workloads/Prod]')}`,
        {},
        header,
      ),
    );
    await register(on);
    const theirs = await manifestOf(
      `${AUDIT}${TLS('targets: [Workloads/Prod], administrator: "account:audit"')}`,
      {},
      header,
    );
    expect(actions((await on.converge(theirs)).plan)).toEqual([`replace ${HERE}`]);
    expect(actions((await on.plan(theirs)).plan)).toEqual([]);
    const back = await manifestOf(`${AUDIT}${TLS('targets: [Workloads/Prod]')}`, {}, header);
    expect(actions((await on.converge(back)).plan)).toEqual([`replace ${HERE}`]);
    expect(actions((await on.plan(back)).plan)).toEqual([]);
  });
});
