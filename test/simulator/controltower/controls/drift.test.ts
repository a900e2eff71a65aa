import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../src/model.js';
import { switchCheckOff } from '../../../../src/simulator/services/controltower/controls/index.js';
import { addUnit, landingZone, told, topUnit, tower } from '../support.js';
import { details, enable, enabledControls, finished, globalArn, policies, statements } from './support.js';

const EMPTY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Nothing', Effect: 'Deny', Action: ['organizations:LeaveOrganization'], Resource: '*' }],
});

describe('service control policies behind the back of Control Tower', () => {
  test('an edit is told once, by an event and by nothing else', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    const enabled = await enable(on, 'CT.EC2.PV.5', arn);
    const [policy] = await policies(on, id);
    await on.organizations.updatePolicy({ PolicyId: policy?.id, Content: EMPTY });
    await on.organizations.updatePolicy({ PolicyId: policy?.id, Content: EMPTY });
    expect(told(on, 'SCP_UPDATED')).toEqual([
      expect.objectContaining({ organizationalUnitId: id, policyId: policy?.id, policyName: policy?.name }),
    ]);
    expect(await details(on, enabled)).toMatchObject({
      driftStatusSummary: { driftStatus: 'NOT_CHECKING' },
      statusSummary: { status: 'SUCCEEDED' },
    });
  });

  test('so is a statement that somebody adds; registering the unit again takes it away', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    const before = await statements(on, id);
    const [policy] = await policies(on, id);
    const [added] = (JSON.parse(EMPTY) as { Statement: JsonObject[] }).Statement;
    const Content = JSON.stringify({ Version: '2012-10-17', Statement: [...Object.values(before), added] });
    await on.organizations.updatePolicy({ PolicyId: policy?.id, Content });
    expect(told(on, 'SCP_UPDATED')).toHaveLength(1);
    const filter = { targetIdentifiers: [arn] };
    const [enabled] = (await on.call('ListEnabledBaselines', { filter })).enabledBaselines ?? [];
    await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: enabled?.arn });
    expect(await statements(on, id)).toEqual(before);
  });

  test('so is a detachment; attaching it again puts things right, and another one is told again', async () => {
    const on = tower();
    const { id } = await topUnit(on, 'Sandbox');
    const [policy] = await policies(on, id);
    const attachment = { PolicyId: policy?.id, TargetId: id };
    await on.organizations.detachPolicy(attachment);
    expect(told(on, 'SCP_DETACHED_FROM_OU')).toHaveLength(1);
    await on.organizations.attachPolicy(attachment);
    await on.organizations.detachPolicy(attachment);
    expect(told(on, 'SCP_DETACHED_FROM_OU')).toHaveLength(2);
  });

  test('before 4.0 they are told to the SNS topic, in other letters', async () => {
    const on = tower({ seed: { landingZone: '3.3' } });
    const { id } = await topUnit(on, 'Sandbox');
    const [policy] = await policies(on, id);
    await on.organizations.detachPolicy({ PolicyId: policy?.id, TargetId: id });
    expect(told(on, 'SCP_DETACHED_FROM_OU')).toEqual([
      expect.objectContaining({ DriftType: 'SCP_DETACHED_FROM_OU', OrganizationalUnitId: id, PolicyId: policy?.id }),
    ]);
  });

  test("somebody's own policies are nothing to it", async () => {
    const on = tower();
    const { id } = await topUnit(on, 'Sandbox');
    const { Policy } = await on.organizations.createPolicy({
      Name: 'own',
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: EMPTY,
    });
    const attachment = { PolicyId: Policy?.PolicySummary?.Id, TargetId: id };
    await on.organizations.attachPolicy(attachment);
    await on.organizations.detachPolicy(attachment);
    expect(told(on, 'SCP_DETACHED_FROM_OU')).toEqual([]);
  });

  test('an update of the landing zone writes the standard content again, optional controls too', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.EC2.PV.5', arn);
    const before = await statements(on, id);
    const [policy] = await policies(on, id);
    await on.organizations.detachPolicy({ PolicyId: policy?.id, TargetId: id });
    const zone = await landingZone(on);
    await on.call('ResetLandingZone', { landingZoneIdentifier: zone.arn });
    expect(await statements(on, id)).toEqual(before);
    // It is another policy now.
    expect((await policies(on, id))[0]?.id).not.toBe(policy?.id);
  });

  test('registering the unit again does, too', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.EC2.PV.5', arn);
    const before = await statements(on, id);
    const [policy] = await policies(on, id);
    await on.organizations.detachPolicy({ PolicyId: policy?.id, TargetId: id });
    const filter = { targetIdentifiers: [arn] };
    const [enabled] = (await on.call('ListEnabledBaselines', { filter })).enabledBaselines ?? [];
    await on.call('ResetEnabledBaseline', { enabledBaselineIdentifier: enabled?.arn });
    expect(await statements(on, id)).toEqual(before);
  });
});

