import { CreateGroupMembershipCommand, GetGroupIdCommand, GetUserIdCommand } from '@aws-sdk/client-identitystore';
import { describe, expect, it } from '@jest/globals';
import { undoPlan } from '../../../src/engine.js';
import { TowerctlError } from '../../../src/errors.js';
import { actions, Bench, manifestOf } from '../../support/organization.js';
import { Elsewhere } from '../permission-set/world.js';

function benchOf(identityCenter: Readonly<Record<string, unknown>> = {}): Bench {
  return new Bench({ seed: { identityCenter: { users: ['mia', 'noah', 'ada'], ...identityCenter } } });
}

/** Somebody else lets a user into a group. */
async function letIn(bench: Bench, user: string, group: string): Promise<void> {
  const there = new Elsewhere(bench);
  const { IdentityStoreId } = await there.instance();
  const unique = (AttributePath: string, AttributeValue: string) => ({
    IdentityStoreId,
    AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
  });
  const { UserId = '' } = await there.store.send(new GetUserIdCommand(unique('userName', user)));
  const { GroupId } = await there.store.send(new GetGroupIdCommand(unique('displayName', group)));
  await there.store.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }));
}

const groups = (text: string) => manifestOf(`groups: { ${text} }\n`);

describe('members', () => {
  it('are exact when given: who was let in by hand is out again, and told', async () => {
    const bench = benchOf();
    const manifest = await groups('platform: { members: [noah, mia] }');
    await bench.converge(manifest);
    await letIn(bench, 'ada', 'platform');
    const { plan } = await bench.plan(manifest);
    expect(plan.changes).toMatchObject([
      { action: 'update', fields: [{ path: 'members', from: ['ada', 'mia', 'noah'], to: ['mia', 'noah'] }] },
    ]);
    await bench.apply(plan);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
  });

  it('are left alone when nothing is said, and then not even read', async () => {
    const bench = benchOf({ groups: { platform: { members: ['mia'] } } });
    expect(actions((await bench.plan(await groups('platform: {}'))).plan)).toEqual([]);
    expect(bench.simulator.calls.counts().some(({ api }) => api === 'identitystore:ListGroupMemberships')).toBe(false);
  });

  it('nobody knows are problems of the plan, all at once, with who may have been meant', async () => {
    const { plan } = await benchOf().plan(
      await groups('platform: { members: [mai, mia, zoe-the-second] }, readers: { members: [zoe-the-second] }'),
    );
    expect(
      plan.problems.map(({ address, message, hint }) => `${address} ${/"[^"]*"/.exec(message)?.[0]}: ${hint}`),
    ).toEqual([
      'group:platform "mai": did you mean "mia"?',
      'group:platform "zoe-the-second": make the user in the console or the identity provider, or remove the name',
      'group:readers "zoe-the-second": make the user in the console or the identity provider, or remove the name',
    ]);
  });

  it('who is named no longer is taken out', async () => {
    const bench = benchOf({ groups: { platform: { members: ['mia', 'noah'] } } });
    await bench.converge(await groups('platform: { members: [noah] }'));
    expect(actions((await bench.plan(await groups('platform: { members: [noah] }'))).plan)).toEqual([]);
  });
});

describe('groups of others', () => {
  it('one from an identity provider is used and never changed', async () => {
    const bench = benchOf({ groups: { scim: { external: true, members: ['mia'] } } });
    expect((await bench.plan(await groups('scim: {}'))).plan.problems).toEqual([]);
    for (const text of ['scim: { members: [noah] }', 'scim: { description: Ours }', 'scim: { state: off }']) {
      const { plan } = await bench.plan(await groups(text));
      expect(plan.problems).toMatchObject([{ code: 'group-external', address: 'group:scim' }]);
    }
  });

  it('Control Tower’s may be given members, and nothing else', async () => {
    const bench = benchOf();
    const manifest = await groups('AWSSecurityAuditors: { members: [mia] }');
    await bench.converge(manifest);
    expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
    await expect(groups('AWSSecurityAuditors: { description: Ours }')).rejects.toThrow(TowerctlError);
    await expect(groups('AWSSecurityAuditors: { state: off }')).rejects.toThrow(TowerctlError);
  });

  it('Control Tower’s is not made where Control Tower has none', async () => {
    const bench = new Bench({
      seed: { landingZone: { version: '4.0', identityCenter: false }, identityCenter: { users: ['mia'] } },
    });
    expect((await bench.plan(await groups('AWSSecurityAuditors: { members: [mia] }'))).plan.problems).toMatchObject([
      { code: 'not-found', address: 'group:AWSSecurityAuditors' },
    ]);
  });
});

describe('a group that goes', () => {
  it('says who was in it, and undo gives it back with them', async () => {
    const bench = benchOf({ groups: { platform: { members: ['mia', 'noah'] } } });
    const { plan } = await bench.plan(await groups('platform: { state: off }'));
    expect(plan.changes).toMatchObject([{ action: 'remove', from: { members: ['mia', 'noah'] } }]);
    await bench.apply(plan);
    expect(actions((await bench.plan(await groups('platform: { state: off }'))).plan)).toEqual([]);
    expect((await bench.apply(undoPlan(plan))).state).toBe('complete');
    expect(actions((await bench.plan(await groups('platform: { members: [mia, noah] }'))).plan)).toEqual([]);
  });

  it('by omission is not looked at any more', async () => {
    const bench = benchOf({ groups: { platform: {} } });
    expect(actions((await bench.plan(await groups('readers: {}'))).plan)).toEqual(['create group:readers']);
  });
});

it('names that AWS or addresses do not take are told', async () => {
  for (const text of [
    '"a/b": {}',
    '" a": {}',
    'AWSAdministrators: {}',
    'a: { members: [mia, mia] }',
    'a: { state: off, members: [] }',
  ]) {
    await expect(groups(text)).rejects.toThrow(TowerctlError);
  }
});
