import type { ControlTowerPort } from '../../../src/aws/controltower.js';
import { actions, Bench, manifestOf, notices } from '../../support/organization.js';

const SSH = 'AWS-GR_RESTRICTED_SSH';
const TREE = 'organizationalUnits: { Sandbox: { existing: true } }\n';
const HOME = 'ap-northeast-1';

const manifest = (entry: string, tree = TREE) =>
  manifestOf(`${tree}controls:\n  - { ${entry}, targets: [Sandbox/**] }\n`);

/** Somebody at the console: the same port, without a manifest. */
async function byHand(
  bench: Bench,
  work: (port: ControlTowerPort, unit: string) => Promise<{ operationId: string }>,
): Promise<void> {
  const aws = bench.session().inHomeRegion(HOME);
  const [baseline] = (await aws.controlTower.enabledBaselines()).filter(({ targetArn }) => targetArn.includes(':ou/'));
  const { operationId } = await work(aws.controlTower, baseline?.targetArn ?? '');
  while ((await aws.controlTower.controlOperation(operationId)).status === 'IN_PROGRESS')
    await bench.clock.sleep(15_000);
}

const regional = (name: string): string => `arn:aws:controltower:${HOME}::control/${name}`;

describe('on the simulated Control Tower', () => {
  test('enabled by somebody else, in the other form: adopted, never disabled', async () => {
    const bench = new Bench();
    await byHand(bench, (port, unit) =>
      port.enableControl({
        controlIdentifier: 'arn:aws:controlcatalog:::control/6rilu41n0gb9w6mxrkyewoer4',
        targetArn: unit,
      }),
    );
    const declared = await manifest(`control: ${SSH}`);
    const run = await bench.converge(declared);
    expect(actions(run.plan)).toEqual([`adopt control:${SSH}@unit:Sandbox`]);
    expect(actions((await bench.plan(declared)).plan)).toEqual([]);
  });

  test('with other parameters: refused, then taken over when asked', async () => {
    const bench = new Bench();
    const control = 'AWS-GR_RESTRICT_ROOT_USER';
    await byHand(bench, (port, unit) => port.enableControl({ controlIdentifier: regional(control), targetArn: unit }));
    const refused = await bench.plan(await manifest(`control: ${control}, parameters: { ExemptAssumeRoot: true }`));
    expect(refused.plan.problems.map(({ code, severity }) => `${severity} ${code}`)).toContain('error not-ours');
    const asked = await manifest(`control: ${control}, parameters: { ExemptAssumeRoot: true }, adopt: true`);
    await bench.converge(asked);
    expect((await bench.plan(asked)).plan.problems).toEqual([]);
    expect(actions((await bench.plan(asked)).plan)).toEqual([]);
  });

  test('what failed is repaired by the next run', async () => {
    const bench = new Bench();
    bench.simulator.faults.add({
      operation: 'controltower:EnableControl',
      outcome: { message: 'no permission' },
      times: 1,
    });
    const declared = await manifest(`control: ${SSH}`);
    const failed = await bench.apply((await bench.plan(declared)).plan);
    expect(failed.outcomes).toEqual([expect.objectContaining({ state: 'failed', problem: 'enable: no permission' })]);
    const { plan } = await bench.converge(declared);
    expect(plan.changes[0]).toMatchObject({
      action: 'repair',
      why: 'failed',
      detail: 'its last operation failed: no permission',
    });
    expect(actions((await bench.plan(declared)).plan)).toEqual([]);
  });

  test('an account that moves takes a detective control along: said, and disabled when asked for', async () => {
    const bench = new Bench();
    const tree = `organizationalUnits: { Sandbox: { existing: true }, Apps: {} }\n`;
    await bench.converge(await manifest(`control: ${SSH}`, tree));
    const there = bench.session();
    const units = await there.organizations.unitsIn((await there.organizations.root()).id);
    const idOf = (name: string) => units.find((unit) => unit.name === name)?.id ?? '';
    await there.organizations.moveAccount('300000000002', idOf('Sandbox'), idOf('Apps'));
    await bench.clock.sleep(60_000);
    const said = await bench.plan(await manifest(`control: ${SSH}`, tree));
    expect(actions(said.plan)).toEqual([]);
    expect(notices(said.plan)).toContain(`undeclared control:${SSH}@account:payments-dev`);
    const asked = await manifest(`control: ${SSH}, onDrift: reset`, tree);
    expect(actions((await bench.converge(asked)).plan)).toEqual([`remove control:${SSH}@account:payments-dev`]);
    expect(actions((await bench.plan(asked)).plan)).toEqual([]);
  });

  test('an apply killed after a Region was taken up and units were registered again, and before their controls, is finished', async () => {
    const bench = new Bench();
    const text = (regions: string) =>
      `organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }\nlandingZone: { regions: [${regions}] }\ncontrols:\n  - { control: ${SSH}, targets: [Sandbox] }\n`;
    await bench.converge(await manifestOf(text('ap-northeast-1, us-east-1')));
    const more = await manifestOf(text('ap-northeast-1, us-east-1, eu-west-1'));
    const { plan } = await bench.plan(more);
    const address = `control:${SSH}@unit:Sandbox`;
    expect(actions(plan)).toContain(`repair ${address}`);
    const killed = { ...plan, changes: plan.changes.filter((change) => change.address !== address) };
    expect((await bench.apply(killed)).state).toBe('complete');
    const next = await bench.plan(more);
    expect(actions(next.plan)).toEqual([`repair ${address}`]);
    expect(next.plan.changes.find((change) => change.address === address)).toMatchObject({
      detail: 'it is not in governed Regions: eu-west-1',
    });
    await bench.converge(more);
    expect(actions((await bench.plan(more)).plan)).toEqual([]);
  });

  test('a control alone is enabled on a unit that is declared with the landing zone: what it relies on has not moved', async () => {
    const bench = new Bench();
    const text = `organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }\nlandingZone: { regions: [ap-northeast-1, us-east-1] }\n`;
    await bench.converge(await manifestOf(text));
    const more = await manifestOf(`${text}controls:\n  - { control: ${SSH}, targets: [Sandbox] }\n`);
    expect(actions((await bench.converge(more)).plan)).toEqual([`create control:${SSH}@unit:Sandbox`]);
    expect(actions((await bench.plan(more)).plan)).toEqual([]);
  });

  test('a resource control policy that was edited is reset', async () => {
    const bench = new Bench();
    const declared = await manifest('control: CT.S3.PV.5');
    await bench.converge(declared);
    const there = bench.session();
    const [guardrail] = (await there.organizations.policies('RESOURCE_CONTROL_POLICY')).filter(({ name }) =>
      name.startsWith('aws-guardrails-'),
    );
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' }],
    };
    await there.organizations.updatePolicy(guardrail?.id ?? '', { content: JSON.stringify(everything) });
    const { plan } = await bench.plan(declared);
    expect(plan.changes.filter(({ action }) => action !== 'notice')).toMatchObject([
      { action: 'repair', why: 'drift', address: 'control:CT.S3.PV.5@unit:Sandbox' },
    ]);
    await bench.converge(declared);
    expect(actions((await bench.plan(declared)).plan)).toEqual([]);
  });

  test('the catalog is asked about names', async () => {
    const bench = new Bench();
    const run = await bench.plan(await manifest('control: CT.S3.PX.5, parameters: { x: [y] }'));
    expect(run.plan.problems).toEqual([
      expect.objectContaining({ code: 'control-unknown', hint: expect.stringMatching(/^did you mean "CT\.S3\.P/) }),
    ]);
    const wrong = await bench.plan(await manifest('control: CT.S3.PV.5, parameters: { ExemptedPrincipalArn: [y] }'));
    expect(wrong.plan.problems).toEqual([
      expect.objectContaining({ code: 'control-parameter', hint: 'did you mean "ExemptedPrincipalArns"?' }),
    ]);
  });

  test('a manifest without controls never asks Control Tower', async () => {
    const bench = new Bench();
    const { calls } = await bench.plan(await manifestOf(TREE));
    expect(calls.filter(({ api }) => /^control/.test(api))).toEqual([]);
  });
});
