import { describe, expect, test } from '@jest/globals';
import { accountArn, HOME, MANAGEMENT, PAYMENTS, POLLS, topUnit, tower } from '../support.js';
import { details, enable, enabledControls, finished, type Given, globalArn, regionalArn, UUID } from './support.js';

const IMPORT = 'CT.EC2.PV.5';

describe('EnableControl', () => {
  test('the enabled control exists as soon as the call returns, under change; the operation is in progress', async () => {
    const on = tower(POLLS);
    const { arn: target } = await topUnit(on, 'Sandbox');
    const { arn = '', operationIdentifier } = await on.call('EnableControl', {
      controlIdentifier: globalArn(IMPORT),
      targetIdentifier: target,
      tags: { owner: 'cloud' },
    });
    expect(arn).toMatch(new RegExp(`^arn:aws:controltower:${HOME}:${MANAGEMENT}:enabledcontrol/[A-Z0-9]{16}$`));
    expect(operationIdentifier).toMatch(UUID);
    const first = await on.call('GetControlOperation', { operationIdentifier });
    expect(first.controlOperation).toEqual({
      operationIdentifier,
      operationType: 'ENABLE_CONTROL',
      status: 'IN_PROGRESS',
      statusMessage: 'Operation is in progress.',
      startTime: expect.any(Date),
      controlIdentifier: globalArn(IMPORT),
      targetIdentifier: target,
      enabledControlIdentifier: arn,
    });
    expect((await details(on, arn)).statusSummary).toEqual({
      status: 'UNDER_CHANGE',
      lastOperationIdentifier: operationIdentifier,
    });
    const last = await finished(on, operationIdentifier);
    expect(last).toMatchObject({ status: 'SUCCEEDED', statusMessage: 'Operation was successful.' });
    expect(last.endTime).toBeDefined();
    expect(await details(on, arn)).toEqual({
      arn,
      controlIdentifier: globalArn(IMPORT),
      targetIdentifier: target,
      statusSummary: { status: 'SUCCEEDED', lastOperationIdentifier: operationIdentifier },
      driftStatusSummary: { driftStatus: 'NOT_CHECKING' },
      targetRegions: [{ name: HOME }, { name: 'us-east-1' }],
      parameters: [],
    });
    expect(await on.call('ListTagsForResource', { resourceArn: arn })).toMatchObject({ tags: { owner: 'cloud' } });
  });

  test.each([
    ['global', globalArn(IMPORT), regionalArn(IMPORT)],
    ['regional', regionalArn(IMPORT), globalArn(IMPORT)],
    ['readable', regionalArn('AWS-GR_RESTRICT_ROOT_USER'), globalArn('AWS-GR_RESTRICT_ROOT_USER')],
  ])('the %s form is echoed as it was given, and the other one is enabled already', async (_form, given, other) => {
    const on = tower();
    const { arn: targetIdentifier, id } = await topUnit(on, 'Sandbox');
    const { arn } = await on.call('EnableControl', { controlIdentifier: given, targetIdentifier });
    expect((await details(on, arn ?? '')).controlIdentifier).toBe(given);
    for (const controlIdentifier of [given, other]) {
      expect(await on.refusal('EnableControl', { controlIdentifier, targetIdentifier })).toMatch(
        new RegExp(`^ValidationException: .*already enabled on organizational unit ${id}`),
      );
    }
  });

  test.each([
    [
      'arn:aws:controltower:ap-northeast-1::control/CT.EC2.PV.2',
      'ResourceNotFoundException: Control with ARN .* does not exist',
    ],
    ['arn:aws:controltower:ap-northeast-1::control/NOSUCHCONTRO', 'ResourceNotFoundException'],
    ['arn:aws:controlcatalog:::control/CT_EC2_PV_2', 'ResourceNotFoundException'],
    ['arn:aws-us-gov:controlcatalog:::control/53u8m2z255npa7rldrk77vm5z', 'ResourceNotFoundException'],
    ['CT.EC2.PV.2', 'ValidationException'],
  ])('%s is no control', async (controlIdentifier, code) => {
    const on = tower();
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const refused = await on.refusal('EnableControl', { controlIdentifier, targetIdentifier });
    expect(refused).toMatch(new RegExp(`^${code}`));
  });

  test('what does not exist is named as AWS names it', async () => {
    const on = tower();
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const controlIdentifier = 'arn:aws:controlcatalog:::control/aaaaaaaaaaaaaaaaaaaaaaaaa';
    expect(await on.refusal('EnableControl', { controlIdentifier, targetIdentifier })).toBe(
      `ResourceNotFoundException: Control with ARN ${controlIdentifier} does not exist`,
    );
  });

  test.each(['AWS-GR_CONFIG_ENABLED', 'AWS-GR_AUDIT_BUCKET_DELETION_PROHIBITED', 'CT.S3.PV.7', 'CT.BACKUP.PV.1'])(
    'the mandatory %s is refused, enabled or not',
    async (alias) => {
      const on = tower();
      const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
      const input = { controlIdentifier: globalArn(alias), targetIdentifier };
      expect(await on.refusal('EnableControl', input)).toMatch(/^ValidationException: .*mandatory/);
      expect(await on.refusal('DisableControl', input)).toMatch(/^ValidationException: .*mandatory/);
    },
  );

  test("the landing zone's own Region deny is the console's", async () => {
    const on = tower();
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const input = { controlIdentifier: regionalArn('AWS-GR_REGION_DENY'), targetIdentifier };
    expect(await on.refusal('EnableControl', input)).toMatch(/^ValidationException: .*console/);
  });

  test('neither root nor account, nor what is not there, can be a target', async () => {
    const on = tower();
    const controlIdentifier = globalArn(IMPORT);
    const arn = (kind: string, id: string) => `arn:aws:organizations::${MANAGEMENT}:${kind}/o-exampleorg1/${id}`;
    const refusal = (targetIdentifier: string) => on.refusal('EnableControl', { controlIdentifier, targetIdentifier });
    expect(await refusal(arn('root', 'r-ex01'))).toMatch(/^ValidationException/);
    expect(await refusal(accountArn(PAYMENTS))).toMatch(/^ValidationException/);
    expect(await refusal(arn('ou', 'ou-ex01-aaaaaaaa'))).toMatch(/^ResourceNotFoundException/);
  });

  test('outside the home Region there is no landing zone', async () => {
    const on = tower();
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const input = { controlIdentifier: globalArn(IMPORT), targetIdentifier };
    expect(await on.refusal('EnableControl', input, 'us-east-1')).toMatch(/^ResourceNotFoundException/);
    expect(await on.call('ListEnabledControls', {}, 'us-east-1')).toMatchObject({ enabledControls: [] });
  });

  test('a regional control is deployed where it is available of the governed Regions', async () => {
    const on = tower({ seed: { landingZone: { version: '4.0', governedRegions: [HOME, 'us-gov-west-1'] } } });
    const { arn: target } = await topUnit(on, 'Sandbox');
    const detective = await details(on, await enable(on, 'AWS-GR_ENCRYPTED_VOLUMES', target));
    expect(detective.targetRegions).toEqual([{ name: HOME }]);
    const preventive = await details(on, await enable(on, IMPORT, target));
    expect(preventive.targetRegions).toEqual([{ name: HOME }, { name: 'us-gov-west-1' }]);
  });

  test('a failed operation leaves a FAILED enabled control behind, which is in the way of a second try', async () => {
    const on = tower();
    const { arn: target } = await topUnit(on, 'Sandbox');
    on.simulator.faults.add({
      operation: 'controltower:EnableControl',
      outcome: {
        message: 'AWS Control Tower cannot add the SCP because the IAM user or role does not have permission.',
      },
    });
    const arn = await enable(on, IMPORT, target);
    const found = await details(on, arn);
    expect(found.statusSummary).toEqual({ status: 'FAILED', lastOperationIdentifier: expect.stringMatching(UUID) });
    const operation = await finished(on, found.statusSummary?.lastOperationIdentifier);
    expect(operation).toMatchObject({
      status: 'FAILED',
      statusMessage: expect.stringContaining('does not have permission'),
    });
    const again = { controlIdentifier: globalArn(IMPORT), targetIdentifier: target };
    expect(await on.refusal('EnableControl', again)).toMatch(/already enabled/);
    // Any valid set of parameters mends it, the same one too.
    const { operationIdentifier } = await on.call('UpdateEnabledControl', {
      enabledControlIdentifier: arn,
      parameters: [],
    });
    expect(await finished(on, operationIdentifier)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await enabledControls(on, { targetIdentifier: target })).toContainEqual(
      expect.objectContaining({
        arn,
        statusSummary: { status: 'SUCCEEDED', lastOperationIdentifier: operationIdentifier },
      }),
    );
  });
});

