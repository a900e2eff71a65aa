import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aws, openSession, type RequestHandler } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { applyRun, planRun } from '../../src/engine.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { createSimulator, inProcess, lifelike, type Simulator } from '../../src/simulator/index.js';
import { OBSERVED } from '../../src/simulator/services/controltower/durations.js';

/** 60 units in ten trees of six, three accounts in each; 400 controls, ten of them with parameters. */
const TOPS = Array.from({ length: 10 }, (_, index) => `Division-${index}`);
const CHILDREN = ['Prod', 'Stage', 'Test', 'Dev', 'Lab'];
const UNITS = TOPS.flatMap((top) => [top, ...CHILDREN.map((child) => `${top}/${child}`)]);
const ACCOUNTS_PER_UNIT = 3;
const DETECTIVE = [
  'AWS-GR_ENCRYPTED_VOLUMES',
  'AWS-GR_RESTRICTED_SSH',
  'AWS-GR_RDS_STORAGE_ENCRYPTED',
  'AWS-GR_S3_BUCKET_PUBLIC_READ_PROHIBITED',
  'AWS-GR_S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
  'AWS-GR_ROOT_ACCOUNT_MFA_ENABLED',
];
const DETECTIVE_ON_SOME = 'AWS-GR_IAM_USER_MFA_ENABLED';
const SOME = UNITS.slice(0, 30);
/** Inherited, so it is enabled on the ten units at the top. */
const WITH_PARAMETERS = 'CT.MULTISERVICE.PV.1';
const CONTROLS_AT_ONCE = 10;

export interface ControlTowerMeasure {
  readonly units: number;
  readonly controls: number;
  readonly calls: number;
  readonly fewest: number;
  /** `API: made instead of fewest`, where they differ. */
  readonly differences: readonly string[];
  readonly left: number;
  /** Virtual seconds of the first apply. */
  readonly seconds: number;
  /** What Control Tower itself needs with the concurrency that it documents. */
  readonly boundSeconds: number;
  /** What it would need if everything was done one after the other. */
  readonly serialSeconds: number;
  readonly realSeconds: number;
}

