import { targetsFor, unitsAround } from '../../src/checklist/targets.js';
import type { NodeName } from '../../src/model.js';
import { organizationFacts, strayAccount } from './samples.js';

const { tree } = organizationFacts();
const MEMBERS: readonly NodeName[] = [
  'account:log-archive',
  'account:audit',
  'account:payments-prod',
  'account:payments-dev',
];

describe('the fewest targets', () => {
  test.each<[string, readonly NodeName[], string[]]>([
    ['nobody', [], []],
    ['all members: the root', MEMBERS, ['root']],
    [
      'all of one unit; a suspended account does not stand in the way',
      ['account:payments-prod'],
      ['Workloads/Prod/**'],
    ],
    ['a unit and one of another', MEMBERS.slice(1), ['account:audit', 'Workloads/**']],
    ['the management account by its own word', ['account:management'], ['management']],
    ['everybody, management too', [...MEMBERS, 'account:management'], ['root']],
    [
      'members of one unit and management',
      ['account:payments-dev', 'account:management'],
      ['management', 'Workloads/NonProd/**'],
    ],
  ])('%s', (_, accounts, expected) => {
    expect(targetsFor(tree, accounts)).toEqual(expected);
  });

  test('an account at the root is named', () => {
    const withStray = organizationFacts([strayAccount]).tree;
    expect(targetsFor(withStray, ['account:legacy-crm'])).toEqual(['account:legacy-crm']);
  });

  test('what is not inherited goes to the units themselves, and there is none around an account at the root', () => {
    const withStray = organizationFacts([strayAccount]).tree;
    expect(unitsAround(withStray, [...MEMBERS, 'account:legacy-crm'])).toEqual([
      'Security',
      'Workloads/Prod',
      'Workloads/NonProd',
    ]);
  });
});
