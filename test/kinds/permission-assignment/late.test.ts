import {
  CloseAccountCommand,
  EnableAWSServiceAccessCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { kind } from '../../../src/simulator/index.js';
import { accountOf, memberIds } from '../../../src/simulator/services/organizations/for-services.js';
import { type Bench, manifestOf } from '../../support/organization.js';
import { actions, assigned, bench, DECLARED, DEVELOPER, has, SETS, seeded, yaml } from './seeded.js';

describe('what AWS answers late', () => {
  const ONE = `${SETS}assignments: [{ group: developers, permissionSet: Developer, targets: [account:payments-dev] }]\n`;

  test('a failure is told in AWS’s words', async () => {
    const b = bench(
      seeded([], { permissionSets: { Developer: { customer: ['Extras'], tags: DEVELOPER.tags } } }),
      kind,
    );
    const manifest = await manifestOf(yaml(ONE.replace('managed: [PowerUserAccess]', 'customer: [Extras]')));
    const { plan } = await b.plan(manifest);
    const { outcomes, state } = await b.apply(plan);
    expect(state).toBe('incomplete');
    const failed = outcomes.filter((outcome) => outcome.state === 'failed');
    expect(failed.map(({ problem }) => problem)).toEqual([expect.stringMatching(/^assign: .*404 status error/)]);
    expect(actions((await b.plan(manifest)).plan)).toEqual(actions(plan));
  });

  test('a role that is not ready yet is tried again; a conflict with somebody else is waited out', async () => {
    const b = bench(seeded([]), kind);
    const message =
      'Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to complete.';
    b.simulator.faults.add({ operation: 'sso:CreateAccountAssignment', outcome: { message }, times: 2 });
    b.simulator.faults.add({
      operation: 'sso:CreateAccountAssignment',
      code: 'ConflictException',
      message: 'There is a conflicting operation in process.',
      times: 3,
    });
    const manifest = await manifestOf(yaml(ONE));
    await b.converge(manifest);
    expect(assigned(b, 'Developer')).toEqual(['assignment group/developers -> Developer @ payments-dev']);
    // A third time is one too many.
    const again = bench(seeded([]), kind);
    again.simulator.faults.add({ operation: 'sso:CreateAccountAssignment', outcome: { message }, times: 3 });
    const { outcomes } = await again.apply((await again.plan(manifest)).plan);
    expect(outcomes.filter(({ state }) => state === 'failed').map(({ problem }) => problem)).toEqual([
      `assign: ${message.replace(/\.$/, '')}`,
    ]);
  });

  test('an answer that is lost after the work was done', async () => {
    for (const operation of ['sso:CreateAccountAssignment', 'sso:DescribeAccountAssignmentCreationStatus']) {
      const b = bench(seeded([]));
      b.simulator.faults.add({ operation, dropConnection: 'after' });
      await b.converge(await manifestOf(yaml(ONE)));
      expect(assigned(b, 'Developer')).toEqual(['assignment group/developers -> Developer @ payments-dev']);
    }
  });

  test('a request that AWS no longer knows is judged by what is assigned', async () => {
    const b = bench(seeded([has({ user: 'jo' }, ['payments-dev'])]), kind);
    for (const operation of ['Creation', 'Deletion']) {
      b.simulator.faults.add({
        operation: `sso:DescribeAccountAssignment${operation}Status`,
        code: 'ResourceNotFoundException',
        times: 'always',
      });
    }
    await b.converge(await manifestOf(yaml(ONE)));
    expect(assigned(b, 'Developer')).toEqual(['assignment group/developers -> Developer @ payments-dev']);
  });

  test('access that is denied is unknown, and nothing is planned on it', async () => {
    const there = bench(seeded([has({ user: 'jo' }, ['payments-dev'])]), kind);
    there.simulator.faults.add({
      operation: 'sso:ListAccountAssignments',
      code: 'AccessDeniedException',
      message: 'User: x is not authorized to perform: sso:ListAccountAssignments on resource: y',
      times: 'always',
    });
    const { plan } = await there.plan(await manifestOf(yaml(ONE)));
    expect(plan.unknown).toMatchObject([
      { kind: 'permission-assignment', missingPermission: 'sso:ListAccountAssignments' },
    ]);
    expect(actions(plan)).toEqual([]);
  });
});

describe('a way to read', () => {
  test('one call for each account a set stands in, none for accounts times sets', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`Other${index}`, { managed: ['ReadOnlyAccess'] }]),
    );
    const b = bench(
      seeded([has({ group: 'developers' }, ['payments-dev', 'payments-prod'])], {
        permissionSets: { Developer: DEVELOPER, ...many },
      }),
      kind,
    );
    const manifest = await manifestOf(
      yaml(
        `${SETS}assignments: [{ group: developers, permissionSet: Developer, targets: [account:payments-dev, account:payments-prod] }]\n`,
      ),
    );
    const { calls, plan } = await b.plan(manifest);
    expect(actions(plan)).toEqual([]);
    const count = (api: string): number => calls.find((one) => one.api === `sso:${api}`)?.calls ?? 0;
    expect(count('ListAccountAssignments')).toBe(2);
    expect(count('ListAccountAssignmentsForPrincipal')).toBe(0);
    // What an apply reads: one principal.
    const more = await manifestOf(
      yaml(
        `${SETS}assignments: [{ group: developers, permissionSet: Developer, targets: [root], exclude: [management] }]\n`,
      ),
    );
    const run = await b.plan(more);
    const aws = b.session();
    await b.apply(run.plan, { aws });
    expect(aws.calls().find(({ api }) => api === 'sso:ListAccountAssignments')).toBeUndefined();
  });

  test('where a principal’s list may not be asked for, accounts are', async () => {
    const b = bench(seeded([]), kind);
    b.simulator.faults.add({
      operation: 'sso:ListAccountAssignmentsForPrincipal',
      code: 'AccessDeniedException',
      times: 'always',
    });
    const manifest = await manifestOf(
      yaml(
        `${DECLARED}assignments: [{ group: developers, permissionSet: Developer, targets: [account:payments-dev, account:payments-prod] }]\n`,
      ),
    );
    await b.converge(manifest);
    expect(actions((await b.plan(manifest)).plan)).toEqual([]);
    expect(assigned(b, 'Developer')).toHaveLength(2);
  });

  test('closed accounts are on neither side', async () => {
    const b = bench(seeded([has({ group: 'developers' }, ['payments-dev', 'payments-prod'])]), kind);
    await b.client().send(new CloseAccountCommand({ AccountId: '300000000001' }));
    const { plan } = await b.plan(
      await manifestOf(
        `permissionSets: { Developer: { managed: [PowerUserAccess] } }\nassignments: [{ group: developers, permissionSet: Developer, targets: [root], exclude: [management] }]\n`,
      ),
    );
    expect(actions(plan).filter((action) => action.includes('payments-prod'))).toEqual([]);
    const made = plan.changes.filter(({ kind: name }) => name === 'permission-assignment');
    expect(made[0]?.note).toBe('left out: account:payments-prod (CLOSED), account:old-project (SUSPENDED)');
  });

  test('a set of the management account is warned of where Identity Center is delegated, and an administrator there refused', async () => {
    const b = bench(
      seeded([], { permissionSets: { Developer: { managed: ['AdministratorAccess'], tags: DEVELOPER.tags } } }),
      kind,
    );
    const client = b.client();
    await client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'sso.amazonaws.com' }));
    await client.send(
      new RegisterDelegatedAdministratorCommand({ AccountId: '300000000002', ServicePrincipal: 'sso.amazonaws.com' }),
    );
    const { plan } = await b.plan(
      await manifestOf(
        yaml(`permissionSets: { Developer: { managed: [AdministratorAccess] } }
assignments: [{ group: developers, permissionSet: Developer, targets: [management, account:log-archive, account:payments-dev] }]
`)
          .replace('accounts:', 'accounts:\n  log-archive: { id: "LOGS" }')
          .replace('LOGS', idOf(b, 'log-archive', 'Log Archive')),
      ),
    );
    expect(plan.problems.map(({ code, severity }) => `${severity} ${code}`).sort()).toEqual([
      'error administrator-access',
      'error administrator-access',
      'warning management-account-access',
    ]);
  });
});

/** The id of the account that has one of these names. */
function idOf(b: Bench, ...names: readonly string[]): string {
  const { world } = b.simulator;
  const found = memberIds(world).find((id) => names.includes(accountOf(world, id)?.name ?? ''));
  if (found === undefined) throw new Error(`no account is called ${names.join(' or ')}`);
  return found;
}
