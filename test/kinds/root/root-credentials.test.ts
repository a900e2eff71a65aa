import { describe, expect, test } from '@jest/globals';
import type { RequestHandler } from '../../../src/aws/session.js';
import { parseResult, resultText, withFindings } from '../../../src/root/result.js';
import { kind } from '../../../src/simulator/index.js';
import { rootUserOf, setRootUser } from '../../../src/simulator/services/iam/for-services.js';
import { actions, Bench, manifestOf, notices } from '../../support/organization.js';
import {
  AUDIT,
  audit,
  audited,
  denyRoot,
  putResult,
  ROOT_ACCESS,
  SWEEP,
  storedResult,
} from '../../support/root-audit.js';

const PROD = '300000000001';
const DEV = '300000000002';
const DAY_MS = 86_400_000;
const NAMED =
  'accounts: { payments-prod: { id: "300000000001", adopt: true }, payments-dev: { id: "300000000002", adopt: true } }\n';

const kindBench = (): Bench => new Bench(kind);

function readNothingAsRoot(bench: Bench): void {
  const asRoot = bench.simulator.calls.counts().filter(({ api }) => api === 'sts:AssumeRoot');
  expect(asRoot).toEqual([]);
}

/** Root credentials of payments-dev with a key that was used so many days ago. */
function keyOf(bench: Bench, lastUsedDaysAgo: number): void {
  const now = bench.clock.now();
  setRootUser(bench.simulator.world, DEV, {
    keys: [{ id: 'AKIAEXAMPLEEXAMP1234', active: true, createdAt: 0, lastUsedAt: now - lastUsedDaysAgo * DAY_MS }],
    certificates: [],
    mfaDevices: [],
  });
}

