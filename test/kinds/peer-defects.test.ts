import { accounts } from '../../src/kinds/account/section.js';
import { laidOver, narrowSettings } from '../../src/kinds/landing-zone/spec.js';
import { organizationalUnits } from '../../src/kinds/organizational-unit/section.js';
import { stackBaselines } from '../../src/kinds/stack-baseline/section.js';
import { checkTemplate } from '../../src/kinds/stack-baseline/template/check.js';
import { selectAccounts } from '../../src/manifest/targets.js';
import type { NodeName } from '../../src/model.js';
import { Organization, type OrganizationNode } from '../../src/organization.js';
import { complaints, load, removeFolders } from '../manifest/support.js';

/** Defects that other tools have (CfCT: customizations for Control Tower; LZA: Landing Zone Accelerator), and this one must not. */

const SECTIONS = { sections: [organizationalUnits, accounts, stackBaselines] };
const TEMPLATE = 'Resources: { It: { Type: "AWS::SNS::Topic" } }\n';
const WITH_PARAMETER =
  'Parameters: { Days: { Type: Number } }\nResources: { It: { Type: "AWS::SNS::Topic", Properties: { DisplayName: { Ref: Days } } } }\n';

afterAll(removeFolders);

const baselines = (text: string, files: Readonly<Record<string, string>> = { 'templates/net.yaml': TEMPLATE }) =>
  complaints(`organizationalUnits: { Workloads: {} }\nstackBaselines:\n${text}`, files, SECTIONS);

describe('CfCT', () => {
  test('parameters are given in one way: a second one is an error, not a reason to use neither', async () => {
    const files = { 'templates/net.yaml': WITH_PARAMETER, 'parameters/net.json': '[]' };
    const [complaint, ...more] = await baselines(
      '  net: { template: templates/net.yaml, targets: [Workloads], parameters: { Days: 90 }, parameter_file: parameters/net.json }\n',
      files,
    );
    expect(more).toEqual([]);
    expect(complaint).toMatch(/^manifest.yaml:6:\d+ .*parameter_file/);
  });

  test('targets that are not there are errors, each at its place: units of the first level, nested ones and accounts alike', async () => {
    const said = await baselines(
      '  net: { template: templates/net.yaml, targets: [Worklods, Workloads/Prod/Pci, "account:payments"] }\n',
    );
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/^manifest.yaml:6:50 .*"Worklods".*did you mean "Workloads"/);
    expect(said[1]).toMatch(/^manifest.yaml:6:60 .*"Workloads\/Prod\/Pci"/);
    expect(said[2]).toMatch(/^manifest.yaml:6:80 .*"account:payments"/);
  });

  test('the root beside other targets takes nothing away from them', () => {
    const node = (name: NodeName, parent?: NodeName): OrganizationNode => ({
      name,
      tags: {},
      declared: true,
      live: true,
      ...(parent && { parent }),
    });
    const organization = new Organization('o-exampleorg1', [
      node('root'),
      node('unit:Workloads', 'root'),
      node('unit:Security', 'root'),
      node('account:pay', 'unit:Workloads'),
      node('account:audit', 'unit:Security'),
    ]);
    const selected = selectAccounts(organization, { targets: ['root', 'Workloads'] });
    expect([...selected].sort()).toEqual(['account:audit', 'account:pay']);
  });

  test('a path with blanks or quotes is a path, and one that leads nowhere is an error', async () => {
    const files = { "templates/the team's net.yaml": TEMPLATE };
    expect(
      await baselines(`  net: { template: "templates/the team's net.yaml", targets: [Workloads] }\n`, files),
    ).toEqual([]);
    const [missing] = await baselines('  net: { template: "templates/our net.yaml", targets: [Workloads] }\n', files);
    expect(missing).toMatch(/^manifest.yaml:6:\d+ .*templates\/our net.yaml/);
  });

  test('a template is checked whole before anything is sent, for every Region alike', () => {
    const template = {
      Resources: {
        It: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Nobody' } }, DependsOn: 'Nothing' },
      },
    };
    const said = [...checkTemplate(template, '', { permissions: 'service-managed' })].map(({ message }) => message);
    expect(said).toHaveLength(2);
    expect(said.join()).toMatch(/Nobody/);
    expect(said.join()).toMatch(/Nothing/);
  });

  test('preferences and tags are of each baseline', async () => {
    const manifest = await load(
      `stackBaselines:\n${['a', 'b'].map((key, at) => `  ${key}: { template: templates/net.yaml, targets: [root], tags: { owner: ${key} }, operations: { tolerate: ${at}, concurrency: ${at + 1} } }\n`).join('')}`,
      { 'templates/net.yaml': TEMPLATE },
      SECTIONS,
    );
    const section = manifest.section(stackBaselines);
    expect(section?.['a']).toMatchObject({ tags: { owner: 'a' }, operations: { tolerate: 0, concurrency: 1 } });
    expect(section?.['b']).toMatchObject({ tags: { owner: 'b' }, operations: { tolerate: 1, concurrency: 2 } });
  });
});

describe('LZA', () => {
  const live = { version: '3.3', regions: ['ap-northeast-1'], autoEnroll: true, config: { retention: { logs: 365 } } };

  test('what the manifest leaves out is no difference, and is sent as it is: version and automatic enrolment too', () => {
    const wanted = { config: { retention: { logs: 400 } } };
    expect(narrowSettings(live, wanted)).toEqual({ config: { retention: { logs: 365 } } });
    expect(laidOver(live, wanted)).toEqual({ ...live, config: { retention: { logs: 400 } } });
  });

  test('automatic enrolment by itself brings no other version', () => {
    expect(laidOver(live, { autoEnroll: false })).toEqual({ ...live, autoEnroll: false });
  });

  test('an unknown key is an error, with what was probably meant', async () => {
    const [said] = await baselines(
      '  net: { template: templates/net.yaml, targets: [Workloads], region: [eu-west-1] }\n',
    );
    expect(said).toMatch(/^manifest.yaml:6:\d+ .*"region".*"regions"/);
  });
});
