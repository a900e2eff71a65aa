import { enabledControl } from '../../../src/kinds/enabled-control/kind.js';
import { declaredOrganization } from '../../../src/manifest/organization.js';
import type { Desired, LandingZone } from '../../../src/model.js';
import { manifestOf } from '../../support/organization.js';
import { LANDING_ZONE } from '../../support/picture.js';

const TREE = `organizationalUnits:
  Workloads: { children: { Prod: { children: { Cards: {} } }, NonProd: {} } }
  Sandbox: {}
accounts: { payments: { id: "300000000002", ou: Workloads } }
`;

async function desiredOf(controls: string, landingZone?: LandingZone) {
  const manifest = await manifestOf(`${TREE}controls:\n${controls}`);
  const problems: string[] = [];
  const context = {
    manifest,
    organization: declaredOrganization(manifest),
    ...(landingZone && { landingZone }),
    problem: (problem: { code: string; message: string }) => problems.push(`${problem.code}: ${problem.message}`),
  };
  const found = [...enabledControl.desired(context)] as Desired[];
  return { found, addresses: found.map(({ address }) => address), problems };
}

async function refused(controls: string): Promise<string> {
  try {
    await manifestOf(`${TREE}controls:\n${controls}`);
    return '';
  } catch (error) {
    const { problems = [] } = error as { problems?: { message: string; hint?: string; origin?: { line: number } }[] };
    return problems.map(({ message, hint, origin }) => `${origin?.line}: ${message}; ${hint}`).join('\n');
  }
}

describe('where a control is enabled', () => {
  test('a preventive one at the top only, with or without /**', async () => {
    for (const target of ['Workloads', 'Workloads/**']) {
      const { addresses } = await desiredOf(`  - { control: CT.S3.PV.5, targets: [${target}, Workloads/Prod] }`);
      expect(addresses).toEqual(['control:CT.S3.PV.5@unit:Workloads']);
    }
  });

  test('a detective or proactive one on each unit; a plain unit is that unit', async () => {
    for (const control of ['AWS-GR_ENCRYPTED_VOLUMES', 'SH.S3.1', 'CT.S3.PR.1', 'CONFIG.EC2.DT.10']) {
      const { addresses } = await desiredOf(
        `  - { control: ${control}, targets: [Workloads/**, Sandbox], exclude: [Workloads/Prod/**] }`,
      );
      expect(addresses).toEqual([
        `control:${control}@unit:Workloads`,
        `control:${control}@unit:Workloads/NonProd`,
        `control:${control}@unit:Sandbox`,
      ]);
      const plain = await desiredOf(`  - { control: ${control}, targets: [Workloads] }`);
      expect(plain.addresses).toEqual([`control:${control}@unit:Workloads`]);
    }
  });

  test('an exclude is compiled to lower units, and says whom it misses', async () => {
    const { found } = await desiredOf('  - { control: CT.S3.PV.5, targets: [Workloads], exclude: [Workloads/Prod] }');
    expect(found.map(({ address }) => address)).toEqual(['control:CT.S3.PV.5@unit:Workloads/NonProd']);
    expect(found[0]?.note).toMatch(/not covered, for a control is enabled on units only: account:payments$/);
  });

  test.each(['root', 'account:payments', 'management'])('not on %s', async (target) => {
    const { addresses, problems } = await desiredOf(
      `  - { control: CT.S3.PV.5, targets: [${target}] }\n  - { control: SH.S3.1, targets: [Sandbox] }`,
    );
    expect(addresses).toEqual(['control:SH.S3.1@unit:Sandbox']);
    if (target === 'management') return;
    expect(problems).toEqual([
      `control-target: CT.S3.PV.5 is meant for ${target}, but Control Tower enables controls on units only`,
    ]);
  });

  test('a selection by tags is none of units', async () => {
    const { problems } = await desiredOf('  - { control: CT.S3.PV.5, targets: [{ tags: { a: b } }] }');
    expect(problems[0]).toContain('a selection by tags');
  });
});

