import { validateRun } from '../../src/engine.js';
import { isEmpty } from '../../src/report/json.js';
import { resourcesOf } from '../../src/simulator/services/cloudformation/for-stack-sets.js';
import { accountOf, memberIds } from '../../src/simulator/services/organizations/for-services.js';
import { Bench, ENGINE_VERSION } from '../support/organization.js';
import { load } from './example.js';

test('the worked example on a fresh landing zone: nothing to complain of, protected on the way, nothing left to do', async () => {
  const bench = new Bench();
  const manifest = await load();
  const { plan } = await bench.converge(manifest);
  // No error, no warning: no knob with two owners, no Region denied that is governed, root sessions excepted.
  expect(plan.problems).toEqual([]);
  expect(plan.allowed.map(({ code }) => code)).toEqual(['lockout']);
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
  expect(isEmpty((await bench.plan(manifest)).plan)).toBe(true);
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

test('offline the worked example is valid: what only AWS can tell of existing units is not held against it', async () => {
  const problems = validateRun(await load(), { engineVersion: ENGINE_VERSION, now: Date.UTC(2026, 10, 24) });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});
