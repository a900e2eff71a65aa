import { readFileSync } from 'node:fs';
import { cliReference } from '../../src/cli/reference.js';

test('docs/reference/cli.md is what the program says of itself', () => {
  expect(readFileSync(new URL('../../docs/reference/cli.md', import.meta.url), 'utf8')).toBe(cliReference());
});

test('it has every command, its own options and every exit code', () => {
  const text = cliReference();
  for (const command of [
    'validate',
    'plan',
    'apply',
    'undo',
    'drift',
    'checklist',
    'root',
    'lease',
    'hold',
    'lifecycle',
    'permissions',
    'sandbox',
    'demo',
    'schema',
    'explain',
    'completion',
  ]) {
    expect(text).toContain(`### \`towerctl ${command} `);
  }
  for (const code of [0, 1, 2, 3, 4, 5, 6, 64, 70]) expect(text).toContain(`| ${code} | `);
  expect(text).toContain(
    '`--format <format>` | how the report is written. One of `text`, `json`, `markdown`. Default: text.',
  );
  expect(text).not.toContain('undefined');
});
