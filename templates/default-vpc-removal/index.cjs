const {
  EC2Client,
  DescribeVpcsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeSecurityGroupsCommand,
  DescribeRouteTablesCommand,
  DescribeNetworkAclsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpnGatewaysCommand,
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeInternetGatewaysCommand,
  DeleteSubnetCommand,
  DetachInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DeleteVpcCommand,
} = require('@aws-sdk/client-ec2');
const { customResource } = require('../custom-resource.cjs');

const OVER = new Set(['deleted', 'rejected', 'failed', 'expired']);

// What tells that somebody uses the VPC, or has built on it: [what, command, member of the answer, filter, which count].
const SIGNS = [
  ['network interfaces', DescribeNetworkInterfacesCommand, 'NetworkInterfaces', 'vpc-id', () => true],
  ['subnets of its own', DescribeSubnetsCommand, 'Subnets', 'vpc-id', (it) => it.DefaultForAz !== true],
  ['security groups', DescribeSecurityGroupsCommand, 'SecurityGroups', 'vpc-id', (it) => it.GroupName !== 'default'],
  ['route tables', DescribeRouteTablesCommand, 'RouteTables', 'vpc-id', (it) => !it.Associations?.some((a) => a.Main)],
  ['network ACLs', DescribeNetworkAclsCommand, 'NetworkAcls', 'vpc-id', (it) => it.IsDefault !== true],
  [
    'endpoints',
    DescribeVpcEndpointsCommand,
    'VpcEndpoints',
    'vpc-id',
    (it) => !OVER.has(String(it.State).toLowerCase()),
  ],
  ...['requester', 'accepter'].map((side) => [
    'peering connections',
    DescribeVpcPeeringConnectionsCommand,
    'VpcPeeringConnections',
    `${side}-vpc-info.vpc-id`,
    (it) => !OVER.has(it.Status?.Code),
  ]),
  ['VPN gateways', DescribeVpnGatewaysCommand, 'VpnGateways', 'attachment.vpc-id', (it) => !OVER.has(it.State)],
  [
    'egress-only internet gateways',
    DescribeEgressOnlyInternetGatewaysCommand,
    'EgressOnlyInternetGateways',
    undefined,
    (it, vpc) => it.Attachments?.some((a) => a.VpcId === vpc),
  ],
];

exports.handler = customResource('DefaultVpcRemoval', async ({ request, properties, signal }) => {
  if (request === 'Delete') return;
  const client = new EC2Client({});
  const send = (command) => client.send(command, { abortSignal: signal });
  const all = async (Command, member, filter, value) => {
    const found = [];
    const Filters = filter === undefined ? undefined : [{ Name: filter, Values: [value] }];
    let NextToken;
    do {
      const page = await send(new Command({ Filters, NextToken }));
      found.push(...(page[member] ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  };
  // Gone already is as good as removed: somebody else, or a first try of ours, was there before.
  const remove = async (command) => {
    try {
      await send(command);
    } catch (error) {
      if (!/\.(NotFound|NotAttached)$/.test(error.name)) throw error;
    }
  };

  const [vpc] = await all(DescribeVpcsCommand, 'Vpcs', 'is-default', 'true');
  if (vpc === undefined) return { Outcome: 'there is none' };
  const VpcId = vpc.VpcId;
  const signs = new Set();
  for (const [what, Command, member, filter, counts] of SIGNS) {
    if ((await all(Command, member, filter, VpcId)).some((it) => counts(it, VpcId))) signs.add(what);
  }
  if (signs.size > 0) {
    const kept = `${VpcId} is in use: ${[...signs].join(', ')}`;
    if (properties.WhenInUse === 'fail') throw new Error(kept);
    return { Outcome: `kept, ${kept}` };
  }
  // Subnets first: EC2 refuses where an interface has appeared since, and nothing that lives has lost its way out yet.
  for (const { SubnetId } of await all(DescribeSubnetsCommand, 'Subnets', 'vpc-id', VpcId)) {
    await remove(new DeleteSubnetCommand({ SubnetId }));
  }
  for (const { InternetGatewayId } of await all(
    DescribeInternetGatewaysCommand,
    'InternetGateways',
    'attachment.vpc-id',
    VpcId,
  )) {
    await remove(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await remove(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  }
  await remove(new DeleteVpcCommand({ VpcId }));
  return { Outcome: `removed ${VpcId}` };
});
