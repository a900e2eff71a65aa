import fc from 'fast-check';
import { runGuards } from '../../src/guards/index.js';
import { diffDocuments } from '../../src/iam/diff.js';
import type { JsonObject } from '../../src/model.js';
import { planOf, type Sketch, SMALL } from '../support/picture.js';

const keys = fc.constantFrom(
  ...[
    'Version',
    'Statement',
    'Effect',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
    'Principal',
    'Sid',
  ],
  ...[
    'StringEquals',
    'Null',
    'ForAnyValue:ArnLike',
    'constructor',
    '__proto__',
    'toString',
    '@@assign',
    'tags',
    'ec2_attributes',
  ],
);
const scalar = fc.oneof(
  fc.constantFrom('*', 'Deny', 'Allow', 's3:*', '2012-10-17', 'arn:aws:iam::*:role/x', '${aws:x}', '', '__proto__'),
  fc.boolean(),
  fc.integer(),
  fc.constant(null),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;
const document = fc
  .tuple(json, json)
  .map(
    ([statement, rest]): JsonObject =>
      JSON.parse(JSON.stringify({ ...(typeof rest === 'object' ? rest : {}), Statement: statement })),
  );
const TYPES = ['scp', 'rcp', 'declarative-ec2', 'tag', 'backup', 'ai-opt-out', 'chatbot', 'guardduty', 'constructor'];

test('no document makes a guard or the diff throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...TYPES), document, document, (type, before, after) => {
      const sketch = (text: JsonObject): Sketch => ({
        ...SMALL,
        policies: { [`${type}/p`]: text },
        attached: [`${type}/p@unit:Workloads`],
      });
      for (const from of [SMALL, sketch(before)]) {
        expect(Array.isArray(runGuards(planOf(from, sketch(after)), '2026-01-01').problems)).toBe(true);
      }
      expect(diffDocuments(before, before)).toEqual([]);
      expect(Array.isArray(diffDocuments(before, after))).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('a first plan of thousands of accounts is judged in a moment', () => {
  const units = Array.from({ length: 500 }, (_, index) => `U${index}`);
  const accounts = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`a${index}`, `unit:U${index % 500}` as const]),
  );
  const policies = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [
      `scp/p${index}`,
      { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: [`x${index}:*`], Resource: '*' }] },
    ]),
  );
  const attached = ['root', ...units.map((unit) => `unit:${unit}`)].flatMap((node, index) => [
    `scp/p${index % 50}@${node}`,
    `scp/p${(index + 1) % 50}@${node}`,
  ]);
  const plan = planOf({ units, accounts }, { units, accounts, policies, attached });
  const started = process.cpuUsage();
  expect(runGuards(plan, '2026-01-01').problems).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(4000);
});
