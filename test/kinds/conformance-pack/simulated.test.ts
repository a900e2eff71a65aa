import { ConfigService } from '@aws-sdk/client-config-service';
import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../../src/manifest/manifest.js';
import type { Plan } from '../../../src/model.js';
import { inProcess, type Seed, unkind } from '../../../src/simulator/index.js';
import { actions, Bench, manifestOf, notices } from '../../support/organization.js';
import { SEED } from '../stack-baseline/simulated.js';

const HOME = 'ap-northeast-1';
const PCI = `conformance-pack:pci@${HOME}`;
const ON = { [HOME]: 'on' } as const;
const OTHERS = ['123456789012', '200000000002', '300000000003'];

/** Prod: pay and card; Dev: lab, and old, which is suspended; Security: audit. All of them record at home. */
function bench(recorders: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Bench {
  const config = { recorders: { pay: ON, card: ON, lab: ON, audit: ON, ...recorders } };
  return new Bench({ ...unkind, seed: { ...SEED, config } as unknown as Seed });
}

const PACK = `Parameters:
  Days: { Type: Number, Default: 90 }
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      InputParameters: { maxAccessKeyAge: !Ref Days }
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
`;

const UNITS =
  'organizationalUnits: { Workloads: { existing: true, children: { Prod: { existing: true }, Dev: { existing: true } } } }\n';

function pack(fields = '', more = '', targets = 'Workloads/Prod'): Promise<Manifest> {
  const text = `${UNITS}conformancePacks:\n  pci: { file: pci.yaml, targets: [${targets}], regions: [${HOME}]${fields} }\n${more}`;
  return manifestOf(text, { 'pci.yaml': PACK });
}

function client(on: Bench): ConfigService {
  return new ConfigService({
    region: HOME,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 5,
    requestHandler: inProcess(on.simulator) as never,
  });
}

/** As somebody else would make it. */
async function byHand(on: Bench, parameters: Readonly<Record<string, string>> = {}, excluded = OTHERS): Promise<void> {
  const declared = Object.keys(parameters).map((name) => `  ${name}: { Type: String }\n`);
  await client(on).putOrganizationConformancePack({
    OrganizationConformancePackName: 'pci',
    TemplateBody: PACK.replace('Parameters:\n', `Parameters:\n${declared.join('')}`),
    ConformancePackInputParameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
    })),
    ExcludedAccounts: excluded,
  });
}

async function settled(on: Bench): Promise<void> {
  for (let status = ''; status === '' || status.endsWith('_IN_PROGRESS'); ) {
    const { OrganizationConformancePackStatuses: found } = await client(on).describeOrganizationConformancePackStatuses(
      { OrganizationConformancePackNames: ['pci'] },
    );
    status = found?.[0]?.Status ?? '';
  }
}

const codes = (plan: Plan): string[] =>
  plan.problems.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));

describe('how it went', () => {
  test('accounts that failed are named, and the next plan puts it again', async () => {
    const on = bench({ card: {} });
    const manifest = await pack();
    const { outcomes } = await on.apply((await on.plan(manifest)).plan);
    expect(outcomes[0]?.problem).toMatch(/1 of 2 accounts failed: card NoAvailableConfigurationRecorderException/);
    const again = await on.plan(manifest);
    expect(actions(again.plan)).toEqual([`repair ${PCI}`]);
    expect(again.plan.changes.find(({ address }) => address === PCI)).toMatchObject({
      detail: expect.stringContaining('card NoAvailableConfigurationRecorderException'),
    });
    const without = await pack(
      ', exclude: ["account:card"]',
      'accounts: { card: { id: "300000000002", existing: true } }\n',
    );
    await on.converge(without);
    expect(actions((await on.plan(without)).plan)).toEqual([]);
  });

  test('a suspended account holds nothing up', async () => {
    const on = bench();
    const manifest = await pack('', '', 'Workloads/**');
    await on.converge(manifest);
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
  });

  test('what runs is waited for, and put only where it is not as declared then', async () => {
    const on = bench();
    const manifest = await pack();
    await on.converge(manifest);
    const { ConformancePackInputParameters: parameters } = (await packs(on))[0] ?? {};
    const given = Object.fromEntries(
      (parameters ?? []).map(({ ParameterName, ParameterValue }) => [ParameterName ?? '', ParameterValue ?? '']),
    );
    await byHand(on, given);
    const same = await on.plan(manifest);
    expect(actions(same.plan)).toEqual([`wait ${PCI}`]);
    const { writes } = on.simulator.calls;
    expect((await on.apply(same.plan)).state).toBe('complete');
    expect(on.simulator.calls.writes).toBe(writes);

    await byHand(on, given, ['123456789012']);
    const other = await on.plan(manifest);
    expect(actions(other.plan)).toEqual([`wait ${PCI}`]);
    expect((await on.apply(other.plan)).state).toBe('complete');
    expect(actions((await on.plan(manifest)).plan)).toEqual([]);
    expect((await packs(on))[0]?.ExcludedAccounts?.sort()).toEqual(OTHERS);
  });
});

async function packs(on: Bench) {
  return (await client(on).describeOrganizationConformancePacks({})).OrganizationConformancePacks ?? [];
}

describe('whose it is', () => {
  test('one that was made by hand is left alone, until it is taken over', async () => {
    const on = bench();
    await byHand(on);
    await settled(on);
    const run = await on.plan(await pack());
    expect(actions(run.plan)).toEqual([]);
    expect(codes(run.plan)).toEqual(['not-ours']);
    const adopting = await pack(', adopt: true');
    expect(actions((await on.converge(adopting)).plan)).toEqual([`adopt ${PCI}`]);
    expect(actions((await on.plan(await pack())).plan)).toEqual([]);
  });

  test('another manifest’s is said to be, and not removed', async () => {
    const on = bench();
    await byHand(on, { TowerctlManifest: 'other', TowerctlTemplate: '0123456789abcdef' });
    await settled(on);
    const { plan } = await on.plan(await manifestOf('conformancePacks: {}\n'));
    expect(actions(plan)).toEqual([]);
    expect(notices(plan)).toEqual([`foreign ${PCI}`]);
    expect(plan.changes[0]).toMatchObject({ detail: 'towerctl manifest other' });
  });

  test('ours is found in a Region that no line names any more', async () => {
    const on = bench();
    await on.converge(await pack());
    const { plan } = await on.plan(await manifestOf('conformancePacks: {}\n'));
    expect(actions(plan)).toEqual([`remove ${PCI}`]);
  });
});

describe('the administrator', () => {
  const AUDIT = 'accounts: { audit: { id: "200000000002", existing: true } }\n';

  test('one that is neither registered nor to be registered', async () => {
    const { plan } = await bench().plan(await pack(', administrator: "account:audit"', AUDIT));
    expect(codes(plan)).toEqual(['config-administrator']);
  });

  test('one that cannot be entered leaves its packs unknown', async () => {
    const on = bench();
    const registered = `${AUDIT}delegatedAdministrators: { config: audit }\n`;
    await on.converge(await manifestOf(registered));
    const { plan } = await on.plan(await pack(', administrator: "account:audit"', registered));
    expect(actions(plan)).toEqual([]);
    expect(plan.unknown).toMatchObject([{ address: PCI, reason: expect.stringContaining('towerctl-read') }]);
  });
});
