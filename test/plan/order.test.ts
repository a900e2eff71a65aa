import { describe, expect, it } from '@jest/globals';
import type { Address, Change } from '../../src/model.js';
import { isActive, orderChanges } from '../../src/plan/order.js';
import { creation, removal, toyKind, updating } from '../support/toy-kind.js';

const KINDS = [toyKind('house'), toyKind('lamp')];
const said = (changes: readonly Change[]): string[] => changes.map(({ action, address }) => `${action} ${address}`);

describe('orderChanges', () => {
  it('makes what is needed first, and takes it away last', () => {
    const made = [creation('lamp:l', { on: 'house:h' }), creation('house:h')];
    expect(said(orderChanges(made, KINDS))).toEqual(['create house:h', 'create lamp:l']);
    const gone = [removal('house:h'), removal('lamp:l', { on: 'house:h' })];
    expect(said(orderChanges(gone, KINDS))).toEqual(['remove lamp:l', 'remove house:h']);
  });

  it('lets a thing leave what is removed before it goes', () => {
    const changes = [
      removal('house:old'),
      updating('lamp:l', { on: 'house:old' }, { on: 'house:new' }),
      creation('house:new'),
    ];
    const ordered = orderChanges(changes, KINDS);
    expect(said(ordered)).toEqual(['create house:new', 'update lamp:l', 'remove house:old']);
    expect(ordered.map(({ needs }) => needs)).toEqual([[], ['house:new'], ['lamp:l']]);
  });

  it('keeps the order of the manifest where nothing else decides', () => {
    const names: Address[] = ['house:z', 'house:a', 'house:m'];
    expect(
      orderChanges(
        names.map((name) => creation(name)),
        KINDS,
      ).map(({ address }) => address),
    ).toEqual(names);
  });

  it('needs only what the plan makes, and follows only what it touches', () => {
    const [lamp] = orderChanges([creation('lamp:l', { on: 'house:there' }, { after: ['lamp:else'] })], KINDS);
    expect(lamp).toMatchObject({ needs: [], after: [] });
  });

  it('asks the kind what must have been done before a change', () => {
    const lamp = toyKind('lamp', {
      follows: (change, others) =>
        change.action === 'remove' ? (others.get('lamp') ?? []).map(({ address }) => address) : [],
    });
    const ordered = orderChanges([removal('lamp:old'), creation('lamp:new')], [toyKind('house'), lamp]);
    expect(said(ordered)).toEqual(['create lamp:new', 'remove lamp:old']);
    expect(ordered[1]?.needs).toEqual(['lamp:new']);
  });

  it('puts notices last and by name', () => {
    const notice = (address: Address): Change => ({ ...removal(address), action: 'notice', why: 'undeclared' });
    const ordered = orderChanges([notice('house:b'), notice('house:a'), creation('lamp:l')], KINDS);
    expect(ordered.map(({ address }) => address)).toEqual(['lamp:l', 'house:a', 'house:b']);
    expect(ordered.filter(isActive)).toHaveLength(1);
  });

  it('names the changes that wait for each other', () => {
    const circle = [creation('lamp:a', {}, { after: ['lamp:b'] }), creation('lamp:b', {}, { after: ['lamp:a'] })];
    expect(() => orderChanges(circle, KINDS)).toThrow(/circle: lamp:a \(needs lamp:b\); lamp:b \(needs lamp:a\)/);
  });

  it('orders ten thousand changes in a moment', () => {
    const changes = [
      creation('house:h'),
      ...Array.from({ length: 10_000 }, (_, index) => creation(`lamp:${index}`, { on: 'house:h' })),
    ];
    const startedAt = process.cpuUsage();
    expect(orderChanges(changes, KINDS)[0]?.address).toBe('house:h');
    expect(process.cpuUsage(startedAt).user).toBeLessThan(1_000_000);
  });
});
