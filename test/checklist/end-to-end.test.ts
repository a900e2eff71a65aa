import { join } from 'node:path';
import { checklistRun } from '../../src/checklist/checklist.js';
import type { Checklist, ChecklistRow } from '../../src/checklist/verdict.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { kind } from '../../src/simulator/index.js';
import { Bench, ENGINE_VERSION, manifestOf, SECTIONS } from '../support/organization.js';

const EXAMPLE = join(import.meta.dirname, '../../manifest');
const example = (): Promise<Manifest> =>
  loadManifest(join(EXAMPLE, 'manifest.yaml'), { sections: SECTIONS, engineVersion: ENGINE_VERSION });

async function checklistOf(bench: Bench, manifest?: Manifest): Promise<Checklist> {
  return checklistRun({ aws: bench.session(), clock: bench.clock, ...(manifest && { manifest }) });
}

function rowOf({ rows }: Checklist, id: string): ChecklistRow {
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`there is no row ${id}`);
  return row;
}

const verdicts = ({ rows }: Checklist): Record<string, string> =>
  Object.fromEntries(
    rows.map(({ id, verdict, count }) => [id, count ? `${verdict} ${count.met}/${count.of}` : verdict]),
  );

describe('a fresh landing zone', () => {
  test('is a beginning: what it comes to without a manifest', async () => {
    const report = await checklistOf(new Bench());
    expect(report).toMatchObject({ organizationId: 'o-exampleorg1', controlTower: 'landing zone 4.0' });
    expect(verdicts(report)).toMatchObject({
      '1A-1': 'partly 2/3',
      '1A-2': 'not met 0/7',
      '1A-3': 'met',
      '1A-4': 'not met 0/7',
      '1B-1': 'not assessed',
      '1C-1': 'not met 0/7',
      '1C-2': 'not met',
      '1D-1': 'not met 0/7',
      '1D-2': 'not met 0/7',
      '1D-3': 'not met 0/8',
      '1D-5': 'not met 0/7',
      '2-1': 'unknown 1/8',
      '3-1': 'not assessed',
      '3-2': 'not met 0/9',
      '3-3': 'met',
    });
  });

  test('its own guardrails count: Config is protected where a unit is registered', async () => {
    const row = rowOf(await checklistOf(new Bench()), '1D-1');
    expect(row.evidence.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^turning AWS Config off is denied in 6 of 7 accounts, by aws-guardrails-\w+ at Security/),
    );
  });

  test('nothing is written, and the calls are few', async () => {
    const bench = new Bench({ ...kind });
    const report = await checklistOf(bench);
    expect(bench.simulator.calls.writes).toBe(0);
    // One for each member that cannot be entered, five for the groups that Control Tower lets into the management account.
    expect(report.calls.reduce((sum, { calls }) => sum + calls, 0)).toBeLessThan(70);
  });
});

test('the example manifest brings its rows to where it says', async () => {
  const bench = new Bench();
  const manifest = await example();
  const before = await checklistOf(bench, manifest);
  expect(rowOf(before, '1A-1').evidence).toContainEqual(
    expect.objectContaining({ state: 'not met', text: 'declared in the manifest and not there' }),
  );
  await bench.converge(manifest);
  const after = await checklistOf(bench, manifest);
  expect(after.manifest).toBe('example');
  for (const id of ['1A-4', '1D-2', '1D-5']) expect(rowOf(after, id)).toMatchObject({ verdict: 'met' });
  // Production may be reached from the internet, and Security, Transitional and Suspended have no Region rule.
  expect(rowOf(after, '1D-1')).toMatchObject({ verdict: 'partly' });
  expect(rowOf(after, '1D-3')).toMatchObject({ verdict: 'partly' });
  expect(rowOf(after, '1D-3').evidence.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^block of public AMIs is forced in (\d+) of \1 accounts/),
  );
});

