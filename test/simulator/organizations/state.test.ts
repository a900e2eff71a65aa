import fc from 'fast-check';
import { unkind } from '../../../src/simulator/index.js';
import { emptyTables, Store, type View } from '../../../src/simulator/services/organizations/store.js';
import { newPolicy, newUnit, PAYMENTS, pages, ROOT, sandbox } from './support.js';

describe('the state', () => {
  test('survives being saved and loaded in the middle of everything', async () => {
    const one = sandbox({ ...unkind, rates: { speed: 'off' }, latencyMs: 0 });
    const { aws, simulator, clock } = one;
    await aws.enablePolicyType({ RootId: ROOT, PolicyType: 'TAG_POLICY' });
    const { CreateAccountStatus } = await aws.createAccount({ AccountName: 'new', Email: 'new@example.com' });
    const unit = await newUnit(aws, 'Fresh');
    const saved = JSON.parse(JSON.stringify(simulator.world.snapshot()));
    const two = sandbox({ ...unkind, rates: { speed: 'off' }, latencyMs: 0, clock });
    two.simulator.world.restore(saved);
    const names = async (client: typeof aws) => {
      const found = await pages((token) => client.listOrganizationalUnitsForParent({ ParentId: ROOT, ...token }));
      return found.flatMap((page) => page.OrganizationalUnits?.map((each) => each.Name));
    };
    expect(await names(two.aws)).toEqual(['Security', 'Sandbox']);
    clock.advance(2_000);
    expect(await names(two.aws)).toEqual(['Security', 'Sandbox', 'Fresh']);
    const id = { CreateAccountRequestId: CreateAccountStatus?.Id ?? '' };
    const states: (string | undefined)[] = [];
    for (let poll = 0; poll < 3; poll += 1) {
      states.push((await two.aws.describeCreateAccountStatus(id)).CreateAccountStatus?.State);
    }
    expect(states).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'SUCCEEDED']);
    expect((await aws.describeCreateAccountStatus(id)).CreateAccountStatus?.State).toBe('IN_PROGRESS');
    await two.aws.deleteOrganizationalUnit({ OrganizationalUnitId: unit });
    await expect(aws.describeOrganizationalUnit({ OrganizationalUnitId: unit })).resolves.toHaveProperty(
      'OrganizationalUnit.Name',
      'Fresh',
    );
  });

  test('is plain JSON', async () => {
    const { aws, simulator } = sandbox({ lagMs: 1_000 });
    await aws.tagResource({ ResourceId: PAYMENTS, Tags: [{ Key: 'a', Value: 'b' }] });
    await newPolicy(aws, 'mine');
    const state = simulator.world.state<object>('organizations', () => ({}));
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  test('starts over with the seed', async () => {
    const { aws, simulator } = sandbox();
    await newUnit(aws, 'Gone');
    simulator.reset();
    const { OrganizationalUnits } = await aws.listOrganizationalUnitsForParent({ ParentId: ROOT });
    expect(OrganizationalUnits?.map((unit) => unit.Name)).toEqual(['Security', 'Sandbox']);
  });
});

describe('the store', () => {
  const LAG = 10;
  const change = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    to: fc.option(fc.string({ maxLength: 3 }), { nil: undefined }),
    wait: fc.integer({ min: 0, max: 15 }),
  });

  test('shows lists what was there a lag ago, whatever happened since', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const tables = emptyTables();
        const history: { at: number; rows: Record<string, string> }[] = [{ at: 0, rows: {} }];
        let now = 1;
        for (const { key, to, wait } of changes) {
          now += wait;
          const store = new Store(tables, now, LAG);
          const rows = { ...history.at(-1)?.rows };
          if (to === undefined) {
            store.remove('names', key);
            delete rows[key];
          } else {
            store.put('names', key, to);
            rows[key] = to;
          }
          history.push({ at: now, rows });
          expect(read(new Store(tables, now, LAG).current)).toEqual(rows);
          const then = history.filter((each) => each.at <= now - LAG).at(-1)?.rows ?? {};
          expect(read(new Store(tables, now, LAG).lagged)).toEqual(then);
        }
      }),
    );
  });

  function read(view: View): Record<string, string> {
    const found = ['a', 'b', 'c'].map((key) => [key, view.get('names', key)] as const);
    return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }
});
