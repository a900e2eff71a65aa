import { readdirSync, readFileSync } from 'node:fs';
import { parseTemplate } from '../../src/simulator/services/cloudformation/template/template.js';
import { findingsOf } from './specification.js';
import { TEMPLATES, templateOf } from './templates.js';

test.each(TEMPLATES)('%s is what the resource specification knows', (name) => {
  expect(findingsOf(templateOf(name))).toEqual([]);
});

const EXAMPLE = new URL('../../manifest/templates/', import.meta.url);
const examples = readdirSync(EXAMPLE);

test.each(examples)('so is %s of the worked example', (file) => {
  expect(findingsOf(parseTemplate(readFileSync(new URL(file, EXAMPLE), 'utf8')))).toEqual([]);
});

/** A template of one resource, and what is said of it. */
function said(resource: object, more: object = {}): string[] {
  return findingsOf(parseTemplate(JSON.stringify({ ...more, Resources: { It: resource } })));
}

const role = (properties: object) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: {}, ...properties },
});
const list = { Parameters: { Names: { Type: 'CommaDelimitedList' }, Name: { Type: 'String' } } };

describe('the check finds', () => {
  test.each([
    ['a type that is not there', { Type: 'AWS::IAM::Rule' }, 'It: there is no resource type AWS::IAM::Rule'],
    ['a property that is not there', role({ RolName: 'x' }), 'It: there is no property RolName'],
    ['what is missing', { Type: 'AWS::IAM::Role' }, 'It: AssumeRolePolicyDocument is missing'],
    [
      'what is missing deeper down',
      role({ Policies: [{ PolicyName: 'x' }] }),
      'It.Policies[0]: PolicyDocument is missing',
    ],
    ['a wrong type', role({ MaxSessionDuration: 'long' }), 'It.MaxSessionDuration: "long" is no integer'],
    ['no list', role({ ManagedPolicyArns: 'x' }), 'It.ManagedPolicyArns: a list is expected, not "x"'],
    [
      'a branch of a wrong type',
      role({ MaxSessionDuration: { 'Fn::If': ['C', 1, 'x'] } }),
      'It.MaxSessionDuration: "x" is no integer',
    ],
    [
      'a value that is none of them',
      { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 91 } },
      /^It.RetentionInDays: 91 is none of 1, 3/,
    ],
    [
      'a custom resource with nobody behind it',
      { Type: 'Custom::X', Properties: { Any: 1 } },
      'It: ServiceToken is missing',
    ],
  ])('%s', (_, resource, finding) => {
    expect(said(resource, { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } })).toEqual([
      typeof finding === 'string' ? finding : expect.stringMatching(finding),
    ]);
  });

  test('a list for one value, one value for a list, and nothing for what is needed', () => {
    expect(said(role({ RoleName: { Ref: 'Names' } }), list)).toEqual([
      'It.RoleName: one value is expected, and the parameter Names is CommaDelimitedList',
    ]);
    expect(said(role({ ManagedPolicyArns: { Ref: 'Name' } }), list)).toEqual([
      'It.ManagedPolicyArns: a list is expected, and the parameter Name is String',
    ]);
    const delivery = (bucket: object) => ({
      Type: 'AWS::Config::DeliveryChannel',
      Properties: { S3BucketName: bucket },
    });
    expect(said(delivery({ Ref: 'AWS::NoValue' }))).toEqual(['It.S3BucketName: is needed, and NoValue leaves it out']);
    expect(said(delivery({ Ref: 'Name' }), list)).toEqual([]);
  });

  test('an attribute that is not there, also inside a text', () => {
    const outputs = (value: object) => ({ Outputs: { Out: { Value: value } } });
    expect(said(role({}), outputs({ 'Fn::GetAtt': ['It', 'Name'] }))).toEqual([
      'output Out: AWS::IAM::Role has no attribute Name',
    ]);
    expect(said(role({}), outputs({ 'Fn::Sub': 'x${It.Id}' }))).toEqual([
      'output Out: AWS::IAM::Role has no attribute Id',
    ]);
    expect(said(role({}), outputs({ 'Fn::GetAtt': ['It', 'Arn'] }))).toEqual([]);
  });
});
