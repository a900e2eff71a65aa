import { manifestOf } from '../../support/organization.js';
import { actions, assigned, bench, has, SETS, seeded, yaml } from './seeded.js';

/** Names as directories really have them: none of them is taken for something else. */
const NAMES = ['deleted users', 'team@bank.example', 'Zürich/ops → night', 'a->Developer@account:x', 'jo'];

const manifest = () =>
  manifestOf(
    yaml(
      `${SETS}assignments:\n${[...NAMES.map((name) => `group: ${JSON.stringify(name)}`), 'user: jo']
        .map((who) => `  - { ${who}, permissionSet: Developer, targets: [account:payments-dev] }\n`)
        .join('')}`,
    ),
  );

const groups = Object.fromEntries(NAMES.map((name) => [name, { external: true }]));

test('a group that is called like a user, an address or somebody who is gone', async () => {
  const b = bench(seeded([], { groups: { developers: {}, 'old-ops': {}, scim: {}, ...groups } }));
  const { plan } = await b.converge(await manifest());
  expect(actions(plan).sort()).toEqual(
    [...NAMES.map((name) => `group/${name}`), 'user/jo']
      .map((who) => `create assignment:${who}->Developer@account:payments-dev`)
      .sort(),
  );
  expect(assigned(b, 'Developer')).toHaveLength(NAMES.length + 1);
  expect(actions((await b.plan(await manifest())).plan)).toEqual([]);
  const taken = await b.converge(
    await manifestOf(
      yaml(
        `${SETS}guards: { maxRemovals: 9 }\nassignments: [{ user: jo, permissionSet: Developer, targets: [account:payments-dev] }]\n`,
      ),
    ),
  );
  expect(actions(taken.plan)).toHaveLength(NAMES.length);
  expect(assigned(b, 'Developer')).toEqual(['assignment user/jo -> Developer @ payments-dev']);
});

test('what stands in a closed account is left there, and nothing more is assigned in it', async () => {
  const b = bench(seeded([has({ group: 'old-ops' }, ['old-project'])]));
  const everywhere = await manifestOf(
    yaml(`${SETS}assignments: [{ group: developers, permissionSet: Developer, targets: [root] }]\n`),
  );
  const { plan } = await b.plan(everywhere);
  expect(actions(plan).filter((action) => action.includes('old-project'))).toEqual([]);
  expect(actions(plan).length).toBeGreaterThan(0);
});
