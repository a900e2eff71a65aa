import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';

/** The demo goes by today's date, the picture by that of its day. */
function undated(line: string): string {
  return line.trim().replaceAll(/\d{4}-\d\d-\d\d( \d\d:\d\d)?/g, 'DAY');
}

/** Lines of the README's picture that the demo does not print. The first names the plan by its digest. */
function missingFrom(text: string): string[] {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [, picture = ''] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];
  const printed = new Set(text.split('\n').map(undated));
  const shown = picture.split('\n').map(undated);
  expect(shown.length).toBeGreaterThan(30);
  return shown.filter((line) => line !== '...' && !line.startsWith('Plan ') && !printed.has(line));
}

test('the demo ends well: where it stands, plan, apply, root users closed, nothing left, six edits found, healed', async () => {
  const host = new FakeHost();
  const code = await run(['demo'], host);
  expect(host.stderr.text).not.toContain('Not as it should be');
  expect(code).toBe(0);
  const { text } = host.stdout;
  expect(text.match(/somebody \w+s /g)).toHaveLength(6);
  // Units are registered with Control Tower and controls enabled on them: in the plan, and in what apply says.
  expect(text).toMatch(/ \+ baseline:AWSControlTowerBaseline@unit:Workloads\/Prod /);
  expect(text).toMatch(/ \+ control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads /);
  // Accounts are made and baselines laid.
  expect(text).toMatch(/ \+ account:orders-prod /);
  expect(text).toMatch(/ \+ stack-baseline:break-glass /);
  // People sign in: groups, sets, who comes into which account.
  expect(text).toMatch(/ \+ group:security /);
  expect(text).toMatch(/ \+ permission-set:Developer /);
  expect(text).toMatch(
    / \+ assignment:group\/developers->Developer {2}3 accounts: payments-dev, orders-dev, sandbox-alice/,
  );
  // What the audit found is deleted, and nothing else is.
  expect(text).toContain('Root audit 8 clean');
  expect(text.match(/ - root-credentials:\S+/g)?.sort()).toEqual([
    ' - root-credentials:payments-dev',
    ' - root-credentials:payments-prod',
  ]);
  // Rows of the target state, before and after.
  for (const row of ['1A-2', '1A-4', '1C-2', '2-1']) expect(text).toMatch(new RegExp(` ${row} .* not met -> met`));
  expect(text).toMatch(/ 1C-1 .* not met -> partly, 9 of 10 accounts/);
  // Five edits of ours; the OU.
  expect(text).toContain('Drift 5 ours, 1 undeclared');
  expect(text).toContain('6 of 6 edits are in the report');
  expect(text.match(/^No changes\.$/gm)).toHaveLength(2);
  expect(text).toContain('All as it should be.');
  expect(missingFrom(text)).toEqual([]);
});
