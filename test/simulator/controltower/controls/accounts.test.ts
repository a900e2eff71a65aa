import { describe, expect, test } from '@jest/globals';
import { accountArn, addUnit, move, PAYMENTS, registration, topUnit, tower } from '../support.js';
import { details, enable, enabledControls, finished, globalArn, UUID } from './support.js';

const DETECTIVE = 'AWS-GR_ENCRYPTED_VOLUMES';
const filter = { controlIdentifiers: [globalArn(DETECTIVE)] };
const autoEnroll = { seed: { landingZone: { version: '4.0', autoEnroll: true } } };

describe('accounts of a unit', () => {
  test('each enrolled one has a child with an operation of its own, told only with includeChildren', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    const parent = await enable(on, DETECTIVE, arn);
    expect(await enabledControls(on, { targetIdentifier: arn, filter })).toHaveLength(1);
    const all = await enabledControls(on, { targetIdentifier: arn, filter, includeChildren: true });
    const children = all.filter(({ parentIdentifier }) => parentIdentifier === parent);
    // The suspended account is passed over.
    expect(children.map(({ targetIdentifier }) => targetIdentifier).sort()).toEqual(
      ['300000000001', '300000000002', '300000000003', '300000000004'].map(accountArn),
    );
    const operation = children[0]?.statusSummary?.lastOperationIdentifier;
    expect(operation).toMatch(UUID);
    expect(await finished(on, operation)).toMatchObject({
      operationType: 'ENABLE_CONTROL',
      status: 'SUCCEEDED',
      enabledControlIdentifier: children[0]?.arn,
      targetIdentifier: children[0]?.targetIdentifier,
    });
    const byParent = { parentIdentifiers: [parent] };
    expect(await enabledControls(on, { filter: byParent, includeChildren: true })).toHaveLength(4);
  });

  test('an account can be the target of the list, not of a control', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    const parent = await enable(on, DETECTIVE, arn);
    const target = { targetIdentifier: accountArn(PAYMENTS) };
    expect(await enabledControls(on, { ...target, includeChildren: true })).toEqual([
      expect.objectContaining({ parentIdentifier: parent, ...target }),
    ]);
    expect(await on.refusal('DisableControl', { controlIdentifier: globalArn(DETECTIVE), ...target })).toMatch(
      /^ValidationException/,
    );
  });

  test('preventive controls are inherited: nothing is enabled in accounts, nor in the units below', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    const below = await addUnit(on, 'Below', sandbox.id);
    await enable(on, 'CT.EC2.PV.5', sandbox.arn);
    const target = { targetIdentifier: accountArn(PAYMENTS), includeChildren: true };
    expect(await enabledControls(on, target)).toEqual([]);
    expect(await enabledControls(on, { targetIdentifier: below.arn })).toEqual([]);
  });

  test('a fault can fail single accounts: the unit has succeeded all the same', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    on.simulator.faults.add({
      operation: 'controltower:EnableControl',
      outcome: { message: 'the role is missing', accounts: [PAYMENTS] },
    });
    const parent = await enable(on, DETECTIVE, arn);
    expect((await details(on, parent)).statusSummary?.status).toBe('SUCCEEDED');
    const failed = await enabledControls(on, { includeChildren: true, filter: { statuses: ['FAILED'] } });
    expect(failed.map(({ targetIdentifier }) => targetIdentifier)).toEqual([accountArn(PAYMENTS)]);
  });
});

