import { checklistRun } from '../../src/checklist/checklist.js';
import type { Checklist, ChecklistRow } from '../../src/checklist/verdict.js';
import { CHECKLIST_ACTIONS, CHECKLIST_ACTIONS_IN_MEMBERS } from '../../src/facts/checklist-actions.js';
import { account } from '../../src/kinds/account/kind.js';
import { READ_THE_LANDING_ZONE } from '../../src/kinds/surroundings.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { JsonObject } from '../../src/model.js';
import { kind, unkind } from '../../src/simulator/index.js';
import { Bench, manifestOf } from '../support/organization.js';
import { audit, audited, denyRoot, makeAuditBucket, ROOT_ACCESS, SWEEP } from '../support/root-audit.js';
import { templateOf } from '../templates/templates.js';
import { lines } from './samples.js';

/** The role that reads, in every member. */
const READ_ROLE = `stackBaselines:
  towerctl-read: { template: towerctl-read, targets: [root], regions: [ap-northeast-1], parameters: { TrustedAccountId: "123456789012" } }
`;

async function reportOf(bench: Bench, manifest?: Manifest): Promise<Checklist> {
  return checklistRun({ aws: bench.session(), clock: bench.clock, ...(manifest && { manifest }) });
}

async function rowOf(bench: Bench, id: string, manifest?: Manifest): Promise<ChecklistRow> {
  const row = (await reportOf(bench, manifest)).rows.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`there is no row ${id}`);
  return row;
}

const withSeed = (seed: JsonObject): Bench => new Bench({ ...kind, seed });

const denied = (operation: string) => ({
  operation,
  code: 'AccessDeniedException',
  status: 403,
  message: 'User is not authorized',
  times: 'always' as const,
});

