import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { TemplateFile } from '../../../src/kind.js';
import { capabilitiesOf } from '../../../src/kinds/stack-baseline/template/capabilities.js';
import { checkTemplate } from '../../../src/kinds/stack-baseline/template/check.js';
import { Problems } from '../../../src/manifest/problems.js';
import { templateOf } from '../../../src/manifest/templates.js';
import type { JsonObject } from '../../../src/model.js';

function read(text: string): TemplateFile {
  const problems = new Problems();
  const template = templateOf(text, 't.yaml', problems);
  if (!template) throw new Error(JSON.stringify(problems.list()));
  return template;
}

function faults(text: string, permissions: 'service-managed' | 'self-managed' = 'service-managed'): string[] {
  const template = read(text);
  return [...checkTemplate(template.document, template.body, { permissions })].map(({ path, atKey, message, hint }) => {
    const { line, column } = atKey ? template.keyOriginOf(...path) : template.originOf(...path);
    return `${line}:${column} ${message}${hint === undefined ? '' : ` -> ${hint}`}`;
  });
}

const TOPIC = '  Topic: { Type: AWS::SNS::Topic }\n';

test('short forms are the functions that they stand for', () => {
  const { document, body } = read(`Conditions:
  Yes: !Equals [!Ref AWS::Region, us-east-1]
Resources:
  A:
    Type: AWS::S3::Bucket
    Condition: Yes
    Properties:
      BucketName: !Sub "\${AWS::AccountId}-x"
      Tags: !If [Yes, [{ Key: a, Value: !GetAtt B.Arn }], !Ref AWS::NoValue]
      Zones: !GetAZs ""
      Long: { Fn::GetAtt: B.Nested.Attribute }
      Account: 012345678901
`);
  expect(document).toEqual({
    Conditions: { Yes: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
    Resources: {
      A: {
        Type: 'AWS::S3::Bucket',
        Condition: 'Yes',
        Properties: {
          BucketName: { 'Fn::Sub': '${AWS::AccountId}-x' },
          Tags: { 'Fn::If': ['Yes', [{ Key: 'a', Value: { 'Fn::GetAtt': ['B', 'Arn'] } }], { Ref: 'AWS::NoValue' }] },
          Zones: { 'Fn::GetAZs': '' },
          Long: { 'Fn::GetAtt': ['B', 'Nested.Attribute'] },
          Account: '012345678901',
        },
      },
    },
  });
  expect(body).toContain('!GetAZs');
});

test('JSON is a template too, and its positions are kept', () => {
  const template = templateOf('{\n  "Resources": {\n    "A": {}\n  }\n}', 't.json');
  expect(template?.originOf('Resources', 'A')).toEqual({ file: 't.json', line: 3, column: 5 });
});

describe('what CloudFormation would refuse', () => {
  test.each([
    [
      `Resource:\n${TOPIC}`,
      [
        '1:1 "Resource" is not a section of a template -> did you mean "Resources"?',
        '1:1 a template has at least one resource -> write Resources:',
      ],
    ],
    [`AWSTemplateFormatVersion: "2012"\nResources:\n${TOPIC}`, ['1:27 is "2012" -> write "2010-09-09"']],
    ['Resources:\n  A: { Properties: {} }\n', ['2:3 the resource A has no Type']],
    ['Resources:\n  A: { Type: AWS::SNS }\n', ['2:14 "AWS::SNS" is not a type -> write it as AWS::S3::Bucket']],
    [
      'Resources:\n  a-b: { Type: AWS::SNS::Topic }\n',
      ['2:3 "a-b" is not a logical id -> use letters and digits only'],
    ],
    [
      'Resources:\n  A: { Type: AWS::SNS::Topic, DependOn: A }\n',
      ['2:31 "DependOn" is not part of a resource -> did you mean "DependsOn"?'],
    ],
    [
      'Resources:\n  A: { Type: AWS::SNS::Topic, DeletionPolicy: Retian }\n',
      ['2:47 "Retian" is not a policy -> did you mean "Retain"?'],
    ],
    [`Resources:\n${TOPIC}Outputs:\n  O: { Description: x }\n`, ['4:3 the output O has no Value']],
    [`Parameters:\n  P: { Default: x }\nResources:\n${TOPIC}`, ['2:3 the parameter P has no Type']],
    [
      `Parameters:\n  P: { Type: Strng }\nResources:\n${TOPIC}`,
      ['2:14 "Strng" is not a type of parameters -> did you mean "String"?'],
    ],
    [`Parameters:\n  P: { Type: Number, Default: x }\nResources:\n${TOPIC}`, ['2:31 "x" is not a number']],
  ])('%s', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  test.each([
    ['{ TopicName: !Ref Nme }', '"Nme" is not a parameter or a resource of this template -> did you mean "Name"?'],
    [
      '{ TopicName: !Sub "${Nme}-x" }',
      '"Nme" is not a parameter or a resource of this template -> did you mean "Name"?',
    ],
    ['{ TopicName: !Sub "${Othr.Arn}" }', '"Othr" is not a resource of this template -> did you mean "Other"?'],
    ['{ TopicName: !GetAtt Othr.Arn }', '"Othr" is not a resource of this template -> did you mean "Other"?'],
    ['{ TopicName: !GetAtt Other }', '"Other" names no attribute -> write RESOURCE.ATTRIBUTE'],
    ['{ TopicName: !If [Ys, a, b] }', '"Ys" is not a condition of this template -> did you mean "Yes"?'],
    ['{ TopicName: !FindInMap [Mp, a, b] }', '"Mp" is not a mapping of this template -> did you mean "Map"?'],
  ])('a reference that leads nowhere: %s', (properties, expected) => {
    const text = `Parameters:\n  Name: { Type: String, Default: x }\nMappings:\n  Map: { a: { b: c } }\nConditions:\n  Yes: !Equals [a, a]\nResources:\n  Other: { Type: AWS::SNS::Topic }\n  A:\n    Type: AWS::SNS::Topic\n    Properties: ${properties}\n`;
    const found = faults(text);
    expect(found).toEqual([expect.stringMatching(/^11:\d+ /)]);
    expect(found[0]).toContain(expected);
  });

  test('resources that wait for each other', () => {
    const text =
      'Resources:\n  A: { Type: AWS::SNS::Topic, DependsOn: B }\n  B: { Type: AWS::SNS::Topic, Properties: { TopicName: !Sub "${A.Arn}" } }\n';
    expect(faults(text)).toEqual(['2:3 resources wait for each other: A -> B -> A']);
  });

  test('names that a text brings itself, texts that only look like names, and conditions of IAM are left alone', () => {
    const text = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub ["\${Own}-\${!Literal}", { Own: !Ref AWS::Region }]
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Principal: { AWS: "*" }
            Condition: { StringEquals: { aws:PrincipalOrgID: o-1 } }
`;
    expect(faults(text)).toEqual([]);
  });

  test('more of something than a template may hold', () => {
    const many = Array.from({ length: 501 }, (_, index) => `  T${index}: { Type: AWS::SNS::Topic }`).join('\n');
    expect(faults(`Resources:\n${many}\n`)).toEqual(['1:1 has 501 entries; 500 is the most']);
    const long = `# ${'x'.repeat(1_000_001)}\nResources:\n${TOPIC}`;
    expect(faults(long)[0]).toContain('bytes; 1,000,000 is the most that CloudFormation takes');
  });

  test('what service-managed StackSets do not take, and self-managed ones do', () => {
    const text = `Transform: AWS::LanguageExtensions\nResources:\n  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: x } }\n`;
    expect(faults(text)).toEqual([
      '1:1 a service-managed StackSet takes no template with a transform -> write it out, or use permissions: self-managed',
      '3:19 a service-managed StackSet takes no nested stack -> write it out, or use permissions: self-managed',
    ]);
    expect(faults(text, 'self-managed')).toEqual([]);
  });
});

describe('secrets in a template', () => {
  const key = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
  test.each([
    ['{ Value: AKIAIOSFODNN7EXAMPLE }', 'an AWS access key id', 'AKIA'],
    [`{ Value: "${key} abc" }`, 'a private key', 'BEGIN'],
    ['{ MasterUserPassword: Tr0ub4dor3x }', 'the value of MasterUserPassword', 'Tr0ub'],
  ])('%s is named by its place alone', (properties, what, shown) => {
    const found = faults(`Resources:\n  A:\n    Type: AWS::SSM::Parameter\n    Properties: ${properties}\n`);
    expect(found).toEqual([expect.stringContaining(`this looks like ${what}, which must not stand in a template`)]);
    expect(found[0]).toMatch(/^4:\d+ /);
    expect(found.join()).not.toContain(shown);
  });

  test.each([
    '{ MasterUserPassword: "{{resolve:secretsmanager:db}}" }',
    '{ MasterUserPassword: !Ref AWS::NoValue }',
    '{ PasswordReusePrevention: 24, MinimumPasswordLength: 14, RequireUppercaseCharacters: true }',
    '{ SecretName: my-secret-name-1, SecretArn: "arn:aws:secretsmanager:us-east-1:1:secret:x" }',
  ])('%s is none', (properties) => {
    expect(faults(`Resources:\n  A:\n    Type: AWS::RDS::DBInstance\n    Properties: ${properties}\n`)).toEqual([]);
  });
});

describe('every template that towerctl brings along', () => {
  const folder = fileURLToPath(new URL('../../../templates/', import.meta.url));
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  test.each(names)('%s passes', (name) => {
    expect(faults(readFileSync(`${folder}${name}`, 'utf8'), 'self-managed')).toEqual([]);
  });
});

test('capabilities are those that the template needs', () => {
  const of = (resources: JsonObject, more: JsonObject = {}): string[] =>
    capabilitiesOf({ Resources: resources, ...more });
  expect(of({ A: { Type: 'AWS::SNS::Topic' } })).toEqual([]);
  expect(of({ A: { Type: 'AWS::IAM::Role' }, B: { Type: 'AWS::IAM::Policy' } })).toEqual(['CAPABILITY_IAM']);
  expect(of({ A: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'x' } }, B: { Type: 'AWS::IAM::User' } })).toEqual([
    'CAPABILITY_NAMED_IAM',
  ]);
  expect(of({ A: { Type: 'AWS::IAM::Group' } }, { Transform: 'X' })).toEqual([
    'CAPABILITY_AUTO_EXPAND',
    'CAPABILITY_IAM',
  ]);
});
