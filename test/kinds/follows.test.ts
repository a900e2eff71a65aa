import { describe, expect, it } from '@jest/globals';
import type { SpecsByAddress } from '../../src/kind.js';
import { follows } from '../../src/kinds/policy-attachment/follows.js';
import type { Address, Change, NodeName } from '../../src/model.js';
import { creation, removal, updating } from '../support/toy-kind.js';

const spec = (policy: string, target: NodeName) => ({ policy: `policy:scp/${policy}` as const, target });
const at = (policy: string, target: NodeName): Address => `policy-attachment:scp/${policy}@${target}`;

/** What detaching "old" from a place waits for. */
function waitsFor(place: NodeName, changes: readonly Change[], before: SpecsByAddress = new Map()): readonly Address[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) groups.set(change.kind, [...(groups.get(change.kind) ?? []), change]);
  const detach = removal(at('old', place), spec('old', place));
  if (detach.action !== 'remove') throw new Error('not a removal');
  return follows({ ...detach, from: spec('old', place) }, groups, before);
}

const attach = (target: NodeName): Change => creation(at('new', target), spec('new', target));
const account = (parent: string): SpecsByAddress =>
  new Map([['account:pay' as const, { kind: 'account', spec: { parent } }]]);

describe('a policy is detached after', () => {
  it.each<[NodeName, NodeName, boolean]>([
    ['unit:Apps', 'unit:Apps', true],
    ['unit:Apps', 'unit:Apps/Prod', true],
    ['unit:Apps/Prod', 'unit:Apps', true],
    ['unit:Apps', 'root', true],
    ['root', 'unit:Apps', true],
    ['unit:Apps', 'unit:AppsToo', false],
    ['account:pay', 'account:shop', false],
    ['account:pay', 'account:pay', true],
    ['unit:Apps', 'account:pay', true],
  ])('at %s, one attached at %s: %s', (old, place, waits) => {
    expect(waitsFor(old, [attach(place)])).toEqual(waits ? [at('new', place)] : []);
  });

  it('at the place of an account, when it is known where that lives', () => {
    expect(waitsFor('unit:Apps', [attach('account:pay')], account('unit:Apps/Prod'))).toHaveLength(1);
    expect(waitsFor('unit:Apps', [attach('account:pay')], account('unit:Else'))).toEqual([]);
    expect(waitsFor('account:pay', [attach('unit:Else')], account('unit:Apps'))).toEqual([]);
    expect(waitsFor('root', [attach('account:pay')], account('unit:Else'))).toHaveLength(1);
  });

  it('at the place that an account leaves and at the one where it arrives', () => {
    const moves = updating('account:pay', { parent: 'unit:Else' }, { parent: 'unit:Apps' });
    const changes = [attach('account:pay'), moves];
    expect(waitsFor('unit:Apps', changes, account('unit:Else'))).toEqual([at('new', 'account:pay')]);
    expect(waitsFor('unit:Else', changes, account('unit:Else'))).toEqual(['account:pay', at('new', 'account:pay')]);
  });
});