describe('an account that is moved by hand', () => {
  test('keeps what the old unit enabled there, as inheritance drift; only its own ARN removes it', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    const parent = await enable(on, DETECTIVE, arn);
    const { id } = await addUnit(on, 'Elsewhere');
    const target = { targetIdentifier: accountArn(PAYMENTS), includeChildren: true };
    const [before] = await enabledControls(on, target);
    const leftover = { enabledControlIdentifier: before?.arn };
    expect(await on.refusal('DisableControl', leftover)).toMatch(/^ValidationException/);
    await move(on, PAYMENTS, id);
    const [after] = await enabledControls(on, target);
    expect(after?.driftStatusSummary).toEqual({
      driftStatus: 'DRIFTED',
      types: { inheritance: { status: 'DRIFTED' }, resource: { status: 'IN_SYNC' } },
    });
    const drifted = { includeChildren: true, filter: { inheritanceDriftStatuses: ['DRIFTED' as const] } };
    expect(await enabledControls(on, drifted)).toHaveLength(1);
    // A reset of the unit's control does not mend it.
    await on.call('ResetEnabledControl', { enabledControlIdentifier: parent });
    expect(await enabledControls(on, drifted)).toHaveLength(1);
    const { operationIdentifier } = await on.call('DisableControl', leftover);
    expect(await finished(on, operationIdentifier)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await enabledControls(on, target)).toEqual([]);
    expect((await details(on, parent)).statusSummary?.status).toBe('SUCCEEDED');
  });

  test('and back again has no drift', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    await enable(on, DETECTIVE, sandbox.arn);
    const { id } = await addUnit(on, 'Elsewhere');
    await move(on, PAYMENTS, id);
    await move(on, PAYMENTS, sandbox.id);
    const [child] = await enabledControls(on, { targetIdentifier: accountArn(PAYMENTS), includeChildren: true });
    expect(child?.driftStatusSummary).toEqual({ driftStatus: 'NOT_CHECKING' });
  });

  test('with automatic enrolment it loses the controls of the old unit and gets those of the new one', async () => {
    const on = tower(autoEnroll);
    const sandbox = await topUnit(on, 'Sandbox');
    await enable(on, DETECTIVE, sandbox.arn);
    const workloads = await addUnit(on, 'Workloads');
    await on.call('EnableBaseline', await registration(on, workloads.arn));
    const other = await enable(on, 'AWS-GR_RESTRICTED_SSH', workloads.arn);
    await move(on, PAYMENTS, workloads.id);
    const target = { targetIdentifier: accountArn(PAYMENTS), includeChildren: true };
    expect(await enabledControls(on, target)).toEqual([
      expect.objectContaining({ parentIdentifier: other, controlIdentifier: globalArn('AWS-GR_RESTRICTED_SSH') }),
    ]);
    await move(on, PAYMENTS, 'r-ex01');
    expect(await enabledControls(on, target)).toEqual([]);
  });

  test('who is enrolled by a reset of the unit lacks its optional controls, until each is reset', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    const parent = await enable(on, DETECTIVE, sandbox.arn);
    const newcomer = '300000000005';
    await move(on, newcomer, sandbox.id);
    const baselines = await on.call('ListEnabledBaselines', { filter: { targetIdentifiers: [sandbox.arn] } });
    await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: baselines.enabledBaselines?.[0]?.arn });
    const target = { targetIdentifier: accountArn(newcomer), includeChildren: true };
    expect(await enabledControls(on, target)).toEqual([]);
    await on.call('ResetEnabledControl', { enabledControlIdentifier: parent });
    expect(await enabledControls(on, target)).toHaveLength(1);
  });

  test('resetting one proactive control resets all of the unit', async () => {
    const on = tower();
    const sandbox = await topUnit(on, 'Sandbox');
    const first = await enable(on, 'CT.S3.PR.1', sandbox.arn);
    await enable(on, 'CT.EC2.PR.1', sandbox.arn);
    const newcomer = '300000000005';
    await move(on, newcomer, sandbox.id);
    const baselines = await on.call('ListEnabledBaselines', { filter: { targetIdentifiers: [sandbox.arn] } });
    await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: baselines.enabledBaselines?.[0]?.arn });
    await on.call('ResetEnabledControl', { enabledControlIdentifier: first });
    const target = { targetIdentifier: accountArn(newcomer), includeChildren: true };
    expect(await enabledControls(on, target)).toHaveLength(2);
  });
});
