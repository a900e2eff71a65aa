import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../src/model.js';
import { HOME, topUnit, tower } from '../support.js';
import { details, enable, finished, globalArn, policies, statements } from './support.js';

const EXEMPT = { key: 'ExemptedPrincipalArns', value: ['arn:aws:iam::*:role/break-glass'] };
const RCP = 'RESOURCE_CONTROL_POLICY';
const EC2 = 'DECLARATIVE_POLICY_EC2';

async function disable(on: ReturnType<typeof tower>, alias: string, targetIdentifier: string): Promise<void> {
  const input = { controlIdentifier: globalArn(alias), targetIdentifier };
  const { operationIdentifier } = await on.call('DisableControl', input);
  await finished(on, operationIdentifier);
}

describe('service control policies', () => {
  test("a control's statement joins those that are there, and leaves alone", async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    const [before] = await policies(on, id);
    await enable(on, 'CT.EC2.PV.2', arn, [EXEMPT]);
    const [after, ...others] = await policies(on, id);
    expect(others).toEqual([]);
    expect(after).toMatchObject({ id: before?.id, name: before?.name });
    expect((await statements(on, id))['CTEC2PV2']).toEqual({
      Condition: { Bool: { 'ec2:Encrypted': 'false' }, ArnNotLike: { 'aws:PrincipalArn': EXEMPT.value } },
      Action: 'ec2:AttachVolume',
      Resource: 'arn:*:ec2:*:*:volume/*',
      Effect: 'Deny',
      Sid: 'CTEC2PV2',
    });
    await disable(on, 'CT.EC2.PV.2', arn);
    expect(await policies(on, id)).toEqual([before]);
  });

  test('several mandatory controls share a statement, which stands once', async () => {
    const on = tower();
    const { id } = await topUnit(on, 'Sandbox');
    // 9 controls, 8 statements: two of them are GRCONFIGENABLED.
    expect(Object.keys(await statements(on, id))).toHaveLength(8);
  });

  test('AWS-GR_RESTRICT_ROOT_USER: only ExemptAssumeRoot spares the sessions of AssumeRoot', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    const root = { 'aws:PrincipalArn': ['arn:*:iam::*:root'] };
    const enabled = await enable(on, 'AWS-GR_RESTRICT_ROOT_USER', arn);
    expect((await statements(on, id))['GRRESTRICTROOTUSER']).toMatchObject({
      Action: '*',
      Condition: { ArnLike: root },
    });
    const parameters = [{ key: 'ExemptAssumeRoot', value: true }];
    await on.call('UpdateEnabledControl', { enabledControlIdentifier: enabled, parameters });
    expect((await statements(on, id))['GRRESTRICTROOTUSER']?.['Condition']).toEqual({
      ArnLike: root,
      Null: { 'aws:AssumedRoot': 'true' },
    });
  });

  test('the Region deny of a unit: global services stay, four roles of Control Tower are exempt', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.MULTISERVICE.PV.1', arn, [
      { key: 'AllowedRegions', value: [HOME] },
      { key: 'ExemptedActions', value: ['bedrock:*'] },
      EXEMPT,
    ]);
    const { CTMULTISERVICEPV1: deny } = await statements(on, id);
    const condition = deny?.['Condition'] as JsonObject;
    expect(condition['StringNotEquals']).toEqual({ 'aws:RequestedRegion': [HOME] });
    const exempt = (condition['ArnNotLike'] as JsonObject)['aws:PrincipalARN'] as string[];
    expect(exempt).toHaveLength(5);
    expect(exempt.some((role) => role.includes('stacksets-exec'))).toBe(false);
    const spared = deny?.['NotAction'] as string[];
    expect(spared).toEqual(expect.arrayContaining(['iam:*', 'sts:*', 's3:ListAllMyBuckets', 'bedrock:*']));
    expect(spared).not.toContain('cloudformation:*');
  });

  test('a full policy is followed by another one, until the unit has no slot left: then the operation fails', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    const long = (tag: string) => ({
      key: 'ExemptedPrincipalArns',
      value: Array.from(
        { length: 100 },
        (_, index) => `arn:aws:iam::${100_000_000_000 + index}:role/${tag}-${'x'.repeat(40)}`,
      ),
    });
    await enable(on, 'CT.EC2.PV.1', arn, [long('a')]);
    expect(await policies(on, id)).toHaveLength(2);
    // FullAWSAccess and seven of somebody's: all ten slots are taken.
    for (let index = 0; index < 7; index += 1) {
      const Content = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: ['organizations:LeaveOrganization'], Resource: '*' }],
      });
      const { Policy } = await on.organizations.createPolicy({
        Content,
        Name: `own-${index}`,
        Description: '',
        Type: 'SERVICE_CONTROL_POLICY',
      });
      await on.organizations.attachPolicy({ PolicyId: Policy?.PolicySummary?.Id, TargetId: id });
    }
    const refused = await enable(on, 'CT.EC2.PV.2', arn, [long('b')]);
    const { statusSummary } = await details(on, refused);
    expect(statusSummary?.status).toBe('FAILED');
    const operation = await finished(on, statusSummary?.lastOperationIdentifier);
    expect(operation).toMatchObject({ status: 'FAILED', statusMessage: expect.stringContaining('maximum number') });
    expect(await statements(on, id)).not.toHaveProperty('CTEC2PV2');
    // A short one still finds room.
    const short = await enable(on, 'CT.EC2.PV.4', arn);
    expect((await details(on, short)).statusSummary?.status).toBe('SUCCEEDED');
  });

  test('before 4.0 a unit has two policies, and no policy grows beyond 5,120 characters', async () => {
    const on = tower({ seed: { landingZone: '3.3' } });
    const { arn, id } = await topUnit(on, 'Sandbox');
    expect(await policies(on, id)).toHaveLength(2);
    const aliases = ['CT.EC2.PV.1', 'CT.EC2.PV.2', 'CT.EC2.PV.3', 'CT.EC2.PV.4', 'CT.EC2.PV.5', 'CT.KMS.PV.1'];
    for (const alias of aliases) await enable(on, alias, arn);
    const found = await policies(on, id);
    expect(Math.max(...found.map(({ content }) => content.length))).toBeLessThanOrEqual(5_120);
    expect(Object.keys(await statements(on, id))).toEqual(expect.arrayContaining(['CTEC2PV5', 'CTKMSPV1']));
  });
});

