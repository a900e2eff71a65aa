import { afterAll, describe, expect, test } from '@jest/globals';
import { complaints, removeFolders } from './support.js';

afterAll(removeFolders);

const UNITS = 'organizationalUnits: { Workloads: { children: { Prod: {}, NonProd: {} } } }\n';
const policy = (fields: string): string => `policies: { p: { type: scp, document: {}, ${fields} } }\n`;

describe('targets', () => {
  test.each([
    ['workload/**', 'target "workload/**" matches no unit; did you mean "Workloads/**"?'],
    ['Workloads/*', 'target "Workloads/*" matches no unit; write "Workloads/**" for everything below'],
    ['Workloads/prod', 'target "Workloads/prod" matches no unit; did you mean "Workloads/Prod"?'],
    ['payments', 'target "payments" matches no unit; did you mean "account:payments"?'],
    ['account:payment', 'target "account:payment" matches no account; did you mean "account:payments"?'],
    [
      'account:300000000009',
      'target "account:300000000009" matches no account; declare it under accounts, with existing: true if it is not yours',
    ],
    [
      'Elsewhere',
      'target "Elsewhere" matches no unit; declare it under organizationalUnits, with existing: true if it is not yours',
    ],
    ['selector:prd', 'there is no selector "prd"; did you mean "selector:prod"?'],
    [
      'tag:team=pay',
      'target "tag:team=pay" matches no unit; accounts with a tag are selected by { tags: { team: pay } }',
    ],
    ['Root', 'target "Root" matches no unit; did you mean "root"?'],
  ])('%s', async (target, message) => {
    const rest =
      'accounts: { payments: { id: "300000000001" } }\nselectors: { prod: { targets: [Workloads/Prod/**] } }\n';
    expect(await complaints(policy(`targets: ["${target}"]`) + UNITS + rest)).toEqual([
      `manifest.yaml:4:53 manifest-reference ${message}`,
    ]);
  });

  test('inside selections and excludes, at their own positions', async () => {
    const targets = 'targets: [{ targets: [Nowhere], tags: {}, exclud: [] }, 3], exclude: [Workloads, Nix]';
    expect(await complaints(policy(targets) + UNITS)).toEqual([
      'manifest.yaml:4:65 manifest-reference target "Nowhere" matches no unit; declare it under organizationalUnits, with existing: true if it is not yours',
      'manifest.yaml:4:75 manifest-value policies.p.targets[0].tags is empty; name at least one tag',
      'manifest.yaml:4:85 manifest-unknown-key unknown key "exclud" in policies.p.targets[0]; did you mean "exclude"?',
      'manifest.yaml:4:99 manifest-type policies.p.targets[1] is a number, not text: 3; write it in quotes: "3"',
      'manifest.yaml:4:124 manifest-reference target "Nix" matches no unit; declare it under organizationalUnits, with existing: true if it is not yours',
    ]);
  });

  test('a list is a list, and not empty where that means nothing', async () => {
    expect(await complaints(policy('targets: root'))).toEqual([
      'manifest.yaml:4:52 manifest-type policies.p.targets is "root", not a list; write [root]',
    ]);
    expect(await complaints(policy('targets: [], exclude: []'))).toEqual([
      'manifest.yaml:4:56 manifest-value policies.p.exclude is empty',
    ]);
    expect(await complaints('selectors: { none: {}, no: { targets: [] } }\n')).toEqual([
      'manifest.yaml:4:14 manifest-value selectors.none selects nothing; write targets:, tags: or exclude:',
      'manifest.yaml:4:30 manifest-value selectors.no.targets is empty',
    ]);
  });

  test('selectors that refer to one another', async () => {
    expect(
      await complaints(
        'selectors: { a: { targets: ["selector:b"] }, b: { exclude: ["selector:c"] }, c: { targets: ["selector:a"] } }\n',
      ),
    ).toEqual([
      'manifest.yaml:4:93 manifest-selector the selector "a" refers to itself: a -> b -> c -> a; remove one of the references',
    ]);
  });
});
