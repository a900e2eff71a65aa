import { describe, expect, test } from '@jest/globals';
import { addUnit, BASELINE, HOME, landingZone, registration, topUnit, tower } from '../support.js';
import { begin, details, enable, enabledControls, finished, globalArn, policies } from './support.js';

const PREVENTIVE = 'CT.EC2.PV.5';
const DETECTIVE = 'AWS-GR_ENCRYPTED_VOLUMES';
const SECURITY_HUB = 'SH.S3.1';
const PROACTIVE = 'CT.S3.PR.1';
const OLD = { seed: { landingZone: '3.3' } };

async function refusal(on: ReturnType<typeof tower>, alias: string, targetIdentifier: string): Promise<string> {
  return on.refusal('EnableControl', { controlIdentifier: globalArn(alias), targetIdentifier });
}

describe('where a control can be', () => {
  test('before 4.0 a unit must be registered; its controls cannot be listed either', async () => {
    const on = tower(OLD);
    const { arn, id } = await addUnit(on, 'Loose');
    const message = `ResourceNotFoundException: Organizational unit ${id} is not registered with AWS Control Tower.`;
    expect(await refusal(on, PREVENTIVE, arn)).toBe(message);
    expect(await on.refusal('ListEnabledControls', { targetIdentifier: arn })).toBe(message);
  });

  test('from 4.0 controls alone make a unit governed: preventive and proactive ones', async () => {
    const on = tower();
    const { arn } = await addUnit(on, 'Loose');
    expect(await enabledControls(on, { targetIdentifier: arn })).toEqual([]);
    await enable(on, PREVENTIVE, arn);
    await enable(on, PROACTIVE, arn);
    const found = await enabledControls(on, { targetIdentifier: arn });
    expect(found.map(({ statusSummary }) => statusSummary?.status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  test.each([DETECTIVE, SECURITY_HUB])('the detective %s needs AWS Config to record', async (alias) => {
    const on = tower();
    const { arn } = await addUnit(on, 'Loose');
    expect(await refusal(on, alias, arn)).toMatch(/^ValidationException: .*AWS Config does not record/);
    await on.call('EnableBaseline', {
      baselineIdentifier: BASELINE.config,
      baselineVersion: '1.0',
      targetIdentifier: arn,
    });
    expect(await refusal(on, alias, arn)).toBe('none');
  });

  test('without the Config integration no unit has detective controls', async () => {
    const on = tower({ seed: { landingZone: { version: '4.0', config: false } } });
    const { arn } = await topUnit(on, 'Sandbox');
    expect(await refusal(on, DETECTIVE, arn)).toMatch(/AWS Config does not record/);
    expect(await refusal(on, PREVENTIVE, arn)).toBe('none');
  });

  test.each([
    [PROACTIVE, false],
    [SECURITY_HUB, false],
    ['CT.S3.PV.5', false],
    ['CT.EC2.PV.7', false],
    ['CT.KMS.PV.1', false],
    ['CT.MULTISERVICE.PV.1', false],
    [DETECTIVE, true],
    ['AWS-GR_RESTRICT_ROOT_USER', true],
    ['AWS-GR_DISALLOW_VPN_CONNECTIONS', true],
    ['AWS-GR_AUDIT_BUCKET_POLICY_CHANGES_PROHIBITED', true],
  ])('on the Security unit of landing zone 3.3, %s is allowed: %s', async (alias, allowed) => {
    const on = tower(OLD);
    const { arn } = await topUnit(on, 'Security');
    const parameters = alias === 'CT.MULTISERVICE.PV.1' ? [{ key: 'AllowedRegions', value: [HOME] }] : [];
    const answer = await on.refusal('EnableControl', {
      controlIdentifier: globalArn(alias),
      targetIdentifier: arn,
      parameters,
    });
    expect(answer).toMatch(allowed ? /^none$/ : /^ValidationException: .*Security OU/);
  });

  test.each([PROACTIVE, SECURITY_HUB, 'CT.S3.PV.5', 'CT.EC2.PV.7', DETECTIVE])(
    'on the Security unit of landing zone 4.0, %s is allowed',
    async (alias) => {
      const on = tower();
      const { arn } = await topUnit(on, 'Security');
      expect(await refusal(on, alias, arn)).toBe('none');
    },
  );

  test('mandatory controls go by the older identifier, on the Security unit of 4.0 by the global one', async () => {
    const on = tower();
    const [sandbox, security] = [await topUnit(on, 'Sandbox'), await topUnit(on, 'Security')];
    const of = async (targetIdentifier: string) =>
      (await enabledControls(on, { targetIdentifier })).map(({ controlIdentifier = '' }) => controlIdentifier);
    const ordinary = await of(sandbox.arn);
    expect(ordinary).toHaveLength(9);
    expect(ordinary.every((arn) => arn.startsWith(`arn:aws:controltower:${HOME}::control/AWS-GR_`))).toBe(true);
    const shared = await of(security.arn);
    expect(shared).toHaveLength(12);
    expect(shared.every((arn) => arn.startsWith('arn:aws:controlcatalog:::control/'))).toBe(true);
    const [first] = await enabledControls(on, { targetIdentifier: sandbox.arn });
    expect(await details(on, first?.arn ?? '')).toMatchObject({
      statusSummary: { status: 'SUCCEEDED' },
      driftStatusSummary: { driftStatus: 'NOT_CHECKING' },
      parameters: [],
    });
  });

  test('a unit whose policies were changed behind the back of Control Tower takes no more controls, units below it do', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    const below = await addUnit(on, 'Below', sandbox.id);
    const [policy] = await policies(on, sandbox.id);
    await on.organizations.detachPolicy({ PolicyId: policy?.id, TargetId: sandbox.id });
    expect(await refusal(on, PREVENTIVE, sandbox.arn)).toMatch(/^ValidationException: .*drift/);
    expect(await refusal(on, PREVENTIVE, below.arn)).toBe('none');
  });
});

describe('mixed governance', () => {
  test('what is deployed by Region fails until the unit is registered again; policies do not mind', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    const zone = await landingZone(on);
    const manifest = { ...(zone.details?.manifest as object), governedRegions: [HOME, 'us-east-1', 'eu-west-1'] };
    await on.call('UpdateLandingZone', { landingZoneIdentifier: zone.arn, version: '4.0', manifest });
    for (const alias of [DETECTIVE, PROACTIVE]) {
      const { arn: enabled, operation } = await begin(on, alias, arn);
      expect(await finished(on, operation)).toMatchObject({
        status: 'FAILED',
        statusMessage: expect.stringMatching(/^FAILED_TO_ENABLE/),
      });
      expect((await details(on, enabled)).statusSummary?.status).toBe('FAILED');
      // It is not reported as drift.
      expect((await details(on, enabled)).driftStatusSummary).toEqual({ driftStatus: 'NOT_CHECKING' });
    }
    const preventive = await enable(on, PREVENTIVE, arn);
    expect((await details(on, preventive)).statusSummary?.status).toBe('SUCCEEDED');
    const { arn: baseline = '' } =
      (await on.call('ListEnabledBaselines', { filter: { targetIdentifiers: [arn] } })).enabledBaselines?.[0] ?? {};
    await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: baseline });
    const failed =
      (await enabledControls(on, { targetIdentifier: arn, filter: { statuses: ['FAILED'] } }))[0]?.arn ?? '';
    await on.call('ResetEnabledControl', { enabledControlIdentifier: failed });
    expect(await details(on, failed)).toMatchObject({
      statusSummary: { status: 'SUCCEEDED' },
      targetRegions: [{ name: HOME }, { name: 'us-east-1' }, { name: 'eu-west-1' }],
    });
  });
});