describe('the other policy types', () => {
  test('resource control: the type is switched on, and the policy names the organization', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.S3.PV.4', arn, [EXEMPT]);
    await enable(on, 'CT.S3.PV.6', arn, [{ key: 'ExemptedResourceArns', value: ['arn:aws:s3:::open/*'] }]);
    const { Roots } = await on.organizations.listRoots({});
    expect(Roots?.[0]?.PolicyTypes).toContainEqual({ Type: RCP, Status: 'ENABLED' });
    const found = await statements(on, id, RCP);
    expect(found['CTS3PV4']).toEqual({
      Condition: {
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ['o-exampleorg1'] },
        ArnNotLike: { 'aws:PrincipalArn': EXEMPT.value },
      },
      Action: 's3:*',
      Resource: '*',
      Effect: 'Deny',
      Principal: '*',
      Sid: 'CTS3PV4',
    });
    expect(found['CTS3PV6']).toMatchObject({ NotResource: ['arn:aws:s3:::open/*'] });
    expect(await policies(on, id, RCP)).toHaveLength(1);
    await disable(on, 'CT.S3.PV.4', arn);
    await disable(on, 'CT.S3.PV.6', arn);
    expect(await policies(on, id, RCP)).toEqual([]);
  });

  test('declarative: the settings of all controls of the unit stand in one policy', async () => {
    const on = tower();
    const { arn, id } = await topUnit(on, 'Sandbox');
    await enable(on, 'CT.EC2.PV.9', arn);
    await enable(on, 'CT.EC2.PV.11', arn);
    const [policy, ...others] = await policies(on, id, EC2);
    expect(others).toEqual([]);
    const settings = (value: string) => ({
      '@@assign': value,
      '@@operators_allowed_for_child_policies': ['@@all'],
    });
    expect(policy?.document).toEqual({
      ec2_attributes: {
        serial_console_access: { status: settings('disabled') },
        image_block_public_access: { state: settings('block_new_sharing') },
      },
    });
    await disable(on, 'CT.EC2.PV.9', arn);
    expect((await policies(on, id, EC2))[0]?.document).toEqual({
      ec2_attributes: { image_block_public_access: { state: settings('block_new_sharing') } },
    });
    await disable(on, 'CT.EC2.PV.11', arn);
    expect(await policies(on, id, EC2)).toEqual([]);
  });
});
