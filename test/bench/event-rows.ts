import { measureEvent, measureMerge, type RunMeasure } from './event.js';
import { row, say, seconds } from './table.js';

const BASELINES = 50;

/** What issue 6 brought: runs for just what an event touched, and what a merge costs beside them. */
export async function eventRows(): Promise<void> {
  say('');
  say(
    'A new account among 50 stack baselines in 8 Regions, on the virtual clock, pace 50 %: from the event to its end',
  );
  row('', 'plan calls', 'shape calls', 'apply calls', 'plan', 'all', 'changes', 'left');
  for (const accounts of [100, 800]) {
    for (const isScoped of [true, false]) {
      const name = `${accounts} accounts, ${isScoped ? 'scoped' : 'full'}`;
      printRow(name, await measureEvent({ accounts, baselines: BASELINES }, isScoped));
    }
  }
  say('');
  say(
    'A merge that changes one line of one policy, 800 accounts and 50 stack baselines, as above; without starting builds',
  );
  row('', 'plan calls', 'shape calls', 'apply calls', 'plan', 'all', 'changes', 'left');
  printRow('plan and apply', await measureMerge({ accounts: 800, baselines: BASELINES }));
}

function printRow(name: string, measure: RunMeasure): void {
  const { planCalls, shapeCalls, applyCalls, planSeconds, changes, left } = measure;
  row(name, planCalls, shapeCalls, applyCalls, seconds(planSeconds), seconds(measure.seconds), changes, left);
}
