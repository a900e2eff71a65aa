import { describe, expect, test } from '@jest/globals';
import type { StackRecord } from '../../../src/aws/cloudformation.js';
import { openSession } from '../../../src/aws/session.js';
import { VirtualClock } from '../../../src/clock.js';
import type { Names } from '../../../src/kind.js';
import { canonical } from '../../../src/kinds/stack-baseline/canonical.js';
import { type Place, resolveParameter, symbolicParameters } from '../../../src/kinds/stack-baseline/parameters.js';
import type { StackBaselineSpec } from '../../../src/kinds/stack-baseline/spec.js';
import { stubTransport } from '../../aws/stub-transport.js';

const spec: StackBaselineSpec = {
  stackSet: 'set',
  template: {
    Parameters: { Days: { Type: 'Number', Default: 30 }, Secret: { Type: 'String', NoEcho: 'true' } },
    Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { B: 1, A: 2 } } },
  },
  parameters: {},
  permissions: 'service-managed',
  capabilities: [],
  units: [],
  instances: {},
};

describe('comparing by meaning', () => {
  const same = (one: Partial<StackBaselineSpec>, other: Partial<StackBaselineSpec>): void =>
    expect(canonical({ ...spec, ...one })).toEqual(canonical({ ...spec, ...other }));

  test('what only says how to go about it is no difference', () => {
    const operations = { concurrency: 1, tolerate: 0, regions: 'parallel', mode: 'soft' } as const;
    same({ body: 'x', retain: true, operations }, {});
  });

  test('the default once more, and a value that nobody may know, are none', () => {
    same({ parameters: { Days: '30', Secret: '****' } }, {});
    expect(canonical({ ...spec, parameters: { Days: '31' } }).parameters).toEqual({ Days: '31' });
  });

  test('neither is an order that means nothing', () => {
    same(
      {
        template: {
          Resources: { A: { Properties: { A: 2, B: 1 }, Type: 'AWS::SNS::Topic' } },
          Parameters: spec.template['Parameters'] ?? null,
          Mappings: {},
        },
      },
      {},
    );
    same({ capabilities: ['b', 'a'] }, { capabilities: ['a', 'b'] });
  });

  test('units only count while automatic deployment watches them', () => {
    const off = { autoDeploy: { enabled: false, retain: false } };
    same({ units: ['unit:A'], ...off }, { units: ['unit:B'], autoDeploy: { enabled: false, retain: true } });
    const on = { autoDeploy: { enabled: true, retain: false } };
    expect(canonical({ ...spec, units: ['unit:A'], ...on })).not.toEqual(
      canonical({ ...spec, units: ['unit:B'], ...on }),
    );
  });

  test('ids of ours are names', () => {
    const names = { symbolic: (text: string) => text.replaceAll('300000000001', '${account.payments.id}') };
    const template = { Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { X: '300000000001' } } } };
    expect(canonical({ ...spec, template }, names).template).toMatchObject({
      Resources: { A: { Properties: { X: '${account.payments.id}' } } },
    });
  });
});

describe('values that are looked up', () => {
  const names: Names = {
    idOf: () => '300000000001',
    tryIdOf: (address) => (address === 'account:payments' ? '300000000001' : undefined),
    nameOf: () => undefined,
    symbolic: (text) => text.replaceAll('300000000001', '${account.payments.id}'),
    concrete: (text) => text.replaceAll('${account.payments.id}', '300000000001'),
  };
  const stack: StackRecord = {
    name: 'StackSet-net-1',
    id: 'arn:stack',
    status: 'CREATE_COMPLETE',
    parameters: [],
    outputs: [{ key: 'VpcId', value: 'vpc-1' }],
    tags: [],
    capabilities: [],
  };

  /** A place whose parameters are these, and whose stacks are entered with these roles. */
  function place(roles: readonly string[] = ['towerctl-read']): Place & { readonly entered: string[] } {
    const { requestHandler } = stubTransport({
      body: {
        Parameters: [
          { Name: '/a', Value: 'v', Type: 'String' },
          { Name: '/s', Value: 'c2VjcmV0', Type: 'SecureString' },
        ],
      },
    });
    const credentials = { accessKeyId: 'A', secretAccessKey: 'B' };
    const aws = openSession({ clock: new VirtualClock(), pace: 'off', requestHandler, credentials });
    const { cloudFormation } = aws;
    cloudFormation.stackInstance = async () => ({
      accountId: '300000000001',
      region: 'us-east-1',
      stackId: 'arn:stack',
      status: 'CURRENT',
      parameterOverrides: [],
    });
    cloudFormation.stack = async () => stack;
    const entered: string[] = [];
    const inAccount: Place['aws']['inAccount'] = async (id, { role = 'AWSControlTowerExecution' } = {}) => {
      entered.push(role);
      if (!roles.includes(role)) throw Object.assign(new Error('no'), { name: 'AccessDenied' });
      return { id, cloudFormation: () => cloudFormation };
    };
    const readIn: Place['aws']['readIn'] = (id) => inAccount(id, { role: 'towerctl-read' });
    return { aws: { ...aws, inAccount, readIn }, names, entered };
  }

  const output = { output: 'net.VpcId', stackSet: 'net', account: 'payments', region: 'us-east-1' };

  test('names become ids, an SSM parameter its value', async () => {
    expect(await resolveParameter(place(), '${account.payments.id}-x')).toBe('300000000001-x');
    expect(await resolveParameter(place(), { ssm: '/a' })).toBe('v');
  });

  test('a SecureString is never sent, and what is not there is named', async () => {
    await expect(resolveParameter(place(), { ssm: '/s' })).rejects.toThrow(
      'the SSM parameter /s is a SecureString, which is never read',
    );
    await expect(resolveParameter(place(), { ssm: '/none' })).rejects.toThrow('there is no SSM parameter /none');
    await expect(resolveParameter(place(), { ...output, output: 'net.Nothing' })).rejects.toThrow(
      'net.Nothing: the stack StackSet-net-1 in payments, us-east-1 has no such output',
    );
    await expect(resolveParameter(place(), { ...output, account: 'nobody' })).rejects.toThrow(
      'the StackSet net has no stack in nobody, us-east-1',
    );
  });

  test('an output is read with the reading role, or the other one where that is not there yet', async () => {
    const usual = place();
    expect(await resolveParameter(usual, output)).toBe('vpc-1');
    expect(usual.entered).toEqual(['towerctl-read']);
    const early = place(['AWSControlTowerExecution']);
    expect(await resolveParameter(early, output)).toBe('vpc-1');
    expect(early.entered).toEqual(['towerctl-read', 'AWSControlTowerExecution']);
    await expect(resolveParameter(place([]), output)).rejects.toThrow('no');
  });

  test('what AWS has is read back as the reference that stands for it', async () => {
    const found = [
      { key: 'Ami', value: 'v' },
      { key: 'Bucket', value: '300000000001-x' },
      { key: 'Secret', value: '****' },
      { key: 'Vpc', value: 'vpc-2' },
    ];
    const wanted = { Ami: { ssm: '/a' }, Vpc: output };
    expect(await symbolicParameters(place(), found, wanted, spec.template)).toEqual({
      Ami: { ssm: '/a' },
      Bucket: '${account.payments.id}-x',
      Vpc: 'vpc-2',
    });
  });
});
