import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';

/** Lines of the README's picture that the demo does not print. The first names the plan by its digest. */
function missingFrom(text: string): string[] {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [, picture = ''] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];
  const printed = new Set(text.split('\n').map((line) => line.trim()));
  const shown = picture.split('\n').map((line) => line.trim());
  expect(shown.length).toBeGreaterThan(30);
  return shown.filter((line) => line !== '...' && !line.startsWith('Plan ') && !printed.has(line));
}

test('the demo ends well: plan, apply, nothing left, five edits found, healed', async () => {
  const host = new FakeHost();
  const code = await run(['demo'], host);
  expect(host.stderr.text).not.toContain('Not as it should be');
  expect(code).toBe(0);
  const { text } = host.stdout;
  expect(text.match(/somebody \w+s /g)).toHaveLength(5);
  // Units are registered with Control Tower and controls enabled on them: in the plan, and in what apply says.
  expect(text).toMatch(/ \+ baseline:AWSControlTowerBaseline@unit:Workloads\/Prod /);
  expect(text).toMatch(/ \+ control:AWS-GR_RESTRICT_ROOT_USER@unit:Workloads /);
  // Accounts are made and baselines laid.
  expect(text).toMatch(/ \+ account:orders-prod /);
  expect(text).toMatch(/ \+ stack-baseline:break-glass /);
  // Four edits of ours and the registration that the moved account left; the OU, and controls that went with the account.
  expect(text).toContain('Drift 5 ours, 4 undeclared');
  expect(text).toContain('5 of 5 edits are in the report');
  expect(text.match(/^No changes\.$/gm)).toHaveLength(2);
  expect(text).toContain('All as it should be.');
  expect(missingFrom(text)).toEqual([]);
});
