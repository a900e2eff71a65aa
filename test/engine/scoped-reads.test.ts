import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Change, Plan } from '../../src/model.js';
import { kind } from '../../src/simulator/index.js';
import { organizationOf, unitNamed } from '../../src/simulator/services/organizations/for-services.js';
import { actions, Bench, notices } from '../support/organization.js';
import { accountsOf, disturb, grant, manifestFor, worldOf } from './scoped-world.js';

/** Both are more than one page of what Control Tower lists: from there on less is read for a scope. */
const [SMALL, LARGE] = [100, 140] as const;
/** Accounts in which the same has been done by somebody else. */
const DISTURBED = { [SMALL]: [7, 30, 50], [LARGE]: [7, 30, 50, 70, 90, 110, 130] } as const;
const SCOPE = ['account:account-7'];
/** What tells the organization's shape, which every plan stands on, takes more pages. */
const SHAPE = ['organizations:ListAccounts', 'organizations:ListOrganizationalUnitsForParent', 'tagging:GetResources'];
/** A rule that is about to be laid makes a plan look for recorders, account by account; a full plan is slow by that. */
const WITHOUT_RULE = { configRules: undefined };

const TEAM = 'unit:Workloads/Team-2';

type Size = typeof SMALL | typeof LARGE;
const states = new Map<Size, string>();

describe('a scoped run', () => {
  /** Building them takes a second each: they are built once, and every case begins with a copy. */
  beforeAll(async () => {
    for (const size of [SMALL, LARGE] as const) {
      const bench = await worldOf(size);
      await disturb(bench, size, DISTURBED[size]);
      states.set(size, JSON.stringify(bench.simulator.saveState()));
    }
  });

  function world(size: Size): Bench {
    const bench = new Bench(kind);
    bench.simulator.loadState(JSON.parse(states.get(size) ?? ''));
    return bench;
  }

  async function callsOf(bench: Bench, work: () => Promise<unknown>): Promise<Record<string, number>> {
    bench.simulator.calls.clear();
    await work();
    const counts = bench.simulator.calls.counts().filter(({ api }) => !SHAPE.includes(api));
    return Object.fromEntries(counts.map(({ api, calls }) => [api, calls]));
  }

  function teamId({ simulator: { world: at } }: Bench, team: string): string {
    const workloads = unitNamed(at, organizationOf(at)?.rootId ?? '', 'Workloads') ?? '';
    return unitNamed(at, workloads, team) ?? '';
  }

  describe('a plan for one account', () => {
    it('makes the same calls however large the organization is, as do its apply and the plan after that, which is empty', async () => {
      const measure = async (size: Size) => {
        const bench = world(size);
        const manifest = await manifestFor(size);
        const plans: Plan[] = [];
        const plan = async () => plans.push((await bench.plan(manifest, { scope: SCOPE })).plan);
        const first = await callsOf(bench, plan);
        const apply = await callsOf(bench, async () => {
          for (const one of plans) expect((await bench.apply(one)).state).toBe('complete');
        });
        const second = await callsOf(bench, plan);
        expect(plans.map((one) => actions(one).length)).toEqual([5, 0]);
        return { first, apply, second };
      };
      const small = await measure(SMALL);
      expect(small.first).toMatchObject({
        'sts:AssumeRole': 1,
        'account:GetAlternateContact': 1,
        'sso:ListAccountAssignments': 2,
        'sso:ListPermissionSetsProvisionedToAccount': 1,
      });
      expect(await measure(LARGE)).toEqual(small);
    });
  });

  /** The part of a plan that is about these accounts alone: the set, of which they are a part, aside. */
  function part({ changes }: Plan, numbers: readonly number[]): Pick<Change, 'address' | 'action'>[] {
    const names = new Set(numbers.map((number) => `account-${number}`));
    const about = changes.filter(({ address }) => names.has(/account-\d+$/.exec(address)?.[0] ?? ''));
    return about.map(({ needs: _, after: __, reads: ___, ...change }) => change);
  }

  const fieldsOf = ({ changes }: Plan): string[] =>
    changes.flatMap((change) =>
      change.action === 'update' && change.kind === 'stack-baseline' ? change.fields.map(({ path }) => path) : [],
    );

  const drift = ({ changes }: Plan): Change[] => changes.filter(({ address }) => address.endsWith(`@${TEAM}`));

  const numbersOf = (team: string): number[] =>
    accountsOf(SMALL).flatMap(({ team: own }, index) => (own === team ? [index] : []));

  describe('what a scoped plan says', () => {
    it('is what the full plan says of the accounts in scope, and of the unit that they differ from', async () => {
      const bench = world(SMALL);
      const manifest = await manifestFor(SMALL, WITHOUT_RULE);
      const moved = accountsOf(SMALL)[45]?.id ?? '';
      await bench.session().organizations.moveAccount(moved, teamId(bench, 'Team-2'), teamId(bench, 'Team-0'));
      const { plan: full } = await bench.plan(manifest);
      expect(part(full, [7]).map(({ action, address }) => `${action} ${address}`)).toEqual([
        'update account:account-7',
        'create assignment:group/auditors->ReadOnly@account:account-7',
        'remove assignment:group/oncall->Developer@account:account-7',
        'remove root-credentials:account-7',
        'notice assignment:group/developers->Incident@account:account-7',
      ]);
      const everybody = accountsOf(SMALL).map((_, index) => index);
      for (const [scope, numbers] of [
        [SCOPE, [7]],
        [
          ['account:account-7', TEAM],
          [7, ...numbersOf('Team-2')],
        ],
        [['unit:Workloads'], everybody],
      ] as const) {
        const { plan } = await bench.plan(manifest, { scope });
        expect(part(plan, everybody)).toEqual(part(full, numbers));
        const paths = fieldsOf(full).filter((path) => numbers.some((number) => path.endsWith(`account-${number}`)));
        expect(fieldsOf(plan)).toEqual(paths);
        expect(drift(plan)).toEqual(numbers.length === 1 ? [] : drift(full));
        expect(plan.unknown).toEqual([]);
      }
      expect(drift(full)).toMatchObject([{ detail: expect.stringContaining('gone: account:account-45') }]);
    });

    it('leaves a group alone that somebody let in out of scope too', async () => {
      const bench = world(SMALL);
      const manifest = await manifestFor(SMALL, { ...WITHOUT_RULE, groups: { platform: { members: ['ann', 'bob'] } } });
      const before = await bench.plan(manifest, { scope: SCOPE });
      expect(actions(before.plan)).toContain('update group:platform');
      await grant(
        bench.session().inHomeRegion('ap-northeast-1'),
        accountsOf(SMALL)[60]?.id ?? '',
        'platform',
        'Developer',
      );
      const { plan } = await bench.plan(manifest, { scope: SCOPE });
      expect(actions(plan)).not.toContain('update group:platform');
      expect(notices(plan)).toContain('outside-scope group:platform');
    });
  });
});
