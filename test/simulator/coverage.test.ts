import { coverage, coverageMarkdown } from '../../src/simulator/coverage.js';
import { SERVICES } from '../../src/simulator/services/index.js';
import { toy } from './toy.js';

test('tells simulated operations from those of the model that are not, and from those of no model', async () => {
  const operations = { ...toy.operations, Frobnicate: () => ({}) };
  const [covered] = await coverage([{ ...toy, operations }]);
  expect(covered?.simulated).toEqual([
    'AttachPolicy',
    'CreatePolicy',
    'DescribeAccount',
    'DescribePolicy',
    'ListAccounts',
  ]);
  expect(covered?.missing).toContain('ListRoots');
  expect(covered?.unknown).toEqual(['Frobnicate']);
});

test('every operation of Organizations is simulated, and none that no model has', async () => {
  const all = await coverage(SERVICES);
  expect(all.flatMap(({ unknown }) => unknown)).toEqual([]);
  expect(all.find(({ service }) => service === 'organizations')).toMatchObject({ missing: [] });
  expect(all.find(({ service }) => service === 'sts')?.simulated).toEqual([
    'AssumeRole',
    'AssumeRoot',
    'GetCallerIdentity',
  ]);
});

test('the page names every operation and how many of each service are there', async () => {
  const [covered] = await coverage([toy]);
  const page = coverageMarkdown(covered ? [covered] : []);
  const all = (covered?.simulated.length ?? 0) + (covered?.missing.length ?? 0);
  expect(page).toContain(`| organizations | json | 5 of ${all} |`);
  for (const name of [...(covered?.simulated ?? []), ...(covered?.missing ?? [])]) expect(page).toContain(name);
});
