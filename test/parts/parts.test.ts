import { expect, test } from '@jest/globals';
import { globSync } from 'tinyglobby';
import packageFile from '../../package.json' with { type: 'json' };
import { PARTS } from './parts.js';

const CONTRACT = 'contract';

test('every part is run by a file, so that no test file is left out', () => {
  const files = globSync('*.part.ts', { cwd: import.meta.dirname }).map((name) => name.replace('.part.ts', ''));
  expect([...files, CONTRACT].sort()).toEqual(Object.keys(PARTS).sort());
  expect(Object.keys(PARTS).at(-1)).toBe('rest');
});

test('the files that stand beside the parts are run too', () => {
  const { test: command } = packageFile.scripts;
  expect(command).toContain("--testMatch '<rootDir>/test/parts/*.part.ts'");
  expect(PARTS[CONTRACT].map((folder) => `--testMatch '<rootDir>/test/${folder}*.test.ts'`)).toEqual(
    [...command.matchAll(/--testMatch '[^']*test\/kinds[^']*'/g)].map(([option]) => option),
  );
});
