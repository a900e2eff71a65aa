import { identityLines } from '../../support/identity-text.js';
import { manifestOf, notices } from '../../support/organization.js';
import { actions, assigned, bench, DECLARED, has, problems, SETS, seeded, yaml } from './seeded.js';

describe('an exclusive set', () => {
  test('is what the manifest says: what lacks is made, what nobody declares is taken away, whoever made it', async () => {
    const b = bench(
      seeded([has({ group: 'developers' }, ['payments-dev']), has({ user: 'jo' }, ['payments-prod', 'payments-dev'])]),
    );
    const manifest = await manifestOf(
      yaml(
        `${SETS}assignments: [{ group: developers, permissionSet: Developer, targets: [account:payments-dev, account:payments-prod] }]\n`,
      ),
    );
    const { plan } = await b.converge(manifest);
    expect(actions(plan)).toEqual([
      'create assignment:group/developers->Developer@account:payments-prod',
      'remove assignment:user/jo->Developer@account:payments-dev',
      'remove assignment:user/jo->Developer@account:payments-prod',
    ]);
    expect(assigned(b, 'Developer')).toEqual([
      'assignment group/developers -> Developer @ payments-dev',
      'assignment group/developers -> Developer @ payments-prod',
    ]);
    expect(actions((await b.plan(manifest)).plan)).toEqual([]);
  });

  test('an assignment of somebody who is gone is called by the id, and goes', async () => {
    const b = bench(seeded([has({ user: 'jo' }, ['payments-dev'])]));
    const stores = b.simulator.world.state('identitystore', () => ({ stores: {} })).stores as Record<
      string,
      { users: Record<string, { attributes: { UserName: string } }> }
    >;
    for (const { users } of Object.values(stores)) {
      for (const [id, { attributes }] of Object.entries(users)) if (attributes.UserName === 'jo') delete users[id];
    }
    const manifest = await manifestOf(yaml(`${SETS}assignments: []\n`));
    const { plan } = await b.converge(manifest);
    expect(actions(plan)).toEqual([
      expect.stringMatching(/^remove assignment:user\/deleted [0-9a-f-]+->Developer@account:payments-dev$/),
    ]);
    expect(assigned(b, 'Developer')).toEqual([]);
  });

  test('a set that the manifest no longer has goes after its assignments', async () => {
    const b = bench(seeded([has({ group: 'developers' }, ['payments-dev'])]));
    const { plan } = await b.converge(await manifestOf(yaml('permissionSets: {}\nassignments: []\n')));
    expect(actions(plan)).toEqual([
      'remove assignment:group/developers->Developer@account:payments-dev',
      'remove permission-set:Developer',
    ]);
    expect(identityLines(b.simulator).filter((line) => line.startsWith('set Developer'))).toEqual([]);
  });
});

describe('a set with authority: declared', () => {
  test('leaves the grants of others alone and tells of them; state: off takes one away', async () => {
    const b = bench(seeded([has({ user: 'jo' }, ['payments-dev']), has({ group: 'old-ops' }, ['payments-dev'])]));
    const manifest = await manifestOf(
      yaml(`${DECLARED}assignments:
  - { group: developers, permissionSet: Developer, targets: [account:payments-dev] }
  - { group: old-ops, permissionSet: Developer, targets: [account:payments-dev], state: off }
`),
    );
    const { plan } = await b.converge(manifest);
    expect(actions(plan)).toEqual([
      'create assignment:group/developers->Developer@account:payments-dev',
      'remove assignment:group/old-ops->Developer@account:payments-dev',
    ]);
    expect(notices(plan)).toContain('foreign assignment:user/jo->Developer@account:payments-dev');
    expect(assigned(b, 'Developer')).toEqual([
      'assignment group/developers -> Developer @ payments-dev',
      'assignment user/jo -> Developer @ payments-dev',
    ]);
  });
});

describe('sets of others', () => {
  test('Control Tower’s is assigned, and never looked at for what else it has', async () => {
    const b = bench(seeded([]));
    const before = assigned(b, 'AWSReadOnlyAccess');
    const manifest = await manifestOf(
      yaml(`permissionSets: { AWSReadOnlyAccess: { existing: true }, Developer: { managed: [PowerUserAccess] } }
assignments: [{ group: developers, permissionSet: AWSReadOnlyAccess, targets: [account:payments-dev] }]
`),
    );
    const { plan } = await b.converge(manifest);
    expect(actions(plan)).toEqual(['create assignment:group/developers->AWSReadOnlyAccess@account:payments-dev']);
    expect(notices(plan).filter((notice) => notice.includes('assignment:'))).toEqual([]);
    expect(assigned(b, 'AWSReadOnlyAccess')).toEqual(
      [...before, 'assignment group/developers -> AWSReadOnlyAccess @ payments-dev'].sort(),
    );
  });

  test('an absent section reads and removes nothing', async () => {
    const b = bench(seeded([has({ user: 'jo' }, ['payments-dev'])]));
    const { plan } = await b.plan(await manifestOf(yaml(SETS)));
    expect(actions(plan)).toEqual([]);
    expect(plan.unmanaged).toContain('assignments');
  });
});

describe('people and groups', () => {
  test('who is not there is said where it is written, with the nearest name; a declared group is made first', async () => {
    const b = bench(seeded([]));
    const wrong = await b.plan(
      await manifestOf(
        yaml(`${SETS}assignments:
  - { group: developrs, permissionSet: Developer, targets: [account:payments-dev] }
  - { user: nobody@nowhere.example, permissionSet: Developer, targets: [account:payments-dev, account:payments-prod] }
`),
      ),
    );
    expect(problems(wrong.plan)).toEqual([
      '10 principal-unknown: the directory has no group "developrs"; did you mean "developers"?',
      '11 principal-unknown: the directory has no user "nobody@nowhere.example"; users are made in the directory, or come from the identity provider',
    ]);
    const right = await manifestOf(
      yaml(`${SETS}groups: { newcomers: {} }
assignments: [{ group: newcomers, permissionSet: Developer, targets: [account:payments-dev] }, { group: scim, permissionSet: Developer, targets: [account:payments-dev] }]
`),
    );
    const { plan } = await b.converge(right);
    expect(actions(plan)).toEqual([
      'create group:newcomers',
      'create assignment:group/newcomers->Developer@account:payments-dev',
      'create assignment:group/scim->Developer@account:payments-dev',
    ]);
    expect(actions((await b.plan(right)).plan)).toEqual([]);
  });
});
