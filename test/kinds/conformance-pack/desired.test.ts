import { describe, expect, test } from '@jest/globals';
import { desired } from '../../../src/kinds/conformance-pack/desired.js';
import { sentTemplate } from '../../../src/kinds/conformance-pack/template.js';
import { LANDING_ZONE as LANDING_ZONE_ADDRESS } from '../../../src/kinds/landing-zone/spec.js';
import { templateOf } from '../../../src/manifest/templates.js';
import { desiredBy, refusalsOf } from '../../support/desired.js';
import { LANDING_ZONE } from '../../support/picture.js';

const TREE = `organizationalUnits: { Workloads: {}, Sandbox: {} }
accounts:
  master: { id: "300000000000", management: true, ou: root }
  payments: { id: "300000000001", ou: Workloads }
  play: { id: "300000000002", ou: Sandbox }
conformancePacks:
`;

const RULE = (name: string): string =>
  `  ${name}:
    Type: AWS::Config::ConfigRule
    Properties: { ConfigRuleName: ${name}, InputParameters: { days: !Ref Days }, Source: { Owner: AWS, SourceIdentifier: X } }
`;
const PACK = `Parameters:\n  Days: { Type: Number, Default: 90 }\nResources:\n${RULE('Keys')}`;

const of = (fields: string, pack = PACK) =>
  desiredBy(desired, `${TREE}  pci: { file: packs/pci.yaml, ${fields} }\n`, {
    files: { 'packs/pci.yaml': pack },
    landingZone: { ...LANDING_ZONE, governedRegions: ['eu-west-1', 'us-east-1'] },
  });

describe('what is asked for', () => {
  test('one pack a governed Region, everybody but those that are excluded', async () => {
    const { found, problems } = await of('targets: [Workloads], parameters: { Days: 45 }');
    expect(problems).toEqual([]);
    expect(found.map(({ address }) => address)).toEqual([
      'conformance-pack:pci@eu-west-1',
      'conformance-pack:pci@us-east-1',
    ]);
    expect(found[0]).toMatchObject({
      spec: { name: 'pci', parameters: { Days: '45' }, excluded: ['account:master', 'account:play'] },
      note: 'in 1 of 3 accounts: the others are excluded by name, so an account that joins later has it until the next run',
    });
  });

  test('in governed Regions after the landing zone, which may open one; in written ones at once', async () => {
    const order = async (fields: string) => (await of(`targets: [root]${fields}`)).found.map((one) => one.after);
    expect(await order('')).toEqual([[LANDING_ZONE_ADDRESS], [LANDING_ZONE_ADDRESS]]);
    expect(await order(', regions: [us-east-1]')).toEqual([undefined]);
  });

  test('the management account as administrator is none; another account is one', async () => {
    const at = 'targets: [root], regions: [us-east-1]';
    expect((await of(`${at}, administrator: master`)).found[0]?.spec).not.toHaveProperty('administrator');
    expect((await of(`${at}, administrator: payments`)).found[0]?.spec).toHaveProperty(
      'administrator',
      'account:payments',
    );
    expect((await of(`${at}, administrator: account:payment`)).problems[0]).toContain('config-administrator');
  });
});

describe('the template as it is sent', () => {
  const sent = (text: string) => {
    const template = templateOf(text, 'x.yaml');
    return sentTemplate(template?.document ?? {});
  };

  test('means the same, with two parameters more', () => {
    const text = `Description: "on"\nParameters:\n  When: { Type: String, Default: "12:30:45" }\nResources:\n${RULE('A').replace('Ref Days', 'Ref When')}`;
    const again = templateOf(sent(text).body, 'y.yaml')?.document ?? {};
    const own = { Type: 'String', Default: '', Description: 'Set by towerctl.' };
    const { Parameters, ...rest } = again;
    expect(Parameters).toEqual({
      When: { Type: 'String', Default: '12:30:45' },
      TowerctlManifest: own,
      TowerctlTemplate: own,
    });
    expect(rest).toEqual({
      Description: 'on',
      Resources: {
        A: {
          Type: 'AWS::Config::ConfigRule',
          Properties: {
            ConfigRuleName: 'A',
            InputParameters: { days: { Ref: 'When' } },
            Source: { Owner: 'AWS', SourceIdentifier: 'X' },
          },
        },
      },
    });
    // Whoever reads YAML 1.1 must not take a text for a truth value or a number of seconds.
    expect(sent(text).body).toContain('Description: "on"');
    expect(sent(text).body).toContain('"12:30:45"');
  });

  test('comments and the order of keys make no other template, a value does', () => {
    const { digest } = sent(PACK);
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(sent(`# why\nResources:\n${RULE('Keys')}Parameters:\n  Days: { Default: 90, Type: Number }\n`).digest).toBe(
      digest,
    );
    expect(sent(PACK.replace('90', '91')).digest).not.toBe(digest);
  });
});