describe('1A-2', () => {
  test('the dated audit is believed for maxAge days, then nothing is known', async () => {
    const bench = new Bench({ ...kind });
    await audited(bench);
    const manifest = await manifestOf(SWEEP());
    const fresh = await rowOf(bench, '1A-2', manifest);
    expect(fresh).toMatchObject({ verdict: 'partly', count: { met: 5, of: 7 } });
    expect(lines(fresh).join('\n')).toMatch(
      /payments-prod \(password, 1 MFA device\), payments-dev \(password, access key …/,
    );
    await bench.apply((await bench.plan(manifest)).plan);
    expect(await rowOf(bench, '1A-2', manifest)).toMatchObject({ verdict: 'met', count: { met: 7, of: 7 } });
    await bench.clock.sleep(8 * 86_400_000);
    const old = await rowOf(bench, '1A-2', manifest);
    expect(old).toMatchObject({ verdict: 'unknown', count: { met: 0, of: 7 } });
    expect(lines(old).join()).toContain('8 days old (maxAge 7)');
    expect(bench.simulator.calls.of('sts:AssumeRoot')).toBeGreaterThan(0);
  });

  test('a checklist enters nobody as root', async () => {
    const bench = new Bench({ ...kind });
    await reportOf(bench, await manifestOf(SWEEP()));
    expect(bench.simulator.calls.of('sts:AssumeRoot')).toBe(0);
  });

  test('an account in which the audit was blocked is unknown', async () => {
    const bench = new Bench({ ...kind });
    await denyRoot(bench);
    await audited(bench);
    const row = await rowOf(bench, '1A-2', await manifestOf(ROOT_ACCESS()));
    expect(row).toMatchObject({ verdict: 'unknown', count: { met: 0, of: 7 } });
    expect(lines(row).join()).toContain('the audit was blocked by');
  });

  test('where accounts can be entered their own summary tells, without an audit', async () => {
    const bench = new Bench({ ...kind });
    await bench.converge(await manifestOf(`${READ_ROLE}${ROOT_ACCESS()}`));
    const row = await rowOf(bench, '1A-2');
    expect(row).toMatchObject({ verdict: 'partly', count: { met: 5, of: 7 } });
    expect(lines(row)).toContain(
      'not met: the root user has credentials in 2 of 7 accounts: payments-prod (password), payments-dev (password, access keys)',
    );
  });

  test('what it proposes makes it met: the bucket, apply, audit, apply', async () => {
    const bench = new Bench({ ...kind });
    const { manifest: proposed = '' } = await rowOf(bench, '1A-2');
    const bucket = /bucket: ([\w-]+)/.exec(proposed)?.[1] ?? '';
    const manifest = await manifestOf(`${proposed.replace(bucket, 'root-audits')}\n`);
    await makeAuditBucket(bench);
    await bench.apply((await bench.plan(manifest)).plan);
    await audit(bench);
    await bench.converge(manifest);
    expect(await rowOf(bench, '1A-2', manifest)).toMatchObject({ verdict: 'met' });
  });
});

describe('1C-2', () => {
  test('what it proposes makes it met once everything was gathered', async () => {
    const bench = new Bench({ ...kind });
    const { manifest: proposed = '' } = await rowOf(bench, '1C-2');
    const manifest = await manifestOf(`${proposed}\n`);
    await bench.apply((await bench.plan(manifest)).plan);
    await bench.converge(manifest);
    await bench.clock.sleep(3_600_000);
    const row = await rowOf(bench, '1C-2');
    expect(row).toMatchObject({ verdict: 'met', count: { met: 8, of: 8 } });
    expect(lines(row)[0]).toContain('by organization of Audit in ap-northeast-1');
  });

  test('in an administrator that cannot be entered it is unknown', async () => {
    const bench = new Bench({ ...kind });
    await bench.converge(
      await manifestOf(
        `accounts: { Audit: { email: audit@example.com } }\ndelegatedAdministrators: { config: Audit }\n`,
      ),
    );
    expect((await rowOf(bench, '1C-2')).verdict).toBe('unknown');
  });
});

describe('2-1 and 3-3', () => {
  const iamUsers = {
    'payments-dev': [{ name: 'ben', password: true }, { name: 'robot' }],
    '123456789012': [{ name: 'admin', password: true, passwordUsedDaysAgo: 3 }],
  };
  const SIGN_IN = `${READ_ROLE}permissionSets: { Developer: { managed: [PowerUserAccess] } }
groups: { developers: {} }
assignments: [{ group: developers, permissionSet: Developer, targets: [root], exclude: [management] }]
`;

  test('IAM users with passwords, where they are', async () => {
    const bench = withSeed({ format: 1, iamUsers });
    await bench.converge(await manifestOf(READ_ROLE));
    const row = await rowOf(bench, '2-1');
    expect(row).toMatchObject({ verdict: 'partly', count: { met: 6, of: 8 } });
    expect(lines(row).join('\n')).toMatch(/password in 2 of 8 accounts: Management \(admin\), payments-dev \(ben\)/);
    const entering = await rowOf(bench, '3-3');
    expect(lines(entering)).toContain('note: IAM users with a password: admin');
    expect(entering.evidence[0]?.text).toBe('2 people may enter the management account');
  });

  test('assignments as a plan would compare them', async () => {
    const bench = new Bench({ ...kind });
    const manifest = await manifestOf(SIGN_IN);
    const before = await rowOf(bench, '2-1', manifest);
    expect(before).toMatchObject({ verdict: 'partly', count: { met: 1, of: 8 } });
    expect(lines(before).join()).toContain('payments-prod (group developers lacks Developer)');
    await bench.converge(manifest);
    expect(await rowOf(bench, '2-1', manifest)).toMatchObject({ verdict: 'met', count: { met: 8, of: 8 }, advice: [] });
    const without = await manifestOf(SIGN_IN.replace(/assignments: .*/, 'assignments: []'));
    const exclusive = await rowOf(bench, '2-1', without);
    expect(exclusive.verdict).toBe('partly');
    expect(lines(exclusive).join()).toContain('legacy-crm (group developers has, undeclared, Developer)');
  });

  test('more than a few people', async () => {
    const people = ['ann', 'bob', 'cas', 'dan', 'eve', 'fay'];
    const bench = withSeed({
      format: 1,
      identityCenter: {
        users: people.map((name) => ({ name })),
        groups: { operators: { members: people } },
        permissionSets: { Operate: { managed: ['PowerUserAccess'] } },
        assignments: [{ group: 'operators', permissionSet: 'Operate', accounts: ['123456789012'] }],
      },
    });
    const row = await rowOf(bench, '3-3');
    expect(row.verdict).toBe('not met');
    expect(lines(row).join()).toContain('group operators, 6 members (Operate)');
  });

  test('denied is unknown, with the permission', async () => {
    const bench = new Bench({ ...kind });
    bench.simulator.faults.add(denied('sso:ListInstances'));
    for (const id of ['2-1', '3-3']) {
      expect(await rowOf(bench, id)).toMatchObject({ verdict: 'unknown', missingPermissions: ['sso:ListInstances'] });
    }
  });

  test('a denial inside the accounts is said once', async () => {
    const bench = new Bench({ ...kind });
    await bench.converge(await manifestOf(READ_ROLE));
    bench.simulator.faults.add(denied('iam:GetAccountSummary'));
    const row = await rowOf(bench, '2-1');
    expect(row).toMatchObject({ verdict: 'unknown', missingPermissions: ['iam:GetAccountSummary'] });
    expect(lines(row).filter((line) => line.startsWith('unknown'))).toHaveLength(1);
    expect((await rowOf(bench, '1A-3')).verdict).toBe('unknown');
  });
});

test('credentials of another account tell nothing of the management account', async () => {
  const bench = new Bench({ ...kind });
  await bench.converge(
    await manifestOf('accounts: { Audit: { email: audit@example.com } }\ndelegatedAdministrators: { config: Audit }\n'),
  );
  const audit = await bench.session().inHomeRegion('ap-northeast-1').inAccount('200000000002');
  expect(audit.id).toBe('200000000002');
  const aws = bench.session();
  const { rows } = await checklistRun({
    aws: { ...aws, inHomeRegion: (...where) => ({ ...aws.inHomeRegion(...where), caller: CALLER }) },
    clock: bench.clock,
  });
  const row = rows.find(({ id }) => id === '1A-3');
  expect(row?.verdict).toBe('unknown');
  expect(row && lines(row).join()).toContain('these credentials are of account:Audit');
});

const CALLER = async (): Promise<string> => 'arn:aws:sts::200000000002:assumed-role/reader/me';

describe('the actions', () => {
  const actionOf = (api: string): string =>
    api === 's3:HeadBucket' ? 's3:ListBucket' : api.replace(/^tagging:/, 'tag:');

  test('whatever is asked is among them, and no more than they say in members', async () => {
    const bench = new Bench({
      ...unkind,
      seed: { format: 1, iamUsers: { 'payments-dev': [{ name: 'ben', password: true }] } },
    });
    const manifest = await manifestOf(
      `${READ_ROLE}accounts: { Audit: { email: audit@example.com } }
delegatedAdministrators: { config: Audit }
configAggregators: { organization: { account: Audit } }
permissionSets: { Developer: { managed: [PowerUserAccess] } }
groups: { developers: {} }
assignments: [{ group: developers, permissionSet: Developer, targets: [root] }]
${SWEEP()}`,
    );
    await makeAuditBucket(bench);
    await bench.apply((await bench.plan(manifest)).plan);
    await audit(bench);
    const report = await reportOf(bench, manifest);
    const known = new Set<string>([...CHECKLIST_ACTIONS, ...READ_THE_LANDING_ZONE]);
    expect(report.calls.map(({ api }) => actionOf(api)).filter((action) => !known.has(action))).toEqual([]);
    expect(bench.simulator.calls.writes).toBeGreaterThan(0);
  });

  test('a quarantine needs them, and the role that reads has those of members', () => {
    expect(account.actions.read).toEqual(expect.arrayContaining([...CHECKLIST_ACTIONS]));
    const { body } = templateOf('towerctl-read');
    for (const action of CHECKLIST_ACTIONS_IN_MEMBERS) expect(body).toContain(` - ${action}\n`);
  });
});

test('an organization of 200 accounts: two calls for each that can be entered, and a few', async () => {
  const units = [
    {
      name: 'Workloads',
      accounts: Array.from({ length: 200 }, (_, index) => ({
        id: String(400_000_000_000 + index),
        name: `app-${index}`,
        email: `app-${index}@example.com`,
      })),
    },
  ];
  const bench = new Bench({
    ...kind,
    seed: {
      format: 1,
      managementAccount: { id: '123456789012', name: 'Management', email: 'management@example.com' },
      organization: { id: 'o-exampleorg1', rootId: 'r-ex01', featureSet: 'ALL' },
      trustedAccess: ['member.org.stacksets.cloudformation.amazonaws.com'],
      root: { units },
    },
  });
  await bench.converge(await manifestOf(READ_ROLE));
  const { calls } = await reportOf(bench);
  const of = (api: string): number => calls.find((each) => each.api === api)?.calls ?? 0;
  expect([of('sts:AssumeRole'), of('iam:GetAccountSummary')]).toEqual([200, 201]);
  expect(calls.reduce((sum, each) => sum + each.calls, 0)).toBeLessThan(2 * 200 + 100);
});
