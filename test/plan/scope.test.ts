import { describe, expect, it } from '@jest/globals';
import type { Change, NodeName } from '../../src/model.js';
import { Organization } from '../../src/organization.js';
import { limitToScope, nodesInScope, targetsOf } from '../../src/plan/scope.js';
import { creation, toyKind, updating } from '../support/toy-kind.js';

const node = (name: NodeName, parent?: NodeName) => ({
  name,
  ...(parent && { parent }),
  tags: {},
  declared: true,
  live: true,
});
const ORGANIZATION = new Organization('o-exampleorg1', [
  node('root'),
  node('unit:Apps', 'root'),
  node('unit:Apps/Prod', 'unit:Apps'),
  node('account:pay', 'unit:Apps/Prod'),
  node('unit:Else', 'root'),
]);

describe('nodesInScope', () => {
  it('takes what is named with everything below', () => {
    expect([...nodesInScope(['unit:Apps'], [ORGANIZATION])]).toEqual(['unit:Apps', 'unit:Apps/Prod', 'account:pay']);
  });

  it('says what does not exist', () => {
    expect(() => nodesInScope(['unit:Apsp'], [ORGANIZATION])).toThrow('--scope unit:Apsp: no such unit or account');
  });
});

describe('limitToScope', () => {
  const scope = nodesInScope(['unit:Apps'], [ORGANIZATION]);
  const at: Record<string, NodeName[]> = {
    'toy:inside': ['unit:Apps/Prod'],
    'toy:above': ['root'],
    'toy:both': ['unit:Apps', 'unit:Else'],
    'toy:elsewhere': ['unit:Else'],
    'toy:nowhere': [],
    'toy:needy': ['unit:Apps'],
    'toy:needier': ['unit:Apps'],
  };
  const limited = (changes: readonly Change[]): string[] =>
    limitToScope(
      changes,
      scope,
      ({ address }) => at[address] ?? [],
      (name) => ORGANIZATION.below(name),
    ).map(({ action, why, address }) => `${action === 'notice' ? why : action} ${address}`);

  it('applies what lies inside, lists what reaches beyond, and keeps quiet about the rest', () => {
    expect(
      limited([
        creation('toy:inside'),
        creation('toy:above'),
        creation('toy:both'),
        creation('toy:elsewhere'),
        creation('toy:nowhere'),
      ]),
    ).toEqual(['create toy:inside', 'outside-scope toy:above', 'outside-scope toy:both']);
  });

  it('does not apply what needs something that is not applied', () => {
    expect(
      limited([
        creation('toy:needier', {}, { needs: ['toy:needy'] }),
        creation('toy:needy', {}, { needs: ['toy:above'] }),
        creation('toy:above'),
      ]),
    ).toEqual(['outside-scope toy:needier', 'outside-scope toy:needy', 'outside-scope toy:above']);
  });
});

it('a change acts on where it was and on where it will be', () => {
  const specs = { before: new Map(), after: new Map() };
  const change = updating('toy:a', { at: 'unit:Apps' }, { at: 'unit:Else' });
  expect(targetsOf(change, toyKind(), specs)).toEqual(['unit:Apps', 'unit:Else']);
});
