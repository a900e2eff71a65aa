import { describe, expect, it } from '@jest/globals';
import type { Change, Plan } from '../../src/model.js';
import { inversePlan } from '../../src/plan/inverse.js';
import { specAfter, specBefore } from '../../src/plan/order.js';
import { creation, removal, toyKind, updating } from '../support/toy-kind.js';
import { planWith } from './plan.js';

const KINDS = [toyKind('house'), toyKind('lamp')];
const back = (...changes: Change[]): Plan => inversePlan(planWith(changes), KINDS, 'off');
const said = (plan: Plan): unknown[] =>
  plan.changes.map((change) => [`${change.action} ${change.address}`, specBefore(change), specAfter(change)]);

describe('inversePlan', () => {
  it('takes back what was made, and makes again what was removed, in the other order', () => {
    const plan = back(creation('house:new'), creation('lamp:l', { on: 'house:new' }), removal('house:old', { v: 1 }));
    expect(said(plan)).toEqual([
      ['create house:old', undefined, { v: 1 }],
      ['remove lamp:l', { on: 'house:new' }, undefined],
      ['remove house:new', {}, undefined],
    ]);
    expect(plan.changes.at(-1)?.needs).toEqual(['lamp:l']);
  });

  it('turns an update round, fields too, null and absent kept apart', () => {
    const fields = [
      { path: 'v', from: 1, to: null },
      { path: 'w', to: 2 },
    ];
    const plan = back(updating('lamp:l', { v: 1 }, { v: null, w: 2 }, fields));
    expect(plan.changes[0]).toMatchObject({
      action: 'update',
      from: { v: null, w: 2 },
      to: { v: 1 },
      fields: [
        { path: 'v', from: null, to: 1 },
        { path: 'w', from: 2 },
      ],
    });
  });

  it('cannot take an adoption back, only what was changed with it', () => {
    const adopt = (fields: readonly { path: string }[]): Change => ({
      ...updating('lamp:l', { v: 1 }, { v: 2 }, fields),
      action: 'adopt',
      from: { v: 1 },
      to: { v: 2 },
      fields,
    });
    expect(back(adopt([])).changes).toEqual([]);
    expect(said(back(adopt([{ path: 'v' }])))).toEqual([['update lamp:l', { v: 2 }, { v: 1 }]]);
  });

  it('removes what took the place of another, which comes back by its own removal', () => {
    const fields = [{ path: 'address', from: 'house:old', to: 'house:new' }];
    const replace: Change = {
      ...updating('house:new', { v: 1 }, { v: 2 }),
      action: 'replace',
      from: { v: 1 },
      to: { v: 2 },
      fields,
    };
    expect(said(back(replace, removal('house:old', { v: 1 })))).toEqual([
      ['create house:old', undefined, { v: 1 }],
      ['remove house:new', { v: 2 }, undefined],
    ]);
    expect(said(back({ ...replace, fields: [{ path: 'v', from: 1, to: 2 }] }))).toEqual([
      ['replace house:new', { v: 2 }, { v: 1 }],
    ]);
  });

  it('has nothing to say of waiting and of notices', () => {
    const base = removal('lamp:l');
    expect(back({ ...base, action: 'wait', to: {} }, { ...base, action: 'notice' }).changes).toEqual([]);
  });
});
