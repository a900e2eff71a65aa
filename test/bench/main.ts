import { fileURLToPath } from 'node:url';
import { measureChangedBaseline } from './changed-baseline.js';
import { measureControlTower } from './control-tower.js';
import { eventRows } from './event-rows.js';
import { identityRows } from './identity-rows.js';
import { measureMakespan } from './makespan.js';
import { benchManifest, benchSeed, fewestCalls, ownedSeed } from './organization.js';
import { measureCommand, measurePlan } from './processes.js';
import { fewestStackCalls, type Operations, stackManifest, stackSeed } from './stack-baselines.js';
import { measurePacedPlan } from './stack-plan.js';
import { over, row, say, seconds } from './table.js';
import { measureVending } from './vending.js';
import { total } from './virtual.js';

say('Plan of an organization where nothing differs; simulator in a process of its own, throttling off');
row('accounts', 'calls', 'fewest', 'plan', 'load', 'CPU', 'peak memory');
for (const accounts of [100, 1_000, 5_000]) {
  const seed = benchSeed(accounts);
  const fewest = fewestCalls(seed);
  const measure = await measurePlan(ownedSeed(seed), benchManifest(seed));
  const calls = measure.calls.reduce((sum, count) => sum + count.calls, 0);
  row(
    accounts,
    calls,
    total(fewest),
    seconds(measure.planSeconds),
    seconds(measure.loadSeconds),
    seconds(measure.cpuSeconds),
    `${measure.peakMegabytes.toFixed(0)} MB`,
  );
  if (measure.changes > 0 || measure.problems > 0)
    say(`  but the plan was not empty: ${measure.changes} changes, ${measure.problems} problems`);
  for (const { api, calls: made } of measure.calls)
    if (made !== (fewest[api] ?? 0)) say(`  ${api}: ${made} instead of ${fewest[api] ?? 0}`);
}

say('');
say('300 accounts, 50 ms a call');
{
  const seed = benchSeed(300);
  const measure = await measurePlan(ownedSeed(seed), benchManifest(seed), { latencyMs: 50 });
  const calls = measure.calls.reduce((sum, count) => sum + count.calls, 0);
  row('towerctl plan', `${calls} calls`, seconds(measure.planSeconds));
}

say('');
say('Every call counted against 20 a second for the whole service (burst 40); start of the process included');
for (const accounts of [300, 1_000]) {
  const seed = benchSeed(accounts);
  const measure = await measurePlan(ownedSeed(seed), benchManifest(seed), {
    latencyMs: 0,
    rates: { speed: 'off', overall: { perSecond: 20, burst: 40 } },
  });
  const answered = measure.calls
    .filter((count) => count.api.startsWith('organizations:'))
    .reduce((sum, count) => sum + count.calls - count.throttled, 0);
  const ideal = Math.max(0, answered - 40) / 20;
  row(
    `${accounts} accounts`,
    `${answered} calls`,
    seconds(measure.planSeconds),
    `ideal ${seconds(ideal)}`,
    `${((measure.planSeconds / ideal - 1) * 100).toFixed(1)} % over`,
  );
}

say('');
say('First apply on the virtual clock, documented rates, pace 50 %');
row('accounts', 'writes', 'makespan', 'bound', 'over', 'real time', 'left');
for (const accounts of [100, 1_000, 5_000]) {
  const measure = await measureMakespan(accounts);
  row(
    accounts,
    measure.writes,
    seconds(measure.seconds),
    seconds(measure.boundSeconds),
    over(measure.seconds, measure.boundSeconds),
    seconds(measure.realSeconds),
    measure.left,
  );
  say(`  bound by ${measure.bottleneck}`);
}

say('');
say(
  'Control Tower: first apply on the virtual clock, operations take what they were seen to take; then a plan where nothing differs',
);
{
  const measure = await measureControlTower();
  row('units', 'controls', 'makespan', 'bound', 'over', 'one by one', 'real time', 'left');
  row(
    measure.units,
    measure.controls,
    seconds(measure.seconds),
    seconds(measure.boundSeconds),
    `${((measure.seconds / measure.boundSeconds - 1) * 100).toFixed(1)} %`,
    seconds(measure.serialSeconds),
    seconds(measure.realSeconds),
    measure.left,
  );
  row('towerctl plan', `${measure.calls} calls`, `fewest ${measure.fewest}`);
  for (const difference of measure.differences) say(`  ${difference}`);
}

const LARGE = { accounts: 800, baselines: 50 };

say('');
say('Plan of 50 stack baselines over 800 accounts in 8 Regions where nothing differs; as the first table');
row('instances', 'calls', 'fewest', 'plan', 'load', 'CPU', 'peak memory');
{
  const { text, files } = stackManifest(LARGE);
  const fewest = fewestStackCalls(LARGE);
  const measure = await measurePlan(stackSeed(LARGE), text, {}, files);
  row(
    LARGE.accounts * 8 * LARGE.baselines,
    measure.calls.reduce((sum, count) => sum + count.calls, 0),
    total(fewest),
    seconds(measure.planSeconds),
    seconds(measure.loadSeconds),
    seconds(measure.cpuSeconds),
    `${measure.peakMegabytes.toFixed(0)} MB`,
  );
  if (measure.changes > 0 || measure.problems > 0)
    say(`  but the plan was not empty: ${measure.changes} changes, ${measure.problems} problems`);
  for (const { api, calls: made } of measure.calls)
    if (made !== (fewest[api] ?? 0)) say(`  ${api}: ${made} instead of ${fewest[api] ?? 0}`);
}

say('');
say('The same plan on the virtual clock, pace 50 %: CloudFormation documents no rate');
row('CloudFormation allows', 'calls', 'throttled', 'plan', 'bound', 'over');
for (const speed of [1, 10]) {
  const paced = await measurePacedPlan(LARGE, speed);
  row(
    `${5 * speed} reads a second`,
    paced.calls,
    paced.throttled,
    seconds(paced.seconds),
    seconds(paced.boundSeconds),
    over(paced.seconds, paced.boundSeconds),
  );
}

say('');
say('50 new accounts in 5 registered units on the virtual clock: made, moved, enrolled');
row('enrolled by', 'enrolled', 'makespan', 'bound', 'over', 'real time', 'left');
for (const autoEnroll of [true, false]) {
  const vending = await measureVending(autoEnroll);
  row(
    autoEnroll ? 'auto-enrolment' : 'a reset of each unit',
    vending.enrolled,
    seconds(vending.seconds),
    seconds(vending.boundSeconds),
    over(vending.seconds, vending.boundSeconds),
    seconds(vending.realSeconds),
    vending.left,
  );
}

say('');
say('One changed baseline of ten, 800 accounts in 8 Regions, managed execution on, on the virtual clock');
row('operations', 'calls', 'makespan', 'bound', 'over', 'real time', 'left');
for (const operations of [{}, { concurrency: '25%', regions: 'sequential' }] satisfies Operations[]) {
  const changed = await measureChangedBaseline({ accounts: 800, baselines: 10 }, operations);
  const { concurrency, regions }: Operations = operations;
  row(
    concurrency === undefined ? '100%, parallel (default)' : `${concurrency}, ${regions}`,
    changed.calls,
    seconds(changed.seconds),
    seconds(changed.boundSeconds),
    over(changed.seconds, changed.boundSeconds),
    seconds(changed.realSeconds),
    changed.left,
  );
}

await identityRows();
await eventRows();

say('');
const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
row('towerctl --help', `${(await measureCommand([main, '--help'])).toFixed(0)} ms`);
