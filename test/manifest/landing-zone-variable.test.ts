import { describe, expect, it } from '@jest/globals';
import { manifestOf, SECTIONS } from '../support/organization.js';

describe('${landingZone.x}', () => {
  const REGIONS = 'landingZone: { regions: [ap-northeast-1, "${var.second}"] }\n';
  const controls = (regions: string): string =>
    `controls: [{ control: CT.MULTISERVICE.PV.1, parameters: { AllowedRegions: ${regions} }, targets: [Sandbox] }]\norganizationalUnits: { Sandbox: { existing: true } }\n`;

  it('is what the section says, its own variables filled in, as a list in a list or alone', async () => {
    const variables = { 'vars.yaml': 'second: us-east-1\n' };
    const text = (regions: string): string => `${REGIONS}variables: vars.yaml\n${controls(regions)}`;
    for (const [regions, expected] of [
      ['"${landingZone.regions}"', ['ap-northeast-1', 'us-east-1']],
      ['["${landingZone.regions}", eu-west-1]', ['ap-northeast-1', 'us-east-1', 'eu-west-1']],
    ] as const) {
      const manifest = await manifestOf(text(regions), variables);
      const section = SECTIONS.find(({ key }) => key === 'controls');
      expect(section && manifest.section(section)).toMatchObject([{ parameters: { AllowedRegions: expected } }]);
    }
  });

  it('is not defined where the section does not say it, and says so', async () => {
    await expect(manifestOf(controls('"${landingZone.regions}"'))).rejects.toThrow(/1 problem/);
    await expect(
      manifestOf(`landingZone: { autoEnroll: true }\n${controls('"${landingZone.regions}"')}`),
    ).rejects.toThrow('1 problem');
  });
});
