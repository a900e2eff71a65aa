import { afterAll, describe, expect, test } from '@jest/globals';
import { accounts } from '../../src/kinds/account/section.js';
import { complaints, load, removeFolders } from './support.js';

afterAll(removeFolders);

const UNITS = 'organizationalUnits: { Workloads: { children: { Prod: {} } }, Security: {} }\n';

describe('included files', () => {
  test('entries of all files together, in the order of the files', async () => {
    const manifest = await load(`accounts: { a: { id: "300000000001" } }\ninclude: [accounts/*.yaml, extra.yaml]\n`, {
      'accounts/2.yaml': 'accounts: { c: { id: "300000000003" } }\n',
      'accounts/1.yaml': 'accounts: { b: { id: "300000000002" } }\n',
      'accounts/notes.txt': 'not read',
      'extra.yaml': 'policyTypes: { scp: on }\n',
    });
    expect(Object.keys(manifest.section(accounts) ?? {})).toEqual(['a', 'b', 'c']);
    expect(manifest.unmanaged).toEqual(['organizationalUnits', 'trustedAccess', 'policies']);
  });

  test('what is declared in two files', async () => {
    expect(
      await complaints('include: [a.yaml, b.yaml, a.yaml]\n', {
        'a.yaml': 'accounts: { x: { id: "300000000001" } }\n',
        'b.yaml': 'accounts: { x: { id: "300000000002" } }\n',
      }),
    ).toEqual([
      'manifest.yaml:4:27 manifest-duplicate the file "a.yaml" is included twice; keep one of the two entries',
      'b.yaml:1:13 manifest-duplicate "x" is declared a second time (first at a.yaml:1:13); keep one of the two',
    ]);
  });

  test('an included file holds sections, and only those it may hold', async () => {
    expect(
      await complaints(
        'include: [{ path: a.yaml, owner: network, may: [accounts, polices] }, { path: nothing/*.yaml }, b.yaml]\n',
        {
          'a.yaml': 'accounts: {}\npolicies: {}\nguards: {}\nacounts: {}\n',
          'b.yaml': '- accounts\n',
        },
      ),
    ).toEqual([
      'manifest.yaml:4:59 manifest-value "polices" is not a section; did you mean "policies"?',
      'manifest.yaml:4:79 manifest-file "nothing/*.yaml" matches no file; remove the entry, or correct the pattern',
      'a.yaml:2:1 manifest-grant the file of network "a.yaml" may hold accounts or polices, not policies; add policies to "may" of its include entry, or move the section',
      'a.yaml:3:1 manifest-grant "guards" stands in an included file; it belongs into the manifest itself',
      'a.yaml:4:1 manifest-unknown-key unknown section "acounts"; did you mean "accounts"?',
      'b.yaml:1:1 manifest-type an included file is a map of sections, not a list',
    ]);
  });

  test('a file acts only where it was granted to', async () => {
    const team = `organizationalUnits: { Mine: {} }
accounts:
  in: { id: "300000000001", ou: Workloads/Prod }
  out: { id: "300000000002", ou: Security }
  unplaced: { id: "300000000003" }
policies:
  fine: { type: scp, document: {}, targets: [Workloads, "account:in", "selector:prod", { targets: [Workloads/Prod] }] }
  wide: { type: scp, document: {}, targets: [Workloads/Prod, root, { tags: { a: b } }, "selector:all"] }
  nowhere: { type: scp, document: {}, targets: [] }
policyTypes: { scp: on }
`;
    const manifest = `${UNITS}selectors: { prod: { targets: [Workloads/Prod/**] }, all: { tags: { a: b } } }
include: [{ path: team.yaml, owner: team, targets: [Workloads/**] }]
`;
    const granted = 'the include grants Workloads/** to team';
    expect(await complaints(manifest, { 'team.yaml': team })).toEqual([
      `team.yaml:1:24 manifest-grant organizationalUnits.Mine lies outside of what its file may declare; ${granted}`,
      `team.yaml:4:3 manifest-grant accounts.out lies outside of what its file may declare; ${granted}`,
      `team.yaml:5:3 manifest-grant accounts.unplaced lies outside of what its file may declare; ${granted}`,
      `team.yaml:8:62 manifest-grant policies.wide.targets[1] reaches further than its file may; ${granted}`,
      `team.yaml:8:68 manifest-grant policies.wide.targets[2] reaches further than its file may; ${granted}`,
      `team.yaml:8:88 manifest-grant policies.wide.targets[3] reaches further than its file may; ${granted}`,
      `team.yaml:10:16 manifest-grant policyTypes.scp acts on the whole organization; ${granted}`,
    ]);
  });

  test('a grant is a whole subtree that exists', async () => {
    expect(
      await complaints(`${UNITS}include: [{ path: a.yaml, targets: [Workloads, Workload/**] }]\n`, { 'a.yaml': '{}' }),
    ).toEqual([
      'manifest.yaml:5:37 manifest-value include[0].targets[0] "Workloads" is not a grant; grant whole subtrees: "root", "Workloads/**" or "account:NAME"',
    ]);
    expect(
      await complaints(`${UNITS}include: [{ path: a.yaml, targets: [Workload/**] }]\n`, { 'a.yaml': '{}' }),
    ).toEqual([
      'manifest.yaml:5:36 manifest-reference target "Workload/**" matches no unit; did you mean "Workloads/**"?',
    ]);
  });
});

describe('the digest', () => {
  const files = { 'p.yaml': 'Version: "2012-10-17"\n', 'v.yaml': 'x: 1\n' };
  const manifest =
    'variables: v.yaml\npolicies: { p: { type: scp, file: p.yaml, targets: [root] }, q: { type: scp, document: {}, targets: [root] } }\n';

  test('is the same for what is only written differently', async () => {
    const one = await load(manifest, files);
    const other = await load(`# a comment\n${manifest.replace('{ p: ', '\n  { "p": ')}`, {
      ...files,
      'p.yaml': '{"Version": "2012-10-17"}',
    });
    expect(one.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(other.digest).toBe(one.digest);
  });

  test.each([
    ['a policy', manifest, { ...files, 'p.yaml': 'Version: "2008-10-17"\n' }],
    ['a variable', manifest, { ...files, 'v.yaml': 'x: 2\n' }],
    [
      'the order of attachment',
      'variables: v.yaml\npolicies: { q: { type: scp, document: {}, targets: [root] }, p: { type: scp, file: p.yaml, targets: [root] } }\n',
      files,
    ],
    ['a guard', `${manifest}guards: { maxRemovals: 4 }\n`, files],
  ])('differs with %s', async (_name, changed, changedFiles) => {
    expect((await load(changed, changedFiles)).digest).not.toBe((await load(manifest, files)).digest);
  });
});

test('guards: defaults, and allowances with their position', async () => {
  expect((await load('')).guards).toEqual({ maxRemovals: 3, protectedPrincipals: [], quotas: {}, allow: [] });
  const { guards } = await load(
    'guards:\n  allow:\n    - { code: policy-size, at: "policy:scp/*", reason: CHG-1, until: 2026-12-31 }\n',
  );
  expect(guards.allow).toEqual([
    {
      code: 'policy-size',
      at: 'policy:scp/*',
      reason: 'CHG-1',
      until: '2026-12-31',
      origin: { file: 'manifest.yaml', line: 6, column: 7 },
    },
  ]);
});
