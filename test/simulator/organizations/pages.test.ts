import type { Organizations } from '@aws-sdk/client-organizations';
import { generated } from '../../../src/simulator/services/organizations/seeds/generated.js';
import { landingZone } from '../../../src/simulator/services/organizations/seeds/landing-zone.js';
import { organizationsState } from '../../../src/simulator/services/organizations/state.js';
import { asSeed, MANAGEMENT, newUnit, pages, ROOT, refusal, sandbox } from './support.js';

describe('pages of list operations', () => {
  const seed = asSeed(generated({ accounts: 50 }));

  test('hold 20 at most, and MaxResults is 1 to 20', async () => {
    const { aws } = sandbox({ seed });
    const sizes = (await pages((token) => aws.listAccounts(token))).map((page) => page.Accounts?.length);
    expect(sizes).toEqual([20, 20, 11]);
    expect(await refusal(aws.listAccounts({ MaxResults: 21 }))).toBe('InvalidInputException MAX_VALUE_EXCEEDED');
    expect(await refusal(aws.listAccounts({ MaxResults: 0 }))).toBe('InvalidInputException MIN_VALUE_EXCEEDED');
    const { Accounts } = await aws.listAccounts({ MaxResults: 3 });
    expect(Accounts).toHaveLength(3);
  });

  test('are cut to the page size of the world', async () => {
    const { aws } = sandbox({ seed, pageSize: 2 });
    const found = await pages((token) => aws.listAccounts(token));
    expect(found).toHaveLength(26);
    expect(new Set(found.flatMap((page) => page.Accounts?.map((account) => account.Id))).size).toBe(51);
  });

  test('may be empty although more follows, never two in a row, and nothing is lost or told twice', async () => {
    const { aws } = sandbox({ seed, pageSize: 2, emptyPages: true });
    const found = await pages((token) => aws.listAccounts(token));
    const empty = found.map((page) => page.Accounts?.length === 0);
    expect(empty).toContain(true);
    expect(empty.some((each, index) => each && empty[index + 1])).toBe(false);
    const ids = found.flatMap((page) => page.Accounts?.map((account) => account.Id));
    expect(ids).toHaveLength(51);
    expect(new Set(ids).size).toBe(51);
  });

  test('have opaque tokens that are good for one list only', async () => {
    const { aws } = sandbox({ seed, pageSize: 2 });
    const { NextToken = '' } = await aws.listAccounts({});
    expect(NextToken).not.toMatch(/\d{12}/);
    const wrong = 'InvalidInputException INVALID_NEXT_TOKEN';
    expect(await refusal(aws.listAccounts({ NextToken: 'made-up' }))).toBe(wrong);
    expect(await refusal(aws.listAccounts({ NextToken: `${NextToken}AA` }))).toBe(wrong);
    expect(await refusal(aws.listRoots({ NextToken }))).toBe(wrong);
    expect(await refusal(aws.listAccountsForParent({ ParentId: 'r-gen1', NextToken }))).toBe(wrong);
    expect(await refusal(aws.listAccounts({ NextToken }))).toBe('none');
  });

  test('go on after the last one told when the list changes meanwhile', async () => {
    const { aws } = sandbox({ pageSize: 2 });
    const made: string[] = [];
    for (const name of ['A', 'B', 'C', 'D']) made.push(await newUnit(aws, name));
    const first = await aws.listOrganizationalUnitsForParent({ ParentId: ROOT, MaxResults: 2 });
    const second = await aws.listOrganizationalUnitsForParent({ ParentId: ROOT, NextToken: first.NextToken ?? '' });
    await aws.deleteOrganizationalUnit({ OrganizationalUnitId: made[0] ?? '' });
    const third = await aws.listOrganizationalUnitsForParent({ ParentId: ROOT, NextToken: second.NextToken ?? '' });
    const names = [second, third].flatMap((page) => page.OrganizationalUnits?.map((unit) => unit.Name));
    expect(names).toEqual(['A', 'B', 'C', 'D']);
  });

  test.each([['ListAccounts', {}] as const, ['ListAccountsForParent', { ParentId: 'r-ex01' }] as const])(
    'cost what the page costs: %s among thousands of accounts reads as many rows as it tells',
    async (operation, input) => {
      const accounts = Array.from({ length: 3_000 }, (_, index) => {
        const id = String(400_000_000_000 + index);
        return { id, name: id, email: `${id}@example.com` };
      });
      const seed = asSeed({ ...landingZone(MANAGEMENT), root: { accounts }, policies: [] });
      const { aws, simulator } = sandbox({ seed });
      const first = await pageOf(aws, operation, input);
      const state = organizationsState(simulator.world);
      let reads = 0;
      const counted = new Proxy(state.rows.accounts, {
        get(rows, key, receiver) {
          reads += 1;
          return Reflect.get(rows, key, receiver);
        },
        ownKeys() {
          throw new Error('went through all accounts');
        },
      });
      simulator.world.setState('organizations', { ...state, rows: { ...state.rows, accounts: counted } });
      const second = await pageOf(aws, operation, { ...input, NextToken: first.NextToken });
      expect(second.Accounts).toHaveLength(20);
      expect(reads).toBeLessThanOrEqual(40);
    },
  );
});

function pageOf(aws: Organizations, operation: 'ListAccounts' | 'ListAccountsForParent', input: object) {
  if (operation === 'ListAccounts') return aws.listAccounts(input);
  return aws.listAccountsForParent({ ParentId: ROOT, ...input });
}
