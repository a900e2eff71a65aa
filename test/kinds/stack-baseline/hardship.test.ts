import { STS } from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { openSession, type RequestHandler } from '../../../src/aws/session.js';
import { planRun } from '../../../src/engine.js';
import { stackBaseline } from '../../../src/kinds/stack-baseline/kind.js';
import { inProcess } from '../../../src/simulator/index.js';
import { actions, type Bench, ENGINE_VERSION, seededRandom } from '../../support/organization.js';
import { stackLines } from '../../support/stacks-text.js';
import { baseline, bench, CARD, HOME, LAB, load, own, PAY, SEED, set, told, writesOf } from './simulated.js';

const WHOLE = 'template: t/one.json, targets: [Workloads/**]';
const KEY = 'stack-baseline:defaults';
const AUDIT = '200000000002';
const NO_ROLE =
  "Account 300000000001 should have 'AWSCloudFormationStackSetExecutionRole' role with trust relationship to Role 'AWSCloudFormationStackSetAdministrationRole'.";
const ALLOW = (code: string) => `guards: { allow: [{ code: ${code}, at: "*", reason: test }] }\n`;

const problemsOf = (result: Awaited<ReturnType<Bench['apply']>>) =>
  result.outcomes.map(({ state, problem }) => `${state}${problem === undefined ? '' : `: ${problem}`}`);

describe('a role that is not known everywhere yet', () => {
  it('is given time within the run', async () => {
    const at = bench();
    at.simulator.faults.add({
      operation: 'cloudformation:CreateStackInstances',
      outcome: { failAccounts: { [PAY]: NO_ROLE } },
      times: 2,
    });
    const { plan } = await at.plan(await load(baseline(WHOLE)));
    const writes = await writesOf(at, async () => {
      const result = await at.apply(plan);
      expect([result.state, problemsOf(result)]).toEqual(['complete', ['done']]);
    });
    expect(writes).toEqual(['CreateStackSet', 'CreateStackInstances', 'CreateStackInstances', 'CreateStackInstances']);
  });

  it('is said to be missing after a few attempts', async () => {
    const at = bench();
    at.simulator.faults.add({
      operation: 'cloudformation:CreateStackInstances',
      outcome: { failAccounts: { [PAY]: NO_ROLE } },
      times: 'always',
    });
    const { plan } = await at.plan(await load(baseline(WHOLE)));
    const writes = await writesOf(at, async () => {
      const [said] = problemsOf(await at.apply(plan));
      expect(said).toContain('tried 4 times, since a role may only be too new: this one is missing');
      expect(said).toContain('pay in ap-northeast-1');
    });
    expect(writes.filter((one) => one === 'CreateStackInstances')).toHaveLength(4);
  });

  it('is tried again by instance where the set itself was updated, and an explicit deny is not', async () => {
    const at = bench([set()]);
    const two = await load(baseline('template: t/two.json, targets: [Workloads/**]'));
    at.simulator.faults.add({
      operation: 'cloudformation:UpdateStackSet',
      outcome: { failAccounts: { [`${CARD}/us-east-1`]: 'The security token included in the request is invalid.' } },
    });
    const writes = await writesOf(at, () => at.converge(two));
    expect(writes).toEqual(['UpdateStackSet', 'UpdateStackInstances']);
    at.simulator.faults.add({
      operation: 'cloudformation:UpdateStackSet',
      outcome: {
        failAccounts: {
          [CARD]:
            'User: x is not authorized to perform: ssm:PutParameter with an explicit deny in a service control policy',
        },
      },
    });
    const { plan } = await at.plan(await load(baseline(WHOLE)));
    expect(await writesOf(at, () => at.apply(plan))).toEqual(['UpdateStackSet']);
  });
});

it('an account whose creation failed in the same run is left out and named, and the others get theirs', async () => {
  const at = bench();
  const manifest = await load(
    `${baseline('template: t/one.json, targets: [Workloads/Prod], autoDeploy: false', `[${HOME}]`)}accounts: { shop: { email: aws+shop@example.com, ou: Workloads/Prod } }\n`,
  );
  at.simulator.faults.add({ operation: 'organizations:CreateAccount', outcome: { failureReason: 'INTERNAL_FAILURE' } });
  const { plan } = await at.plan(manifest);
  expect(told(plan)[0]).toBe('+ 3 instances created: card, pay, shop x ap-northeast-1');
  const result = await at.apply(plan);
  const said = Object.fromEntries(
    result.outcomes.map(({ address, state, problem }) => [address, `${state}: ${problem}`]),
  );
  expect(said['account:shop']).toContain('failed');
  expect(said[KEY]).toBe('done: left out, because they do not exist yet: account:shop');
  const places = (await stackLines(at)).filter((line) => line.startsWith('instance'));
  expect(places.map((line) => line.split(' ')[2])).toEqual([PAY, CARD]);
  await at.converge(manifest);
  expect(actions((await at.plan(manifest)).plan)).toEqual([]);
});

it('managed execution is switched on without touching an instance, and is left alone where nothing is said', async () => {
  const at = bench([set()]);
  const on = await load(baseline(`${WHOLE}, managedExecution: true`));
  const { plan } = await at.plan(on);
  expect(own(plan)).toMatchObject({ action: 'update', fields: [{ path: 'managedExecution', from: false, to: true }] });
  await at.converge(on);
  const { cloudFormation } = at.session().inHomeRegion(HOME);
  expect((await cloudFormation.stackSet('towerctl-defaults'))?.managedExecution).toBe(true);
  expect(actions((await at.plan(on)).plan)).toEqual([]);
  expect(actions((await at.plan(await load(baseline(WHOLE)))).plan)).toEqual([]);
});

