import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';

const TEST = join(import.meta.dirname, '..');

/**
 * What each part runs, by the beginning of the path in test/: the first one that names it; the last runs all that is left.
 * The contract's files run by themselves, beside the parts: each of them takes as long as a part does.
 */
export const PARTS = {
  contract: ['kinds/contract/'],
  kinds: ['kinds/'],
  properties: ['properties/', 'permissions/', 'iam/'],
  simulator: ['simulator/', 'aws/'],
  checklist: ['checklist/', 'root/', 'docs/', 'templates/'],
  scenarios: ['scenarios/', 'engine/', 'apply/'],
  pipeline: ['pipeline/', 'stages/', 'events/', 'comment/', 'lifecycle/', 'lease/', 'runs/', 'cli/'],
  rest: [''],
} as const;

/** Hooks at the top of a file would run around the tests of all others too. */
const HOOK_FOR_ALL = /^(beforeAll|beforeEach|afterEach)\(/m;

/**
 * Runs many test files as one: the SDK and the whole program are loaded once instead of once for each file, which took
 * longer than most of the tests. Each file still runs by itself too: `npm run test:only -- test/names.test.ts`.
 *
 * @throws Error when a file cannot share a process with others.
 */
export async function runPart(part: Exclude<keyof typeof PARTS, 'contract'>): Promise<void> {
  const files = globSync('**/*.test.ts', { cwd: TEST }).sort();
  for (const file of files.filter((path) => partOf(path) === part)) {
    const path = join(TEST, file);
    const hook = HOOK_FOR_ALL.exec(readFileSync(path, 'utf8'))?.[1];
    if (hook) throw new Error(`test/${file}: ${hook} stands outside of a describe; put it and its tests into one`);
    await import(path);
  }
}

/** The first one that names the beginning of the path. */
function partOf(path: string): string | undefined {
  return Object.entries(PARTS).find(([, beginnings]) =>
    beginnings.some((beginning) => path.startsWith(beginning)),
  )?.[0];
}
