import { twoOwners } from '../../src/guards/two-owners.js';
import type { JsonObject } from '../../src/model.js';
import { leftAfterAllowing, sayings } from '../support/findings.js';
import { deny, planOf, policy, type Sketch, SMALL } from '../support/picture.js';

const REGIONS = { StringNotEquals: { 'aws:RequestedRegion': ['ap-northeast-1'] } };
const ROOT = { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' } };

/** One control on a unit, and one policy of ours on a node. */
const plan = (control: string, type: string, document: JsonObject, target = 'unit:Workloads', more: Sketch = {}) => {
  const after: Sketch = {
    ...SMALL,
    ...more,
    controls: { [control]: {} },
    policies: { [`${type}/own`]: document },
    attached: [`${type}/own@${target}`],
  };
  return planOf(SMALL, after);
};

const rcp = (condition: JsonObject, action = 's3:*') => policy(deny(action, { Principal: '*', Condition: condition }));

describe('two-owners', () => {
  test('two lists of Regions', () => {
    const input = plan('CT.MULTISERVICE.PV.1@unit:Workloads', 'scp', policy(deny('*', { Condition: REGIONS })));
    expect(sayings(twoOwners, input)).toEqual([
      'warning control:CT.MULTISERVICE.PV.1@unit:Workloads: CT.MULTISERVICE.PV.1 on Workloads and the SCP "own" on Workloads (Deny) rule the same thing',
    ]);
    expect(leftAfterAllowing(twoOwners, input)).toEqual([]);
  });

  test.each<[string, string, JsonObject]>([
    ['AWS-GR_RESTRICT_ROOT_USER', 'scp', policy(deny('*', { Condition: ROOT }))],
    ['AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS', 'scp', policy(deny('iam:Create*', { Condition: ROOT }))],
    ['AWS-GR_DISALLOW_VPC_INTERNET_ACCESS', 'scp', policy(deny(['ec2:Attach*']))],
    ['CT.EC2.PV.6', 'scp', policy(deny('ec2:RequestSpot*'))],
    ['CT.S3.PV.5', 'rcp', rcp({ Bool: { 'aws:SecureTransport': 'false' } })],
    ['CT.S3.PV.3', 'rcp', rcp({ NumericLessThan: { 's3:TlsVersion': '1.3' } })],
    ['CT.SQS.PV.1', 'rcp', rcp({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': '${org.id}' } }, 'sqs:*')],
  ])('%s and the like of it in a policy', (control, type, document) => {
    const found = sayings(twoOwners, plan(`${control}@unit:Workloads`, type, document));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^warning /);
  });

  test('one setting of EC2 has one owner: an error', () => {
    const document = { ec2_attributes: { vpc_block_public_access: { internet_gateway_block: {} } } };
    const found = sayings(twoOwners, plan('CT.EC2.PV.8@unit:Workloads', 'declarative-ec2', document));
    expect(found).toEqual([
      expect.stringMatching(/^error control:CT\.EC2\.PV\.8@unit:Workloads: .*ec2_attributes\.vpc_block_public_access/),
    ]);
    expect(sayings(twoOwners, plan('CT.EC2.PV.9@unit:Workloads', 'declarative-ec2', document))).toEqual([]);
  });

  test.each<[string, string, JsonObject]>([
    ['everything denied is another matter', 'CT.EC2.PV.6', policy(deny('*'))],
    ['another service', 'CT.SQS.PV.1', policy(deny('s3:*'))],
    [
      'root of one account only by exception',
      'AWS-GR_RESTRICT_ROOT_USER',
      policy(deny('s3:DeleteBucket', { Condition: ROOT })),
    ],
    ['a control without a twin', 'AWS-GR_ENCRYPTED_VOLUMES', policy(deny('ec2:*'))],
  ])('%s', (_name, control, document) => {
    expect(sayings(twoOwners, plan(`${control}@unit:Workloads`, 'scp', document))).toEqual([]);
  });

  test('places that bind the same accounts from above or below, no others', () => {
    const document = policy(deny('ec2:RequestSpot*'));
    expect(sayings(twoOwners, plan('CT.EC2.PV.6@unit:Workloads/Prod', 'scp', document, 'root'))).toHaveLength(1);
    expect(sayings(twoOwners, plan('CT.EC2.PV.6@unit:Workloads', 'scp', document, 'account:payments'))).toHaveLength(1);
    expect(sayings(twoOwners, plan('CT.EC2.PV.6@unit:Workloads', 'scp', document, 'unit:Sandbox'))).toEqual([]);
  });

  test('a control of somebody else is named, policies that are not ours are not', () => {
    const policies = { 'scp/own': policy(deny('ec2:RequestSpot*')) };
    const controls = { 'CT.EC2.PV.6@unit:Workloads': {} };
    const before: Sketch = { ...SMALL, controls };
    const after: Sketch = { ...before, policies, attached: ['scp/own@unit:Workloads'] };
    expect(sayings(twoOwners, planOf(before, after))[0]).toContain('which was not enabled by this manifest');
    expect(sayings(twoOwners, planOf(after, after))).toEqual([]);
    expect(sayings(twoOwners, planOf(after, after, { declared: ['policy:scp/own'] }))).toHaveLength(1);
  });

  test("Control Tower's own policy is how its control looks, not a second owner", () => {
    const after: Sketch = {
      ...SMALL,
      controls: { 'CT.EC2.PV.6@unit:Workloads': {} },
      policies: { 'scp/aws-guardrails-abcdef': policy(deny('ec2:RequestSpot*')) },
      attached: ['scp/aws-guardrails-abcdef@unit:Workloads'],
    };
    expect(sayings(twoOwners, planOf(SMALL, after))).toEqual([]);
  });
});