describe('a plan', () => {
  test('says of each account what goes, and enters none', async () => {
    const bench = kindBench();
    await audited(bench);
    const fresh = new Bench(kind);
    fresh.simulator.loadState(bench.simulator.saveState());
    const { plan } = await fresh.plan(await manifestOf(SWEEP()));
    expect(actions(plan)).toEqual(['remove root-credentials:payments-prod', 'remove root-credentials:payments-dev']);
    expect(plan.changes[1]).toMatchObject({
      from: { password: true, accessKeys: [{ active: true, lastUsed: '2025-06-15' }], auditedOn: '2026-01-01' },
    });
    expect(plan.reach.accounts).toBe(2);
    readNothingAsRoot(fresh);
  });

  test.each([
    ['never audited', async () => {}, 'were never audited (s3://root-audits/towerctl/root-audit.json is not there)'],
    [
      'too old',
      async (bench: Bench) => {
        await audited(bench);
        bench.clock.advance(7 * DAY_MS);
      },
      'the audit of 2026-01-01 is 7 days old (maxAge 7)',
    ],
    [
      'of another organization',
      async (bench: Bench) => {
        const { result } = await audited(bench);
        await putResult(bench, resultText({ ...result, organizationId: 'o-other00000' }));
      },
      'is the audit of o-other00000, not of o-exampleorg1',
    ],
    [
      'something else',
      async (bench: Bench) => {
        await audited(bench);
        await putResult(bench, '[]');
      },
      'is not a result of the root audit',
    ],
    [
      'blocked everywhere',
      async (bench: Bench) => {
        await audited(bench);
        await denyRoot(bench);
        await audit(bench);
      },
      'the audit was blocked by the policy arn:aws:organizations',
    ],
  ])('%s: unknown, with what to do; nothing is removed', async (_, prepare, why) => {
    const bench = kindBench();
    await prepare(bench);
    const { plan } = await bench.plan(await manifestOf(SWEEP()));
    expect(actions(plan).filter((action) => action.startsWith('remove'))).toEqual([]);
    const unknown = plan.unknown.filter((entry) => entry.kind === 'root-credentials');
    expect(unknown).toHaveLength(1);
    expect(unknown[0]?.reason).toContain(why);
    expect(unknown[0]?.reason).toContain('towerctl root audit');
  });

  test('one account that was not audited is unknown by itself', async () => {
    const bench = kindBench();
    const { result } = await audited(bench);
    const { [DEV]: _, ...rest } = result.accounts;
    await putResult(bench, resultText({ ...result, accounts: rest }));
    const { plan } = await bench.plan(await manifestOf(SWEEP()));
    expect(actions(plan)).toEqual(['remove root-credentials:payments-prod']);
    expect(plan.unknown).toEqual([
      {
        kind: 'root-credentials',
        address: 'root-credentials:payments-dev',
        reason: 'the account was not audited: run `towerctl root audit`',
      },
    ]);
  });

  test('an account that Organizations made since the audit has none, while the feature is on', async () => {
    const bench = kindBench();
    await audited(bench);
    bench.clock.advance(DAY_MS);
    const sections =
      'organizationalUnits: { Sandbox: { existing: true } }\naccounts: { shop: { email: aws+shop@example.com, ou: Sandbox } }\n';
    await bench.converge(await manifestOf(sections));
    const { plan } = await bench.plan(await manifestOf(sections + SWEEP()));
    expect(plan.unknown).toEqual([]);
    expect(actions(plan)).toEqual(['remove root-credentials:payments-prod', 'remove root-credentials:payments-dev']);
  });

  test('exceptions are said; one that has ended counts no more, with a warning', async () => {
    const bench = kindBench();
    await audited(bench);
    const except = (until: string): string =>
      NAMED +
      SWEEP(
        `, exclude: [{ targets: [account:payments-prod], reason: CHG-8841, until: ${until} }, { targets: [account:payments-dev], reason: CHG-9 }]`,
      );
    const held = await bench.plan(await manifestOf(except('2026-01-01')));
    expect(actions(held.plan).filter((action) => action.includes('root'))).toEqual([]);
    expect(notices(held.plan).filter((notice) => notice.includes('root'))).toEqual([
      'held root-credentials:payments-dev',
      'held root-credentials:payments-prod',
    ]);
    expect(held.plan.changes.find(({ address }) => address === 'root-credentials:payments-prod')).toMatchObject({
      detail: 'kept: CHG-8841, until 2026-01-01',
    });
    bench.clock.advance(DAY_MS);
    const ended = await bench.plan(await manifestOf(except('2026-01-01')));
    expect(actions(ended.plan)).toContain('remove root-credentials:payments-prod');
    expect(ended.plan.problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning exception-expired',
    ]);
  });

  test('a key in use needs an allowance, and so does a password that could not be recovered', async () => {
    const bench = kindBench();
    await audited(bench);
    keyOf(bench, 3);
    await audit(bench);
    const { plan } = await bench.plan(
      await manifestOf(SWEEP().replace('sessions: true', 'sessions: false') + ALLOW_OFF),
    );
    expect(plan.problems.map(({ code, address }) => `${code} ${address}`)).toEqual([
      'root-key-in-use root-credentials:payments-dev',
      'root-recovery root-credentials:payments-prod',
    ]);
    await expect(bench.apply(plan)).rejects.toThrow('must be solved or allowed first');
  });

  test('validates offline: a sweep says where its audit lies, and needs the feature', async () => {
    await expect(
      manifestOf('rootAccess: { credentialsManagement: false, sweep: { targets: [root] } }'),
    ).rejects.toMatchObject({
      problems: [
        {
          message: expect.stringContaining('credentialsManagement is off, and without it the sweep can delete nothing'),
        },
        { message: 'the sweep does not say where the result of the audit lies' },
      ],
    });
  });
});

const ALLOW_OFF = 'guards: { allow: [{ code: root-access-off, at: "root-access:*", reason: test }] }\n';

