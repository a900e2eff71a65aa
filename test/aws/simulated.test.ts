import { describe, expect, it } from '@jest/globals';
import { faultOf } from '../../src/aws/faults.js';
import { type Aws, openSession } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { createSimulator, inProcess, type SimulatorOptions, unkind } from '../../src/simulator/index.js';

const HOME = 'ap-northeast-1';
const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

function open(options: SimulatorOptions = {}): { aws: Aws; clock: VirtualClock } {
  const clock = new VirtualClock();
  const simulator = createSimulator({ clock, ...options });
  const aws = openSession({ clock, requestHandler: inProcess(simulator), credentials, homeRegion: HOME });
  return { aws, clock };
}

/** Polls as the engine does, on the virtual clock. */
async function finished(
  clock: VirtualClock,
  poll: () => Promise<{ readonly status: string; readonly message?: string }>,
): Promise<{ readonly status: string; readonly message?: string }> {
  for (let waited = 0; waited < 240; waited += 1) {
    const operation = await poll();
    if (operation.status !== 'IN_PROGRESS') return operation;
    await clock.sleep(60_000);
  }
  throw new Error('the operation has run for four hours');
}

async function newUnit(aws: Aws, name: string): Promise<string> {
  const { id: rootId, arn } = await aws.organizations.root();
  const id = await aws.organizations.createUnit(rootId, name, {});
  const [account = '', path = ''] = [arn.split(':')[4], arn.split('/')[1]];
  return `arn:aws:organizations::${account}:ou/${path}/${id}`;
}

/** A unit that Control Tower has registered. */
async function registered(aws: Aws, clock: VirtualClock, name: string): Promise<{ unit: string; arn: string }> {
  const { controlTower } = aws;
  const arns = await controlTower.baselines();
  const identityCenter = (await controlTower.enabledBaselines()).find(
    ({ baselineArn }) => baselineArn === arns.get('IdentityCenterBaseline'),
  );
  const unit = await newUnit(aws, name);
  const { operationId, arn } = await controlTower.enableBaseline({
    baselineArn: arns.get('AWSControlTowerBaseline') ?? '',
    version: '5.0',
    targetArn: unit,
    parameters: [{ key: 'IdentityCenterEnabledBaselineArn', value: identityCenter?.arn ?? '' }],
    tags: { 'towerctl:manifest': 'bank' },
  });
  expect(await finished(clock, () => controlTower.baselineOperation(operationId))).toMatchObject({
    status: 'SUCCEEDED',
  });
  controlTower.forget();
  return { unit, arn };
}

describe.each([
  ['kind', {}],
  ['unkind', unkind],
])('the ports against the %s simulator', (_name, options) => {
  it('read the landing zone, and find its home from elsewhere', async () => {
    const { aws } = open(options);
    const zone = await aws.controlTower.landingZone();
    expect(zone).toMatchObject({ version: '4.0', status: 'ACTIVE', governedRegions: [HOME, 'us-east-1'] });
    await expect(aws.inHomeRegion('us-east-1').controlTower.landingZone()).rejects.toThrow(HOME);
    expect(await aws.controlTower.landingZoneOperation()).toBeUndefined();
  });

  it('register a unit, read it back, tag it, and let it go', async () => {
    const { aws, clock } = open(options);
    const { controlTower } = aws;
    const { unit, arn } = await registered(aws, clock, 'Workloads');
    expect((await controlTower.enabledBaselines()).find(({ targetArn }) => targetArn === unit)).toMatchObject({
      arn,
      version: '5.0',
      status: 'SUCCEEDED',
    });
    expect(await controlTower.enabledBaselineParameters(arn)).toMatchObject([
      { key: 'IdentityCenterEnabledBaselineArn' },
    ]);
    await controlTower.tag(arn, { team: 'cloud', gone: '1', too: '2' });
    await controlTower.untag(arn, ['gone', 'too']);
    expect(await controlTower.tags(arn)).toEqual({ 'towerctl:manifest': 'bank', team: 'cloud' });
    expect(await aws.controlTowerTags.of(arn)).toEqual({ 'towerctl:manifest': 'bank', team: 'cloud' });
    const { operationId } = await controlTower.disableBaseline(arn);
    expect(await finished(clock, () => controlTower.baselineOperation(operationId))).toMatchObject({
      status: 'SUCCEEDED',
    });
    controlTower.forget();
    expect((await controlTower.enabledBaselines()).map(({ arn: left }) => left)).not.toContain(arn);
  });

  it('wait for their turn when another unit is being registered', async () => {
    const { aws, clock } = open(options);
    const { controlTower } = aws;
    const { arn } = await registered(aws, clock, 'Workloads');
    const first = await controlTower.resetEnabledBaseline(arn);
    const second = await controlTower.resetEnabledBaseline(arn);
    expect(second.operationId).not.toBe(first.operationId);
    expect(await controlTower.baselineOperation(first.operationId)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('enable a control by its name in the catalog, change its parameters, and disable it', async () => {
    const { aws, clock } = open(options);
    const { controlTower, controlCatalog } = aws;
    const { unit } = await registered(aws, clock, 'Workloads');
    const control = (await controlCatalog.controls()).find(({ aliases }) => aliases.includes('CT.MULTISERVICE.PV.1'));
    const { parameters, scope } = await controlCatalog.control(control?.arn ?? '');
    expect(scope).toBe('GLOBAL');
    expect(parameters).toContain('AllowedRegions');
    const enabled = await controlTower.enableControl({
      controlIdentifier: control?.arn ?? '',
      targetArn: unit,
      parameters: [{ key: 'AllowedRegions', value: [HOME] }],
      tags: { 'towerctl:manifest': 'bank' },
    });
    const poll = (operationId: string) => finished(clock, () => controlTower.controlOperation(operationId));
    expect(await poll(enabled.operationId)).toMatchObject({ status: 'SUCCEEDED' });
    const arn = enabled.arn ?? '';
    expect(await controlTower.enabledControl(arn)).toMatchObject({
      arn,
      controlIdentifier: control?.arn,
      targetArn: unit,
      status: 'SUCCEEDED',
      parameters: [{ key: 'AllowedRegions', value: [HOME] }],
    });
    const again = controlTower.enableControl({
      controlIdentifier: control?.arn ?? '',
      targetArn: unit,
      parameters: [{ key: 'AllowedRegions', value: [HOME] }],
    });
    expect(faultOf(await again.catch((error: unknown) => error)).class).toBe('already-so');
    const changed = await controlTower.updateEnabledControl(arn, [
      { key: 'AllowedRegions', value: [HOME, 'us-east-1'] },
    ]);
    expect(await poll(changed.operationId)).toMatchObject({ status: 'SUCCEEDED' });
    controlTower.forget();
    expect((await controlTower.enabledControl(arn)).parameters).toEqual([
      { key: 'AllowedRegions', value: [HOME, 'us-east-1'] },
    ]);
    expect((await controlTower.enabledControls()).map((each) => each.arn)).toContain(arn);
    const disabled = await controlTower.disableControl(arn);
    expect(await poll(disabled.operationId)).toMatchObject({ status: 'SUCCEEDED' });
    controlTower.forget();
    expect(faultOf(await controlTower.enabledControl(arn).catch((error: unknown) => error)).class).toBe('gone');
  });
});
