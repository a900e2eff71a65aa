import { describe, expect, test } from '@jest/globals';
import { HOME, POLLS, topUnit, tower } from '../support.js';
import { details, enable, enabledControls, finished, globalArn, regionalArn, statements } from './support.js';

const REGION_DENY = 'CT.MULTISERVICE.PV.1';
const regions = (...value: string[]) => [{ key: 'AllowedRegions', value }];

describe('UpdateEnabledControl', () => {
  test('replaces all parameters, in the policy too', async () => {
    const on = tower(POLLS);
    const { arn: target, id } = await topUnit(on, 'Sandbox');
    const arn = await enable(on, REGION_DENY, target, [
      ...regions(HOME),
      { key: 'ExemptedActions', value: ['bedrock:*'] },
    ]);
    const { operationIdentifier } = await on.call('UpdateEnabledControl', {
      enabledControlIdentifier: arn,
      parameters: regions(HOME, 'us-east-1'),
    });
    // Until it is done, the old ones hold.
    expect((await details(on, arn)).parameters).toHaveLength(2);
    expect(await finished(on, operationIdentifier)).toMatchObject({
      operationType: 'UPDATE_ENABLED_CONTROL',
      status: 'SUCCEEDED',
    });
    expect((await details(on, arn)).parameters).toEqual(regions(HOME, 'us-east-1'));
    const { CTMULTISERVICEPV1: deny } = await statements(on, id);
    expect(deny?.['NotAction']).not.toContain('bedrock:*');
  });

  test('the same parameters are refused, in whatever order; so is what is not there', async () => {
    const on = tower();
    const { arn: target } = await topUnit(on, 'Sandbox');
    const exempt = { key: 'ExemptedPrincipalArns', value: ['arn:aws:iam::*:role/x'] };
    const arn = await enable(on, REGION_DENY, target, [...regions(HOME), exempt]);
    const update = (enabledControlIdentifier: string) =>
      on.refusal('UpdateEnabledControl', { enabledControlIdentifier, parameters: [exempt, ...regions(HOME)] });
    expect(await update(arn)).toMatch(/^ValidationException/);
    expect(await update(`${arn.slice(0, -16)}AAAAAAAAAAAAAAAA`)).toMatch(/^ResourceNotFoundException/);
  });

  test('a failed update keeps the parameters that hold, and says FAILED', async () => {
    const on = tower();
    const { arn: target } = await topUnit(on, 'Sandbox');
    const arn = await enable(on, REGION_DENY, target, regions(HOME));
    on.simulator.faults.add({ operation: 'controltower:UpdateEnabledControl', outcome: { message: 'no' } });
    await on.call('UpdateEnabledControl', { enabledControlIdentifier: arn, parameters: regions('us-east-1') });
    expect(await details(on, arn)).toMatchObject({
      statusSummary: { status: 'FAILED' },
      parameters: regions(HOME),
    });
  });
});

describe('ResetEnabledControl', () => {
  test.each(['CT.EC2.PV.5', 'AWS-GR_RESTRICT_ROOT_USER'])(
    'does not work for the service control policy of %s',
    async (alias) => {
      const on = tower();
      const { arn: target } = await topUnit(on, 'Sandbox');
      const arn = await enable(on, alias, target);
      expect(await on.refusal('ResetEnabledControl', { enabledControlIdentifier: arn })).toMatch(
        /^ValidationException: .*service control policy/,
      );
    },
  );

  test('nor for mandatory controls', async () => {
    const on = tower();
    const { arn: target } = await topUnit(on, 'Sandbox');
    const [mandatory] = await enabledControls(on, { targetIdentifier: target });
    const enabledControlIdentifier = mandatory?.arn;
    const answers = [
      await on.refusal('ResetEnabledControl', { enabledControlIdentifier }),
      await on.refusal('UpdateEnabledControl', { enabledControlIdentifier, parameters: [] }),
      await on.refusal('DisableControl', { enabledControlIdentifier }),
    ];
    for (const answer of answers) expect(answer).toMatch(/^ValidationException: .*mandatory/);
  });

  test('mends a FAILED one of the other kinds', async () => {
    const on = tower();
    const { arn: target } = await topUnit(on, 'Sandbox');
    on.simulator.faults.add({ operation: 'controltower:EnableControl', outcome: { message: 'no' } });
    const arn = await enable(on, 'CT.S3.PR.1', target);
    expect((await details(on, arn)).statusSummary?.status).toBe('FAILED');
    const { operationIdentifier } = await on.call('ResetEnabledControl', { enabledControlIdentifier: arn });
    expect(await finished(on, operationIdentifier)).toMatchObject({
      operationType: 'RESET_ENABLED_CONTROL',
      status: 'SUCCEEDED',
    });
    expect((await details(on, arn)).statusSummary?.status).toBe('SUCCEEDED');
  });
});

