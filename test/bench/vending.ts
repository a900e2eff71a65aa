import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aws, openSession, type RequestHandler } from '../../src/aws/session.js';
import { VirtualClock } from '../../src/clock.js';
import { applyRun, planRun } from '../../src/engine.js';
import { KINDS } from '../../src/kinds/index.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { createSimulator, inProcess, lifelike } from '../../src/simulator/index.js';
import { OBSERVED } from '../../src/simulator/services/controltower/durations.js';
import { writeManifest } from './processes.js';

/** Fifty new accounts in five registered units of one registered tree. */
const ACCOUNTS = 50;
const UNITS = ['Prod', 'Stage', 'Test', 'Dev', 'Lab'];
const PER_UNIT = ACCOUNTS / UNITS.length;
const BASELINE = 'AWSControlTowerBaseline';

/** Organizations makes five at a time (a documented quota); the simulated Control Tower works on five accounts of a unit at once. */
const AT_ONCE = 5;
/** Seconds that the simulated AWS takes to make an account: AWS says "minutes" (services/organizations/pending.ts). */
const CREATION = 120;
/** Seconds for which the simulated Control Tower refuses a new account (services/controltower/model.md, seen). */
const TOO_NEW = 120;

export interface VendingMeasure {
  readonly accounts: number;
  readonly made: number;
  readonly enrolled: number;
  readonly left: number;
  /** Virtual seconds of the apply. */
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly realSeconds: number;
}

/** New accounts made, moved and enrolled; `autoEnroll`: whether Control Tower follows a move by itself. */
export async function measureVending(autoEnroll: boolean): Promise<VendingMeasure> {
  const clock = new VirtualClock();
  const simulator = createSimulator({ ...lifelike, clock, seed: seed(autoEnroll) });
  const session = (): Aws =>
    openSession({
      clock,
      requestHandler: inProcess(simulator) as unknown as RequestHandler,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
  const folder = await mkdtemp(join(tmpdir(), 'towerctl-bench-'));
  try {
    const sections = KINDS.flatMap((kind) => kind.sections);
    const load = async (accounts: boolean): Promise<Manifest> =>
      loadManifest(await writeManifest(folder, manifestText(accounts)), { sections, engineVersion: '0.1.0' });
    // The units are ours already when the accounts are asked for.
    const before = { aws: session(), clock, engineVersion: '0.1.0' };
    await applyRun((await planRun(await load(false), before)).plan, before);
    const options = { ...before, aws: session() };
    const manifest = await load(true);
    const { plan } = await planRun(manifest, options);
    const realStart = performance.now();
    let firstWrite = 0;
    const result = await applyRun(plan, {
      ...options,
      listener: ({ code, at }) => {
        if (code === 'apply-started') firstWrite = at;
      },
    });
    const realSeconds = (performance.now() - realStart) / 1_000;
    const again = await planRun(manifest, { ...options, aws: session() });
    const { controlTower } = session().inHomeRegion('ap-northeast-1');
    const baselines = await controlTower.enabledBaselines();
    return {
      accounts: ACCOUNTS,
      made: result.outcomes.filter(({ address, state }) => address.startsWith('account:') && state === 'done').length,
      enrolled: baselines.filter(({ parentArn, status }) => parentArn !== undefined && status === 'SUCCEEDED').length,
      left: again.plan.changes.filter(({ action }) => action !== 'notice').length + again.plan.problems.length,
      seconds: (result.endedAt - firstWrite) / 1_000,
      boundSeconds: boundOf(autoEnroll),
      realSeconds,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Five accounts are made at a time. With automatic enrolment the last one is enrolled after that; without it units are reset one
 * at a time, the first of them when its own accounts are there and old enough, the last not before its own are.
 */
function boundOf(autoEnroll: boolean): number {
  const making = Math.ceil(ACCOUNTS / AT_ONCE) * CREATION;
  if (autoEnroll) return making + observed('ENABLE_BASELINE', 1);
  const reset = observed('RESET_ENABLED_BASELINE', PER_UNIT);
  const firstUnit = Math.ceil(PER_UNIT / AT_ONCE) * CREATION;
  return Math.max(firstUnit + TOO_NEW + UNITS.length * reset, making + TOO_NEW + reset);
}

function observed(operation: string, accounts: number): number {
  const { base = 0, perFiveAccounts = 0 } = OBSERVED[operation] ?? {};
  return (base + Math.ceil(accounts / AT_ONCE) * perFiveAccounts) / 1_000;
}

const owned = (key: string): object => ({ 'towerctl:manifest': 'bench', 'towerctl:key': key });

function seed(autoEnroll: boolean): never {
  return {
    format: 1,
    managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
    policyTypes: ['scp'],
    trustedAccess: ['controltower.amazonaws.com', 'sso.amazonaws.com', 'config.amazonaws.com'],
    root: {
      units: [
        {
          name: 'Security',
          accounts: [
            { id: '200000000001', name: 'Log Archive', email: 'log-archive@example.com' },
            { id: '200000000002', name: 'Audit', email: 'audit@example.com' },
          ],
        },
        { name: 'Workloads', tags: owned('Workloads'), units: UNITS.map((name) => ({ name, tags: owned(name) })) },
      ],
    },
    landingZone: {
      version: '4.0',
      autoEnroll,
      registered: ['Workloads', ...UNITS.map((unit) => `Workloads/${unit}`)],
    },
  } as never;
}

function manifestText(withAccounts: boolean): string {
  const accounts = UNITS.flatMap((unit) =>
    Array.from({ length: PER_UNIT }, (_, index) => {
      const key = `${unit.toLowerCase()}-${index}`;
      return [key, { name: key, email: `${key}@example.com`, ou: `Workloads/${unit}` }] as const;
    }),
  );
  return JSON.stringify({
    version: 1,
    name: 'bench',
    organization: { id: 'o-exampleorg1', homeRegion: 'ap-northeast-1' },
    organizationalUnits: {
      Workloads: {
        existing: true,
        baseline: BASELINE,
        children: Object.fromEntries(UNITS.map((unit) => [unit, { existing: true, baseline: BASELINE }])),
      },
    },
    ...(withAccounts && { accounts: Object.fromEntries(accounts) }),
    guards: { quotas: { accounts: { perOrganization: 100 } } },
  });
}