describe('an INOPERABLE instance', () => {
  it('is made by a deletion that failed, is said with the cure, and is left alone until then', async () => {
    const at = bench([set()]);
    const prod = await load(baseline('template: t/one.json, targets: [Workloads/Prod]'));
    at.simulator.faults.add({
      operation: 'cloudformation:DeleteStackInstances',
      outcome: { failAccounts: { [`${LAB}/us-east-1`]: 'the bucket is not empty' } },
    });
    const result = await at.apply((await at.plan(prod)).plan);
    expect(problemsOf(result)[0]).toContain('lab in us-east-1: the bucket is not empty');
    const { plan } = await at.plan(await load(baseline(WHOLE)));
    const said = plan.problems.find(({ code }) => code === 'stack-instance-inoperable');
    expect(said?.message).toBe(`${KEY}: 1 instance is INOPERABLE: lab in us-east-1: the bucket is not empty`);
    expect(said?.hint).toContain('RetainStacks');
    // The cure: out of the set, and made anew.
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    await cloudFormation.deleteStackInstances({
      name: 'towerctl-defaults',
      targets: { unitIds: ['ou-ex01-dev00000'], accounts: [LAB], filter: 'INTERSECTION' },
      regions: ['us-east-1'],
      retain: true,
      clientToken: 'cure',
    });
    await at.clock.sleep(600_000);
    await at.converge(prod);
    expect(actions((await at.plan(prod)).plan)).toEqual([]);
  });
});

describe('a set that is to have another name', () => {
  const renamed = baseline(`${WHOLE}, name: AcmeDefaults`);

  it('is refused with what to do, and keeps its name where that is written', async () => {
    const at = bench([set()]);
    const { plan } = await at.plan(await load(renamed));
    expect(own(plan).action).toBe('replace');
    expect(plan.problems.map(({ code }) => code)).toEqual(['stack-set-replaced']);
    await expect(at.apply(plan)).rejects.toThrow('nothing was written');
    const kept = await load(baseline(`${WHOLE}, name: towerctl-defaults`));
    expect(actions((await at.plan(kept)).plan)).toEqual([]);
  });

  it('is made anew where that is allowed: the old one goes first, since both would claim the same names', async () => {
    const at = bench([set()]);
    const manifest = await load(renamed + ALLOW('stack-set-replaced'));
    const writes = await writesOf(at, () => at.converge(manifest));
    expect(writes.indexOf('DeleteStackSet')).toBeLessThan(writes.indexOf('CreateStackSet'));
    const sets = await at.session().inHomeRegion(HOME).cloudFormation.stackSets();
    expect(sets.map(({ name }) => name)).toEqual(['AcmeDefaults']);
    expect((await stackLines(at)).filter((line) => line.endsWith(' CURRENT stack'))).toHaveLength(6);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });
});

describe('a delegated administrator', () => {
  const DELEGATED = {
    ...SEED,
    delegatedAdministrators: [
      { account: AUDIT, servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com' },
    ],
  };

  /** towerctl, run in the audit account. */
  async function asAudit(at: Bench) {
    const requestHandler = inProcess(at.simulator) as unknown as RequestHandler;
    const sts = new STS({
      region: HOME,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: requestHandler as never,
      maxAttempts: 8,
    });
    const { Credentials } = await sts.assumeRole({
      RoleArn: `arn:aws:iam::${AUDIT}:role/OrganizationAccountAccessRole`,
      RoleSessionName: 'test',
      DurationSeconds: 3600,
    });
    return openSession({
      clock: at.clock,
      requestHandler,
      random: seededRandom(),
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    });
  }

  it('lays a baseline from its own account, which the second plan finds done', async () => {
    const at = bench([], DELEGATED);
    const manifest = await load(baseline(`${WHOLE}, callAs: delegated-admin`));
    const run = await at.plan(manifest, { aws: await asAudit(at) });
    expect(run.plan.unknown).toEqual([]);
    expect(actions(run.plan)).toEqual([`create ${KEY}`]);
    const result = await at.apply(run.plan, { aws: await asAudit(at) });
    expect([result.state, problemsOf(result)]).toEqual(['complete', ['done']]);
    const { plan } = await planRun(manifest, {
      aws: await asAudit(at),
      clock: at.clock,
      engineVersion: ENGINE_VERSION,
    });
    expect(actions(plan)).toEqual([]);
    // It is a set of the management account, which sees it without saying anything.
    const sets = await at.session().inHomeRegion(HOME).cloudFormation.stackSets();
    expect(sets.map(({ name }) => name)).toEqual(['towerctl-defaults']);
    expect((await stackLines(at)).filter((line) => line.endsWith(' CURRENT stack'))).toHaveLength(6);
  });
});

it('accounts of the organization are not outside it, whichever way a template writes them', async () => {
  const at = bench();
  const trusts = (principal: string): string =>
    JSON.stringify({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'reader',
            AssumeRolePolicyDocument: {
              Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
            },
          },
        },
      },
    });
  const { manifestOf } = await import('../../support/organization.js');
  const lines = async (principal: string) => {
    const manifest = await manifestOf(baseline('template: t/role.json, targets: [Workloads/Dev]'), {
      't/role.json': trusts(principal),
    });
    const run = await at.plan(manifest);
    return (stackBaseline.describe?.(own(run.plan), run.names) ?? []).filter((line) => line.startsWith('+ role'));
  };
  expect(await lines(`arn:aws:iam::${AUDIT}:root`)).toEqual([
    '+ role reader, trusted by account audit; no principal outside the organization',
  ]);
  expect(await lines('arn:aws-cn:iam::999999999999:root')).toEqual([
    '+ role reader, trusted by account 999999999999; outside the organization: account 999999999999',
  ]);
});
