import { checklistRun } from '../../src/checklist/checklist.js';
import { known, type ManagementStack, unread } from '../../src/checklist/evidence.js';
import type { Checklist, ChecklistRow } from '../../src/checklist/verdict.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { JsonObject } from '../../src/model.js';
import { kind } from '../../src/simulator/index.js';
import { driftInstance } from '../../src/simulator/services/cloudformation/stack-sets/drift.js';
import { breakPlace } from '../../src/simulator/services/cloudformation/stack-sets/obstacles.js';
import { Bench, manifestOf } from '../support/organization.js';
import { row as checklistRow, evidence, lines } from './samples.js';

const HOME = 'ap-northeast-1';
const PAYMENTS = '300000000001';
const TOPIC = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
const SET = 'towerctl-notices';

const withSets = (...stackSets: JsonObject[]): Bench => new Bench({ ...kind, seed: { stackSets } });

async function reportOf(bench: Bench, manifest?: Manifest): Promise<Checklist> {
  return checklistRun({ aws: bench.session(), clock: bench.clock, ...(manifest && { manifest }) });
}

async function rowOf(bench: Bench, id: string, manifest?: Manifest): Promise<ChecklistRow> {
  const row = (await reportOf(bench, manifest)).rows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`there is no row ${id}`);
  return row;
}

const denied = (operation: string) => ({
  operation,
  code: 'AccessDeniedException',
  status: 403,
  message: 'User is not authorized',
  times: 'always' as const,
});

describe('1D-5 with a manifest', () => {
  const declared = (more = ''): Promise<Manifest> =>
    manifestOf(
      `stackBaselines:\n  notices: { template: notices.json, targets: [root], regions: [${HOME}, us-east-1]${more} }\n`,
      { 'notices.json': JSON.stringify(TOPIC) },
    );

  async function laid(more = ''): Promise<{ bench: Bench; manifest: Manifest }> {
    const bench = new Bench({ ...kind });
    const manifest = await declared(more);
    await bench.converge(manifest);
    return { bench, manifest };
  }

  test('not there yet: nowhere met, and applying is what is left to do', async () => {
    const row = await rowOf(new Bench({ ...kind }), '1D-5', await declared());
    expect(row).toMatchObject({ verdict: 'not met', count: { met: 0, of: 7 } });
    expect(lines(row)).toContain(`not met: notices: the StackSet ${SET} is not there`);
    expect(row.advice.join(' ')).toContain('Apply the manifest');
  });

  test('applied, it is met in every account it means, the management account among them where it is asked for', async () => {
    const { bench, manifest } = await laid();
    expect(await rowOf(bench, '1D-5', manifest)).toMatchObject({ verdict: 'met', count: { met: 7, of: 7 } });
    const both = await laid(', management: true');
    expect(await rowOf(both.bench, '1D-5', both.manifest)).toMatchObject({ verdict: 'met', count: { met: 8, of: 8 } });
    await both.bench.session().cloudFormationIn('us-east-1').deleteStack(SET, { clientToken: 'gone' });
    const row = await rowOf(both.bench, '1D-5', both.manifest);
    expect(row).toMatchObject({ verdict: 'partly', count: { met: 7, of: 8 } });
    expect(lines(row)[0]).toMatch(/^not met: notices: there is no stack in 1 of 8 accounts \(us-east-1\): Management/i);
  });

  test('a template that was changed and not applied', async () => {
    const { bench } = await laid();
    const changed = await manifestOf(
      `stackBaselines:\n  notices: { template: notices.json, targets: [root], regions: [${HOME}, us-east-1] }\n`,
      { 'notices.json': JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }) },
    );
    const row = await rowOf(bench, '1D-5', changed);
    expect(row).toMatchObject({ verdict: 'not met', count: { met: 0, of: 7 } });
    expect(lines(row)).toContain('not met: notices: the StackSet is not as the manifest declares (template)');
  });

  test('drift counts once it was detected, and until then it is said that nobody looked', async () => {
    const { bench, manifest } = await laid();
    driftInstance(bench.simulator.world, SET, PAYMENTS, HOME);
    const before = await rowOf(bench, '1D-5', manifest);
    expect(before.verdict).toBe('met');
    expect(lines(before).join()).toContain('drift was never looked for');
    await bench.session().inHomeRegion(HOME).cloudFormation.detectStackSetDrift({ name: SET, clientToken: 'look' });
    const after = await rowOf(bench, '1D-5', manifest);
    expect(after).toMatchObject({ verdict: 'partly', count: { met: 6, of: 7 } });
    expect(lines(after)[0]).toMatch(/the stack has drifted in 1 of 7 accounts \(ap-northeast-1; detected 20\d\d-/);
    expect(after.advice.join(' ')).not.toContain('Apply the manifest');
  });

  test('an account where it failed is named with the reason', async () => {
    const bench = new Bench({ ...kind });
    const manifest = await declared(', operations: { tolerate: 100% }');
    breakPlace(bench.simulator.world, `${PAYMENTS}/us-east-1`, 'no more topics');
    await bench.apply((await bench.plan(manifest)).plan);
    const row = await rowOf(bench, '1D-5', manifest);
    expect(row).toMatchObject({ verdict: 'partly', count: { met: 6, of: 7 } });
    expect(lines(row)[0]).toMatch(/^not met: notices: .* in 1 of 7 accounts \(us-east-1: .*no more topics.*\): /);
  });

  test('regions that follow a landing zone that may not be read are unknown, not none', async () => {
    const bench = new Bench({ ...kind });
    bench.simulator.faults.add(denied('controltower:GetLandingZone'));
    const manifest = await manifestOf('stackBaselines:\n  notices: { template: notices.json, targets: [root] }\n', {
      'notices.json': JSON.stringify(TOPIC),
    });
    expect((await rowOf(bench, '1D-5', manifest)).verdict).toBe('unknown');
  });
});

