import { expect, test } from '@jest/globals';
import type { Problem, Unknown } from '../../src/model.js';
import { textProblems } from '../../src/report/problems.js';
import { PLAIN } from '../../src/report/style.js';
import { unknownRows } from '../../src/report/unknowns.js';

const at = (line: number): Problem => ({
  code: 'config-recorder-missing',
  severity: 'error',
  message: 'no configuration recorder runs in lab',
  hint: 'exclude it',
  origin: { file: 'manifest.yaml', line, column: 3 },
});

test('problems that differ in nothing but the place are told once, with the places', () => {
  const problems = [at(1), { ...at(2), message: 'something else' }, at(3), at(1)];
  expect(textProblems(problems, { ...PLAIN, width: 100 }).split('\n')).toEqual([
    'error   manifest.yaml:1:3 no configuration recorder runs in lab [config-recorder-missing]',
    '        exclude it',
    '        the same at manifest.yaml:3:3',
    'error   manifest.yaml:2:3 something else [config-recorder-missing]',
    '        exclude it',
  ]);
});

test('of many places the first are named and the others counted', () => {
  const many = Array.from({ length: 60 }, (_, index) => at(index + 1));
  expect(textProblems(many, { ...PLAIN, width: 400 })).toMatch(/the same at manifest\.yaml:2:3, .* and 53 more$/);
});

const unknown = (address: Unknown['address'], reason: string): Unknown => ({
  kind: 'root-credentials',
  ...(address !== undefined && { address }),
  reason,
});

test('what is unknown for one reason is told once', () => {
  const names = Array.from({ length: 9 }, (_, index) => `root-credentials:a${index}` as const);
  expect(
    unknownRows([
      unknown(undefined, 'denied'),
      ...names.map((name) => unknown(name, 'blocked')),
      unknown('root-credentials:b', 'denied'),
    ]),
  ).toEqual([
    { subject: 'every root-credentials', reason: 'denied' },
    { subject: `${names.slice(0, 6).join(', ')} and 3 more`, reason: 'blocked' },
    { subject: 'root-credentials:b', reason: 'denied' },
  ]);
});

test('an address in several Regions is one of them', () => {
  const rows = unknownRows(
    ['config-rule:tls@eu-west-1', 'config-rule:tls@us-east-1', 'config-rule:mfa@us-east-1'].map((address) => ({
      kind: 'config-rule',
      address: address as `config-rule:${string}`,
      reason: 'denied',
      missingPermission: 'config:DescribeOrganizationConfigRules',
    })),
  );
  expect(rows).toEqual([
    {
      subject: 'config-rule:tls in 2 Regions: eu-west-1, us-east-1, config-rule:mfa@us-east-1',
      reason: 'denied',
      missingPermission: 'config:DescribeOrganizationConfigRules',
    },
  ]);
});