describe('the lines of a manifest that a row proposes', () => {
  test('every one can be planned as it stands', async () => {
    const bench = new Bench({ ...kind });
    const { rows } = await checklistOf(bench);
    const proposing = rows.flatMap(({ id, manifest }) => (manifest === undefined ? [] : [{ id, manifest }]));
    expect(proposing.map(({ id }) => id)).toEqual(expect.arrayContaining(['1A-2', '1C-2', '2-1', '3-2']));
    for (const { id, manifest } of proposing) {
      const { plan } = await bench.plan(await manifestOf(`${manifest}\n`));
      expect([id, plan.problems.filter(({ severity }) => severity === 'error')]).toEqual([id, []]);
    }
  });

  test.each(['1A-4', '1D-1', '1D-2', '1D-3', '1D-5'])('%s: applied, they make it met', async (id) => {
    const bench = new Bench({ ...kind });
    const { manifest: proposed } = rowOf(await checklistOf(bench), id);
    if (proposed === undefined) throw new Error(`${id} proposes nothing`);
    const manifest = await manifestOf(`${proposed}\n`);
    const { plan } = await bench.plan(manifest);
    expect(plan.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    await bench.converge(manifest);
    expect(rowOf(await checklistOf(bench), id).verdict).toBe('met');
  });
});

describe('with every account in a unit, what Control Tower has ready-made is proposed', () => {
  /** Into Sandbox, which is registered; by hand, so that the account is not enrolled. */
  async function withoutStray(): Promise<Bench> {
    const bench = new Bench({ ...kind });
    const { organizations } = bench.session();
    const root = await organizations.root();
    const sandbox = (await organizations.unitsIn(root.id)).find(({ name }) => name === 'Sandbox');
    await organizations.moveAccount('300000000005', root.id, sandbox?.id ?? '');
    return bench;
  }

  test.each([
    ['1A-4', 'AWS-GR_RESTRICT_ROOT_USER', 7],
    ['1D-1', 'CT.MULTISERVICE.PV.1', 7],
    ['1C-1', 'AWS-GR_RESTRICTED_SSH', 6],
  ])('%s by %s: applied, %i accounts are met', async (id, control, met) => {
    const bench = await withoutStray();
    const { manifest: proposed = '' } = rowOf(await checklistOf(bench), id);
    expect(proposed).toContain(`control: ${control}`);
    await bench.converge(await manifestOf(`${proposed}\n`));
    expect(rowOf(await checklistOf(bench), id).count).toEqual({ met, of: 7, noun: 'account' });
  });

  test('a half-enrolled unit is told by account', async () => {
    const row = rowOf(await checklistOf(await withoutStray()), '1A-1');
    expect(row).toMatchObject({ verdict: 'partly', count: { met: 1, of: 2 } });
    expect(row.evidence.map(({ text }) => text)).toContain('registered, but 1 of 5 accounts not enrolled: legacy-crm');
  });
});

describe('what may not be read', () => {
  const denied = (operation: string) => ({
    operation,
    code: 'AccessDeniedException',
    status: 403,
    message: "You don't have permissions to access this resource.",
    times: 'always' as const,
  });

  test.each([
    ['organizations:ListPolicies', ['1A-4', '1D-1'], 'organizations:ListPolicies'],
    ['organizations:ListDelegatedAdministrators', ['3-2'], 'organizations:ListDelegatedAdministrators'],
    [
      'organizations:ListAccounts',
      ['1A-1', '1A-4', '1C-1', '1D-1', '1D-2', '1D-3', '3-2'],
      'organizations:ListAccounts',
    ],
    ['controltower:ListLandingZones', ['1C-1'], 'controltower:ListLandingZones'],
    ['controltower:ListEnabledControls', ['1C-1'], 'controltower:ListEnabledControls'],
  ])('%s denied: %j are unknown, and the permission is named', async (operation, ids, permission) => {
    const bench = new Bench({ ...kind });
    bench.simulator.faults.add(denied(operation));
    const report = await checklistOf(bench);
    for (const id of ids) {
      expect(rowOf(report, id)).toMatchObject({ verdict: 'unknown', missingPermissions: [permission] });
    }
  });

  test('one policy text: accounts below it are unknown, the others judged', async () => {
    const bench = new Bench({ ...kind });
    bench.simulator.faults.add(denied('organizations:DescribePolicy'));
    const row = rowOf(await checklistOf(bench), '1D-1');
    expect(row.missingPermissions).toEqual(['organizations:DescribePolicy']);
    expect(row.evidence).toContainEqual(expect.objectContaining({ state: 'not met', about: ['legacy-crm'] }));
  });
});

test('an account in no organization, and a manifest for another one', async () => {
  const alone = await checklistOf(new Bench({ ...kind, seed: 'none' }));
  expect(verdicts(alone)).toMatchObject({ '1A-1': 'not met', '1D-1': 'blocked', '3-2': 'blocked' });
  expect(alone.organizationId).toBeUndefined();
  const other = await manifestOf(
    '',
    {},
    'version: 1\nname: other\norganization: { id: o-otherother, homeRegion: us-east-1 }\n',
  );
  await expect(checklistOf(new Bench({ ...kind }), other)).rejects.toMatchObject({ exit: 'failed' });
});