describe('beside operations of other kinds', () => {
  test('no control operation while a unit is registered, anywhere; the older text of a conflict', async () => {
    const on = tower({ pace: { kind: 'time', ms: 60_000 } });
    const { arn } = await topUnit(on, 'Sandbox');
    const other = await addUnit(on, 'Workloads');
    await on.call('EnableBaseline', await registration(on, other.arn));
    expect(await refusal(on, PREVENTIVE, arn)).toMatch(/^ConflictException: .*another operation is in progress/);
    on.clock.advance(60_000);
    expect(await refusal(on, PREVENTIVE, arn)).toBe('none');
  });

  test('none while the landing zone is updated, and none of a unit while controls change', async () => {
    const on = tower({ pace: { kind: 'time', ms: 60_000 } });
    const { arn } = await topUnit(on, 'Sandbox');
    const zone = await landingZone(on);
    await begin(on, PREVENTIVE, arn);
    const other = await addUnit(on, 'Workloads');
    expect(await on.refusal('EnableBaseline', await registration(on, other.arn))).toMatch(/^ConflictException/);
    on.clock.advance(60_000);
    await on.call('ResetLandingZone', { landingZoneIdentifier: zone.arn });
    expect(await refusal(on, 'CT.EC2.PV.6', arn)).toMatch(/^ConflictException/);
  });
});
