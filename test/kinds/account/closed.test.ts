import { describe, expect, it } from '@jest/globals';
import { undoPlan } from '../../../src/engine.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';

const ALLOW = 'guards: { allow: [{ code: account-closure, at: "account:payments-dev", reason: CHG-1 }] }\n';
const CLOSE = 'accounts: { payments-dev: { id: "300000000002", close: true } }\n';

describe('an account that the manifest closes', () => {
  it('is refused without an allowance', async () => {
    const bench = new Bench();
    const { plan } = await bench.plan(await manifestOf(CLOSE));
    expect(actions(plan)).toEqual(['remove account:payments-dev']);
    expect(plan.problems).toMatchObject([
      { code: 'account-closure', severity: 'error', address: 'account:payments-dev' },
    ]);
    await expect(bench.apply(plan)).rejects.toThrow(/must be solved or allowed/);
  });

  it('is closed when allowed, once, and is nothing to do afterwards', async () => {
    const bench = new Bench();
    const manifest = await manifestOf(`${CLOSE}${ALLOW}`);
    const { plan } = await bench.converge(manifest);
    expect(actions(plan)).toEqual(['remove account:payments-dev']);
    const { state } = await bench.session().organizations.account('300000000002');
    expect(state).toBe('CLOSED');
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
    expect(bench.simulator.calls.counts().find(({ api }) => api === 'organizations:CloseAccount')?.calls).toBe(1);
  });

  it('that was closed by somebody else, or is just being closed, is neither closed again nor a failure', async () => {
    const bench = new Bench();
    await bench.session().organizations.closeAccount('300000000002');
    // The list does not show it yet: asked to close it, AWS says that it is closed.
    const early = await bench.plan(await manifestOf(`${CLOSE}${ALLOW}`));
    expect(actions(early.plan)).toEqual(['remove account:payments-dev']);
    expect((await bench.apply(early.plan)).state).toBe('complete');
    await bench.clock.sleep(60_000);
    const { plan } = await bench.plan(await manifestOf(CLOSE));
    expect([actions(plan), plan.problems]).toEqual([[], []]);
  });

  it('left out of the manifest is never closed, and undo neither closes what was made nor makes what was closed', async () => {
    const bench = new Bench();
    expect(actions((await bench.plan(await manifestOf('accounts: {}\n'))).plan)).toEqual([]);
    const made = await bench.plan(
      await manifestOf(
        'organizationalUnits: { Apps: {} }\naccounts: { shop: { email: aws+shop@example.com, ou: Apps } }\n',
      ),
    );
    expect(actions(undoPlan(made.plan))).toEqual(['remove unit:Apps']);
    const closed = await bench.plan(await manifestOf(`${CLOSE}${ALLOW}`));
    expect(actions(undoPlan(closed.plan))).toEqual([]);
  });

  it('gets nothing more laid in it by the same plan', async () => {
    const { plan } = await new Bench().plan(
      await manifestOf(
        `${CLOSE}${ALLOW}policies:\n  only: { type: scp, document: { Version: "2012-10-17", Statement: [{ Sid: A, Effect: Deny, Action: ["s3:DeleteBucket"], Resource: "*" }] }, targets: [{ tags: { a: b } }] }\n`,
      ),
    );
    expect(actions(plan)).toEqual(['create policy:scp/only', 'remove account:payments-dev']);
  });
});
