import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { complaint, referencesIn } from './references.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const documents = globSync('**/*.md', {
  cwd: ROOT,
  dot: true,
  ignore: ['**/node_modules/**', 'dist/**', 'coverage/**', '.git/**'],
}).sort();

test.each(documents)('%s names only files, folders and headings that exist', (file) => {
  const complaints = referencesIn(read(file)).flatMap((reference) => complaint(ROOT, file, reference, read) ?? []);
  expect(complaints).toEqual([]);
});

test('the documents a newcomer needs are among them', () => {
  expect(documents).toEqual(
    expect.arrayContaining([
      'README.md',
      'docs/architecture.md',
      'docs/concepts.md',
      'docs/map.md',
      'manifest/README.md',
    ]),
  );
});

describe('what counts as a reference', () => {
  test('links and inline code that looks like a path, with their line; fences and the web do not', () => {
    const markdown = [
      'See [a](b.md#top) and [web](https://example.com/x.md), `src/model.ts`.',
      '```',
      '[not](read.md) `src/nor-this.ts`',
      '```',
      'Placeholders: `src/kinds/<kind>/`; addresses: `unit:Workloads/Prod`; targets: `Workloads/**`; `policies/scp/x.yaml`',
    ].join('\n');
    expect(referencesIn(markdown)).toEqual([
      { path: 'b.md', anchor: 'top', line: 1, kind: 'link' },
      { path: 'src/model.ts', line: 1, kind: 'code' },
      { path: 'policies/scp/x.yaml', line: 5, kind: 'code' },
    ]);
  });

  test('a file that is not there and a heading that is not there are told apart, with file and line', () => {
    const text =
      '[gone](gone.md)\n[here](README.md#no-such-heading)\n[here](#also-not)\n[fine](LICENSE) `src/model.ts`\n';
    const complaints = referencesIn(text).flatMap(
      (reference) => complaint(ROOT, 'README.md', reference, () => text) ?? [],
    );
    expect(complaints).toEqual([
      'README.md:1 names gone.md, which does not exist',
      'README.md:2 links to #no-such-heading, which is no heading of README.md',
      'README.md:3 links to #also-not, which is no heading of README.md',
    ]);
  });
});
