import { CALLS, RESULTS } from '../../src/lifecycle/organizations.js';
import type { JsonObject } from '../../src/model.js';
import { call, LAB, OTHER_UNIT, PAYMENTS, ROOT, result, UNIT } from './events.js';
import { ACCOUNT, IN_UNIT, judge, type Row, short } from './judging.js';

describe('Organizations', () => {
  const moved = (from: string): JsonObject =>
    call('organizations', 'MoveAccount', {
      accountId: PAYMENTS,
      sourceParentId: from,
      destinationParentId: OTHER_UNIT,
    });
  const handshake = (action: string, parties: JsonObject[]): JsonObject =>
    call(
      'organizations',
      'AcceptHandshake',
      { handshakeId: 'h-1' },
      {
        userIdentity: { type: 'IAMUser', accountId: LAB, arn: `arn:aws:iam::${LAB}:user/owner` },
        responseElements: { handshake: { id: 'h-1', action, state: 'ACCEPTED', parties } },
      },
    );
  const tags = (name: string, resourceId: string): JsonObject => call('organizations', name, { resourceId });
  const rows: readonly Row[] = [
    [
      'an account made',
      result('CreateAccountResult', 'createAccountStatus', { id: 'car-1', state: 'SUCCEEDED', accountId: PAYMENTS }),
      `scope ${ACCOUNT} fresh ${PAYMENTS}`,
    ],
    [
      'an account not made',
      result('CreateAccountResult', 'createAccountStatus', {
        id: 'car-1',
        state: 'FAILED',
        failureReason: 'EMAIL_ALREADY_EXISTS',
      }),
      'failed',
      'EMAIL_ALREADY_EXISTS',
    ],
    [
      'an account closed',
      result('CloseAccountResult', 'closeAccountStatus', { state: 'SUCCEEDED', accountId: PAYMENTS }),
      `scope ${ACCOUNT}`,
    ],
    [
      'an account not closed',
      result('CloseAccountResult', 'closeAccountStatus', { state: 'FAILED', accountId: PAYMENTS }),
      `failed ${ACCOUNT}`,
    ],
    ['a move', moved(UNIT), `scope ${ACCOUNT}`, 'AWSReservedSSO_Admin'],
    ['a move out of the root', moved(ROOT), `scope ${ACCOUNT} fresh ${PAYMENTS}`],
    [
      'an invitation accepted',
      handshake('INVITE', [
        { id: 'o-exampleorg1', type: 'ORGANIZATION' },
        { id: PAYMENTS, type: 'ACCOUNT' },
      ]),
      `scope ${ACCOUNT} fresh ${PAYMENTS}`,
    ],
    ['an invitation whose parties are not told', handshake('INVITE', []), `scope account:${LAB} fresh ${LAB}`],
    ['a handshake of another sort', handshake('APPROVE_ALL_FEATURES', []), 'ignore'],
    [
      'an account closed by somebody',
      call('organizations', 'CloseAccount', { accountId: PAYMENTS }),
      `notify ${ACCOUNT}`,
      'alice',
    ],
    [
      'an account removed',
      call('organizations', 'RemoveAccountFromOrganization', { accountId: PAYMENTS }),
      `notify ${ACCOUNT}`,
    ],
    [
      'an account that left',
      call('organizations', 'LeaveOrganization', null, { userIdentity: { accountId: LAB, type: 'Root' } }),
      `notify account:${LAB}`,
    ],
    [
      'a unit made',
      call(
        'organizations',
        'CreateOrganizationalUnit',
        { parentId: ROOT, name: 'New' },
        { responseElements: { organizationalUnit: { id: UNIT, name: 'New' } } },
      ),
      `scope ${IN_UNIT}`,
    ],
    [
      'a unit renamed',
      call('organizations', 'UpdateOrganizationalUnit', { organizationalUnitId: UNIT, name: 'X' }),
      `scope ${IN_UNIT}`,
    ],
    ['a unit deleted', call('organizations', 'DeleteOrganizationalUnit', { organizationalUnitId: UNIT }), 'full'],
    ['tags of an account', tags('TagResource', PAYMENTS), `scope ${ACCOUNT}`],
    ['tags of a unit', tags('UntagResource', UNIT), `scope ${IN_UNIT}`],
    ['tags of the root', tags('TagResource', ROOT), 'full'],
    ['tags of a policy', tags('TagResource', 'p-12345678'), 'notify'],
    [
      'a policy attached',
      call('organizations', 'AttachPolicy', { policyId: 'p-12345678', targetId: UNIT }),
      `notify ${IN_UNIT}`,
      'p-12345678 was attached by',
    ],
    [
      'a policy detached',
      call('organizations', 'DetachPolicy', { policyId: 'p-12345678', targetId: PAYMENTS }),
      `notify ${ACCOUNT}`,
    ],
    [
      'a policy detached from the root',
      call('organizations', 'DetachPolicy', { policyId: 'p-12345678', targetId: ROOT }),
      'notify root',
    ],
    ['a policy edited', call('organizations', 'UpdatePolicy', { policyId: 'p-12345678' }), 'notify'],
    ['a policy deleted', call('organizations', 'DeletePolicy', { policyId: 'p-12345678' }), 'notify'],
    [
      'a policy type off',
      call('organizations', 'DisablePolicyType', { rootId: ROOT, policyType: 'TAG_POLICY' }),
      'notify',
      'TAG_POLICY',
    ],
    ['a policy type on', call('organizations', 'EnablePolicyType', { rootId: ROOT, policyType: 'TAG_POLICY' }), 'full'],
    [
      'trusted access off',
      call('organizations', 'DisableAWSServiceAccess', { servicePrincipal: 'config.amazonaws.com' }),
      'full',
      'config.amazonaws.com lost',
    ],
    [
      'trusted access on',
      call('organizations', 'EnableAWSServiceAccess', { servicePrincipal: 'config.amazonaws.com' }),
      'full',
    ],
    [
      'an administrator',
      call('organizations', 'RegisterDelegatedAdministrator', {
        accountId: PAYMENTS,
        servicePrincipal: 'sso.amazonaws.com',
      }),
      'full',
    ],
    [
      'no administrator',
      call('organizations', 'DeregisterDelegatedAdministrator', {
        accountId: PAYMENTS,
        servicePrincipal: 'sso.amazonaws.com',
      }),
      'full',
      'no longer',
    ],
    ['the delegation policy', call('organizations', 'PutResourcePolicy', {}), 'notify'],
    ['no delegation policy', call('organizations', 'DeleteResourcePolicy', null), 'notify'],
    ['all features', call('organizations', 'EnableAllFeatures', null), 'full'],
    ['an organization', call('organizations', 'CreateOrganization', {}), 'notify'],
    ['no organization', call('organizations', 'DeleteOrganization', null), 'notify'],
    ...[
      'CreateAccount',
      'CreateGovCloudAccount',
      'InviteAccountToOrganization',
      'CancelHandshake',
      'DeclineHandshake',
      'CreatePolicy',
      'InviteOrganizationToTransferResponsibility',
      'UpdateResponsibilityTransfer',
      'TerminateResponsibilityTransfer',
    ].map((name): Row => [`${name}, from which nothing follows`, call('organizations', name, {}), 'ignore']),
    ['a call without parameters', call('organizations', 'MoveAccount', null), 'full', 'cannot be told'],
    ['a call of tomorrow', call('organizations', 'FreezeAccount', { accountId: PAYMENTS }), 'unknown', 'FreezeAccount'],
    ['a service event of tomorrow', result('FreezeAccountResult', 'freezeAccountStatus', {}), 'unknown'],
    ['a read', call('organizations', 'DescribeAccount', {}), 'ignore'],
  ];
  test.each(rows)('%s', (_, event, expected, why = '') => {
    expect(short(judge(event))).toBe(expected);
    expect(judge(event).why).toContain(why);
  });

  test('every write that Organizations has is known', async () => {
    const sdk: object = await import('@aws-sdk/client-organizations');
    const writes = Object.keys(sdk)
      .flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? [])
      .filter((name) => !/^(Describe|List|\$)/.test(name));
    expect(writes.length).toBeGreaterThan(30);
    expect(writes.filter((name) => !CALLS.has(name))).toEqual([]);
    const named = new Set(rows.map(([, event]) => (event['detail'] as JsonObject)['eventName']));
    expect([...CALLS.keys(), ...RESULTS.keys()].filter((name) => !named.has(name))).toEqual([]);
  });
});
