import { describe, expect, it } from '@jest/globals';
import { compare, fieldChanges, narrowed, same } from '../../src/plan/compare.js';
import { NAMES, toyKind } from '../support/toy-kind.js';

describe('fieldChanges', () => {
  it('names each leaf that differs, in the order of keys', () => {
    const from = { b: 1, a: { x: 1, y: 2 }, list: [1, 2] };
    const to = { a: { y: 3, z: 4 }, b: 1, list: [2, 1] };
    expect(fieldChanges(from, to)).toEqual([
      { path: 'a.x', from: 1 },
      { path: 'a.y', from: 2, to: 3 },
      { path: 'a.z', to: 4 },
      { path: 'list', from: [1, 2], to: [2, 1] },
    ]);
  });

  it('knows null from absent', () => {
    expect(fieldChanges({ tag: null }, {})).toEqual([{ path: 'tag', from: null }]);
  });

  it('names a document as one, without its text', () => {
    expect(fieldChanges({ document: { a: 1 } }, { document: { a: 2 } })).toEqual([{ path: 'document' }]);
    expect(fieldChanges({ document: { a: 1, b: 2 } }, { document: { b: 2, a: 1 } })).toEqual([]);
  });
});

describe('compare', () => {
  const kind = toyKind('toy', {
    narrow: (live, wanted) => Object.fromEntries(Object.keys(wanted).map((key) => [key, live[key] ?? null])),
    canonical: (spec) => ({ ...spec, name: String(spec['name']).toLowerCase() }),
  });

  it('looks only at what is spoken of', () => {
    expect(narrowed(kind, { name: 'A', note: 'x' }, { name: 'B' })).toEqual({ name: 'A' });
    expect(compare(kind, { name: 'a', note: 'by hand' }, { name: 'a' }, NAMES).equal).toBe(true);
  });

  it('takes for the same what the kind takes for the same', () => {
    expect(same(kind, { name: 'ONE' }, { name: 'one' }, NAMES)).toBe(true);
    expect(compare(kind, { name: 'ONE' }, { name: 'one' }, NAMES)).toEqual({
      equal: true,
      from: { name: 'ONE' },
      fields: [],
    });
    expect(compare(kind, { name: 'ONE' }, { name: 'two' }, NAMES).fields).toEqual([
      { path: 'name', from: 'one', to: 'two' },
    ]);
  });
});