describe('one address for every form', () => {
  test.each([
    ['AWS-GR_RESTRICTED_SSH', 'AWS-GR_RESTRICTED_SSH'],
    ['"arn:aws:controltower:ap-northeast-1::control/AWS-GR_RESTRICTED_SSH"', 'AWS-GR_RESTRICTED_SSH'],
    ['"arn:aws:controlcatalog:::control/6rilu41n0gb9w6mxrkyewoer4"', 'AWS-GR_RESTRICTED_SSH'],
    ['"arn:aws-us-gov:controlcatalog:::control/6rilu41n0gb9w6mxrkyewoer4"', 'AWS-GR_RESTRICTED_SSH'],
    ['"arn:aws:controlcatalog:::control/zzzzzzzzzzzzzzzzzzzzzzzzz"', 'zzzzzzzzzzzzzzzzzzzzzzzzz'],
  ])('%s', async (written, control) => {
    const { addresses } = await desiredOf(`  - { control: ${written}, targets: [Sandbox] }`);
    expect(addresses).toEqual([`control:${control}@unit:Sandbox`]);
  });

  test('asked for twice alike is once; otherwise a contradiction', async () => {
    const alike = '  - { control: SH.S3.1, targets: [Sandbox] }\n';
    expect((await desiredOf(alike + alike)).addresses).toHaveLength(1);
    const { problems } = await desiredOf(
      `  - { control: CT.MULTISERVICE.PV.1, parameters: { AllowedRegions: [us-east-1] }, targets: [Sandbox] }
  - { control: CT.MULTISERVICE.PV.1, parameters: { AllowedRegions: [eu-west-1] }, targets: [Sandbox] }`,
    );
    expect(problems).toEqual([expect.stringMatching(/^contradiction: .* second time.*first at manifest\.yaml:9:/)]);
  });

  test('before landing zone 4.0 the Security unit takes few', async () => {
    const entries = ['CT.S3.PV.5', 'SH.S3.1', 'AWS-GR_RESTRICTED_SSH'].map(
      (control) => `  - { control: ${control}, targets: [Sandbox] }`,
    );
    const zone: LandingZone = { ...LANDING_ZONE, version: '3.3', securityUnits: ['unit:Sandbox'] };
    const { problems } = await desiredOf(entries.join('\n'), zone);
    expect(problems.map((problem) => problem.slice(0, 52))).toEqual([
      'control-target: control:CT.S3.PV.5@unit:Sandbox: bef',
      'control-target: control:SH.S3.1@unit:Sandbox: before',
    ]);
    expect((await desiredOf(entries.join('\n'), { ...zone, version: '4.0' })).problems).toEqual([]);
  });
});

describe('the section', () => {
  test.each([
    ['control: "arn:aws:controltower:us-east-1::control/CT.S3.PR.1"', 'is not a control; write its alias'],
    ['control: AWS-GR_CONFIG_ENABLED', 'Control Tower enables AWS-GR_CONFIG_ENABLED by itself'],
    ['control: aws-gr_restricted_ssh', 'did you mean AWS-GR_RESTRICTED_SSH?'],
    ['control: CT.MULTISERVICE.PV.1', 'cannot be enabled without the parameter AllowedRegions'],
    ['control: CT.S3.PV.5, parameters: { ExemptedPrincipalArns: [] }', 'is an empty list; leave the parameter out'],
    [
      'control: AWS-GR_RESTRICT_ROOT_USER, parameters: { ExemptAssumeRoot: false }',
      'AWS takes no other value than true',
    ],
    ['control: CT.S3.PV.5, parameters: {}', 'is empty; leave it out'],
    ['control: CT.S3.PV.5, onDrift: repair', 'onDrift'],
  ])('%s', async (entry, message) => {
    const said = await refused(`  - { ${entry}, targets: [Sandbox] }`);
    expect(said).toContain(message);
    expect(said).toMatch(/^9: /);
  });
});