describe('1D-5 without a manifest', () => {
  const service = (more: JsonObject): JsonObject => ({ name: 'notices', template: TOPIC, ...more });

  test('no StackSet: not met, and a first baseline is proposed that makes it met', async () => {
    const bench = new Bench({ ...kind });
    const row = await rowOf(bench, '1D-5');
    expect(row).toMatchObject({ verdict: 'not met', count: { met: 0, of: 7 } });
    expect(lines(row)[0]).toBe("not met: there is no StackSet but AWS's own");
    await bench.converge(await manifestOf(`${row.manifest}\n`));
    expect(await rowOf(bench, '1D-5')).toMatchObject({ verdict: 'met', count: { met: 7, of: 7 } });
  });

  test("AWS's own sets are nobody's baseline", async () => {
    const own = [
      'AWSControlTowerBP-BASELINE-CONFIG',
      'StackSet-AWSControlTowerBP-BASELINE-CLOUDWATCH-1',
      'AWS-QuickSetup-X',
    ];
    const bench = withSets(
      ...own.map((name) => ({ ...service({}), name, permissions: 'self-managed', instances: [] })),
    );
    expect((await rowOf(bench, '1D-5')).verdict).toBe('not met');
  });

  test('accounts that automatic deployment should have reached, and that no set reaches', async () => {
    const bench = withSets(
      service({
        autoDeploy: true,
        instances: [{ units: ['Sandbox'], accounts: [PAYMENTS], regions: [HOME] }],
      }),
    );
    const row = await rowOf(bench, '1D-5');
    expect(row.verdict).toBe('partly');
    expect(lines(row)).toContainEqual(
      expect.stringMatching(/^not met: notices: there is no stack in \d of \d accounts \(ap-northeast-1\): /),
    );
    expect(lines(row)).toContainEqual(expect.stringMatching(/^not met: no StackSet reaches \d of 7 accounts: /));
  });

  test.each([
    [{ status: 'OUTDATED', reason: 'a role is missing' }, /the stack is not current .*a role is missing/],
    [{ status: 'INOPERABLE', reason: 'deletion failed' }, /the stack is not current .*deletion failed/],
    [{ drift: 'DRIFTED' }, /the stack has drifted/],
  ])('%j is no baseline without gaps', async (state, text) => {
    const bench = withSets(service({ instances: [{ units: ['root'], regions: [HOME], ...state }] }));
    const row = await rowOf(bench, '1D-5');
    expect(row).toMatchObject({ verdict: 'not met', count: { met: 0, of: 7 } });
    expect(lines(row)[0]).toMatch(text);
    expect(row.advice).not.toEqual([]);
  });

  test.each([
    ['cloudformation:ListStackSets', 'cloudformation:ListStackSets'],
    ['cloudformation:ListStackInstances', 'cloudformation:ListStackInstances'],
    ['cloudformation:ListStackSetAutoDeploymentTargets', 'cloudformation:ListStackSetAutoDeploymentTargets'],
  ])('%s denied: unknown, and the permission is named', async (operation, permission) => {
    const bench = withSets(service({ autoDeploy: true, instances: [{ units: ['root'], regions: [HOME] }] }));
    bench.simulator.faults.add(denied(operation));
    const row = await rowOf(bench, '1D-5');
    expect(row).toMatchObject({ verdict: 'unknown', missingPermissions: [permission] });
    expect(row.advice).toContain(`Grant ${permission}, and look again.`);
  });
});

