import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { fullBudget } from '../../src/manifest/limits.js';
import { Problems } from '../../src/manifest/problems.js';
import { nodeAt, originAt, type Path, toJson } from '../../src/manifest/source.js';
import { parseText } from '../../src/manifest/yaml.js';
import type { Json } from '../../src/model.js';
import { load, removeFolders } from './support.js';

afterAll(removeFolders);

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const scalar = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.boolean(),
  fc.stringMatching(/^[ -~]{1,20}$/),
);
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 4 }).map((entries) => ({ ...entries })),
  ),
}));

function* scalarPaths(value: Json, path: Path = []): Generator<[Path, Json]> {
  if (value === null || typeof value !== 'object') yield [path, value];
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* scalarPaths(item, [...path, index]);
  else for (const [key, child] of Object.entries(value)) yield* scalarPaths(child, [...path, key]);
}

const flow = fc.constantFrom('block' as const, 'flow' as const);

describe('positions', () => {
  test('reading gives back what was written, and each position points at its value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(word, tree, { minKeys: 1, maxKeys: 4 }),
        flow,
        fc.constantFrom('\n', '\r\n'),
        (plain, style, end) => {
          const value: Json = { ...plain };
          const text = stringify(value, { collectionStyle: style, lineWidth: 0 }).replaceAll('\n', end);
          fc.pre(end === '\n' || !/[|>][-+0-9]*\r?\n/.test(text));
          const problems = new Problems();
          const node = parseText(text, 'x.yaml', problems, fullBudget());
          expect(problems.list()).toEqual([]);
          expect(node && toJson(node)).toEqual(value);
          const lines = text.split('\n');
          for (const [path, expected] of scalarPaths(value)) {
            const origin = node && originAt(node, path);
            const found = nodeAt(node, path);
            const rest = [
              lines[(origin?.line ?? 0) - 1]?.slice((origin?.column ?? 0) - 1),
              ...lines.slice(origin?.line),
            ].join('\n');
            const written = found?.kind === 'scalar' ? found.text : '?';
            expect(rest.startsWith(written)).toBe(true);
            const again = parseText(`a: ${written}`, 'y.yaml', new Problems(), fullBudget());
            // A block text keeps its indentation, so it reads the same only in place.
            if (!/^[|>]/.test(written) && again) expect(toJson(again)).toEqual({ a: expected });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the same holds for JSON', () => {
    fc.assert(
      fc.property(
        fc.dictionary(word, fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }),
        fc.constantFrom(0, 2),
        (plain, indent) => {
          const text = JSON.stringify(plain, null, indent);
          const problems = new Problems();
          const node = parseText(text, 'x.json', problems, fullBudget());
          // What is refused on purpose: numbers that JavaScript rounds, keys with a meaning of their own.
          const refused = /too large to be kept exactly|the key .* is not allowed|merge keys/;
          expect(problems.list().filter(({ message }) => !refused.test(message))).toEqual([]);
          fc.pre(problems.count === 0);
          expect(node && JSON.stringify(toJson(node))).toBe(JSON.stringify(plain));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('through includes, variables and selectors', async () => {
    const manifest = await load(
      `variables: v.yaml
include: [more/*.yaml]
selectors:
  prod:
    targets: [root]
policies:
  one:
    type: scp
    document: {}
    targets:
      - selector:prod
      - \${var.places}
      - root
`,
      {
        'v.yaml': 'places: [root, management]\n',
        'more/a.yaml':
          'policies:\n  two: { type: rcp, document: { a: 1 }, targets: [root] }\naccounts:\n  x:\n    id: "300000000001"\n',
      },
    );
    const at = (...path: (string | number)[]): string => {
      const { file, line, column } = manifest.originOf(...path);
      return `${file}:${line}:${column}`;
    };
    expect(at('policies', 'one')).toBe('manifest.yaml:10:3');
    expect(at('policies', 'one', 'type')).toBe('manifest.yaml:11:11');
    expect(at('policies', 'one', 'targets')).toBe('manifest.yaml:13:5');
    expect(at('policies', 'one', 'targets', 0)).toBe('manifest.yaml:14:9');
    expect(at('policies', 'one', 'targets', 0, 'targets', 0)).toBe('manifest.yaml:14:9');
    expect(at('policies', 'one', 'targets', 3)).toBe('manifest.yaml:16:9');
    expect(at('policies', 'two', 'document', 'a')).toBe('more/a.yaml:2:36');
    expect(at('accounts', 'x', 'id')).toBe('more/a.yaml:5:9');
    expect(at('accounts', 'x', 'ou')).toBe('more/a.yaml:4:3');
    expect(at('nothing', 'here')).toBe('manifest.yaml:1:1');
  });
});