describe('parameters', () => {
  const region = { key: 'AllowedRegions', value: [HOME] };
  test.each<[string, Given[], string | RegExp]>([
    ['CT.MULTISERVICE.PV.1', [], 'ValidationException: Parameter AllowedRegions is required.'],
    [
      'CT.MULTISERVICE.PV.1',
      [region, region],
      'ValidationException: Parameter AllowedRegions is given more than once.',
    ],
    ['CT.MULTISERVICE.PV.1', [{ key: 'AllowedRegions', value: 'us-east-1' }], /must be a list of strings/],
    ['CT.MULTISERVICE.PV.1', [{ key: 'AllowedRegions', value: [] }], /must be a list of strings/],
    ['CT.MULTISERVICE.PV.1', [region, { key: 'ExemptAssumeRoot', value: true }], /ExemptAssumeRoot is not supported/],
    ['AWS-GR_RESTRICT_ROOT_USER', [{ key: 'ExemptAssumeRoot', value: false }], /must be true/],
    ['AWS-GR_RESTRICT_ROOT_USER', [{ key: 'ExemptedPrincipalARNs', value: ['x'] }], /not supported/],
    ['AWS-GR_ENCRYPTED_VOLUMES', [{ key: 'ExemptedPrincipalArns', value: ['x'] }], /not supported/],
    ['CT.S3.PV.5', [{ key: 'ExemptedResourceArns', value: ['x'] }], /not supported/],
  ])('%s with %j is refused', async (alias, parameters, message) => {
    const on = tower();
    const { arn: targetIdentifier } = await topUnit(on, 'Sandbox');
    const refused = await on.refusal('EnableControl', {
      controlIdentifier: globalArn(alias),
      targetIdentifier,
      parameters,
    });
    expect(refused).toMatch(message);
    expect(await enabledControls(on, { filter: { controlIdentifiers: [globalArn(alias)] } })).toEqual([]);
  });

  test('syntax only is checked: a Region that nobody governs, or that is none, is taken', async () => {
    const on = tower();
    const { arn: target } = await topUnit(on, 'Sandbox');
    const parameters = [{ key: 'AllowedRegions', value: ['mars-north-1', HOME] }];
    const arn = await enable(on, 'CT.MULTISERVICE.PV.1', target, parameters);
    expect((await details(on, arn)).parameters).toEqual(parameters);
  });

  test('values are JSON, not text', async () => {
    const on = tower();
    const { arn: target } = await topUnit(on, 'Sandbox');
    const parameters = [{ key: 'ExemptAssumeRoot', value: true }];
    const arn = await enable(on, 'AWS-GR_RESTRICT_ROOT_USER', target, parameters);
    expect((await details(on, arn)).parameters).toEqual(parameters);
  });
});
