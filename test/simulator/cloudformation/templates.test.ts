import { S3 } from '@aws-sdk/client-s3';
import { inProcess } from '../../../src/simulator/index.js';
import { formation, HOME, MANAGEMENT, refusal, withTopic } from './support.js';

const outputsOf = async (template: string, parameters: Record<string, string> = {}) => {
  const { aws, stack } = formation();
  await aws.createStack({
    StackName: 'demo',
    TemplateBody: template,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  });
  const { Outputs = [] } = await stack('demo');
  return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
};

const refused = (template: string) => refusal(formation().aws.validateTemplate({ TemplateBody: template }));

test('YAML short forms and functions are carried out', async () => {
  const template = `
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Env: { Type: String, Default: prod }
  Zones: { Type: CommaDelimitedList, Default: "x, y,z" }
Mappings:
  Sizes: { prod: { size: large }, dev: { size: small } }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsOther: !Not [!Condition IsProd]
  Either: !Or [!Condition IsProd, !Condition IsOther]
  Both: !And [!Condition IsProd, !Condition IsOther]
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !If [Both, never, !Ref AWS::NoValue]
  Absent:
    Type: AWS::SNS::Topic
    Condition: IsOther
Outputs:
  Sub: { Value: !Sub "\${Env}-\${AWS::Region}-\${!Literal}-\${Topic.TopicName}" }
  SubMap: { Value: !Sub ["\${Name}/\${Env}", { Name: !Join ["+", [a, !Ref AWS::AccountId]] }] }
  Selected: { Value: !Select [1, !Ref Zones] }
  Split: { Value: !Select [2, !Split [".", "a.b.c"]] }
  Found: { Value: !FindInMap [Sizes, !Ref Env, size] }
  Chosen: { Value: !If [Either, yes, no] }
  Arn: { Value: !GetAtt Topic.TopicArn }
  Encoded: { Value: !Base64 hi }
  Zone: { Value: !Select [0, !GetAZs ""] }
  Block: { Value: !Select [1, !Cidr [10.0.0.0/16, 2, 8]] }
  Missing: { Condition: IsOther, Value: x }
`;
  const outputs = await outputsOf(template);
  const name = outputs['Arn']?.split(':').at(-1);
  expect(name).toMatch(/^demo-Topic-[0-9A-Z]{12}$/);
  expect(outputs).toEqual({
    Sub: `prod-${HOME}-\${Literal}-${name}`,
    SubMap: `a+${MANAGEMENT}/prod`,
    Selected: 'y',
    Split: 'c',
    Found: 'large',
    Chosen: 'true',
    Arn: `arn:aws:sns:${HOME}:${MANAGEMENT}:${name}`,
    Encoded: 'aGk=',
    Zone: `${HOME}a`,
    Block: '10.0.1.0/24',
  });
});