describe('DisableControl', () => {
  test.each(['pair', 'other form', 'enabled control'] as const)(
    'by %s; the enabled control is gone, its operation stays',
    async (by) => {
      const on = tower(POLLS);
      const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
      const arn = await enable(on, 'CT.EC2.PV.5', targetIdentifier);
      const inputs = {
        pair: { controlIdentifier: globalArn('CT.EC2.PV.5'), targetIdentifier },
        'other form': { controlIdentifier: regionalArn('CT.EC2.PV.5'), targetIdentifier },
        'enabled control': { enabledControlIdentifier: arn },
      };
      const { operationIdentifier } = await on.call('DisableControl', inputs[by]);
      expect((await details(on, arn)).statusSummary?.status).toBe('UNDER_CHANGE');
      expect(await finished(on, operationIdentifier)).toMatchObject({
        operationType: 'DISABLE_CONTROL',
        status: 'SUCCEEDED',
        controlIdentifier: globalArn('CT.EC2.PV.5'),
        targetIdentifier,
        enabledControlIdentifier: arn,
      });
      expect(await on.refusal('GetEnabledControl', { enabledControlIdentifier: arn })).toMatch(
        /^ResourceNotFoundException/,
      );
      expect(await on.refusal('DisableControl', inputs[by])).toMatch(/^ResourceNotFoundException/);
      expect(await on.refusal('ListTagsForResource', { resourceArn: arn })).toMatch(/^ResourceNotFoundException/);
    },
  );

  test('which one must be said, and in one way', async () => {
    const on = tower();
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const enabledControlIdentifier = await enable(on, 'CT.EC2.PV.5', targetIdentifier);
    const controlIdentifier = globalArn('CT.EC2.PV.5');
    for (const input of [
      {},
      { controlIdentifier },
      { targetIdentifier },
      { controlIdentifier, targetIdentifier, enabledControlIdentifier },
    ]) {
      expect(await on.refusal('DisableControl', input)).toMatch(/^ValidationException/);
    }
  });

  test('a failed one is still there', async () => {
    const on = tower();
    const { arn: targetIdentifier, id } = await topUnit(on, 'Sandbox');
    const arn = await enable(on, 'CT.EC2.PV.5', targetIdentifier);
    on.simulator.faults.add({ operation: 'controltower:DisableControl', outcome: { message: 'no' } });
    await on.call('DisableControl', { enabledControlIdentifier: arn });
    expect((await details(on, arn)).statusSummary?.status).toBe('FAILED');
    expect(await statements(on, id)).toHaveProperty('CTEC2PV5');
  });

  test('a unit cannot be deregistered while it has optional controls', async () => {
    const on = tower();
    const { arn: targetIdentifier, id } = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.EC2.PV.5', targetIdentifier);
    const { Accounts } = await on.organizations.listAccountsForParent({ ParentId: id });
    for (const { Id } of Accounts ?? []) {
      await on.organizations.moveAccount({ AccountId: Id, SourceParentId: id, DestinationParentId: 'r-ex01' });
    }
    const filter = { targetIdentifiers: [targetIdentifier] };
    const [enabled] = (await on.call('ListEnabledBaselines', { filter })).enabledBaselines ?? [];
    const disable = async () => {
      const input = { enabledBaselineIdentifier: enabled?.arn };
      const { operationIdentifier } = await on.call('DisableBaseline', input);
      return (await on.call('GetBaselineOperation', { operationIdentifier })).baselineOperation;
    };
    expect(await disable()).toMatchObject({ status: 'FAILED', statusMessage: expect.stringContaining('controls') });
    await on.call('DisableControl', { controlIdentifier: globalArn('CT.EC2.PV.5'), targetIdentifier });
    expect(await disable()).toMatchObject({ status: 'SUCCEEDED' });
    expect(await enabledControls(on, { targetIdentifier })).toEqual([]);
  });
});