describe.each([
  ['CT.S3.PV.5', 'RESOURCE_CONTROL_POLICY'],
  ['CT.EC2.PV.7', 'DECLARATIVE_POLICY_EC2'],
] as const)('%s, which checks itself', (alias, type) => {
  test('shows drift when its policy was detached, cannot be updated, and is mended by a reset', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    const enabled = await enable(on, alias, arn);
    const drift = async () => (await details(on, enabled)).driftStatusSummary;
    const types = (status: string) => ({ inheritance: { status: 'IN_SYNC' }, resource: { status } });
    expect(await drift()).toEqual({ driftStatus: 'IN_SYNC', types: types('IN_SYNC') });
    const [policy] = await policies(on, id, type);
    await on.organizations.detachPolicy({ PolicyId: policy?.id, TargetId: id });
    expect(await drift()).toEqual({ driftStatus: 'DRIFTED', types: types('DRIFTED') });
    expect(told(on, 'CONTROL_INEFFECTIVE')).toEqual([
      expect.objectContaining({ enabledControlIdentifier: enabled, controlId: alias }),
    ]);
    expect(await enabledControls(on, { filter: { driftStatuses: ['DRIFTED'] } })).toHaveLength(1);
    expect(await enabledControls(on, { filter: { resourceDriftStatuses: ['DRIFTED'] } })).toHaveLength(1);
    const update = { enabledControlIdentifier: enabled, parameters: [] };
    expect(await on.refusal('UpdateEnabledControl', update)).toMatch(/^ValidationException: .*drift/);
    const { operationIdentifier } = await on.call('ResetEnabledControl', { enabledControlIdentifier: enabled });
    expect(await finished(on, operationIdentifier)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await drift()).toEqual({ driftStatus: 'IN_SYNC', types: types('IN_SYNC') });
    expect(await policies(on, id, type)).toHaveLength(1);
  });

  test('shows it when the policy was edited, until somebody writes it back', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    const enabled = await enable(on, alias, arn);
    const [policy] = await policies(on, id, type);
    const Content =
      type === 'DECLARATIVE_POLICY_EC2'
        ? JSON.stringify({ ec2_attributes: { serial_console_access: { status: { '@@assign': 'disabled' } } } })
        : (policy?.content ?? '').replace('s3:*', 's3:GetObject');
    await on.organizations.updatePolicy({ PolicyId: policy?.id, Content });
    expect((await details(on, enabled)).driftStatusSummary?.driftStatus).toBe('DRIFTED');
    await on.organizations.updatePolicy({ PolicyId: policy?.id, Content: policy?.content });
    expect((await details(on, enabled)).driftStatusSummary?.driftStatus).toBe('IN_SYNC');
  });
});

describe('the others', () => {
  test('a check that Security Hub switched off is resource drift', async () => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    const enabled = await enable(on, 'SH.S3.1', arn);
    switchCheckOff(on.simulator.world, enabled);
    expect((await details(on, enabled)).driftStatusSummary?.types?.resource).toEqual({ status: 'DRIFTED' });
    expect(told(on, 'SECURITY_HUB_CONTROL_DISABLED')).toHaveLength(1);
    await on.call('ResetEnabledControl', { enabledControlIdentifier: enabled });
    expect((await details(on, enabled)).driftStatusSummary?.driftStatus).toBe('IN_SYNC');
  });

  test.each(['AWS-GR_ENCRYPTED_VOLUMES', 'CT.S3.PR.1'])('%s is not checked', async (alias) => {
    const on = tower();
    const { arn } = await topUnit(on, 'Sandbox');
    const enabled = await enable(on, alias, arn);
    expect((await details(on, enabled)).driftStatusSummary).toEqual({ driftStatus: 'NOT_CHECKING' });
  });

  test('a unit that was deleted takes its enabled controls along: no drift', async () => {
    const on = tower();
    const { arn, id } = await addUnit(on, 'Loose');
    const enabled = await enable(on, 'CT.EC2.PV.5', arn);
    await on.organizations.deleteOrganizationalUnit({ OrganizationalUnitId: id });
    expect(await on.refusal('GetEnabledControl', { enabledControlIdentifier: enabled })).toMatch(
      /^ResourceNotFoundException/,
    );
    const filter = { controlIdentifiers: [globalArn('CT.EC2.PV.5')] };
    expect(await enabledControls(on, { filter })).toEqual([]);
  });
});
