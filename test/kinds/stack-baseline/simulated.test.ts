import { describe, expect, it } from '@jest/globals';
import { detectDrift } from '../../../src/engine/detect-drift.js';
import { driftOf } from '../../../src/report/drift.js';
import { actions, type Bench, ENGINE_VERSION, manifestOf, notices } from '../../support/organization.js';
import { stackLines } from '../../support/stacks-text.js';
import { baseline, bench, CARD, HOME, LAB, load, OLD, own, PAY, readsOf, set, told, writesOf } from './simulated.js';

const WHOLE = 'template: t/one.json, targets: [Workloads/**]';
const KEY = 'stack-baseline:defaults';

const outcomesOf = (result: Awaited<ReturnType<Bench['apply']>>) =>
  result.outcomes.map(({ state, problem }) => ({ state, problem }));

describe('what is there already', () => {
  it('is read with one description, one list of sets and one of instances, and nothing more', async () => {
    const at = bench([set()]);
    const manifest = await load(baseline(WHOLE));
    const calls = await readsOf(at, async () => {
      expect(actions((await at.plan(manifest)).plan)).toEqual([]);
    });
    // Pages of two: six instances that count. The simulator may add an empty page.
    expect(calls['cloudformation:DescribeStackSet']).toBe(1);
    expect(calls['cloudformation:ListStackInstances']).toBeGreaterThanOrEqual(3);
    expect(Object.keys(calls).sort()).toEqual([
      'cloudformation:DescribeStackSet',
      'cloudformation:DescribeStacks',
      'cloudformation:ListStackInstances',
      'cloudformation:ListStackSets',
    ]);
  });

  it('is not ours without our tag or our word, equal or not', async () => {
    const at = bench([set({ tags: {} })]);
    const { plan } = await at.plan(await load(baseline(WHOLE)));
    expect(actions(plan)).toEqual([]);
    expect(plan.problems.map(({ code, address }) => `${code} ${address}`)).toContain(`not-ours ${KEY}`);
  });

  it('is adopted by name without a write where it is as declared, and changed where it is not', async () => {
    const at = bench([set({ name: 'AcmeDefaults', tags: {} })]);
    const adopted = (more: string) => load(baseline(`${WHOLE}, name: AcmeDefaults, adopt: true${more}`));
    expect(actions((await at.plan(await adopted(''))).plan)).toEqual([]);
    await at.converge(await adopted(', parameters: { Days: 90 }'));
    const record = await at.session().inHomeRegion(HOME).cloudFormation.stackSet('AcmeDefaults');
    expect(record?.parameters).toEqual([{ key: 'Days', value: '90' }]);
    expect(record?.tags).toEqual([]);
    // Left out it stays: only `remove: true` takes it away.
    const left = await load(baseline(WHOLE).replace(/ {2}defaults:.*/, '  {}'));
    expect(actions((await at.plan(left)).plan)).toEqual([]);
    await at.converge(await adopted(', remove: true'));
    expect(await stackLines(at)).toEqual([]);
  });

  it('is said to be taken over where another manifest owns it', async () => {
    const at = bench([set({ tags: { 'towerctl:manifest': 'other' } })]);
    const { plan } = await at.plan(await load(baseline(`${WHOLE}, adopt: true`)));
    expect(plan.problems.map(({ code, severity }) => `${severity} ${code}`)).toContain('warning taken-over');
  });

  it('is somebody else’s where it has our way of naming and their tag', async () => {
    const at = bench([
      set({ name: 'towerctl-other', tags: { 'towerctl:manifest': 'other', 'towerctl:key': 'other' } }),
    ]);
    const { plan } = await at.plan(await load(baseline(WHOLE)));
    expect(notices(plan)).toContain('foreign stack-baseline:other');
    expect(actions(plan)).toEqual([`create ${KEY}`]);
  });
});

