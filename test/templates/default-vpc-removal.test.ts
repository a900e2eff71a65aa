import { type Api, awsError, type Run, run } from './custom-resource.js';

const VPC = 'vpc-1';

/** What lives in one Region: the default VPC as AWS makes it, and what a test adds, by the member that lists it. */
function region(
  more: { readonly [member: string]: readonly object[] } = {},
  fail: (operation: string) => void = () => undefined,
) {
  const left: Record<string, object[]> = {
    Vpcs: [{ VpcId: VPC, IsDefault: true }],
    Subnets: ['subnet-a', 'subnet-b', 'subnet-c'].map((SubnetId) => ({ SubnetId, DefaultForAz: true })),
    InternetGateways: [{ InternetGatewayId: 'igw-1' }],
    SecurityGroups: [{ GroupName: 'default' }],
    RouteTables: [{ Associations: [{ Main: true }] }],
    NetworkAcls: [{ IsDefault: true }],
  };
  for (const [member, items] of Object.entries(more)) left[member] = [...(left[member] ?? []), ...items];
  const gone = (member: string, key: string, value: unknown) => {
    left[member] = (left[member] ?? []).filter((item) => Reflect.get(item, key) !== value);
  };
  const api: Api = (operation, input) => {
    fail(operation);
    if (operation.startsWith('Describe')) return page(left[operation.slice('Describe'.length)] ?? [], operation, input);
    if (operation === 'DeleteSubnet') gone('Subnets', 'SubnetId', input['SubnetId']);
    if (operation === 'DeleteInternetGateway')
      gone('InternetGateways', 'InternetGatewayId', input['InternetGatewayId']);
    if (operation === 'DeleteVpc') gone('Vpcs', 'VpcId', input['VpcId']);
    return {};
  };
  return { left, api };
}

/** One item a page, and an empty page first, as EC2 may answer. */
function page(items: readonly object[], operation: string, input: { readonly [member: string]: unknown }): object {
  const at = Number(input['NextToken'] ?? -1);
  const member = operation.slice('Describe'.length);
  return {
    [member]: at < 0 ? [] : items.slice(at, at + 1),
    ...(at + 1 < items.length && { NextToken: String(at + 1) }),
  };
}

const remove = (api: Api, properties: object = {}, RequestType = 'Create') =>
  run('default-vpc-removal', { RequestType, ResourceProperties: { WhenInUse: 'keep', ...properties } }, api);
const writes = ({ calls }: Run) => calls.map(([operation]) => operation).filter((name) => !name.startsWith('Describe'));
const outcome = ({ answers }: Run) => answers[0]?.Data?.['Outcome'];

test('goes with its subnets and its gateway, subnets first', async () => {
  const { left, api } = region();
  const done = await remove(api);
  expect(outcome(done)).toBe('removed vpc-1');
  expect(writes(done)).toEqual([
    ...['DeleteSubnet', 'DeleteSubnet', 'DeleteSubnet'],
    ...['DetachInternetGateway', 'DeleteInternetGateway', 'DeleteVpc'],
  ]);
  expect(left).toMatchObject({ Vpcs: [], Subnets: [], InternetGateways: [] });
});

test('a Region without one is as it should be', async () => {
  const { api } = region();
  await remove(api);
  const again = await remove(api, {}, 'Update');
  expect(outcome(again)).toBe('there is none');
  expect(again.calls.every(([operation]) => operation === 'DescribeVpcs')).toBe(true);
});

describe('is kept when it is in use:', () => {
  test.each([
    ['network interfaces', 'NetworkInterfaces', { NetworkInterfaceId: 'eni-1' }],
    ['subnets of its own', 'Subnets', { SubnetId: 'subnet-x', DefaultForAz: false }],
    ['security groups', 'SecurityGroups', { GroupName: 'web' }],
    ['route tables', 'RouteTables', { Associations: [] }],
    ['network ACLs', 'NetworkAcls', { IsDefault: false }],
    ['endpoints', 'VpcEndpoints', { State: 'available' }],
    ['peering connections', 'VpcPeeringConnections', { Status: { Code: 'active' } }],
    ['VPN gateways', 'VpnGateways', { State: 'available' }],
    ['egress-only internet gateways', 'EgressOnlyInternetGateways', { Attachments: [{ VpcId: VPC }] }],
  ])('%s', async (what, member, item) => {
    const { api } = region({ [member]: [item] });
    const kept = await remove(api);
    expect(kept.answers[0]?.Status).toBe('SUCCESS');
    expect(outcome(kept)).toBe(`kept, vpc-1 is in use: ${what}`);
    expect(writes(kept)).toEqual([]);
    const failed = await remove(api, { WhenInUse: 'fail' });
    expect(failed.answers[0]).toMatchObject({ Status: 'FAILED', Reason: `Error: vpc-1 is in use: ${what}` });
    expect(writes(failed)).toEqual([]);
  });

  test('all reasons are told at once', async () => {
    const { api } = region({ NetworkInterfaces: [{}], SecurityGroups: [{ GroupName: 'web' }] });
    expect(outcome(await remove(api))).toBe('kept, vpc-1 is in use: network interfaces, security groups');
  });
});

test('what is over, or belongs to another VPC, is no use', async () => {
  const { api } = region({
    VpcPeeringConnections: [{ Status: { Code: 'deleted' } }],
    VpnGateways: [{ State: 'deleted' }],
    VpcEndpoints: [{ State: 'Deleted' }],
    EgressOnlyInternetGateways: [{ Attachments: [{ VpcId: 'vpc-2' }] }],
  });
  expect(outcome(await remove(api))).toBe('removed vpc-1');
});

test('an interface that appears in between stops it before anything has lost its way out', async () => {
  const { left, api } = region({}, (operation) => {
    if (operation === 'DeleteSubnet') throw awsError('DependencyViolation');
  });
  const failed = await remove(api);
  expect(failed.answers[0]).toMatchObject({ Status: 'FAILED', Reason: 'DependencyViolation: as told' });
  expect(writes(failed)).toEqual(['DeleteSubnet']);
  expect(left['InternetGateways']).toHaveLength(1);
});

test('what somebody else has removed meanwhile is removed', async () => {
  const { api } = region({}, (operation) => {
    if (operation === 'DeleteSubnet') throw awsError('InvalidSubnetID.NotFound');
    if (operation === 'DetachInternetGateway') throw awsError('Gateway.NotAttached');
  });
  expect(outcome(await remove(api))).toBe('removed vpc-1');
});

test('Delete does nothing', async () => {
  const { api } = region();
  const deleted = await remove(api, {}, 'Delete');
  expect(deleted.calls).toEqual([]);
  expect(deleted.answers[0]?.Status).toBe('SUCCESS');
});
