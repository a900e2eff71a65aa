import { validateRun } from '../../src/engine.js';
import { isEmpty } from '../../src/report/json.js';
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
    ]),
  );
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
});

test('offline the worked example is valid: what only AWS can tell of existing units is not held against it', async () => {
  const problems = validateRun(await load(), { engineVersion: ENGINE_VERSION, now: Date.UTC(2026, 10, 24) });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});