describe('failures', () => {
  it('that are more than may be end the change, named; the next run tries those and no others', async () => {
    const at = bench([set()]);
    const two = await load(baseline('template: t/two.json, targets: [Workloads/**]'));
    at.simulator.faults.add({
      operation: 'cloudformation:UpdateStackSet',
      outcome: { failAccounts: { [`${CARD}/us-east-1`]: 'a policy stands in the way' } },
    });
    const { plan } = await at.plan(two);
    expect(told(plan)).toEqual(['~ 6 instances updated: card, lab, pay x ap-northeast-1, us-east-1']);
    const [outcome] = outcomesOf(await at.apply(plan));
    expect(outcome?.state).toBe('failed');
    expect(outcome?.problem).toContain('card in us-east-1: a policy stands in the way');
    const next = await at.plan(two);
    expect(own(next.plan)).toMatchObject({ action: 'update', from: { retry: { 'account:card': ['us-east-1'] } } });
    expect(told(next.plan)[0]).toMatch(/^! .*not current, or failed|^~ .*tried again/);
    expect(next.plan.problems.map(({ code }) => code)).toContain('stack-instance-failed');
    expect(await writesOf(at, () => at.apply(next.plan))).toEqual(['UpdateStackInstances']);
    expect(actions((await at.plan(two)).plan)).toEqual([]);
  });

  it('within what may be leave the change done and lacking', async () => {
    const at = bench();
    const manifest = await load(baseline(`${WHOLE}, operations: { tolerate: 50% }`));
    at.simulator.faults.add({
      operation: 'cloudformation:CreateStackInstances',
      outcome: { failAccounts: { [`${PAY}/${HOME}`]: 'no room' } },
    });
    const { plan } = await at.plan(manifest);
    const result = await at.apply(plan);
    expect(outcomesOf(result)).toEqual([
      { state: 'done', problem: expect.stringContaining('pay in ap-northeast-1: no room') },
    ]);
    expect(result.state).toBe('incomplete');
    const next = await at.plan(manifest);
    expect(told(next.plan)).toEqual(['+ 1 instance created: pay x ap-northeast-1']);
    await at.converge(manifest);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });
});

describe('accounts that are suspended', () => {
  it('in the middle of a baseline are left alone, and stand in the way of its removal no more', async () => {
    const at = bench();
    const manifest = await load(baseline(WHOLE));
    await at.converge(manifest);
    await at.session().organizations.closeAccount(LAB);
    await at.clock.sleep(3_600_000);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
    const removal = await load(baseline(WHOLE).replace(/ {2}defaults:.*/, '  {}'));
    const { plan } = await at.plan(removal);
    expect(actions(plan)).toEqual([`remove ${KEY}`]);
    expect(told(plan)).toEqual(['- 4 instances removed with their stacks']);
    expect((await at.apply(plan)).state).toBe('complete');
    expect(await stackLines(at)).toEqual([]);
  });

  it('never get one', async () => {
    const at = bench();
    const { plan } = await at.plan(await load(baseline(WHOLE)));
    expect(JSON.stringify(own(plan))).not.toContain('old');
    expect(OLD).toBe('300000000006');
  });
});

