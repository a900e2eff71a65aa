import { SSM } from '@aws-sdk/client-ssm';
import { inProcess } from '../../../src/simulator/index.js';
import { formation, HOME, refusal, withTopic } from './support.js';

const create = async (declared: object, given: Record<string, string>) => {
  const { aws } = formation();
  return refusal(
    aws.createStack({
      StackName: 'demo',
      TemplateBody: withTopic({ Parameters: declared }),
      Parameters: Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    }),
  );
};

test.each([
  ['missing', { A: { Type: 'String' }, B: { Type: 'String' } }, {}, 'Parameters: [A, B] must have values'],
  ['unknown', {}, { X: '1', Y: '2' }, 'Parameters: [X, Y] do not exist in the template'],
  [
    'not allowed',
    { A: { Type: 'String', AllowedValues: ['x'] } },
    { A: 'y' },
    "Parameter 'A' must be one of AllowedValues",
  ],
  [
    'a pattern',
    { A: { Type: 'String', AllowedPattern: '[a-z]+' } },
    { A: 'ab1' },
    "Parameter 'A' must match pattern [a-z]+",
  ],
  [
    'too short',
    { A: { Type: 'String', MinLength: 3 } },
    { A: 'ab' },
    "Parameter 'A' must contain at least 3 characters",
  ],
  [
    'too long',
    { A: { Type: 'String', MaxLength: '1' } },
    { A: 'ab' },
    "Parameter 'A' must contain at most 1 characters",
  ],
  ['no number', { A: { Type: 'Number' } }, { A: 'ab' }, "Parameter 'A' must be a number."],
  ['too small', { A: { Type: 'Number', MinValue: 3 } }, { A: '2' }, "Parameter 'A' must be a number not less than 3"],
  [
    'too large',
    { A: { Type: 'Number', MaxValue: 3 } },
    { A: '4' },
    "Parameter 'A' must be a number not greater than 3",
  ],
  [
    'its own words',
    { A: { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'lower case only' } },
    { A: 'A' },
    "Parameter 'A' failed to satisfy constraint: lower case only",
  ],
  [
    'no such SSM parameter',
    { A: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/none' } },
    {},
    'Unable to fetch parameters [/none] from parameter store for this account.',
  ],
])('a parameter is refused: %s', async (_what, declared, given, message) => {
  expect(await create(declared, given)).toBe(`ValidationError: ${message}`);
});

test('NoEcho is never shown; defaults are', async () => {
  const { aws, stack } = formation();
  const declared = { Secret: { Type: 'String', NoEcho: true }, Days: { Type: 'Number', Default: 90 } };
  await aws.createStack({
    StackName: 'demo',
    TemplateBody: withTopic({ Parameters: declared }),
    Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'hush' }],
  });
  expect((await stack('demo')).Parameters).toEqual([
    { ParameterKey: 'Secret', ParameterValue: '****' },
    { ParameterKey: 'Days', ParameterValue: '90' },
  ]);
});

test('an update keeps a value that it is told to keep, and falls back to the default for one it leaves out', async () => {
  const { aws, stack } = formation();
  const Parameters = { A: { Type: 'String', Default: 'a' }, B: { Type: 'String', Default: 'b' } };
  const TemplateBody = withTopic({ Parameters }, { Properties: { DisplayName: { 'Fn::Sub': '${A}${B}' } } });
  await aws.createStack({
    StackName: 'demo',
    TemplateBody,
    Parameters: [
      { ParameterKey: 'A', ParameterValue: '1' },
      { ParameterKey: 'B', ParameterValue: '2' },
    ],
  });
  await aws.updateStack({
    StackName: 'demo',
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: 'A', UsePreviousValue: true }],
  });
  expect((await stack('demo')).Parameters).toEqual([
    { ParameterKey: 'A', ParameterValue: '1' },
    { ParameterKey: 'B', ParameterValue: 'b' },
  ]);
  const unknown = aws.createStack({
    StackName: 'other',
    TemplateBody,
    Parameters: [{ ParameterKey: 'A', UsePreviousValue: true }],
  });
  expect(await refusal(unknown)).toMatch(
    /Cannot specify usePreviousValue as true for a parameter key not in the previous template$/,
  );
});

test('an SSM parameter is looked up each time the stack is deployed; a SecureString is refused', async () => {
  const { aws, stack, simulator } = formation();
  const ssm = new SSM({
    region: HOME,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: inProcess(simulator),
  });
  const Parameters = { Ami: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/golden/ami' } };
  const order = {
    StackName: 'demo',
    TemplateBody: withTopic({ Parameters }, { Properties: { DisplayName: { Ref: 'Ami' } } }),
  };
  await ssm.putParameter({ Name: '/golden/ami', Value: 'ami-1', Type: 'String' });
  await aws.createStack(order);
  expect((await stack('demo')).Parameters).toEqual([
    { ParameterKey: 'Ami', ParameterValue: '/golden/ami', ResolvedValue: 'ami-1' },
  ]);
  expect(await refusal(aws.updateStack(order))).toBe('ValidationError: No updates are to be performed.');
  await ssm.putParameter({ Name: '/golden/ami', Value: 'ami-2', Type: 'String', Overwrite: true });
  expect(await refusal(aws.updateStack(order))).toBe('none');
  expect((await stack('demo')).Parameters?.[0]?.ResolvedValue).toBe('ami-2');
  await ssm.putParameter({ Name: '/secret', Value: 'hush', Type: 'SecureString' });
  const secret = aws.createStack({
    ...order,
    StackName: 'other',
    Parameters: [{ ParameterKey: 'Ami', ParameterValue: '/secret' }],
  });
  expect(await refusal(secret)).toMatch(/Unable to fetch parameters \[\/secret\]/);
});
