import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Everything that is loaded before the command line has been looked at: static imports of values, followed. */
function loadedAtStart(file: string, seen: Map<string, string> = new Map()): Map<string, string> {
  const text = readFileSync(file, 'utf8');
  for (const match of text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'/gm)) {
    const name = match[1] ?? '';
    const target = name.startsWith('.') ? resolve(dirname(file), name.replace(/\.js$/, '.ts')) : name;
    if (seen.has(target)) continue;
    seen.set(target, file);
    if (name.startsWith('.')) loadedAtStart(target, seen);
  }
  return seen;
}

test('`towerctl --help` loads nothing heavy', () => {
  const packages = [...loadedAtStart(MAIN).keys()].filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
  expect(packages).toEqual(['commander']);
});