describe('selections', () => {
  it('that get narrower let a unit go without touching what stays', async () => {
    const at = bench([set()]);
    const manifest = await load(baseline('template: t/one.json, targets: [Workloads/Prod]'));
    const { plan } = await at.plan(manifest);
    expect(told(plan)).toEqual(['- 2 instances removed with their stacks: lab x ap-northeast-1, us-east-1']);
    const writes = await writesOf(at, async () => {
      expect((await at.apply(plan)).state).toBe('complete');
    });
    expect(writes).toEqual(['DeleteStackInstances', 'CreateStackInstances']);
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    const watched = await cloudFormation.autoDeploymentTargets('towerctl-defaults');
    expect(watched.map(({ unitId }) => unitId)).toEqual(['ou-ex01-prod0000']);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });

  it('that lose a Region lose it in every unit', async () => {
    const at = bench([set()]);
    const manifest = await load(baseline(WHOLE, `[${HOME}]`));
    await at.converge(manifest);
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    expect((await cloudFormation.autoDeploymentTargets('towerctl-defaults')).map(({ regions }) => regions)).toEqual([
      [HOME],
    ]);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });

  it('of ragged shape are created in as few calls as there are rectangles, with values of their own from the first', async () => {
    const at = bench();
    const manifest = await load(
      `accounts: { pay: { id: "${PAY}", adopt: true }, card: { id: "${CARD}", adopt: true }, lab: { id: "${LAB}", adopt: true } }\n${baseline(
        'template: t/one.json, targets: [account:pay, account:card, account:lab], overrides: [{ targets: [account:lab], parameters: { Days: 7 } }]',
      )}`,
    );
    const writes = await writesOf(at, () => at.converge(manifest));
    expect(writes).toEqual(['CreateStackSet', 'CreateStackInstances', 'CreateStackInstances']);
    const { cloudFormation } = at.session().inHomeRegion(HOME);
    const lab = await cloudFormation.stackInstance('towerctl-defaults', LAB, 'us-east-1');
    expect(lab?.parameterOverrides).toEqual([{ key: 'Days', value: '7' }]);
    const pay = await cloudFormation.stackInstance('towerctl-defaults', PAY, 'us-east-1');
    expect(pay?.parameterOverrides).toEqual([]);
  });
});

it('an account that moves into a watched unit is deployed to by AWS, and awaited', async () => {
  const at = bench();
  const text = (ou: string) =>
    `${baseline('template: t/one.json, targets: [Workloads/Prod]')}accounts: { lab: { id: "${LAB}", ou: ${ou}, adopt: true } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }\n`;
  await at.converge(await load(text('Workloads/Dev')));
  const manifest = await load(text('Workloads/Prod'));
  const { plan } = await at.plan(manifest);
  expect(actions(plan)).toEqual(['update account:lab', `expect ${KEY}`]);
  const writes = await writesOf(at, async () => {
    expect((await at.apply(plan)).state).toBe('complete');
  });
  expect(writes).toEqual([]);
  expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  expect((await stackLines(at)).filter((line) => line.includes(LAB))).toHaveLength(2);
});

it('an operation that somebody began is waited for, and the rest is done after it', async () => {
  const at = bench([set()]);
  const { cloudFormation } = at.session().inHomeRegion(HOME);
  await cloudFormation.deleteStackInstances({
    name: 'towerctl-defaults',
    targets: { unitIds: ['ou-ex01-dev00000'], accounts: [LAB], filter: 'INTERSECTION' },
    regions: ['us-east-1'],
    retain: false,
    clientToken: 'somebody',
  });
  await at.clock.sleep(10_000);
  const manifest = await load(baseline(WHOLE));
  const { plan } = await at.plan(manifest);
  expect(own(plan)).toMatchObject({ action: 'wait', token: 'somebody' });
  expect((await at.apply(plan)).state).toBe('complete');
  expect(actions((await at.plan(manifest)).plan)).toEqual([]);
});