export async function measureControlTower(): Promise<ControlTowerMeasure> {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...lifelike, clock, seed: seed() });
  const session = (): Aws =>
    openSession({
      clock,
      requestHandler: inProcess(simulator) as unknown as RequestHandler,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
  const manifest = await manifestOf();
  const first = { aws: session(), clock, engineVersion: '0.1.0' };
  const { plan } = await planRun(manifest, first);
  const realStart = performance.now();
  const result = await applyRun(plan, first);
  const realSeconds = (performance.now() - realStart) / 1_000;
  simulator.calls.clear();
  const again = await planRun(manifest, { ...first, aws: session() });
  const made = callsOf(simulator);
  const fewest = await fewestCalls(session());
  const { boundSeconds, serialSeconds } = bounds();
  return {
    units: UNITS.length,
    controls: plan.changes.filter(({ kind }) => kind === 'enabled-control').length,
    calls: sum(made),
    fewest: sum(fewest),
    differences: differences(made, fewest),
    left: again.plan.changes.filter(({ action }) => action !== 'notice').length + again.plan.problems.length,
    seconds: (result.endedAt - result.startedAt) / 1_000,
    boundSeconds,
    serialSeconds,
    realSeconds,
  };
}

const owned = (unit: string): object => ({ 'towerctl:manifest': 'bench', 'towerctl:key': unit });

function seed(): never {
  let number = 300_000_000_000;
  const accounts = (unit: string): object[] =>
    Array.from({ length: ACCOUNTS_PER_UNIT }, (_, index) => {
      number += 1;
      const name = `${unit.toLowerCase().replace('/', '-')}-${index}`;
      return { id: String(number), name, email: `${name}@example.com` };
    });
  const shared = [
    { id: '200000000001', name: 'Log Archive', email: 'log-archive@example.com' },
    { id: '200000000002', name: 'Audit', email: 'audit@example.com' },
  ];
  return {
    format: 1,
    managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
    policyTypes: ['scp'],
    trustedAccess: ['controltower.amazonaws.com', 'sso.amazonaws.com', 'config.amazonaws.com'],
    root: {
      units: [
        { name: 'Security', accounts: shared },
        ...TOPS.map((top) => ({
          name: top,
          tags: owned(top),
          accounts: accounts(top),
          units: CHILDREN.map((child) => ({
            name: child,
            tags: owned(child),
            accounts: accounts(`${top}/${child}`),
          })),
        })),
      ],
    },
    landingZone: { version: '4.0', registered: [] },
  } as never;
}

async function manifestOf(): Promise<Manifest> {
  const baseline = 'AWSControlTowerBaseline';
  const children = Object.fromEntries(CHILDREN.map((child) => [child, { baseline }]));
  const text = JSON.stringify({
    version: 1,
    name: 'bench',
    organization: { id: 'o-exampleorg1', homeRegion: 'ap-northeast-1' },
    organizationalUnits: {
      ...Object.fromEntries(TOPS.map((top) => [top, { baseline, children }])),
    },
    controls: [
      ...DETECTIVE.map((control) => ({ control, targets: UNITS })),
      { control: DETECTIVE_ON_SOME, targets: SOME },
      { control: WITH_PARAMETERS, parameters: { AllowedRegions: ['ap-northeast-1', 'us-east-1'] }, targets: TOPS },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  try {
    await writeFile(join(folder, 'manifest.yaml'), text);
    const sections = KINDS.flatMap((kind) => kind.sections);
    return await loadManifest(join(folder, 'manifest.yaml'), { sections, engineVersion: '0.1.0' });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Units are registered one at a time in the whole organization and no control goes beside that; then ten controls at a time. Both
 * take what they were seen to take.
 */
function bounds(): { readonly boundSeconds: number; readonly serialSeconds: number } {
  const { base = 0, perFiveAccounts = 0 } = OBSERVED['ENABLE_BASELINE'] ?? {};
  const registrations = (UNITS.length * (base + Math.ceil(ACCOUNTS_PER_UNIT / 5) * perFiveAccounts)) / 1_000;
  const count = DETECTIVE.length * UNITS.length + SOME.length + TOPS.length;
  const control = (OBSERVED['ENABLE_CONTROL']?.base ?? 0) / 1_000;
  return {
    boundSeconds: registrations + Math.ceil(count / CONTROLS_AT_ONCE) * control,
    serialSeconds: registrations + count * control,
  };
}

type Calls = Readonly<Record<string, number>>;
const sum = (calls: Calls): number => Object.values(calls).reduce((total, count) => total + count, 0);
const pages = (items: number, size: number): number => Math.max(1, Math.ceil(items / size));

function callsOf(simulator: Simulator): Calls {
  return Object.fromEntries(simulator.calls.counts().map(({ api, calls }) => [api, calls]));
}

/**
 * The fewest calls that can tell whether anything differs: each list once at its largest page, the parameters of those controls
 * that have some, the catalog because Control Tower answers with ids that only it explains, what an account's part of a control lacks.
 */
async function fewestCalls(aws: Aws): Promise<Calls> {
  const { controlTower, controlCatalog } = aws.inHomeRegion('ap-northeast-1');
  const baselines = (await controlTower.enabledBaselines()).length;
  const controls = await controlTower.enabledControls({ children: true });
  const accounts = UNITS.length * ACCOUNTS_PER_UNIT + 3;
  const count = DETECTIVE.length * UNITS.length + SOME.length + TOPS.length;
  return {
    'organizations:DescribeOrganization': 1,
    'organizations:ListRoots': 1,
    'organizations:ListAccounts': pages(accounts, 20),
    'organizations:ListOrganizationalUnitsForParent': 1 + UNITS.length + 1,
    'tagging:GetResources': pages(UNITS.length, 100) + pages(UNITS.length + count, 100),
    'controltower:ListLandingZones': 1,
    'controltower:GetLandingZone': 1,
    'controltower:ListBaselines': 1,
    'controltower:ListEnabledBaselines': pages(baselines, 100),
    // All of units and of accounts: a part that is missing shows in no shorter list.
    'controltower:ListEnabledControls': pages(controls.length, 200),
    'controltower:GetEnabledControl': TOPS.length,
    'controlcatalog:ListControls': pages((await controlCatalog.controls()).length, 100),
    'controlcatalog:GetControl': 1,
  };
}

function differences(made: Calls, fewest: Calls): string[] {
  return [...new Set([...Object.keys(made), ...Object.keys(fewest)])]
    .filter((api) => (made[api] ?? 0) !== (fewest[api] ?? 0))
    .sort()
    .map((api) => `${api}: ${made[api] ?? 0} instead of ${fewest[api] ?? 0}`);
}
