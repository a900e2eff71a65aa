import { type Authority, assignmentsManifest, assignmentsSeed, fewestAssignmentCalls } from './assignments.js';
import { measureAlone, measurePlan } from './processes.js';
import { megabytes, over, row, say, seconds } from './table.js';
import { total } from './virtual.js';

/** What issue 5 brought: Identity Center, root access, AWS Config. */
export async function identityRows(): Promise<void> {
  await assignmentRows();
  await rootAuditRows();
  await configRuleRows();
}

async function assignmentRows(): Promise<void> {
  const { apply, plan } = await measureAlone('assignments');
  say('');
  say('2,000 assignments over 800 accounts: first apply on the virtual clock; engine and simulator in one process');
  row('assignments', 'calls', 'fewest', 'makespan', 'bound', 'over', 'real time', 'left', 'peak memory');
  row(
    apply.assignments,
    apply.calls,
    apply.fewest,
    seconds(apply.seconds),
    seconds(apply.boundSeconds),
    over(apply.seconds, apply.boundSeconds),
    seconds(apply.realSeconds),
    apply.left,
    megabytes(apply.peakMegabytes),
  );
  say('');
  say('The plan after it, where nothing differs: calls, CPU and memory as the first table, throttling off');
  row('authority of the sets', 'calls', 'fewest', 'plan', 'CPU', 'peak memory', 'at its pace', 'bound', 'over');
  for (const authority of ['exclusive', 'declared'] satisfies Authority[]) {
    const fewest = fewestAssignmentCalls(authority);
    const measure = await measurePlan(assignmentsSeed('applied'), assignmentsManifest(authority));
    const paced = plan[authority];
    row(
      authority,
      measure.calls.reduce((sum, count) => sum + count.calls, 0),
      total(fewest),
      seconds(measure.planSeconds),
      seconds(measure.cpuSeconds),
      megabytes(measure.peakMegabytes),
      seconds(paced.seconds),
      seconds(paced.boundSeconds),
      over(paced.seconds, paced.boundSeconds),
    );
    if (measure.changes > 0 || measure.problems > 0)
      say(`  but the plan was not empty: ${measure.changes} changes, ${measure.problems} problems`);
    for (const { api, calls: made } of measure.calls)
      if (made !== (fewest[api] ?? 0)) say(`  ${api}: ${made} instead of ${fewest[api] ?? 0}`);
  }
}

async function rootAuditRows(): Promise<void> {
  const audit = await measureAlone('root-audit');
  say('');
  say('Root audit of 1,000 accounts on the virtual clock; engine and simulator in one process');
  row('accounts', 'calls', 'fewest', 'found', 'makespan', 'bound', 'over', 'real time', 'peak memory');
  row(
    audit.accounts,
    audit.calls,
    audit.fewest,
    audit.found,
    seconds(audit.seconds),
    seconds(audit.boundSeconds),
    over(audit.seconds, audit.boundSeconds),
    seconds(audit.realSeconds),
    megabytes(audit.peakMegabytes),
  );
  for (const difference of audit.differences) say(`  ${difference}`);
}

async function configRuleRows(): Promise<void> {
  const rules = await measureAlone('config-rules');
  say('');
  say('60 organization rules in 8 Regions over 800 accounts on the virtual clock; engine and simulator in one process');
  row('', 'calls', 'fewest', 'makespan', 'bound', 'over', 'real time', 'left', 'peak memory');
  for (const [what, read] of [
    ['first plan (are there recorders?)', rules.first],
    ['plan where nothing differs', rules.again],
  ] as const) {
    row(
      what,
      read.calls,
      read.fewest,
      seconds(read.seconds),
      seconds(read.boundSeconds),
      over(read.seconds, read.boundSeconds),
      seconds(read.realSeconds),
      '',
      megabytes(read.peakMegabytes),
    );
    for (const difference of read.differences) say(`  ${difference}`);
  }
  row(
    'first apply',
    rules.apply.calls,
    rules.apply.fewest,
    seconds(rules.apply.seconds),
    seconds(rules.apply.boundSeconds),
    over(rules.apply.seconds, rules.apply.boundSeconds),
    seconds(rules.apply.realSeconds),
    rules.apply.left,
    megabytes(rules.apply.peakMegabytes),
  );
}