describe('drift', () => {
  it('is what the last detection found, with its date, and is said and not mended', async () => {
    const at = bench([set()]);
    const manifest = await load(baseline(WHOLE));
    at.simulator.faults.add({
      operation: 'cloudformation:DetectStackSetDrift',
      outcome: { driftAccounts: [`${PAY}/us-east-1`] },
    });
    const writes = await writesOf(at, async () => {
      const outcomes = await detectDrift(manifest, {
        aws: at.session(),
        clock: at.clock,
        engineVersion: ENGINE_VERSION,
      });
      expect(outcomes.map(({ state, problem }) => ({ state, problem }))).toEqual([
        { state: 'done', problem: undefined },
      ]);
    });
    expect(writes).toEqual(['DetectStackSetDrift']);
    const first = await at.plan(manifest);
    await at.clock.sleep(4 * 86_400_000);
    const run = await at.plan(manifest);
    // The plan is the same four days later; only the report counts days.
    expect(run.digest).toBe(first.digest);
    expect(own(run.plan)).toMatchObject({
      action: 'notice',
      why: 'drift',
      detail: expect.stringMatching(/^drift detected 2026-01-01T00:\d\d:\d\dZ: 1 of 8 instances/),
    });
    const { items } = driftOf(run);
    expect(items.map(({ address, class: is }) => `${is} ${address}`)).toEqual([`ours ${KEY}`]);
    expect(items[0]?.details[0]).toMatch(/^drift detected 2026-01-01T00:\d\d:\d\dZ \(4 days ago\): 1 of 8 instances/);
  });

  it('is not looked for where a set is not there yet', async () => {
    const at = bench();
    const writes = await writesOf(at, async () => {
      await detectDrift(await load(baseline(WHOLE)), {
        aws: at.session(),
        clock: at.clock,
        engineVersion: ENGINE_VERSION,
      });
    });
    expect(writes).toEqual([]);
  });
});

it('secret parameters are kept by an update and are in no plan', async () => {
  const secret = (size: string) =>
    JSON.stringify({
      Parameters: { Token: { Type: 'String', NoEcho: true, Default: 'unset' } },
      Resources: { Size: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/t', Value: size } } },
    });
  const at = bench([set({ template: secret('1'), parameters: { Token: 'hunter2' } })]);
  const manifest = await manifestOf(baseline('template: t/secret.json, targets: [Workloads/**]'), {
    't/secret.json': secret('2'),
  });
  const { plan } = await at.plan(manifest);
  expect(actions(plan)).toEqual([`update ${KEY}`]);
  expect(JSON.stringify(plan)).not.toMatch(/hunter2|\*\*\*\*/);
  expect((await at.apply(plan)).state).toBe('complete');
  expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  expect(JSON.stringify(at.simulator.saveState())).toContain('hunter2');
});

describe('a template that is too large to be sent inline', () => {
  const LARGE = baseline('template: t/large.json, targets: [Workloads/Dev]', `[${HOME}]`);

  it('needs a bucket, which is named', async () => {
    const at = bench();
    const { plan } = await at.plan(await load(LARGE));
    expect(plan.problems.map(({ code, address }) => `${code} ${address}`)).toEqual([`template-bucket ${KEY}`]);
    expect(plan.problems[0]?.message).toContain('there is no bucket towerctl-templates-123456789012-ap-northeast-1');
    const writes = await writesOf(at, () => expect(at.apply(plan)).rejects.toThrow('nothing was written'));
    expect(writes).toEqual([]);
  });

  it('needs it for the management account’s own stack too', async () => {
    const at = bench();
    const { plan } = await at.plan(
      await load(baseline('template: t/large.json, targets: [Workloads/Dev], management: true', `[${HOME}]`)),
    );
    expect(plan.problems.map(({ code, address }) => `${code} ${address}`).sort()).toEqual([
      `template-bucket management-stack:${KEY.split(':')[1]}@${HOME}`,
      `template-bucket ${KEY}`,
    ]);
  });

  it('goes through it', async () => {
    const at = bench();
    const { S3Client, CreateBucketCommand } = await import('@aws-sdk/client-s3');
    const { inProcess } = await import('../../../src/simulator/index.js');
    const s3 = new S3Client({
      region: HOME,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
      forcePathStyle: true,
      requestHandler: inProcess(at.simulator) as never,
    });
    await s3.send(
      new CreateBucketCommand({
        Bucket: 'towerctl-templates-123456789012-ap-northeast-1',
        CreateBucketConfiguration: { LocationConstraint: HOME },
      }),
    );
    const manifest = await load(LARGE);
    await at.converge(manifest);
    expect(actions((await at.plan(manifest)).plan)).toEqual([]);
  });
});
