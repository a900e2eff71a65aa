import { describe, expect, it } from '@jest/globals';
import { undoPlan } from '../../../src/engine.js';
import type { JsonObject, Plan } from '../../../src/model.js';
import { unkind } from '../../../src/simulator/index.js';
import { landingZone as organizationOnly } from '../../../src/simulator/services/organizations/seeds/landing-zone.js';
import { actions, Bench, manifestOf, notices } from '../../support/organization.js';

const withZone = (landingZone: JsonObject | string): Bench => new Bench({ ...unkind, seed: { landingZone } as never });
const UNITS = 'organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }\n';
const allow = (...codes: string[]): string =>
  `guards: { allow: [${codes.map((code) => `{ code: ${code}, at: "landing-zone:main", reason: test }`).join(', ')}] }\n`;
const errors = (plan: Plan): string[] =>
  plan.problems.flatMap(({ severity, code, message }) => (severity === 'error' ? [`${code}: ${message}`] : []));
const warnings = (plan: Plan): string[] =>
  plan.problems.flatMap(({ severity, code }) => (severity === 'warning' ? [code] : []));
const record = async (bench: Bench) => {
  const found = await bench.session().inHomeRegion('ap-northeast-1').controlTower.landingZone();
  if (!found) throw new Error('no landing zone');
  return found;
};
const baselines = async (bench: Bench) =>
  bench.session().inHomeRegion('ap-northeast-1').controlTower.enabledBaselines();

