import { describe, expect, test } from '@jest/globals';
import { desiredOf, refusedBy } from './desired-of.js';

const PARAMETERS = `Parameters:
  Name: { Type: String, AllowedPattern: "[a-z]+", MaxLength: 5 }
  Count: { Type: Number, Default: 1, MinValue: 1, MaxValue: 9 }
  Size: { Type: String, Default: s, AllowedValues: [s, m, 10] }
  List: { Type: "List<Number>", Default: "1" }
  Hidden: { Type: String, NoEcho: true, Default: x }
  DbPassword: { Type: String, Default: "" }
Resources:
  Topic: { Type: AWS::SNS::Topic }
`;

const OUTPUT = `Resources:
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  Id: { Value: !Ref Topic }
`;

async function said(parameters: string): Promise<string[]> {
  const { problems } = await desiredOf(
    `  b:\n    template: p.yaml\n    targets: [Sandbox]\n    regions: [us-east-1]\n    parameters: ${parameters}`,
    { templates: { 'p.yaml': PARAMETERS } },
  );
  return problems.map((problem) => problem.replace(/^manifest\.yaml:\d+:(\d+) error baseline-parameter: /, '$1 '));
}

describe('values for a template’s parameters', () => {
  test('are texts for CloudFormation', async () => {
    const { first, problems } = await desiredOf(
      `  b: { template: p.yaml, targets: [Sandbox], regions: [us-east-1], parameters: { Name: abc, Count: 3, Size: 10, List: [1, 2] } }`,
      { templates: { 'p.yaml': PARAMETERS } },
    );
    expect(problems).toEqual([]);
    expect(first?.spec.parameters).toEqual({ Count: '3', List: '1,2', Name: 'abc', Size: '10' });
  });

  test('an output is looked for where its own set lives, the delegated administrator’s namespace included', async () => {
    const { found, problems } = await desiredOf(
      `  hub: { targets: [Sandbox], template: t.yaml, regions: [us-east-1], callAs: delegated-admin }
  b: { template: p.yaml, targets: [Sandbox], regions: [us-east-1], parameters: { Name: { output: hub.Id, account: master, region: us-east-1 } } }`,
      { templates: { 'p.yaml': PARAMETERS, 't.yaml': OUTPUT } },
    );
    expect(problems).toEqual([]);
    expect(found.find(({ address }) => address === 'stack-baseline:b')?.spec.parameters).toEqual({
      Name: {
        output: 'hub.Id',
        stackSet: 'towerctl-hub',
        account: 'master',
        region: 'us-east-1',
        callAs: 'delegated-admin',
      },
    });
  });

  test.each([
    ['{ Nme: a, Name: a }', ['p.yaml has no parameter "Nme" -> did you mean "Name"?']],
    ['{}', ['p.yaml needs the parameter Name, which has no default -> write parameters: { Name: ... }']],
    ['{ Name: ABC }', ['Name: "ABC" does not match "[a-z]+"']],
    ['{ Name: abcdef }', ['Name: "abcdef" has more than 5 characters']],
    ['{ Name: a, Count: many }', ['Count: "many" is not a number']],
    ['{ Name: a, Count: 10 }', ['Count: "10" has more than 9 as a value']],
    ['{ Name: a, Count: 0 }', ['Count: "0" has less than 1 as a value']],
    ['{ Name: a, Size: xl }', ['Size: "xl" is not one of s, m, 10']],
    ['{ Name: a, List: [1, b] }', ['List: "b" is not a number']],
    ['{ Name: [a, b] }', ['Name is a String, not a list']],
    ['{ Name: a, Hidden: hunter2 }', ['the value of Hidden is secret (NoEcho) and must not stand in the manifest']],
    [
      '{ Name: a, Hidden: { ssm: /hidden } }',
      ['the value of Hidden is secret (NoEcho) and must not stand in the manifest'],
    ],
    [
      '{ Name: a, DbPassword: correct-horse-1 }',
      ['this looks like the value of DbPassword, which must not stand in the manifest'],
    ],
  ])('%s', async (parameters, expected) => {
    const found = await said(parameters);
    expect(found).toHaveLength(expected.length);
    for (const [index, text] of expected.entries()) expect(found[index]).toContain(text);
    expect(found.join()).not.toMatch(/hunter2|correct-horse/);
  });

  test('that AWS or towerctl fills in later are not judged yet', async () => {
    expect(await said('{ Name: "${account.payments.id}", DbPassword: "{{resolve:secretsmanager:db}}" }')).toEqual([]);
  });

  test('from an account that nobody knows are a problem', async () => {
    const { problems } = await desiredOf(
      `  b: { template: t.yaml, targets: [Sandbox], regions: [us-east-1], parameters: { Names: { output: net.X, account: nobody, region: us-east-1 } } }
  net: { template: t.yaml, targets: [Sandbox], regions: [us-east-1] }`,
    );
    expect(problems).toEqual([
      expect.stringContaining('there is no account "nobody" in the manifest or the organization'),
    ]);
  });
});

test('a key id of AWS is found wherever it stands, and never shown', async () => {
  const { problems } = await desiredOf(
    `  b: { template: p.yaml, targets: [Sandbox], regions: [us-east-1], parameters: { Name: a, Size: AKIAIOSFODNN7EXAMPLE } }`,
    { templates: { 'p.yaml': PARAMETERS } },
  );
  expect(problems.join()).toContain('this looks like an AWS access key id');
  expect(problems.join()).not.toContain('AKIAIOSFODNN7EXAMPLE');
});

test('what is no template is said when the manifest is read', async () => {
  const b = (template: string): string => `  b: { template: ${template}, targets: [Sandbox] }`;
  expect(await refusedBy(b('missing.yaml'))).toEqual(['manifest.yaml:14:18 the file "missing.yaml" does not exist']);
  expect((await refusedBy(b('ebs-default-encrypton')))[0]).toContain('did you mean "ebs-default-encryption"?');
  expect((await refusedBy(b('../t.yaml')))[0]).toContain('lies outside the folder');
  const twice = await refusedBy(b('two.yaml'), {
    'two.yaml': 'Resources:\n  A: { Type: AWS::SNS::Topic }\n  A: { Type: AWS::SQS::Queue }\n',
  });
  expect(twice).toEqual([
    expect.stringContaining('two.yaml:3:3 the key "A" stands here a second time (first at two.yaml:2:3)'),
  ]);
  const tag = await refusedBy(b('tag.yaml'), { 'tag.yaml': 'Resources:\n  A: { Type: !Rf X }\n' });
  expect(tag[0]).toMatch(/^tag\.yaml:2:\d+ /);
});
