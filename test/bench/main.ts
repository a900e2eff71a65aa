import { fileURLToPath } from 'node:url';
import { measureControlTower } from './control-tower.js';
import { measureMakespan } from './makespan.js';
import { benchManifest, benchSeed, fewestCalls, ownedSeed } from './organization.js';
import { measureCommand, measurePlan } from './processes.js';

const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const row = (...cells: readonly (string | number)[]): unknown =>
  say(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(34) : String(cell).padStart(14))).join(''));
const seconds = (value: number): string => `${value.toFixed(2)} s`;
const total = (calls: Readonly<Record<string, number>>): number =>
  Object.values(calls).reduce((sum, count) => sum + count, 0);

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
  const over = `${((measure.seconds / measure.boundSeconds - 1) * 100).toFixed(1)} %`;
  row(
    accounts,
    measure.writes,
    seconds(measure.seconds),
    seconds(measure.boundSeconds),
    over,
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

say('');
const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
row('towerctl --help', `${(await measureCommand([main, '--help'])).toFixed(0)} ms`);
