import { run } from '../../src/cli/run.js';
import { FakeHost } from './fake-host.js';

test('the demo ends well: plan, apply, nothing left, five edits found, healed', async () => {
  const host = new FakeHost();
  const code = await run(['demo'], host);
  expect(host.stderr.text).not.toContain('Not as it should be');
  expect(code).toBe(0);
  const { text } = host.stdout;
  expect(text.match(/somebody \w+s /g)).toHaveLength(5);
  expect(text).toContain('Drift 4 ours, 1 undeclared');
  expect(text.match(/^No changes\.$/gm)).toHaveLength(2);
  expect(text).toContain('All as it should be.');
});
