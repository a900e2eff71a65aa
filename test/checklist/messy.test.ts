import { checklistRun } from '../../src/checklist/checklist.js';
import { passes } from '../../src/checklist/verdict.js';
import { benchOn } from '../properties/converging.js';
import { always } from '../properties/dice.js';
import { messy } from './messy.js';
import { leaveBehind } from './messy-control-tower.js';
import { switchOn } from './messy-sign-in.js';

test('verdicts and counts agree with what was broken, on organizations that page, lag and throttle', async () => {
  const seen = new Set<string>();
  await always(25, 20261124, async (dice) => {
    const { seed, aftermath, signIn, expected } = messy(dice);
    const bench = benchOn(seed);
    leaveBehind(bench.simulator, aftermath);
    switchOn(bench.simulator, signIn);
    const { rows } = await checklistRun({ aws: bench.session(), clock: bench.clock });
    const found = Object.fromEntries(
      rows.flatMap(({ id, verdict, count }) =>
        id in expected ? [[id, { verdict, met: count?.met, of: count?.of }]] : [],
      ),
    );
    expect(found).toEqual(expected);
    // Whoever must do something is told what; whoever must not is left alone.
    for (const row of rows.filter(({ id }) => id in expected)) {
      expect(row.advice.length > 0).toBe(!passes(row));
      seen.add(`${row.id} ${row.verdict}`);
    }
    expect(bench.simulator.calls.writes).toBe(0);
  });
  // The generator reaches every side of every row.
  for (const id of ['1A-3', '1A-4', '1C-1', '1D-1', '1D-2', '1D-3', '1D-5', '2-1']) {
    for (const verdict of ['met', 'partly']) expect(seen).toContain(`${id} ${verdict}`);
  }
  for (const verdict of ['met', 'partly', 'not met', 'unknown']) expect(seen).toContain(`1A-2 ${verdict}`);
  for (const verdict of ['met', 'not met']) expect(seen).toContain(`3-3 ${verdict}`);
});
