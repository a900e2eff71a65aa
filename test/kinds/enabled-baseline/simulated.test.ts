import { MoveAccountCommand } from '@aws-sdk/client-organizations';
import { describe, expect, it } from '@jest/globals';
import * as sdk from '../../../src/aws/controltower-commands.js';
import type { Outcome, Plan } from '../../../src/model.js';
import { inProcess, unkind } from '../../../src/simulator/index.js';
import { actions, Bench, manifestOf, notices } from '../../support/organization.js';

/** Somebody else, in the console or with the AWS CLI. */
function controlTower(bench: Bench): sdk.ControlTowerClient {
  const credentials = { accessKeyId: 'other', secretAccessKey: 'other' };
  return new sdk.ControlTowerClient({
    region: 'ap-northeast-1',
    credentials,
    requestHandler: inProcess(bench.simulator) as never,
  });
}

/** Operations take their time, however often they are asked for. */
const slow = (): Bench => new Bench({ ...unkind, pace: { kind: 'time', ms: 300_000 } });
const withZone = (landingZone: Record<string, string | boolean>): Bench =>
  new Bench({ ...unkind, seed: { landingZone } });
const outcomes = (result: { outcomes: readonly Outcome[] }): string[] =>
  result.outcomes.map(
    ({ state, address, problem }) => `${state} ${address}${problem === undefined ? '' : `: ${problem}`}`,
  );
const details = (plan: Plan): (string | undefined)[] =>
  plan.changes.flatMap((change) => ('detail' in change ? [change.detail] : []));

