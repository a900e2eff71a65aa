import { describe, expect, it } from '@jest/globals';
import type { DesiredContext } from '../../../src/kind.js';
import { desired } from '../../../src/kinds/enabled-baseline/desired.js';
import { plannedOrganization } from '../../../src/kinds/planned-organization.js';
import type { Desired, LandingZone } from '../../../src/model.js';
import { manifestOf } from '../../support/organization.js';
import { LANDING_ZONE as ZONE } from '../../support/picture.js';

async function wantedBy(text: string, landingZone?: LandingZone): Promise<{ all: Desired[]; problems: string[] }> {
  const manifest = await manifestOf(text);
  const problems: string[] = [];
  const context: DesiredContext = {
    manifest,
    organization: plannedOrganization(manifest),
    ...(landingZone && { landingZone }),
    problem: ({ code, severity = 'error', message }) => problems.push(`${severity} ${code}: ${message}`),
  };
  return { all: [...desired(context)], problems };
}

describe('what a unit says about baselines', () => {
  it('is one address a baseline and unit, with the version that goes with the landing zone', async () => {
    const text =
      'organizationalUnits: { Workloads: { baseline: AWSControlTowerBaseline, children: { Prod: { baseline: [AWSControlTowerBaseline, BackupBaseline] } } } }';
    const { all, problems } = await wantedBy(text, { ...ZONE, backup: true });
    expect(problems).toEqual([]);
    expect(all.map(({ address, spec }) => [address, spec['version']])).toEqual([
      ['baseline:AWSControlTowerBaseline@unit:Workloads', '5.0'],
      ['baseline:AWSControlTowerBaseline@unit:Workloads/Prod', '5.0'],
      ['baseline:BackupBaseline@unit:Workloads/Prod', '1.0'],
    ]);
  });

  it.each([
    ['3.1', '3.0'],
    ['3.2', '4.0'],
    ['3.3', '4.0'],
    ['4.0', '5.0'],
  ])('landing zone %s enables version %s', async (version, baseline) => {
    const { all } = await wantedBy('organizationalUnits: { A: { baseline: AWSControlTowerBaseline } }', {
      ...ZONE,
      version,
    });
    expect(all[0]?.spec['version']).toBe(baseline);
  });

  it('has no version offline, and the written one in any case', async () => {
    const { all } = await wantedBy(
      'organizationalUnits: { A: { baseline: AWSControlTowerBaseline }, B: { baseline: { name: AWSControlTowerBaseline, version: "5.0" } } }',
    );
    expect(all.map(({ spec }) => spec['version'])).toEqual([undefined, '5.0']);
  });

  it('`off` rules out every baseline of the unit, `state: off` one of them', async () => {
    const { all } = await wantedBy(
      'organizationalUnits: { A: { baseline: off }, B: { baseline: [AWSControlTowerBaseline, { name: BackupBaseline, state: off }] } }',
      ZONE,
    );
    expect(all.map(({ address, absent = false }) => `${absent} ${address}`)).toEqual([
      'true baseline:AWSControlTowerBaseline@unit:A',
      'true baseline:ConfigBaseline@unit:A',
      'true baseline:BackupBaseline@unit:A',
      'false baseline:AWSControlTowerBaseline@unit:B',
      'true baseline:BackupBaseline@unit:B',
    ]);
  });

  it('waits for the accounts that live in the unit: one operation enrols them all', async () => {
    const { all } = await wantedBy(
      'organizationalUnits: { A: { baseline: AWSControlTowerBaseline } }\naccounts: { pay: { id: "300000000002", ou: A } }',
      ZONE,
    );
    expect(all[0]?.after).toEqual(['account:pay']);
  });

  it('says what to do about drift where the manifest does', async () => {
    const { all } = await wantedBy(
      'organizationalUnits: { A: { baseline: AWSControlTowerBaseline }, B: { baseline: { name: AWSControlTowerBaseline, onDrift: reset } } }',
      ZONE,
    );
    expect(all.map(({ onDrift }) => onDrift)).toEqual([undefined, 'reset']);
  });

  it('says what Control Tower would refuse', async () => {
    const { problems } = await wantedBy(
      'organizationalUnits:\n  Security: { existing: true, baseline: AWSControlTowerBaseline }\n  A: { baseline: { name: AWSControlTowerBaseline, version: "6.0" } }\n  B: { baseline: { name: AWSControlTowerBaseline, version: "4.0" } }',
      ZONE,
    );
    expect(problems).toEqual([
      'error baseline-refused: AWSControlTowerBaseline cannot be enabled on unit:Security, which holds the accounts of the landing zone itself',
      'error baseline-version: version 6.0 of AWSControlTowerBaseline does not go with landing zone 4.0, which enables 5.0',
      'warning baseline-version: version 4.0 of AWSControlTowerBaseline does not go with landing zone 4.0, which enables 5.0',
    ]);
  });

  it('asks for a version where the landing zone is newer than what is known, and for none of ConfigBaseline before 4.0', async () => {
    const newer = await wantedBy('organizationalUnits: { A: { baseline: AWSControlTowerBaseline } }', {
      ...ZONE,
      version: '4.1',
    });
    expect(newer.problems).toEqual([
      'error baseline-version: no version of AWSControlTowerBaseline is known to go with landing zone 4.1',
    ]);
    const older = await wantedBy('organizationalUnits: { A: { baseline: ConfigBaseline } }', {
      ...ZONE,
      version: '3.3',
    });
    expect(older.problems).toEqual([
      'error baseline-version: no version of ConfigBaseline is known to go with landing zone 3.3',
    ]);
  });

  it('needs the Config integration', async () => {
    const { problems } = await wantedBy('organizationalUnits: { A: { baseline: AWSControlTowerBaseline } }', {
      ...ZONE,
      config: false,
    });
    expect(problems).toEqual([
      'error baseline-refused: AWSControlTowerBaseline needs the Config integration of the landing zone, which is off',
    ]);
  });
});

describe('the field', () => {
  const refusal = async (baseline: string): Promise<string> => {
    const failure = await manifestOf(`organizationalUnits:\n  A:\n    baseline: ${baseline}\n`).then(
      () => undefined,
      (error: { problems: readonly { message: string; hint?: string; origin?: { line: number } }[] }) => error,
    );
    return (failure?.problems ?? [])
      .map(({ message, hint, origin }) => `${origin?.line}: ${message} | ${hint}`)
      .join('\n');
  };

  it('suggests the name that was meant', async () => {
    expect(await refusal('AwsControlTowerBaseline')).toMatch(
      /^6: .*"AwsControlTowerBaseline" is not a baseline of units.*did you mean "AWSControlTowerBaseline"/,
    );
  });

  it('takes no baseline of the landing zone', async () => {
    expect(await refusal('[AuditBaseline]')).toMatch(/"AuditBaseline" is not a baseline of units/);
  });

  it('takes a version in quotes only', async () => {
    expect(await refusal('{ name: AWSControlTowerBaseline, version: 5.0 }')).toMatch(/version/);
    expect(await refusal('{ name: AWSControlTowerBaseline, version: "five" }')).toMatch(/"five" is not a version/);
  });

  it('takes one of the two that register, and each once', async () => {
    expect(await refusal('[AWSControlTowerBaseline, ConfigBaseline]')).toMatch(
      /"ConfigBaseline" beside "AWSControlTowerBaseline"/,
    );
    expect(await refusal('[BackupBaseline, BackupBaseline]')).toMatch(/"BackupBaseline" a second time/);
  });
});
