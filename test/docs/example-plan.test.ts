import { rootAuditRun } from '../../src/engine/root-audit.js';
import { validateRun } from '../../src/engine.js';
import { isEmpty } from '../../src/report/json.js';
import { resourcesOf } from '../../src/simulator/services/cloudformation/for-stack-sets.js';
import { accountOf, memberIds } from '../../src/simulator/services/organizations/for-services.js';
import { configLines } from '../support/config-text.js';
import { identityLines } from '../support/identity-text.js';
import { Bench, ENGINE_VERSION } from '../support/organization.js';
import { rootLines } from '../support/root-text.js';
import { load } from './example.js';

test('the worked example on a fresh landing zone: nothing to complain of, protected on the way, nothing left to do', async () => {
  const bench = new Bench();
  const manifest = await load();
  const { plan } = await bench.converge(manifest);
  // No error, no warning: no knob with two owners, no Region denied that is governed, root sessions excepted.
  expect(plan.problems).toEqual([]);
  expect(plan.allowed.map(({ code }) => code)).toEqual(['lockout', 'administrator-access']);
  const created = plan.changes.flatMap(({ action, address }) => (action === 'create' ? [address] : []));
  expect(created).toEqual(
    expect.arrayContaining([
      'baseline:AWSControlTowerBaseline@unit:Workloads/Prod',
      'control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads',
      'control:CT.MULTISERVICE.PV.1@unit:Workloads',
      'control:AWS-GR_ENCRYPTED_VOLUMES@unit:Workloads/Prod',
      'account:orders-prod',
      'account:policy-canary',
      'stack-baseline:towerctl-read',
      'stack-baseline:break-glass',
      'management-stack:management-recorder@us-east-1',
      'permission-set:Developer',
      'assignment:group/developers->Developer@account:orders-dev',
      'root-access:credentials-management',
      'delegated-administrator:iam.amazonaws.com',
      'config-rule:only-users-on-call@ap-northeast-1',
      'conformance-pack:card-data@us-east-1',
    ]),
  );
  // Nothing is laid for the management account alone that a StackSet would stay empty for.
  expect(created).not.toContain('stack-baseline:management-recorder');
  // The guardrails of Sandbox are not missed on the way: Workloads has them before accounts move in below it.
  const order = bench.events.flatMap((event) =>
    event.code === 'change-started' || event.code === 'change-finished'
      ? [`${event.code} ${event.change.address}`]
      : [],
  );
  const position = (entry: string): number => {
    expect(order).toContain(entry);
    return order.indexOf(entry);
  };
  const moved = position('change-started account:payments-prod');
  expect(position('change-finished baseline:AWSControlTowerBaseline@unit:Workloads')).toBeLessThan(moved);
  expect(position('change-started baseline:AWSControlTowerBaseline@unit:Workloads/Prod')).toBeGreaterThan(moved);
  // Developers come in when the boundary is there, which their set takes from the account.
  const boundary = position('change-finished stack-baseline:developer-boundary');
  expect(position('change-started assignment:group/developers->Developer@account:payments-dev')).toBeGreaterThan(
    boundary,
  );

  // What could not be seen at first: root users before an audit, and the audit account before its reading role.
  const { aws, clock } = { aws: bench.session(), clock: bench.clock };
  const audit = await rootAuditRun(manifest, { aws, clock, engineVersion: ENGINE_VERSION });
  const found = [...audit.findings].flatMap(([account, { state }]) =>
    state === 'clean' ? [] : [`${account} ${state}`],
  );
  expect(found.sort()).toEqual(['account:payments-dev credentials', 'account:payments-prod credentials']);
  const { plan: second } = await bench.converge(manifest);
  expect(second.changes.map(({ action, address }) => `${action} ${address}`).sort()).toEqual([
    'create config-aggregator:organization',
    'remove root-credentials:payments-dev',
    'remove root-credentials:payments-prod',
  ]);
  expect(second.problems).toEqual([]);
  const { plan: third } = await bench.plan(manifest);
  expect(isEmpty(third)).toBe(true);
  expect([third.problems, third.unknown]).toEqual([[], []]);
  expectNobodyTooMuch(bench);

  // A new account has what the baselines lay, the alarm told where the other baseline's bus is.
  const { world } = bench.simulator;
  const made = (id: string) => resourcesOf(world, id).map(({ type, region }) => `${type} ${region}`);
  const account = memberIds(world).find((id) => accountOf(world, id)?.email === 'aws+orders-prod@example.com') ?? '';
  expect(made(account)).toEqual(
    expect.arrayContaining([
      'AWS::IAM::Role ap-northeast-1',
      'AWS::Events::Rule us-east-1',
      'AWS::AccessAnalyzer::Analyzer us-east-1',
      'Custom::EbsDefaultEncryption ap-northeast-1',
    ]),
  );
  const alarm = resourcesOf(world, account, 'us-east-1').find(({ type }) => type === 'AWS::Events::Rule');
  expect(JSON.stringify(alarm?.properties)).toContain('arn:aws:events:ap-northeast-1:200000000002:event-bus/security');
  expect(made('123456789012')).toContain('AWS::Config::ConfigurationRecorder us-east-1');
});

/** Root users have nothing left; what is sensitive has no administrators but Control Tower's own; results come together. */
function expectNobodyTooMuch({ simulator }: Bench): void {
  const mine = identityLines(simulator).filter((line) => /^assignment .* -> (?!AWS)/.test(line));
  const where = (account: string) => mine.filter((line) => line.endsWith(` @ ${account}`));
  expect(where('Management')).toEqual(['assignment group/platform -> ManagementReadOnly @ Management']);
  for (const account of ['Log Archive', 'Audit']) {
    expect(where(account)).toEqual([
      `assignment group/auditors -> ReadOnly @ ${account}`,
      `assignment group/security -> SecurityAudit @ ${account}`,
    ]);
  }
  expect(mine.filter((line) => line.includes('/developers') && line.includes('payments-prod'))).toEqual([]);
  const withSomething = rootLines(simulator).filter(
    (line) => line.startsWith('root ') && !/: no password, 0 active and 0 inactive keys, 0 devices/.test(line),
  );
  expect(withSomething).toEqual([expect.stringMatching(/^root Management: /)]);
  expect(configLines(simulator).join('\n')).toContain('aggregator');
}

test('offline the worked example is valid: what only AWS can tell of existing units is not held against it', async () => {
  const problems = validateRun(await load(), { engineVersion: ENGINE_VERSION, now: Date.UTC(2026, 10, 24) });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});