test('conditions decide which resources there are', async () => {
  const { aws } = formation();
  const template = JSON.stringify({
    Parameters: { Make: { Type: 'String' } },
    Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Make' }, 'true'] } },
    Resources: {
      Always: { Type: 'AWS::SNS::Topic' },
      Sometimes: { Type: 'AWS::SQS::Queue', Condition: 'Wanted' },
    },
  });
  for (const [name, value, expected] of [
    ['with', 'true', ['Always', 'Sometimes']],
    ['without', 'false', ['Always']],
  ] as const) {
    await aws.createStack({
      StackName: name,
      TemplateBody: template,
      Parameters: [{ ParameterKey: 'Make', ParameterValue: value }],
    });
    const { StackResourceSummaries = [] } = await aws.listStackResources({ StackName: name });
    expect(StackResourceSummaries.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(expected);
  }
});

test.each([
  ['not YAML', 'a: [', /^ValidationError: Template format error: YAML not well-formed\. \(line 1, column \d+\)$/],
  ['not JSON', '{"a": }', /^ValidationError: Template format error: JSON not well-formed\. \(line 1, column 7\)$/],
  ['no map', 'just text', /Template format error: unsupported structure\.$/],
  [
    'an alias',
    'Resources: &r {}\nOutputs: *r',
    /Template error: YAML aliases are not allowed in CloudFormation templates$/,
  ],
  ['an unknown tag', 'Resources: { A: !Nope x }', /Unknown tag !Nope \(line 1, column \d+\)/],
  [
    'an unknown section',
    withTopic({ Extra: {}, More: {} }),
    /Invalid template property or properties \[Extra, More\]$/,
  ],
  ['another version', withTopic({ AWSTemplateFormatVersion: '2011-01-01' }), /Unsupported template version 2011-01-01/],
  ['no resources', '{"Resources": {}}', /At least one Resources member must be defined\.$/],
  ['no type', '{"Resources": {"A": {}}}', /Every Resources object must contain a Type member\.$/],
  ['a malformed type', '{"Resources": {"A": {"Type": "AWS::S3"}}}', /Unrecognized resource types: \[AWS::S3\]$/],
  ['an unknown attribute', withTopic({}, { Retain: true }), /Invalid template resource property 'Retain'$/],
  ['a bad policy', withTopic({}, { DeletionPolicy: 'Keep' }), /Unrecognized DeletionPolicy Keep for resource Topic$/],
  [
    'an unknown parameter member',
    withTopic({ Parameters: { A: { Type: 'String', Max: 1 } } }),
    /Invalid template parameter property 'Max'$/,
  ],
  [
    'a parameter without type',
    withTopic({ Parameters: { A: {} } }),
    /Every Parameters object must contain a Type member\.$/,
  ],
  [
    'an unknown parameter type',
    withTopic({ Parameters: { A: { Type: 'Text' } } }),
    /Unrecognized parameter type: Text$/,
  ],
  ['an output without value', withTopic({ Outputs: { A: {} } }), /Every Outputs member must contain a Value object$/],
  ['a long description', withTopic({ Description: 'x'.repeat(1025) }), /'Description' length is greater than 1024\.$/],
  [
    'a Ref to nothing',
    withTopic({}, { Properties: { A: { Ref: 'B' } } }),
    /Unresolved resource dependencies \[B\] in the Resources block of the template$/,
  ],
  [
    'a Sub of nothing',
    withTopic({ Outputs: { A: { Value: { 'Fn::Sub': '${B}' } } } }),
    /Unresolved resource dependencies \[B\] in the Outputs block/,
  ],
  [
    'a GetAtt of nothing',
    withTopic({}, { Properties: { A: { 'Fn::GetAtt': ['B', 'Arn'] } } }),
    /instance of Fn::GetAtt references undefined resource B$/,
  ],
  ['a DependsOn of nothing', withTopic({}, { DependsOn: 'B' }), /Unresolved resource dependencies \[B\]/],
  [
    'a condition that is none',
    withTopic({}, { Condition: 'C' }),
    /Unresolved condition dependency C in the Resources block/,
  ],
  [
    'a condition on a resource',
    withTopic({ Conditions: { C: { 'Fn::Equals': [{ Ref: 'Topic' }, 'x'] } } }),
    /Unresolved dependencies \[Topic\]\. Cannot reference resources in the Conditions block/,
  ],
  [
    'a mapping that is none',
    withTopic({}, { Properties: { A: { 'Fn::FindInMap': ['M', 'a', 'b'] } } }),
    /Mapping named 'M' is not present in the 'Mappings' section of template\.$/,
  ],
  ['a circle', withTopic({}, { DependsOn: 'Topic' }), /Circular dependency between resources: \[Topic\]$/],
  [
    'a section that is not simulated',
    withTopic({ Rules: { A: {} } }),
    /the section Rules of a template is not simulated/,
  ],
])('a template with %s is refused', async (_what, template, message) => {
  expect(await refused(template)).toMatch(message);
});

test.each([
  ['mapping', { M: { a: { b: '1' } } }, { 'Fn::FindInMap': ['M', 'a', 'c'] }, /Unable to get mapping for M::a::c$/],
  ['index', {}, { 'Fn::Select': [3, ['a']] }, /Fn::Select cannot select nonexistent value at index 3$/],
  ['join', {}, { 'Fn::Join': ['a'] }, /every Fn::Join object requires two parameters/],
  [
    'attribute',
    {},
    { 'Fn::GetAtt': ['Topic', 'Size'] },
    /resource Topic does not support attribute type Size in Fn::GetAtt$/,
  ],
])('a function that leads nowhere (%s) is refused when the stack is made', async (_what, Mappings, Value, message) => {
  const { aws } = formation();
  const TemplateBody = withTopic({ Mappings, Outputs: { A: { Value } } });
  expect(await refusal(aws.createStack({ StackName: 'demo', TemplateBody }))).toMatch(message);
});

test('sizes: 51,200 bytes in a request; more from S3', async () => {
  const { aws, simulator } = formation();
  const TemplateBody = withTopic({ Metadata: { filler: 'x'.repeat(51_200) } });
  expect(await refusal(aws.validateTemplate({ TemplateBody }))).toMatch(/have length less than or equal to 51200$/);
  expect(await refusal(aws.validateTemplate({}))).toBe(
    'ValidationError: Either Template URL or Template Body must be specified.',
  );
  expect(await refusal(aws.validateTemplate({ TemplateURL: 'https://example.org/t' }))).toMatch(
    /TemplateURL must be a supported URL\.$/,
  );
  const TemplateURL = 'https://nowhere.s3.ap-northeast-1.amazonaws.com/t.yaml';
  expect(await refusal(aws.validateTemplate({ TemplateURL }))).toMatch(/S3 error: Access Denied$/);
  const s3 = new S3({
    region: HOME,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: inProcess(simulator),
  });
  await s3.createBucket({ Bucket: 'nowhere', CreateBucketConfiguration: { LocationConstraint: HOME } });
  await s3.putObject({ Bucket: 'nowhere', Key: 't.yaml', Body: TemplateBody });
  expect(await refusal(aws.validateTemplate({ TemplateURL }))).toBe('none');
  expect(await refusal(aws.createStack({ StackName: 'demo', TemplateURL }))).toBe('none');
  await s3.putObject({
    Bucket: 'nowhere',
    Key: 't.yaml',
    Body: withTopic({ Metadata: { filler: 'x'.repeat(1_000_000) } }),
  });
  expect(await refusal(aws.validateTemplate({ TemplateURL }))).toMatch(
    /Template may not exceed 1000000 bytes in size\.$/,
  );
});

test('ValidateTemplate and GetTemplateSummary tell parameters and capabilities', async () => {
  const { aws } = formation();
  const TemplateBody = `
Description: A role
Parameters:
  Name: { Type: String, Default: x, NoEcho: true, Description: Its name, AllowedValues: [x, y] }
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { RoleName: !Ref Name } }
`;
  const validated = await aws.validateTemplate({ TemplateBody });
  expect(validated).toMatchObject({
    Description: 'A role',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
    Parameters: [{ ParameterKey: 'Name', DefaultValue: 'x', NoEcho: true, Description: 'Its name' }],
  });
  const summary = await aws.getTemplateSummary({ TemplateBody });
  expect(summary).toMatchObject({
    ResourceTypes: ['AWS::IAM::Role'],
    Parameters: [
      { ParameterKey: 'Name', ParameterType: 'String', ParameterConstraints: { AllowedValues: ['x', 'y'] } },
    ],
  });
});

test('GetTemplateSummary of a stack and of a StackSet; of one thing at a time', async () => {
  const { aws } = formation();
  const TemplateBody = withTopic({ Parameters: { A: { Type: 'Number', Default: 1 } } });
  await aws.createStack({ StackName: 'demo', TemplateBody });
  await aws.createStackSet({ StackSetName: 'set', TemplateBody });
  const Parameters = [{ ParameterKey: 'A', ParameterType: 'Number', DefaultValue: '1' }];
  expect(await aws.getTemplateSummary({ StackName: 'demo' })).toMatchObject({ Parameters });
  expect(await aws.getTemplateSummary({ StackSetName: 'set' })).toMatchObject({ Parameters });
  expect(await refusal(aws.getTemplateSummary({ TemplateBody, StackName: 'demo' }))).toMatch(
    /^ValidationError: Exactly one/,
  );
});

test('capabilities: missing ones are refused, NAMED_IAM stands for both', async () => {
  const { aws } = formation();
  const role = (Properties: object) => JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } });
  const create = (
    StackName: string,
    TemplateBody: string,
    Capabilities: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | undefined,
  ) => refusal(aws.createStack({ StackName, TemplateBody, ...(Capabilities && { Capabilities: [Capabilities] }) }));
  expect(await create('a', role({}), undefined)).toBe(
    'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]',
  );
  expect(await create('a', role({ RoleName: 'r' }), 'CAPABILITY_IAM')).toBe(
    'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]',
  );
  expect(await create('a', role({}), 'CAPABILITY_NAMED_IAM')).toBe('none');
  const macro = withTopic({ Transform: 'AWS::Serverless-2016-10-31' });
  expect(await create('b', macro, undefined)).toBe(
    'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
  );
});
