import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { RequestContext } from '../../src/iam/condition.js';
import { allows, denies } from '../../src/iam/evaluate.js';
import { assignments } from '../../src/kinds/permission-assignment/section.js';
import { permissionSets } from '../../src/kinds/permission-set/section.js';
import type { JsonObject } from '../../src/model.js';
import { developer } from './callers.js';
import { documentIn, load } from './example.js';

const ACCOUNT = '300000000002';
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/DeveloperBoundary`;
const at = (path: string): string => `arn:aws:iam::${ACCOUNT}:role/${path}`;

/** The policy of the template, as it is in an account. */
function boundary(): JsonObject {
  const file = join(import.meta.dirname, '../../manifest/templates/developer-boundary.yaml');
  const text = readFileSync(file, 'utf8')
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::AccountId}', ACCOUNT);
  const tags = ['!Ref', '!Sub', '!Equals'].map((tag) =>
    tag === '!Equals'
      ? { tag, collection: 'seq' as const, resolve: () => true }
      : { tag, resolve: (value: string) => value },
  );
  return parse(text, { customTags: tags }).Resources.Boundary.Properties.PolicyDocument as JsonObject;
}

const under: RequestContext = { ...developer, 'iam:permissionsboundary': BOUNDARY };
const bare: RequestContext = { ...developer, 'iam:permissionsboundary': null };

/** who, action, resource, context, does the set allow it?, does the boundary deny it? */
const CASES: [string, string, string, RequestContext, 'yes' | 'no', 'yes' | 'no'][] = [
  ['a role under the boundary', 'iam:CreateRole', at('app/api'), under, 'yes', 'no'],
  ['a role without one', 'iam:CreateRole', at('app/api'), bare, 'no', 'yes'],
  ['a role of the platform', 'iam:PutRolePolicy', at('BreakGlass'), under, 'no', 'no'],
  ['more for a role without the boundary', 'iam:AttachRolePolicy', at('app/api'), bare, 'no', 'yes'],
  ['the boundary off', 'iam:DeleteRolePermissionsBoundary', at('app/api'), under, 'no', 'yes'],
  ['another boundary', 'iam:CreatePolicyVersion', BOUNDARY, developer, 'no', 'yes'],
  ['an IAM user', 'iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/me`, developer, 'no', 'yes'],
  ['a role for a function', 'iam:PassRole', at('app/api'), developer, 'yes', 'no'],
  ['a role of the platform for a function', 'iam:PassRole', at('stacksets-exec-1'), developer, 'no', 'no'],
  ['a look at roles', 'iam:ListRoles', '*', developer, 'yes', 'no'],
];

test.each(CASES)('a developer wants %s', async (_what, action, resource, context, allowed, denied) => {
  const inline = documentIn(await load(), 'policies/identity/roles-with-boundary.yaml');
  const request = { action, resource, context };
  expect(allows([inline], request)).toBe(allowed);
  expect(denies(boundary(), request)).toBe(denied);
});

test('who contains an incident stops and cuts off, and takes no right nor evidence', async () => {
  const contain = documentIn(await load(), 'policies/identity/contain.yaml');
  const may = (action: string) => allows([contain], { action, resource: '*', context: developer });
  expect(['ec2:StopInstances', 'iam:UpdateAccessKey', 'ec2:CreateSnapshot'].map(may)).toEqual(['yes', 'yes', 'yes']);
  expect(['iam:CreateUser', 'ec2:DeleteSnapshot', 's3:DeleteObject', 'kms:ScheduleKeyDeletion'].map(may)).toEqual([
    'no',
    'no',
    'no',
    'no',
  ]);
});

test.each(['orgs/sandbox.yaml', 'orgs/prod.yaml'])('every set is assigned by name, with %s', async (variables) => {
  const manifest = await load(variables);
  const sets = Object.keys(manifest.section(permissionSets) ?? {});
  const assigned = new Set((manifest.section(assignments) ?? []).map(({ permissionSet }) => permissionSet));
  expect([...assigned].sort()).toEqual(sets.sort());
});