describe('the landing zone on the simulated Control Tower', () => {
  it('is upgraded only when the manifest names the version and the guard is allowed; units follow in the same plan', async () => {
    const bench = withZone('3.3');
    const pinned = await manifestOf(`${UNITS}landingZone: { version: "3.3" }\n`);
    await bench.converge(pinned);
    expect(actions((await bench.plan(pinned)).plan)).toEqual([]);
    const upgrade = `${UNITS}landingZone: { version: "4.0" }\n`;
    const refused = (await bench.plan(await manifestOf(upgrade))).plan;
    expect(errors(refused)).toEqual([
      'landing-zone-upgrade: the landing zone would be upgraded from 3.3 to 4.0, where its manifest takes another form: it cannot be undone',
    ]);
    await expect(bench.apply(refused)).rejects.toThrow('nothing was written');
    const allowed = await manifestOf(upgrade + allow('landing-zone-upgrade'));
    const { plan } = await bench.converge(allowed);
    expect(actions(plan)).toEqual(['update landing-zone:main', 'update baseline:AWSControlTowerBaseline@unit:Sandbox']);
    expect(plan.changes[1]?.needs).toEqual(['landing-zone:main']);
    const after = await record(bench);
    expect(after).toMatchObject({ version: '4.0', status: 'ACTIVE' });
    expect(after.manifest['organizationStructure']).toBeUndefined();
    expect(after.manifest['config']).toMatchObject({ enabled: true });
    expect(
      (await baselines(bench)).filter(({ version }) => version !== undefined).map(({ version }) => version),
    ).toEqual(expect.arrayContaining(['5.0']));
    expect(actions((await bench.plan(allowed)).plan)).toEqual([]);
  });

  it('an upgrade is not undone, and what can be is', async () => {
    const bench = withZone('3.3');
    const manifest = await manifestOf(
      `landingZone: { version: "4.0", centralizedLogging: { retention: { logs: 400 } } }\n${allow('landing-zone-upgrade')}`,
    );
    const { plan } = await bench.plan(manifest);
    const undo = undoPlan(plan);
    expect(undo.changes).toMatchObject([
      {
        action: 'update',
        to: { centralizedLogging: { retention: { logs: 365 } } },
        fields: [{ path: 'centralizedLogging.retention.logs' }],
      },
    ]);
    expect(undo.changes[0]).not.toHaveProperty('to.version');
    await bench.apply(plan);
    await bench.apply({ ...undo, problems: [] });
    expect(await record(bench)).toMatchObject({
      version: '4.0',
      manifest: { centralizedLogging: { configurations: { loggingBucket: { retentionDays: 365 } } } },
    });
  });

  it('what Control Tower would refuse is said in the plan, all at once', async () => {
    const bench = withZone('4.0');
    const manifest = await manifestOf(
      'landingZone: { version: "3.3", regions: [us-east-1], config: false, backup: true }\n',
    );
    const { plan } = await bench.plan(manifest);
    expect(errors(plan).filter((text) => text.startsWith('landing-zone-refused'))).toEqual([
      'landing-zone-refused: Backup is on and needs an administrator, a central vault and a KMS key',
      'landing-zone-refused: Config is off and securityRoles, accessManagement, backup stand on it',
      'landing-zone-refused: the home Region ap-northeast-1 is not among the governed Regions (us-east-1)',
      'landing-zone-refused: version "3.3" is older than the 4.0 that the landing zone has, and none is ever rolled back',
    ]);
  });

  it('one that somebody else is updating is waited for, and then brought to what is declared', async () => {
    const bench = new Bench({ ...unkind, pace: { kind: 'time', ms: 1_200_000 } });
    const aws = bench.session().inHomeRegion('ap-northeast-1');
    const before = await record(bench);
    await aws.controlTower.updateLandingZone(before.arn, {
      version: before.version,
      manifest: before.manifest,
      autoEnroll: true,
    });
    const manifest = await manifestOf('landingZone: { autoEnroll: false }\n');
    const { plan } = await bench.plan(manifest);
    expect(actions(plan)).toEqual(['wait landing-zone:main']);
    expect((await bench.apply(plan)).state).toBe('complete');
    expect((await record(bench)).autoEnroll).toBe(false);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('drift is said, and mended only when the manifest or a flag asks for it', async () => {
    const bench = withZone('4.0');
    const client = bench.client();
    const { DisableAWSServiceAccessCommand } = await import('@aws-sdk/client-organizations');
    for (let tries = 0; tries < 9; tries += 1) {
      try {
        await client.send(new DisableAWSServiceAccessCommand({ ServicePrincipal: 'controltower.amazonaws.com' }));
        break;
      } catch {
        await bench.clock.sleep(5_000);
      }
    }
    await bench.clock.sleep(10_000);
    const reported = await manifestOf('landingZone: { version: "4.0" }\n');
    const { plan } = await bench.plan(reported);
    expect([actions(plan), notices(plan), warnings(plan)]).toEqual([
      [],
      ['undeclared baseline:AWSControlTowerBaseline@unit:Sandbox', 'drift landing-zone:main'],
      ['landing-zone-drifted'],
    ]);
    expect(actions((await bench.plan(reported, { resetDrift: true })).plan)).toEqual(['repair landing-zone:main']);
    const reset = await manifestOf('landingZone: { version: "4.0", onDrift: reset }\n');
    expect(actions((await bench.converge(reset)).plan)).toEqual(['repair landing-zone:main']);
    expect((await record(bench)).drift).toBe('IN_SYNC');
    expect(actions((await bench.plan(reset)).plan)).toEqual([]);
  });

  it('an update that fails is a failed change; the next plan tries it again, and the units wait for it', async () => {
    const bench = withZone('4.0');
    await bench.converge(await manifestOf(UNITS));
    const manifest = await manifestOf(`${UNITS}landingZone: { regions: [ap-northeast-1, us-east-1, us-west-2] }\n`);
    bench.simulator.faults.add({
      operation: 'controltower:UpdateLandingZone',
      outcome: { message: 'the KMS key is not usable' },
    });
    const { plan } = await bench.plan(manifest);
    const result = await bench.apply(plan);
    expect(result.outcomes.map(({ state, problem }) => `${state} ${problem ?? ''}`)).toEqual([
      'failed update: the KMS key is not usable',
      'skipped waits for landing-zone:main, which was not done',
    ]);
    expect(actions((await bench.converge(manifest)).plan)).toEqual(actions(plan));
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('a Region that registered units use goes only with an allowance, and units nobody declared are named', async () => {
    const bench = withZone('4.0');
    const manifest = await manifestOf('landingZone: { regions: [ap-northeast-1] }\n');
    const { plan } = await bench.plan(manifest);
    expect(errors(plan)).toEqual([
      'landing-zone-region-removed: us-east-1 would be governed no more, and it is used by the baselines of 1 registered unit',
    ]);
    expect(warnings(plan)).toEqual(['landing-zone-units']);
    const declared = await manifestOf(
      `${UNITS}landingZone: { regions: [ap-northeast-1] }\n${allow('landing-zone-region-removed')}`,
    );
    const { plan: allowed } = await bench.converge(declared);
    expect(warnings(allowed)).toEqual([]);
    expect((await record(bench)).governedRegions).toEqual(['ap-northeast-1']);
    expect(actions((await bench.plan(declared)).plan)).toEqual([]);
  });

  it('a Region that is added reaches the controls of a unit, by a reset after its registration', async () => {
    const bench = withZone('4.0');
    const text = (regions: string): string =>
      `organizationalUnits: { Sandbox: { existing: true, baseline: AWSControlTowerBaseline } }\nlandingZone: { regions: [${regions}] }\ncontrols: [{ control: AWS-GR_RESTRICTED_SSH, targets: [Sandbox] }]\n`;
    await bench.converge(await manifestOf(text('ap-northeast-1, us-east-1')));
    const more = await manifestOf(text('ap-northeast-1, us-east-1, us-west-2'));
    const { plan } = await bench.converge(more);
    expect(actions(plan)).toEqual([
      'update landing-zone:main',
      'update baseline:AWSControlTowerBaseline@unit:Sandbox',
      'repair control:AWS-GR_RESTRICTED_SSH@unit:Sandbox',
    ]);
    const { controlTower } = bench.session().inHomeRegion('ap-northeast-1');
    const ssh = (await controlTower.enabledControls()).find(
      ({ controlIdentifier }) => !controlIdentifier.includes('AWS-GR_') || controlIdentifier.includes('RESTRICTED_SSH'),
    );
    const { targetRegions } = await controlTower.enabledControl(ssh?.arn ?? '');
    expect([...targetRegions].sort()).toEqual(['ap-northeast-1', 'us-east-1', 'us-west-2']);
    expect(actions((await bench.plan(more)).plan)).toEqual([]);
  });

  it('what is not ours is not registered again, and an omitted section reads nothing', async () => {
    const bench = withZone('4.0');
    await bench.converge(await manifestOf(UNITS));
    const { plan, calls } = await bench.plan(
      await manifestOf('organizationalUnits: { Sandbox: { existing: true } }\n'),
    );
    expect(actions(plan)).toEqual([]);
    expect(calls.some(({ api }) => api.startsWith('controltower:'))).toBe(false);
  });

  it('none at all: says what to do, and plans nothing', async () => {
    const bench = new Bench({
      ...unkind,
      seed: JSON.parse(JSON.stringify(organizationOnly('123456789012'))) as JsonObject,
    });
    const { plan } = await bench.plan(await manifestOf('landingZone: { autoEnroll: true }\n'));
    expect(actions(plan)).toEqual([]);
    expect(errors(plan)).toEqual([
      'landing-zone-missing: this organization has no landing zone in ap-northeast-1, and its settings, baselines and controls stand on one',
    ]);
  });
});
