import { describe, expect, test } from '@jest/globals';
import { filledIn } from '../../../src/kinds/stack-baseline/template/filled-in.js';
import { iamChanges, iamOf, wildcardsOf } from '../../../src/kinds/stack-baseline/template/iam.js';
import { templateOf } from '../../../src/manifest/templates.js';
import type { JsonObject } from '../../../src/model.js';

const ORG = 'o-exampleorg1';

/** A template with one role that trusts these principals. */
function role(principal: string, more = '', condition = ''): JsonObject {
  const text = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Operator
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: ${principal}${condition} }]
${more}`;
  return templateOf(text, 't.yaml')?.document ?? {};
}

describe('who may assume a role', () => {
  test.each([
    ['{ Service: backup.amazonaws.com }', '', 'trusted by backup.amazonaws.com; no principal outside the organization'],
    [
      '{ AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" }',
      '',
      'trusted by this account; no principal outside the organization',
    ],
    [
      '{ AWS: "arn:aws:iam::${account.security.id}:role/Auditor" }',
      '',
      'trusted by role/Auditor of account security; no principal outside the organization',
    ],
    ['{ AWS: "999999999999" }', '', 'trusted by account 999999999999; outside the organization: account 999999999999'],
    ['{ AWS: "*" }', '', 'trusted by anyone; outside the organization: anyone'],
    [
      '"*"',
      ', Condition: { StringEquals: { "aws:PrincipalOrgID": o-exampleorg1 } }',
      'trusted by anyone of the organization; no principal outside the organization',
    ],
    [
      '"*"',
      ', Condition: { StringEquals: { "aws:PrincipalOrgID": o-other } }',
      'trusted by anyone of the organization o-other; outside the organization: anyone of the organization o-other',
    ],
    ['{ AWS: !Ref Trusted }', '', 'trusted by ${Trusted}; a parameter decides: ${Trusted}'],
    [
      '{ Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com" }',
      ', Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:a/b:*" } }',
      'trusted by token.actions.githubusercontent.com for repo:a/b:*; outside the organization: token.actions.githubusercontent.com for repo:a/b:*',
    ],
  ])('%s%s', (principal, condition, expected) => {
    expect(iamChanges(undefined, role(principal, '', condition), ORG)).toEqual([`+ role Operator, ${expected}`]);
  });
});

test('what a role may do is said with it, and what everything means is found', () => {
  const template = role(
    '{ Service: ec2.amazonaws.com }',
    `      ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
      PermissionsBoundary: !Ref Boundary
      Policies:
        - PolicyName: p
          PolicyDocument: { Statement: { Effect: Allow, Action: "s3:*", Resource: "*" } }
  Extra:
    Type: AWS::IAM::Policy
    Properties: { PolicyName: extra, Roles: [!Ref Role], PolicyDocument: { Statement: [{ Effect: Deny, NotAction: "iam:*", Resource: !GetAtt A.Arn }] } }
`,
  );
  expect(iamChanges(undefined, template, ORG)).toEqual([
    '+ policy extra, on ${Role}',
    '+ policy extra: Deny everything but iam:* on ${A.Arn}',
    '+ role Operator, trusted by ec2.amazonaws.com, with ReadOnlyAccess, bounded by ${Boundary}; no principal outside the organization',
    '+ role Operator: Allow s3:* on *',
  ]);
  expect(iamOf(template, ORG).flatMap(wildcardsOf)).toEqual(['Allow s3:* on *']);
});

test('what a condition decides counts as there, in both branches, and is no wildcard', () => {
  const template = role(
    '{ Service: lambda.amazonaws.com }',
    `      ManagedPolicyArns: [!If [More, "arn:aws:iam::aws:policy/ReadOnlyAccess", !Ref AWS::NoValue]]
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - !If [Restores, { Effect: Allow, Action: "ec2:DisableEbsEncryptionByDefault", Resource: "*" }, !Ref AWS::NoValue]
              - !If [Wide, { Effect: Allow, Action: "s3:GetObject", Resource: a }, { Effect: Allow, Action: "s3:GetObject", Resource: b }]
`,
  );
  expect(iamChanges(undefined, template, ORG)).toEqual([
    '+ role Operator, trusted by lambda.amazonaws.com, with ReadOnlyAccess; no principal outside the organization',
    '+ role Operator: Allow ec2:DisableEbsEncryptionByDefault on *',
    '+ role Operator: Allow s3:GetObject on a',
    '+ role Operator: Allow s3:GetObject on b',
  ]);
});

describe('parameters', () => {
  const template = (): JsonObject => ({
    Parameters: {
      Who: { Type: 'String' },
      Names: { Type: 'CommaDelimitedList', Default: 'x' },
      Bus: { Type: 'String' },
      Key: { Type: 'String', NoEcho: true, Default: 'k' },
    },
    ...role(
      '{ AWS: !Sub "arn:${AWS::Partition}:iam::${Who}:root" }',
      `      ManagedPolicyArns: !Ref Names
      Policies:
        - PolicyName: p
          PolicyDocument: { Statement: [{ Effect: Allow, Action: "events:PutEvents", Resource: [!Ref Bus, !Sub ["\${Who}-\${Key}", { Who: own }]] }] }
`,
    ),
  });
  const bus = { output: 'hub.Bus', stackSet: 's', account: 'audit', region: 'us-east-1' };

  test('have their values in the place of their names; what is looked up, and what is secret, stays a name', () => {
    const filled = filledIn(template(), { Who: '${account.audit.id}', Names: 'one, two', Bus: bus });
    expect(iamChanges(undefined, filled, ORG)).toEqual([
      '+ role Operator, trusted by account audit, with one, two; no principal outside the organization',
      '+ role Operator: Allow events:PutEvents on ${Bus} ${Who}-${Key}',
    ]);
  });

  test('that let somebody else in are a change of IAM, the template being the same', () => {
    const [before, after] = ['${account.audit.id}', '999999999999'].map((Who) =>
      filledIn(template(), { Who, Bus: bus }),
    );
    expect(iamChanges(before, after ?? {}, ORG)).toEqual([
      '+ role Operator: trusted by account 999999999999, outside the organization',
      '- role Operator: trusted by account audit',
    ]);
  });
});

test('a change is what was added and what went', () => {
  const managed = (...names: string[]): string =>
    `      ManagedPolicyArns: [${names.map((name) => `"arn:aws:iam::aws:policy/${name}"`).join(', ')}]\n`;
  const before = role('{ AWS: [!Ref AWS::AccountId] }', managed('ReadOnlyAccess'));
  const after = role('{ AWS: [!Ref AWS::AccountId, "999999999999"] }', managed('AdministratorAccess'));
  expect(iamChanges(before, after, ORG)).toEqual([
    '+ role Operator: trusted by account 999999999999, outside the organization',
    '+ role Operator: managed policy AdministratorAccess',
    '- role Operator: managed policy ReadOnlyAccess',
  ]);
  expect(iamChanges(before, before, ORG)).toEqual([]);
  expect(iamChanges(before, { Resources: {} }, ORG)).toEqual(['- role Operator']);
});
