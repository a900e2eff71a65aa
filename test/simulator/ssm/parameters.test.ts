import { SSM } from '@aws-sdk/client-ssm';
import { VirtualClock } from '../../../src/clock.js';
import { createSimulator, kind, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.js';
import { parameterValue } from '../../../src/simulator/services/ssm/for-services.js';
import { clientOf, errorOf } from '../client.js';

const HOME = 'ap-northeast-1';

function sandbox(options: SimulatorOptions = {}): { simulator: Simulator; ssm: SSM } {
  const simulator = createSimulator({ ...kind, clock: new VirtualClock(), ...options });
  return { simulator, ssm: new SSM(clientOf(simulator, HOME)) };
}

describe('writing', () => {
  test('a version at a time, each still there under its number', async () => {
    const { ssm } = sandbox();
    expect(await ssm.putParameter({ Name: '/golden/ami', Type: 'String', Value: 'ami-1' })).toMatchObject({
      Version: 1,
      Tier: 'Standard',
    });
    expect(await errorOf(ssm.putParameter({ Name: '/golden/ami', Type: 'String', Value: 'ami-2' }))).toBe(
      'ParameterAlreadyExists',
    );
    await ssm.putParameter({ Name: '/golden/ami', Value: 'ami-2', Overwrite: true });
    expect((await ssm.getParameter({ Name: '/golden/ami' })).Parameter).toMatchObject({
      Value: 'ami-2',
      Version: 2,
      ARN: 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/golden/ami',
      DataType: 'text',
    });
    expect((await ssm.getParameter({ Name: '/golden/ami:1' })).Parameter).toMatchObject({
      Value: 'ami-1',
      Selector: ':1',
    });
    const arn = 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/golden/ami';
    expect((await ssm.getParameter({ Name: arn })).Parameter?.Value).toBe('ami-2');
    expect(await errorOf(ssm.getParameter({ Name: '/golden/ami:3' }))).toBe('ParameterVersionNotFound');
    expect(await errorOf(ssm.getParameter({ Name: '/golden/none' }))).toBe('ParameterNotFound');
  });

  test.each([
    ['a reserved name', { Name: 'aws/thing' }, 'ValidationException'],
    ['a reserved path', { Name: '/SSM/thing' }, 'ValidationException'],
    ['a path without a slash before it', { Name: 'no/slash/first' }, 'ValidationException'],
    ['a space', { Name: 'a space' }, 'ValidationException'],
    ['16 levels', { Name: `/${'x/'.repeat(15)}y` }, 'HierarchyLevelLimitExceededException'],
    ['no type', { Type: undefined }, 'ValidationException'],
    ['4,097 bytes', { Value: 'x'.repeat(4_097) }, 'ValidationException'],
    ['8,193 bytes', { Value: 'x'.repeat(8_193), Tier: 'Advanced' as const }, 'ValidationException'],
    ['a pattern that is not met', { AllowedPattern: '^\\d+$' }, 'ParameterPatternMismatchException'],
    ['a pattern that is none', { AllowedPattern: '(' }, 'InvalidAllowedPatternException'],
    ['tags with overwrite', { Tags: [{ Key: 'a', Value: 'b' }], Overwrite: true }, 'ValidationException'],
  ])('refuses %s', async (_what, part, error) => {
    const { ssm } = sandbox();
    expect(await errorOf(ssm.putParameter({ Name: '/a', Type: 'String', Value: 'x', ...part }))).toBe(error);
    expect((await ssm.describeParameters({})).Parameters).toEqual([]);
  });

  test('the type stays what it is, and an advanced parameter advanced', async () => {
    const { ssm } = sandbox();
    const big = 'x'.repeat(5_000);
    expect(
      await ssm.putParameter({ Name: 'a', Type: 'String', Value: big, Tier: 'Intelligent-Tiering' }),
    ).toMatchObject({ Tier: 'Advanced' });
    expect(await errorOf(ssm.putParameter({ Name: 'a', Type: 'StringList', Value: 'x', Overwrite: true }))).toBe(
      'HierarchyTypeMismatchException',
    );
    expect(await errorOf(ssm.putParameter({ Name: 'a', Value: 'x', Tier: 'Standard', Overwrite: true }))).toBe(
      'ValidationException',
    );
  });

  test('deleted one by one or several at once', async () => {
    const { ssm } = sandbox();
    for (const Name of ['a', 'b', '__proto__']) await ssm.putParameter({ Name, Type: 'String', Value: Name });
    await ssm.deleteParameter({ Name: 'a' });
    expect(await errorOf(ssm.deleteParameter({ Name: 'a' }))).toBe('ParameterNotFound');
    expect(await ssm.deleteParameters({ Names: ['a', 'b', '__proto__'] })).toMatchObject({
      DeletedParameters: ['b', '__proto__'],
      InvalidParameters: ['a'],
    });
  });
});

describe('a SecureString', () => {
  test('is shown in clear to who asks for it so, and to nobody else', async () => {
    const { simulator, ssm } = sandbox();
    await ssm.putParameter({ Name: '/db/password', Type: 'SecureString', Value: 'hunter2' });
    const answers = [
      await ssm.getParameter({ Name: '/db/password' }),
      await ssm.getParameters({ Names: ['/db/password'] }),
      await ssm.getParametersByPath({ Path: '/db' }),
      await ssm.describeParameters({}),
    ];
    expect(JSON.stringify(answers)).not.toContain('hunter2');
    expect((await ssm.getParameter({ Name: '/db/password' })).Parameter).toMatchObject({
      Type: 'SecureString',
      Value: expect.stringMatching(/^AQICAHh/),
    });
    expect((await ssm.describeParameters({})).Parameters).toMatchObject([{ KeyId: 'alias/aws/ssm' }]);
    const clear = await ssm.getParameter({ Name: '/db/password', WithDecryption: true });
    expect(clear.Parameter?.Value).toBe('hunter2');
    expect(parameterValue(simulator.world, '123456789012', HOME, '/db/password')).toEqual({
      value: 'hunter2',
      type: 'SecureString',
      version: 1,
    });
  });
});

describe('reading', () => {
  async function filled(options: SimulatorOptions = {}) {
    const made = sandbox(options);
    for (const Name of ['/vpc/a', '/vpc/b', '/vpc/deep/c', '/vpcx', 'plain']) {
      await made.ssm.putParameter({ Name, Type: Name === 'plain' ? 'StringList' : 'String', Value: Name });
    }
    return made;
  }

  test('by path: one level, or all below, over pages of which some may be empty', async () => {
    const { ssm } = await filled({ pageSize: 1, emptyPages: true });
    const walk = async (Recursive: boolean): Promise<string[]> => {
      const found: string[] = [];
      for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
        const page = await ssm.getParametersByPath({ Path: '/vpc/', Recursive, NextToken });
        found.push(...(page.Parameters ?? []).map(({ Name }) => Name ?? ''));
        NextToken = page.NextToken;
      }
      return found;
    };
    expect(await walk(false)).toEqual(['/vpc/a', '/vpc/b']);
    expect(await walk(true)).toEqual(['/vpc/a', '/vpc/b', '/vpc/deep/c']);
    expect(await errorOf(ssm.getParametersByPath({ Path: 'vpc' }))).toBe('ValidationException');
    expect(await errorOf(ssm.getParametersByPath({ Path: '/vpc', MaxResults: 11 }))).toBe('ValidationException');
    expect(await errorOf(ssm.getParametersByPath({ Path: '/vpc', NextToken: 'made up' }))).toBe('InvalidNextToken');
  });

  test('several by name, ten at most, unknown ones apart', async () => {
    const { ssm } = await filled();
    const answer = await ssm.getParameters({ Names: ['/vpc/a', '/none', '/vpc/a:9', 'plain'] });
    expect(answer.Parameters?.map(({ Name, Value }) => [Name, Value])).toEqual([
      ['/vpc/a', '/vpc/a'],
      ['plain', 'plain'],
    ]);
    expect(answer.InvalidParameters).toEqual(['/none', '/vpc/a:9']);
    const eleven = Array.from({ length: 11 }, (_, index) => `/p${index}`);
    expect(await errorOf(ssm.getParameters({ Names: eleven }))).toBe('ValidationException');
  });

  test('described by filters, every one of which must hold', async () => {
    const { ssm } = await filled();
    const names = async (...ParameterFilters: { Key: string; Option?: string; Values: string[] }[]) =>
      (await ssm.describeParameters({ ParameterFilters })).Parameters?.map(({ Name }) => Name);
    expect(await names({ Key: 'Path', Option: 'Recursive', Values: ['/vpc'] })).toEqual([
      '/vpc/a',
      '/vpc/b',
      '/vpc/deep/c',
    ]);
    expect(await names({ Key: 'Name', Values: ['vpc/a', 'plain'] })).toEqual(['/vpc/a', 'plain']);
    expect(await names({ Key: 'Name', Option: 'Contains', Values: ['deep'] })).toEqual(['/vpc/deep/c']);
    expect(
      await names({ Key: 'Type', Values: ['String'] }, { Key: 'Name', Option: 'BeginsWith', Values: ['/vpcx'] }),
    ).toEqual(['/vpcx']);
    expect(await errorOf(names({ Key: 'Colour', Values: ['red'] }))).toBe('InvalidFilterKey');
    expect(await errorOf(names({ Key: 'Type', Option: 'Near', Values: ['x'] }))).toBe('InvalidFilterOption');
  });

  test('every Region by itself', async () => {
    const { simulator } = await filled();
    const elsewhere = new SSM(clientOf(simulator, 'us-east-1'));
    expect(await errorOf(elsewhere.getParameter({ Name: 'plain' }))).toBe('ParameterNotFound');
    expect(parameterValue(simulator.world, '123456789012', 'us-east-1', 'plain')).toBeUndefined();
  });
});
