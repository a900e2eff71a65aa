import { describe, expect, it } from '@jest/globals';
import type { Change, JsonObject, NodeName } from '../../src/model.js';
import { Organization } from '../../src/organization.js';
import { limitToScope, nodesInScope, partInScope, targetsOf } from '../../src/plan/scope.js';
import { creation, NAMES, toyKind, updating } from '../support/toy-kind.js';

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

describe('the part of a change that lies in scope', () => {
  const scope = new Set<NodeName>(['account:pay']);
  const parted = toyKind('toy', {
    within: (from, to, fields, nodes) => {
      const inside = ({ pay = 0 }: JsonObject): JsonObject => (nodes.has('account:pay') ? { pay } : {});
      return fields.includes('size') ? undefined : { from: inside(from), to: inside(to) };
    },
  });
  const part = (change: Change, kind = parted): Change | undefined => partInScope(change, kind, scope, NAMES);

  it('is an update with fewer fields, of what is in scope alone on both sides', () => {
    const change = updating('toy:a', { pay: 1, other: 1 }, { pay: 2, other: 2 }, [{ path: 'pay' }, { path: 'other' }]);
    expect(part(change)).toEqual({
      ...change,
      from: { pay: 1 },
      to: { pay: 2 },
      fields: [{ path: 'pay', from: 1, to: 2 }],
    });
  });

  it('is nothing where nothing in scope changes, where the kind says no, or has no parts', () => {
    const elsewhere = updating('toy:a', { pay: 1, other: 1 }, { pay: 1, other: 2 }, [{ path: 'other' }]);
    expect(part(elsewhere)).toBeUndefined();
    expect(part(updating('toy:a', { pay: 1 }, { pay: 2, size: 2 }, [{ path: 'size' }]))).toBeUndefined();
    expect(part(updating('toy:a', { pay: 1 }, { pay: 2 }, [{ path: 'pay' }]), toyKind())).toBeUndefined();
    expect(part(creation('toy:a', { pay: 2 }))).toBeUndefined();
  });
});

it('a change acts on where it was and on where it will be', () => {
  const specs = { before: new Map(), after: new Map() };
  const change = updating('toy:a', { at: 'unit:Apps' }, { at: 'unit:Else' });
  expect(targetsOf(change, toyKind(), specs)).toEqual(['unit:Apps', 'unit:Else']);
});

it('who is left out on both sides is not acted on; the others are, one by one', () => {
  const known = new Organization('o-exampleorg1', [
    node('root'),
    node('account:a', 'root'),
    node('account:b', 'root'),
    { ...node('account:c', 'root'), state: 'SUSPENDED' },
  ]);
  const kind = toyKind('toy', {
    targets: () => ['root'],
    leavesOut: (spec) => spec['without'] as readonly NodeName[],
  });
  const specs = { before: new Map(), after: new Map() };
  const acted = (from: readonly string[], to: readonly string[]) =>
    targetsOf(updating('toy:x', { without: from }, { without: to }), kind, specs, [known]);
  expect(acted([], [])).toEqual(['account:a', 'account:b']);
  expect(acted(['account:a'], ['account:a'])).toEqual(['account:b']);
  expect(acted(['account:a'], ['account:b'])).toEqual(['account:a', 'account:b']);
});