describe('what AWS would refuse, at its place', () => {
  const problems = async (pack: string, fields = '') => (await of(`targets: [root]${fields}`, pack)).problems;

  test('a resource that is no rule', async () => {
    expect(await problems(`${PACK}  Bucket: { Type: "AWS::S3::Bucket" }\n`)).toEqual([
      'packs/pci.yaml:7:19 error conformance-pack-template: Resources.Bucket.Type: a conformance pack holds no AWS::S3::Bucket -> only AWS::Config::ConfigRule and AWS::Config::RemediationConfiguration; lay other resources with a stack baseline',
    ]);
  });

  test('a parameter of ours, one that is not declared', async () => {
    const said = await problems(
      PACK.replace('Parameters:\n', 'Parameters:\n  TowerctlManifest: { Type: String }\n').replace(
        'Ref Days',
        'Ref Dais',
      ),
      ', parameters: { TowerctlManifest: x }',
    );
    expect(said.map((line) => line.split(' error ')[0])).toEqual(['packs/pci.yaml:2:3', 'packs/pci.yaml:7:71']);
    expect(said[1]).toContain('did you mean "Days"?');
  });

  test('130 rules pass, 131 do not', async () => {
    const rules = (number: number): string =>
      `${PACK}${Array.from({ length: number - 1 }, (_, index) => `  R${index}: { Type: "AWS::Config::ConfigRule" }\n`).join('')}`;
    expect(await problems(rules(130))).toEqual([]);
    expect((await problems(rules(131)))[0]).toContain('has 131 rules; 130 is the most');
  });

  test('51,200 bytes as it is sent', async () => {
    const described = (length: number): string =>
      PACK.replace('ConfigRuleName', `Description: ${'x'.repeat(length)}, ConfigRuleName`);
    const room = 51_200 - sentTemplate(templateOf(described(1), 'x.yaml')?.document ?? {}).body.length + 1;
    expect(await problems(described(room))).toEqual([]);
    expect((await problems(described(room + 1)))[0]).toContain('has 51,201 bytes as it is sent');
  });
});

describe('values of parameters', () => {
  const problems = async (parameters: string, pack = PACK) =>
    (await of(`targets: [root], parameters: ${parameters}`, pack)).problems;

  test.each([
    ['{ Dais: 3 }', 'has no parameter "Dais" -> did you mean "Days"?'],
    ['{ Days: many }', 'Days: "many" is not a number'],
    ['{ Days: [1, 2] }', 'Days is a Number, not a list'],
    ['{ Days: AKIAIOSFODNN7EXAMPLE }', 'this looks like'],
  ])('%s', async (parameters, message) => {
    const said = await problems(parameters);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`manifest.yaml:10:`);
    expect(said[0]).toContain(message);
  });

  test('one without default must be given', async () => {
    const bare = PACK.replace(', Default: 90', '');
    expect((await of('targets: [root]', bare)).problems[0]).toContain('needs the parameter Days, which has no default');
    expect(await problems('{ Days: "${account.payments.id}" }', bare)).toEqual([]);
  });
});

test.each([
  ['1pci: { file: p.yaml, targets: [root] }', 'is not the name of a conformance pack'],
  ['pci: { file: default-vpc-removal, targets: [root] }', 'is not a template'],
  ['pci: { file: p.yaml, targets: [root], deliveryBucket: UPPER }', 'is not the name of a bucket'],
])('%s is refused while it is loaded', async (entry, message) => {
  expect((await refusalsOf(`${TREE}  ${entry}\n`, { 'p.yaml': PACK })).join()).toContain(message);
});
