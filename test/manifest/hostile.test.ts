import { afterAll, describe, expect, test } from '@jest/globals';
import { complaints, folderWith, linesOf, load, loadFrom, removeFolders } from './support.js';

afterAll(removeFolders);

/** Megabytes by which the process may grow while it refuses a file of at most a megabyte. */
const MEMORY = 600;

async function bounded(loading: () => Promise<string[]>): Promise<string[]> {
  const before = process.memoryUsage.rss();
  const started = performance.now();
  const lines = await loading();
  expect(performance.now() - started).toBeLessThan(10_000);
  expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(MEMORY);
  return lines;
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const whole = (content: string | Buffer): Promise<string[]> =>
  linesOf(loadFrom(folderWith({ 'manifest.yaml': content })));

describe('size and depth', () => {
  test('10 MB of YAML is refused by its size', async () => {
    expect(await bounded(() => whole(`# ${'x'.repeat(10 * 1024 * 1024)}`))).toEqual([
      'manifest.yaml:1:1 manifest-limit the file "manifest.yaml" has 10,485,762 bytes; 1,048,576 is the most',
    ]);
  });

  test.each([
    ['flow lists', '['.repeat(1_000_000)],
    ['flow maps', '{a: '.repeat(250_000)],
    ['lists in lists on one line', '- '.repeat(500_000)],
    ['explicit keys', '? '.repeat(500_000)],
    ['indented maps', Array.from({ length: 1_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  ])('nested %s do not overflow the stack', async (_name, content) => {
    const lines = await bounded(() => whole(content));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^manifest\.yaml:\d+:\d+ manifest-limit is nested deeper than 64 levels$/);
  });

  test('exactly 64 levels pass the limit, 65 do not', async () => {
    const nested = (levels: number): string => `policies: ${'{a: '.repeat(levels - 1)}1${'}'.repeat(levels - 1)}\n`;
    expect((await complaints(nested(63))).filter((line) => line.includes('manifest-limit'))).toEqual([]);
    expect(await complaints(nested(65))).toContainEqual(
      expect.stringMatching(/manifest-limit is nested deeper than 64/),
    );
  });

  test('a JSON document is as deep as it may be', async () => {
    const files = { 'p.json': `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` };
    const lines = await bounded(() => complaints('policies: { x: { type: tag, file: p.json, targets: [] } }\n', files));
    expect(lines).toEqual([expect.stringMatching(/^p\.json:1:\d+ manifest-limit is nested deeper than 64 levels$/)]);
  });

  test('more files than the limit', async () => {
    const files = Object.fromEntries(Array.from({ length: 210 }, (_, index) => [`a/${index}.yaml`, '{}\n']));
    expect(await complaints('include: [a/*.yaml]\n', files)).toEqual([
      'manifest.yaml:4:11 manifest-limit the manifest has more than 200 files',
    ]);
  });

  test('thousands of mistakes are counted, not kept', async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
    const lines = await bounded(() => complaints(`${keys}\n`));
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toBe('- manifest-unknown-key 19800 more problems are not listed');
  });

  test('many duplicate keys are found in linear time', async () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `  k${index % 29_999}: off`).join('\n');
    const lines = await bounded(() => complaints(`policyTypes:\n${keys}\n`));
    expect(lines).toContain(
      'manifest.yaml:30004:3 manifest-duplicate the key "k0" stands here a second time (first at manifest.yaml:5:3); keep one of the two',
    );
  });

  test.each([
    ['accounts that are none', `accounts:\n${lines(15_000, (index) => `  a${index}: 1`)}`],
    [
      'accounts in no unit',
      `accounts:\n${lines(5_000, (index) => `  a${index}: { id: "${1e11 + index}", ou: U${index} }`)}`,
    ],
    [
      'documents with a mistake each',
      `policies:\n${lines(4_000, (index) => `  p${index}: { type: tag, document: { a: "\${var.x${index}}" }, targets: [] }`)}`,
    ],
    ['targets that are nowhere', `policies: { p: { type: scp, document: {}, targets: [${'Nix, '.repeat(40_000)}] } }`],
    [
      'selectors that are nowhere',
      `selectors:\n${lines(6_000, (index) => `  s${index}: { targets: ["selector:x${index}"] }`)}`,
    ],
    ['one long unit name', `organizationalUnits: { "${'x/'.repeat(400_000)}": {} }`],
  ])('a large file of %s ends in a list of problems', async (_name, content) => {
    const found = await bounded(() => complaints(`${content}\n`));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(201);
  });

  test.each([
    ['anchors', '&a '.repeat(300_000)],
    ['colons', ': '.repeat(500_000)],
    ['commas', `[${','.repeat(1_000_000)}]`],
    ['documents', '---\n'.repeat(250_000)],
    ['tabs', '\t'.repeat(1_000_000)],
    ['an open quote', `"${'\n'.repeat(1_000_000)}`],
    ['comments', '#\n'.repeat(500_000)],
  ])('a megabyte of %s ends in an error', async (_name, content) => {
    expect((await bounded(() => whole(content))).length).toBeGreaterThan(0);
  });
});

describe('aliases', () => {
  test('a bomb of aliases', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) => `  - &a${index + 1} [${`*a${index}, `.repeat(9)}*a${index}]`,
    );
    const lines = await bounded(() =>
      complaints(`variables: v.yaml\n`, { 'v.yaml': `x:\n  - &a0 [1]\n${levels.join('\n')}\n` }),
    );
    expect(lines).toEqual([
      expect.stringMatching(
        /^v\.yaml:\d+:\d+ manifest-limit the aliases of this file repeat more than 10000 values; write the values out, or use a variable$/,
      ),
    ]);
  });

  test('an alias to what it stands in, and to nothing', async () => {
    expect(await complaints('policies: &p { x: *p, y: *q }\n')).toEqual(
      expect.arrayContaining([
        'manifest.yaml:4:19 manifest-syntax the alias *p refers to the value it stands in',
        expect.stringContaining('manifest-syntax'),
      ]),
    );
  });

  test('an alias means what it meant where it stands', async () => {
    const manifest = await load(
      'organizationalUnits: { A: { tags: { x: &v one, y: &v two } }, B: { tags: { z: *v } } }\n',
    );
    expect(manifest.nodes.map(({ node }) => node.tags)).toEqual([{ x: 'one', y: 'two' }, { z: 'two' }]);
  });

  test('selectors that name selectors do not explode', async () => {
    const selectors = Array.from(
      { length: 40 },
      (_, index) => `  s${index + 1}: { targets: ["selector:s${index}", "selector:s${index}"] }`,
    );
    const lines = await bounded(() =>
      complaints(
        `selectors:\n  s0: { targets: [root] }\n${selectors.join('\n')}\npolicies: { x: { type: scp, document: {}, targets: ["selector:s40"] } }\n`,
      ),
    );
    expect(lines[0]).toMatch(
      /manifest-selector the selector "s\d+" stands for more than 1000 targets; target a unit instead/,
    );
  });
});
