import type { Address, AddressHold, Change } from '../../src/model.js';
import { heldBack, withholdChanges } from '../../src/plan/holds.js';
import { actions, Bench, manifestOf, notices } from '../support/organization.js';

const NOW = Date.UTC(2026, 0, 1);
const hold = (address: Address, until = '2026-02-01T00:00:00.000Z', reason = 'CHG-1'): AddressHold => ({
  address,
  until,
  reason,
  by: 'arn:anna',
  at: '2025-12-31T00:00:00.000Z',
});

const change = (address: Address, more: Partial<Change> = {}): Change =>
  ({
    address,
    kind: 'k',
    needs: [],
    after: [],
    reads: [],
    why: 'declared',
    action: 'create',
    to: {},
    ...more,
  }) as Change;

const words = (changes: readonly Change[]): string[] =>
  changes.map((each) =>
    each.action === 'notice' ? `${each.address}: ${each.detail ?? ''}` : `${each.action} ${each.address}`,
  );

test('a held address and what needs it, through others, become notices; the rest is done', () => {
  const changes = [
    change('a:1'),
    change('a:2', { needs: ['a:1'] }),
    change('a:3', { needs: ['a:2'] }),
    change('a:4', { after: ['a:1'] }),
  ];
  expect(words(withholdChanges(changes, [hold('a:1')], NOW))).toEqual([
    'a:1: create held until 2026-02-01T00:00:00.000Z by arn:anna: CHG-1',
    'a:2: create waits for a:1, which is held',
    'a:3: create waits for a:2, which is held',
    'create a:4',
  ]);
});

test('a hold that has ended does nothing; of several the longest counts', () => {
  const past = hold('a:1', '2026-01-01T00:00:00.000Z');
  expect(heldBack([change('a:1')], [past], NOW).size).toBe(0);
  const both = [
    hold('a:1', '2026-03-01T00:00:00.000Z', 'long'),
    hold('a:1', '2026-01-02T00:00:00.000Z', 'short'),
    past,
  ];
  expect(heldBack([change('a:1')], both, NOW).get('a:1')).toContain('long');
});

test('what AWS would do by itself does not happen where all that causes it is held, and does where something else does', () => {
  const follow = change('b:1', { why: 'automatic', after: ['a:1', 'a:2'] });
  const changes = [change('a:1'), change('a:2'), follow];
  expect(words(withholdChanges(changes, [hold('a:1')], NOW)).slice(1)).toEqual(['create a:2', 'create b:1']);
  expect([...heldBack(changes, [hold('a:1'), hold('a:2')], NOW).keys()]).toEqual(['a:1', 'a:2', 'b:1']);
});

test('a thing that is renamed is held under its old address too, and notices stay as they are', () => {
  const renamed = change('unit:New', {
    action: 'replace',
    from: {},
    fields: [{ path: 'address', from: 'unit:Old', to: 'unit:New' }],
  } as Partial<Change>);
  const notice = change('a:9', { action: 'notice', why: 'foreign' } as Partial<Change>);
  expect(withholdChanges([renamed, notice], [hold('unit:Old'), hold('a:9')], NOW)).toEqual([
    expect.objectContaining({ address: 'unit:New', action: 'notice', why: 'held' }),
    notice,
  ]);
});

const MANIFEST = `organizationalUnits:
  A: { children: { A1: {} } }
  B: {}
policyTypes: { scp: on }
policies:
  no-leave: { type: scp, description: x, targets: [A, B], document: { Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" }] } }
`;

describe('in a run', () => {
  test('the plan reports the unit and what stands on it, does the rest, and all of it when the hold has ended', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(MANIFEST);
    const holds = [hold('unit:A')];
    const { plan } = await bench.plan(manifest, { holds });
    expect(actions(plan)).toEqual([
      'create unit:B',
      'create policy:scp/no-leave',
      'create policy-attachment:scp/no-leave@unit:B',
    ]);
    expect(notices(plan)).toEqual(
      expect.arrayContaining(['held unit:A', 'held unit:A/A1', 'held policy-attachment:scp/no-leave@unit:A']),
    );
    expect((await bench.apply(plan, { holds })).state).toBe('complete');
    expect(actions((await bench.plan(manifest, { holds })).plan)).toEqual([]);
    bench.clock.advance(40 * 86_400_000);
    expect(actions((await bench.plan(manifest, { holds })).plan)).toEqual([
      'create unit:A',
      'create unit:A/A1',
      'create policy-attachment:scp/no-leave@unit:A',
    ]);
  });

  test('a hold that comes after the plan was saved: its apply leaves the address alone, and says so', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(MANIFEST);
    const { plan } = await bench.plan(manifest);
    const result = await bench.apply(plan, { holds: [hold('unit:A')] });
    expect(result.state).toBe('incomplete');
    const skipped = result.outcomes.filter(({ state }) => state === 'skipped');
    expect(skipped.map(({ address }) => address).sort()).toEqual([
      'policy-attachment:scp/no-leave@unit:A',
      'unit:A',
      'unit:A/A1',
    ]);
    expect(skipped.find(({ address }) => address === 'unit:A')?.problem).toContain('held until 2026-02-01');
    expect(result.outcomes.find(({ address }) => address === 'unit:B')?.state).toBe('done');
  });

  test('drift of a held address is told and not mended', async () => {
    const bench = new Bench();
    await bench.converge(await manifestOf(MANIFEST));
    const changed = await manifestOf(MANIFEST.replace('description: x', 'description: y'));
    const { plan } = await bench.plan(changed, { holds: [hold('policy:scp/no-leave')] });
    expect(actions(plan)).toEqual([]);
    expect(notices(plan)).toContain('held policy:scp/no-leave');
  });
});