describe('an apply', () => {
  test('deletes what is there account by account, the device last, and writes down what is left', async () => {
    const bench = kindBench();
    await audited(bench);
    await bench.converge(await manifestOf(SWEEP()));
    const steps = bench.events.flatMap((event) =>
      event.code === 'step-started' && event.address === 'root-credentials:payments-prod' ? [event.step] : [],
    );
    expect(steps).toEqual(['delete the password', 'deactivate an MFA device', 'look again', 'write down what is left']);
    for (const id of [PROD, DEV])
      expect(rootUserOf(bench.simulator.world, id)).toMatchObject({ keys: [], mfaDevices: [], certificates: [] });
    const { accounts } = await storedResult(bench);
    expect(new Set(Object.values(accounts).map(({ state }) => state))).toEqual(new Set(['clean']));
    const { plan } = await bench.plan(await manifestOf(SWEEP()));
    expect([actions(plan), plan.unknown, plan.problems]).toEqual([[], [], []]);
  });

  test('what the reviewed plan did not know makes it stale: a new key, a key that came into use', async () => {
    const bench = kindBench();
    await audited(bench);
    keyOf(bench, 200);
    await audit(bench);
    const { plan } = await bench.plan(await manifestOf(SWEEP()));
    keyOf(bench, 1);
    await expect(bench.apply(plan)).rejects.toThrow('the plan is stale');
    keyOf(bench, 199);
    setRootUser(bench.simulator.world, DEV, {
      ...rootUserOf(bench.simulator.world, DEV),
      certificates: [{ id: 'CERT', uploadedAt: 0 }],
    });
    await expect(bench.apply(plan)).rejects.toThrow('the plan is stale');
    expect(rootUserOf(bench.simulator.world, DEV).keys).toHaveLength(1);
  });

  test('a policy that came since fails its accounts by name, and nothing else', async () => {
    const bench = kindBench();
    await audited(bench);
    const { plan } = await bench.plan(await manifestOf(SWEEP()));
    await denyRoot(bench, PROD);
    const { outcomes } = await bench.apply(plan);
    expect(outcomes.map(({ address, state }) => `${state} ${address}`)).toEqual([
      'failed root-credentials:payments-prod',
      'done root-credentials:payments-dev',
    ]);
    expect(outcomes[0]?.problem).toMatch(
      /delete the password: AWS denies it, through the policy arn:aws:organizations/,
    );
  });

  test('several processes write the result: none is lost', async () => {
    const bench = kindBench();
    await audited(bench);
    const { plan } = await bench.plan(await manifestOf(SWEEP()));
    // Whenever towerctl is about to write, somebody else writes first, three times.
    let others = 3;
    const meddling = (handler: RequestHandler): RequestHandler =>
      ({
        ...handler,
        async handle(request: { method: string; path: string }, options: never) {
          if (request.method === 'PUT' && request.path.includes(AUDIT.key) && others > 0) {
            others -= 1;
            const known = await storedResult(bench);
            const more = { [`99999999999${others}`]: { state: 'clean' as const, at: known.at } };
            await putResult(bench, resultText(withFindings(known, known.organizationId, more, bench.clock.now())));
          }
          return (handler as unknown as { handle(...given: unknown[]): unknown }).handle(request, options);
        },
      }) as unknown as RequestHandler;
    const { state } = await bench.apply(plan, { aws: bench.session(meddling) });
    expect([state, others]).toEqual(['complete', 0]);
    const { accounts } = await storedResult(bench);
    expect(accounts[PROD]?.state).toBe('clean');
    expect(accounts[DEV]?.state).toBe('clean');
    expect(Object.keys(accounts).filter((id) => id.startsWith('9999'))).toHaveLength(3);
    expect(parseResult(resultText(await storedResult(bench)), 'x').format).toBe(1);
  });

  test('the undo plan says nothing of it', async () => {
    const { undoPlan } = await import('../../../src/engine.js');
    const bench = kindBench();
    await audited(bench);
    const { plan } = await bench.plan(await manifestOf(SWEEP()));
    expect(undoPlan(plan).changes).toEqual([]);
  });

  test('features and sweep in one plan: the feature first', async () => {
    const bench = kindBench();
    await audited(bench);
    await bench.converge(
      await manifestOf(
        `trustedAccess: { iam.amazonaws.com: on }\nrootAccess: { credentialsManagement: false }\n${ALLOW_OFF}`,
      ),
    );
    const { plan } = await bench.converge(await manifestOf(SWEEP()));
    expect(actions(plan)).toEqual([
      'create root-access:credentials-management',
      'remove root-credentials:payments-prod',
      'remove root-credentials:payments-dev',
    ]);
    expect(plan.changes[1]?.needs).toEqual(['root-access:credentials-management']);
    expect(actions((await bench.plan(await manifestOf(SWEEP()))).plan)).toEqual([]);
  });
});

test('trusted access off: nothing is on, and switching on is explained where it cannot be', async () => {
  const bench = kindBench();
  const without = ROOT_ACCESS().replace('trustedAccess: { iam.amazonaws.com: on }\n', '');
  const { plan } = await bench.plan(await manifestOf(without));
  expect(actions(plan).filter((action) => action.includes('root-access'))).toEqual([
    'create root-access:credentials-management',
    'create root-access:sessions',
  ]);
  const only = {
    ...plan,
    changes: plan.changes
      .filter(({ kind: name }) => name === 'root-access')
      .map((change) => ({ ...change, needs: [] })),
  };
  const { outcomes } = await bench.apply(only);
  expect(outcomes[0]).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('enable: trusted access of iam.amazonaws.com is off'),
  });
});