describe('3-1', () => {
  const create = async (
    bench: Bench,
    region: string,
    name: string,
    tags: Record<string, string> = {},
  ): Promise<void> => {
    await bench
      .session()
      .cloudFormationIn(region)
      .createStack({
        name,
        template: { body: JSON.stringify(TOPIC) },
        parameters: [],
        capabilities: [],
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        clientToken: name,
      });
  };

  test("nothing found but the platform's own is not yet met", async () => {
    const bench = new Bench({ ...kind });
    await create(bench, HOME, 'AWSControlTowerBP-BASELINE-CONFIG-MASTER');
    await create(bench, HOME, 'StackSet-notices-1');
    await create(bench, 'us-east-1', 'towerctl-notices', { 'towerctl:manifest': 'test' });
    await create(bench, HOME, 'SC-123456789012-pp-abcdefghijklm');
    const row = await rowOf(bench, '3-1');
    expect(row.verdict).toBe('not assessed');
    expect(lines(row)).toEqual([
      "note: no stacks there but Control Tower's, StackSets', Service Catalog's and towerctl's; what no stack made is not read by this version: ap-northeast-1, us-east-1",
      'note: made by Service Catalog, as Account Factory does, and not counted: SC-123456789012-pp-abcdefghijklm in ap-northeast-1',
    ]);
  });

  test('a stack that is nobody’s is named with its Region', async () => {
    const bench = new Bench({ ...kind });
    await create(bench, 'us-east-1', 'billing-portal');
    const row = await rowOf(bench, '3-1');
    expect(row.verdict).toBe('not met');
    expect(lines(row)).toEqual(['not met: stacks found there: billing-portal in us-east-1']);
  });

  test('no Region may be read: unknown, and the permission is named', async () => {
    const bench = new Bench({ ...kind });
    bench.simulator.faults.add(denied('cloudformation:DescribeStacks'));
    const row = await rowOf(bench, '3-1');
    expect(row).toMatchObject({ verdict: 'unknown', missingPermissions: ['cloudformation:DescribeStacks'] });
    expect(lines(row)).toHaveLength(2);
  });

  test('one Region that may not be read takes nothing from what another shows, and leaves the row open else', () => {
    const no = unread<readonly ManagementStack[]>({
      reason: 'denied',
      missingPermission: 'cloudformation:DescribeStacks',
    });
    const judged = (stacks: readonly ManagementStack[]) =>
      checklistRow(
        '3-1',
        evidence({
          managementStacks: known(
            new Map([
              [HOME, known(stacks)],
              ['us-east-1', no],
            ]),
          ),
        }),
      );
    expect(judged([{ name: 'portal' }])).toMatchObject({
      verdict: 'not met',
      missingPermissions: [expect.any(String)],
    });
    expect(judged([{ name: 'StackSet-x', of: 'StackSets' }]).verdict).toBe('unknown');
  });
});

test('without a landing zone the Region is the manifest’s; without either it is not known', async () => {
  const seed = {
    format: 1,
    managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
    organization: { id: 'o-exampleorg1', rootId: 'r-ex01' },
  };
  const bench = new Bench({ ...kind, seed });
  expect((await rowOf(bench, '1D-5')).verdict).toBe('unknown');
  expect((await rowOf(bench, '3-1')).verdict).toBe('unknown');
  const manifest = await manifestOf('');
  expect((await rowOf(bench, '1D-5', manifest)).verdict).toBe('not met');
  expect((await rowOf(bench, '3-1', manifest)).verdict).toBe('not assessed');
});
