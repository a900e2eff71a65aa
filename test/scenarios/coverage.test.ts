import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { GUARDS } from '../../src/guards/index.js';
import { KINDS } from '../../src/kinds/index.js';
import { readScenario } from './format.js';
import { FOLDERS, ROOT } from './run.js';

/**
 * No manifest leads there, so test/guards checks these rules alone: a declared policy switches its type on (or is a
 * contradiction), and nothing but an SCP may say `replaces`. Nobody would read the plan of the nine hundred rules that
 * `config-rule-quota` begins to warn of.
 */
const OUT_OF_REACH: readonly string[] = ['policy-type-off', 'rcp-default', 'config-rule-quota'];

/** What is written down here is what playing the scenario must come to, so reading it is enough. */
test('scenarios cover every kind', () => {
  const plans = FOLDERS.map((name) => join(ROOT, name, 'plan.txt')).filter((file) => existsSync(file));
  const text = plans.map((file) => readFileSync(file, 'utf8')).join('\n');
  const changed = KINDS.filter(({ name, prefix }) =>
    name === 'policy-attachment' ? / attach/.test(text) : new RegExp(`^ *\\d+ [^ ] ${prefix}:`, 'm').test(text),
  );
  expect(changed.map(({ name }) => name)).toEqual(KINDS.map(({ name }) => name));
});

test('scenarios cover every guard that a manifest can run into', () => {
  const seen = new Set(
    FOLDERS.flatMap((name) => readScenario(join(ROOT, name)).expect.problems).map((problem) => problem.split(' ')[0]),
  );
  expect(GUARDS.map(({ code }) => code).filter((code) => !seen.has(code))).toEqual(OUT_OF_REACH);
});
