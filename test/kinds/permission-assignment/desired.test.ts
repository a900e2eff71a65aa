import { permissionAssignment } from '../../../src/kinds/permission-assignment/kind.js';
import { declaredOrganization } from '../../../src/manifest/organization.js';
import type { Desired } from '../../../src/model.js';
import { Organization } from '../../../src/organization.js';
import { manifestOf } from '../../support/organization.js';

const TREE = `organizationalUnits:
  Workloads: { children: { Prod: {} } }
accounts:
  payments: { id: "300000000002", ou: Workloads }
  cards: { id: "300000000003", ou: Workloads/Prod, tags: { data: card } }
  closed: { id: "300000000004", ou: Workloads }
permissionSets: { Developer: {}, AWSReadOnlyAccess: { existing: true } }
groups: { developers: {}, leavers: { state: off } }
`;

async function desiredOf(assignments: string) {
  const manifest = await manifestOf(`${TREE}assignments:\n${assignments}`);
  const whole = declaredOrganization(manifest);
  const nodes = [...whole.nodes.values()].map((node) =>
    node.name === 'account:closed' ? { ...node, state: 'SUSPENDED' } : node,
  );
  const problems: string[] = [];
  const found = [
    ...permissionAssignment.desired({
      manifest,
      organization: new Organization(whole.id, nodes),
      problem: ({ code, message, hint, origin }) =>
        problems.push(`${origin?.line}:${origin?.column} ${code}: ${message}; ${hint}`),
    }),
  ] as Desired[];
  return { found, addresses: found.map(({ address }) => address), problems };
}

async function refused(assignments: string): Promise<string[]> {
  try {
    await manifestOf(`${TREE}assignments:\n${assignments}`);
    return [];
  } catch (error) {
    const { problems = [] } = error as { problems?: { message: string; hint?: string }[] };
    return problems.map(({ message, hint }) => `${message}; ${hint}`);
  }
}

describe('targets', () => {
  test('are unfolded to accounts: a unit is its own, /** is all below', async () => {
    const { addresses } = await desiredOf('  - { group: developers, permissionSet: Developer, targets: [Workloads] }');
    expect(addresses).toEqual(['assignment:group/developers->Developer@account:payments']);
    const below = await desiredOf('  - { user: mia@bank.example, permissionSet: Developer, targets: [Workloads/**] }');
    expect(below.addresses).toEqual([
      'assignment:user/mia@bank.example->Developer@account:payments',
      'assignment:user/mia@bank.example->Developer@account:cards',
    ]);
    const tagged = await desiredOf(
      '  - { group: developers, permissionSet: Developer, targets: [{ tags: { data: card } }] }',
    );
    expect(tagged.addresses).toEqual(['assignment:group/developers->Developer@account:cards']);
  });

  test('a closed account is left out, and said', async () => {
    const { found } = await desiredOf('  - { group: developers, permissionSet: Developer, targets: [Workloads] }');
    expect(found.map(({ note }) => note)).toEqual(['left out: account:closed (SUSPENDED)']);
    const without = await desiredOf(
      '  - { group: developers, permissionSet: Developer, targets: [Workloads], exclude: [account:closed] }',
    );
    expect(without.found.map(({ note }) => note)).toEqual([undefined]);
  });

  test('state: off asks for the opposite', async () => {
    const { found } = await desiredOf(
      '  - { group: developers, permissionSet: Developer, targets: [account:cards], state: off }',
    );
    expect(found.map(({ address, absent }) => [address, absent])).toEqual([
      ['assignment:group/developers->Developer@account:cards', true],
    ]);
  });
});

describe('what it stands on', () => {
  test('a set that is not declared, with the nearest name', async () => {
    const { problems } = await desiredOf('  - { group: developers, permissionSet: Develper, targets: [Workloads] }');
    expect(problems).toEqual([
      '13:41 permission-set-unknown: there is no permission set "Develper" in this manifest; did you mean "Developer"?',
    ]);
    const far = await desiredOf('  - { group: developers, permissionSet: Incident, targets: [Workloads] }');
    expect(far.problems[0]).toContain('permissionSets: { Incident: { existing: true } }');
    const existing = await desiredOf('  - { group: any, permissionSet: AWSReadOnlyAccess, targets: [Workloads] }');
    expect(existing.problems).toEqual([]);
  });

  test('a group that the manifest removes', async () => {
    const { problems } = await desiredOf('  - { group: leavers, permissionSet: Developer, targets: [Workloads] }');
    expect(problems[0]).toContain('contradiction: the group "leavers" is assigned here and removed under groups');
    const off = await desiredOf('  - { group: leavers, permissionSet: Developer, targets: [Workloads], state: off }');
    expect(off.problems).toEqual([]);
  });

  test('it waits for set, account and group, and for StackSets that reach the account', () => {
    const spec = {
      principal: { type: 'group', name: 'developers' },
      permissionSet: 'Developer',
      account: 'account:cards',
    } as const;
    expect(permissionAssignment.needs(spec)).toEqual(['permission-set:Developer', 'account:cards', 'group:developers']);
    const base = { needs: [], after: [], reads: [], why: 'declared' } as const;
    const change = {
      ...base,
      address: 'assignment:x',
      kind: 'permission-assignment',
      action: 'create',
      to: spec,
    } as const;
    const lays = (name: string, account: string) => ({
      ...base,
      address: `stack-baseline:${name}` as const,
      kind: 'stack-baseline',
      action: 'create' as const,
      to: { instances: { [account]: ['us-east-1'] } },
    });
    const others = new Map([['stack-baseline', [lays('here', 'account:cards'), lays('there', 'account:payments')]]]);
    expect(permissionAssignment.waitsFor?.(change, others)).toEqual(['stack-baseline:here']);
    const gone = {
      ...base,
      address: 'assignment:x',
      kind: 'permission-assignment',
      action: 'remove',
      from: spec,
    } as const;
    expect(permissionAssignment.waitsFor?.(gone, others)).toEqual([]);
    expect(permissionAssignment.lanes(change)).toEqual([
      { lane: 'assignments', limit: 15 },
      { lane: 'access:account:cards', limit: 1 },
    ]);
  });
});

describe('the section', () => {
  test('one of group and user, and nothing it does not know', async () => {
    const both = await refused('  - { group: a, user: b, permissionSet: Developer, targets: [root] }');
    expect(both.join()).toContain('names nobody, or both a group and a user');
    const nobody = await refused('  - { permissionSet: Developer, targets: [root] }');
    expect(nobody.join()).toContain('names nobody, or both a group and a user');
    const named = await refused('  - { group: " a", permissionSet: Developer, targets: [root] }');
    expect(named.join()).toContain('is not a name of the directory');
    const unknown = await refused('  - { group: a, permissionSet: Developer, target: [root] }');
    expect(unknown.join()).toContain('targets');
  });
});