/** AWS as it is told, over and over while it is throttled. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt > 20 || !/Throttl|TooMany/.test((error as Error).name)) throw error;
    }
  }
}

async function moved(bench: Bench, account: string, from: string, to: string): Promise<void> {
  const client = bench.client();
  await insist(() =>
    client.send(new MoveAccountCommand({ AccountId: account, SourceParentId: from, DestinationParentId: to })),
  );
  await bench.clock.sleep(60_000);
}

async function unitId(bench: Bench, name: string): Promise<string> {
  const aws = bench.session();
  const units = await aws.organizations.unitsIn((await aws.organizations.root()).id);
  return units.find((unit) => unit.name === name)?.id ?? '';
}

const SANDBOX = 'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }';

describe('baselines on the simulated Control Tower', () => {
  it('an enrolment that fails in one account is named, stops nothing else, and is repaired by the next run', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(
      'organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline, children: { Prod: { baseline: AWSControlTowerBaseline } } }, Sandbox: { existing: true } }\naccounts: { dev: { id: "300000000002", ou: Apps, adopt: true } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }',
    );
    bench.simulator.faults.add({
      operation: 'controltower:EnableBaseline',
      outcome: { accounts: ['300000000002'], message: 'no role' },
    });
    const first = await bench.plan(manifest);
    const result = await bench.apply(first.plan);
    expect(result.state).toBe('incomplete');
    expect(outcomes(result)).toContain('done baseline:AWSControlTowerBaseline@unit:Apps: not enrolled: account:dev');
    expect(outcomes(result)).toContain('done baseline:AWSControlTowerBaseline@unit:Apps/Prod');
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual(['repair baseline:AWSControlTowerBaseline@unit:Apps']);
    expect(details(plan)).toContain('enrolment failed: account:dev');
    await bench.apply(plan);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('a registration that fails is said with its reason, and repaired by the next run', async () => {
    const bench = new Bench();
    const manifest = await manifestOf('organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }');
    bench.simulator.faults.add({
      operation: 'controltower:EnableBaseline',
      outcome: { message: 'it did not work' },
    });
    const result = await bench.apply((await bench.plan(manifest)).plan);
    expect(outcomes(result)).toContain('failed baseline:AWSControlTowerBaseline@unit:Apps: enable: it did not work');
    const { plan } = await bench.converge(manifest);
    expect(actions(plan)).toEqual(['repair baseline:AWSControlTowerBaseline@unit:Apps']);
    expect(details(plan)).toEqual(['its last operation failed: it did not work']);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('an operation of somebody else is waited for', async () => {
    const bench = slow();
    const manifest = await manifestOf(SANDBOX);
    await bench.converge(manifest);
    const aws = bench.session().inHomeRegion('ap-northeast-1');
    const [own] = (await aws.controlTower.enabledBaselines()).filter(
      ({ targetArn, parentArn }) => targetArn.includes(':ou/') && parentArn === undefined,
    );
    await insist(() =>
      controlTower(bench).send(new sdk.ResetEnabledBaselineCommand({ enabledBaselineIdentifier: own?.arn })),
    );
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual(['wait baseline:AWSControlTowerBaseline@unit:Sandbox']);
    expect(outcomes(await bench.apply(plan))).toEqual(['done baseline:AWSControlTowerBaseline@unit:Sandbox']);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('an operation of the landing zone is said, and waited for before anything is written', async () => {
    const bench = slow();
    const manifest = await manifestOf('organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }');
    const aws = bench.session().inHomeRegion('ap-northeast-1');
    const zone = await aws.controlTower.landingZone();
    await insist(() => controlTower(bench).send(new sdk.ResetLandingZoneCommand({ landingZoneIdentifier: zone?.arn })));
    const { plan } = await bench.plan(manifest);
    expect(plan.problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`)).toEqual([
      'warning landing-zone-busy: an operation of the landing zone is running (RESET)',
    ]);
    const result = await bench.apply(plan);
    expect(result.state).toBe('complete');
    expect(
      bench.events.filter((event) => event.code === 'step-waiting' && event.detail === 'RESET of the landing zone runs')
        .length,
    ).toBeGreaterThan(0);
  });

  it('an account moved in by hand is named as drift; --reset-drift enrols it', async () => {
    const bench = new Bench();
    const manifest = await manifestOf('organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }');
    await bench.converge(manifest);
    await moved(bench, '300000000002', await unitId(bench, 'Sandbox'), await unitId(bench, 'Apps'));
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual([]);
    expect(notices(plan)).toContain('drift baseline:AWSControlTowerBaseline@unit:Apps');
    expect(details(plan)).toContain('accounts differ from the unit (not enrolled: account:payments-dev)');
    const again = await bench.plan(manifest, { resetDrift: true });
    expect(actions(again.plan)).toEqual(['repair baseline:AWSControlTowerBaseline@unit:Apps']);
    expect((await bench.apply(again.plan)).state).toBe('complete');
    expect(notices((await bench.plan(manifest)).plan)).not.toContain(
      'drift baseline:AWSControlTowerBaseline@unit:Apps',
    );
  });

  it('with auto-enrolment a move is followed by Control Tower itself: awaited, nothing written', async () => {
    const bench = withZone({ version: '4.0', autoEnroll: true });
    const units =
      'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: { baseline: AWSControlTowerBaseline } }';
    await bench.converge(await manifestOf(units));
    const manifest = await manifestOf(
      `${units}\naccounts: { dev: { id: "300000000002", ou: Apps, adopt: true } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }`,
    );
    const { plan } = await bench.converge(manifest);
    expect(actions(plan)).toEqual(['adopt account:dev', 'expect baseline:AWSControlTowerBaseline@unit:Apps']);
    const after = await bench.plan(manifest);
    expect(actions(after.plan)).toEqual([]);
    expect(notices(after.plan).filter((notice) => notice.includes('baseline:'))).toEqual([]);
  });

  it('says nothing of Identity Center where the landing zone does not manage it', async () => {
    const bench = withZone({ version: '4.0', identityCenter: false });
    const manifest = await manifestOf('organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }');
    await bench.converge(manifest);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('landing zone 3.3 registers with version 4.0', async () => {
    const bench = withZone({ version: '3.3' });
    const manifest = await manifestOf('organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }');
    const { plan } = await bench.converge(manifest);
    expect(plan.changes.find(({ kind }) => kind === 'enabled-baseline')).toMatchObject({ to: { version: '4.0' } });
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('asks Control Tower in its home Region only, and not at all where nobody speaks of baselines', async () => {
    const bench = new Bench();
    const silent = await bench.plan(await manifestOf('organizationalUnits: { Apps: {} }'));
    expect(silent.calls.filter(({ api }) => api.startsWith('control'))).toEqual([]);
    expect(silent.plan.controlTower).toBeUndefined();
    const elsewhere = await manifestOf(
      SANDBOX,
      {},
      'version: 1\nname: test\norganization: { id: o-exampleorg1, homeRegion: us-east-1 }\n',
    );
    await expect(bench.plan(elsewhere)).rejects.toThrow(/homeRegion/);
  });

  it('an older version is updated, parents first', async () => {
    const bench = new Bench({
      ...unkind,
      seed: { landingZone: { version: '4.0', registered: [{ unit: 'Sandbox', version: '4.0' }] } },
    });
    const manifest = await manifestOf(
      'organizationalUnits: { Sandbox: { existing: true, baseline: { name: AWSControlTowerBaseline, adopt: true } } }',
    );
    const { plan } = await bench.converge(manifest);
    expect(plan.changes.filter(({ action }) => action !== 'notice')).toMatchObject([
      { action: 'adopt', fields: [{ path: 'version', from: '4.0', to: '5.0' }] },
    ]);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('a registration goes only when nothing stands on it', async () => {
    const bench = new Bench();
    const { plan } = await bench.plan(
      await manifestOf('organizationalUnits: { Sandbox: { existing: true, baseline: off } }'),
    );
    expect(actions(plan)).toEqual(['remove baseline:AWSControlTowerBaseline@unit:Sandbox']);
    expect(plan.problems.map(({ code, message }) => `${code}: ${message}`)).toContainEqual(
      expect.stringMatching(/^deregistration-refused: unit:Sandbox still has accounts: /),
    );
  });

  it('a unit that moves is registered anew, and its old place let go first', async () => {
    const bench = new Bench();
    await bench.converge(
      await manifestOf(
        'organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline, children: { Prod: { baseline: AWSControlTowerBaseline } } } }',
      ),
    );
    const manifest = await manifestOf(
      'organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline }, Prod: { was: Apps/Prod, baseline: AWSControlTowerBaseline } }\nguards: { allow: [{ code: unit-reparent, at: "unit:Prod", reason: test }] }',
    );
    const { plan } = await bench.converge(manifest);
    expect(actions(plan)).toEqual([
      'replace unit:Prod',
      'create baseline:AWSControlTowerBaseline@unit:Prod',
      'remove baseline:AWSControlTowerBaseline@unit:Apps/Prod',
      'remove unit:Apps/Prod',
    ]);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('an account that moves out of governance is let go, and what it keeps is said', async () => {
    const bench = new Bench();
    const units = 'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline }, Apps: {} }';
    await bench.converge(await manifestOf(units));
    const manifest = await manifestOf(
      `${units}\naccounts: { dev: { id: "300000000002", ou: Apps, adopt: true } }\nguards: { allow: [{ code: loss-of-protection, at: "*", reason: test }] }`,
    );
    const { plan } = await bench.converge(manifest);
    expect(actions(plan)).toEqual(['adopt account:dev', 'repair baseline:AWSControlTowerBaseline@unit:Sandbox']);
    const after = await bench.plan(manifest);
    expect(actions(after.plan)).toEqual([]);
    expect(notices(after.plan).filter((notice) => notice.includes('baseline:'))).toEqual([
      'undeclared baseline:AWSControlTowerBaseline@account:dev',
    ]);
  });

  it('an answer that was lost is looked up', async () => {
    const bench = new Bench();
    const manifest = await manifestOf('organizationalUnits: { Apps: { baseline: AWSControlTowerBaseline } }');
    bench.simulator.faults.add({ operation: 'controltower:EnableBaseline', dropConnection: 'after' });
    await bench.converge(manifest);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });
});
