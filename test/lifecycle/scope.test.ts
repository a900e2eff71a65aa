import { LIFECYCLE } from '../../src/lifecycle/control-tower.js';
import type { EventScope } from '../../src/lifecycle/event-scope.js';
import { OWN_ROLES, scopeOf } from '../../src/lifecycle/scope.js';
import type { JsonObject } from '../../src/model.js';
import { lifecycle, managedAccount, notification } from './control-tower-events.js';
import { call, envelope, LAB, MANAGEMENT, PAYMENTS, through, UNIT } from './events.js';
import { ACCOUNT, judge, type Row, short } from './judging.js';

describe('root access and Identity Center', () => {
  const rows: readonly Row[] = [
    ['root sessions', call('iam', 'EnableOrganizationsRootSessions', null), 'full'],
    ['no root credentials management', call('iam', 'DisableOrganizationsRootCredentialsManagement', null), 'full'],
    ['anything else of IAM', call('iam', 'CreateRole', { roleName: 'x' }), 'unknown', 'CreateRole'],
    [
      'an assignment',
      call('sso', 'CreateAccountAssignment', { targetId: PAYMENTS, targetType: 'AWS_ACCOUNT' }),
      `scope ${ACCOUNT}`,
    ],
    ['no assignment', call('sso', 'DeleteAccountAssignment', { targetId: PAYMENTS }), `scope ${ACCOUNT}`],
    ['a permission set', call('sso', 'PutInlinePolicyToPermissionSet', {}), 'full'],
    ['its boundary', call('sso', 'DeletePermissionsBoundaryFromPermissionSet', {}), 'full'],
    ['a group', call('identitystore', 'CreateGroup', {}), 'full'],
    ['a member, by the console', call('sso-directory', 'CreateGroupMembership', {}), 'full'],
    ['an application', call('sso', 'CreateApplicationAssignment', {}), 'ignore'],
    ['a read', call('sso', 'GetInlinePolicyForPermissionSet', {}), 'ignore'],
    ['a call of tomorrow', call('sso', 'CreateSomethingNew', {}), 'unknown'],
  ];
  test.each(rows)('%s', (_, event, expected, why = '') => {
    expect(short(judge(event))).toBe(expected);
    expect(judge(event).why).toContain(why);
  });
});

describe('whose call it was', () => {
  const attach = (more: JsonObject, name = 'AttachPolicy'): EventScope =>
    judge(
      call(
        'organizations',
        name,
        { policyId: 'p-12345678', targetId: UNIT, accountId: PAYMENTS, sourceParentId: UNIT },
        more,
      ),
    );

  test('our own roles start nothing, by name or by ARN', () => {
    for (const role of OWN_ROLES) expect(attach({ userIdentity: through(role) })).toMatchObject({ kind: 'ignore' });
    const event = call(
      'organizations',
      'MoveAccount',
      { accountId: PAYMENTS },
      { userIdentity: through('deploy/Mine') },
    );
    const by = (ownRoles: readonly string[]): string => scopeOf(event, { ownRoles }).kind;
    expect(by([`arn:aws:iam::${MANAGEMENT}:role/deploy/Mine`])).toBe('ignore');
    expect(by([`arn:aws:iam::${LAB}:role/deploy/Mine`])).toBe('scope');
  });

  test('a role whose name only begins like ours is somebody else', () => {
    expect(attach({ userIdentity: through('TowerctlApplyNot') })).toMatchObject({ kind: 'notify' });
    expect(attach({ userIdentity: null })).toMatchObject({
      kind: 'notify',
      why: 'policy p-12345678 was attached by somebody',
    });
  });

  test('policies that Control Tower changes are told of by its lifecycle events; accounts that it moves are looked at', () => {
    const tower = { userIdentity: through('AWSControlTowerAdmin') };
    expect(attach(tower)).toMatchObject({ kind: 'ignore' });
    expect(attach({ userIdentity: { invokedBy: 'controltower.amazonaws.com' } }, 'UpdatePolicy').kind).toBe('ignore');
    expect(attach(tower, 'MoveAccount')).toMatchObject({ kind: 'scope' });
  });

  test('what was refused, or only read, has changed nothing', () => {
    expect(attach({ errorCode: 'AccessDenied' })).toEqual({
      kind: 'ignore',
      why: 'AttachPolicy was refused (AccessDenied): nothing has changed',
    });
    expect(attach({ readOnly: true })).toMatchObject({ kind: 'ignore' });
  });

  test('calls that begin what a lifecycle event ends', () => {
    const tower = (name: string): string => judge(call('controltower', name, {})).kind;
    for (const name of LIFECYCLE.keys()) expect([name, tower(name)]).toEqual([name, 'ignore']);
    expect(tower('CreateLandingZone')).toBe('ignore');
    expect(tower('ResetLandingZone')).toBe('full');
    expect(tower('DeleteLandingZone')).toBe('notify');
    expect(tower('UntagResource')).toBe('full');
    expect(tower('ListEnabledControls')).toBe('ignore');
    expect(tower('DoSomethingNew')).toBe('unknown');
  });
});

describe('garbage', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['text', 'CreateManagedAccount'],
    ['a list', [managedAccount('CreateManagedAccount')]],
    ['an empty object', {}],
    ['no detail', { source: 'aws.controltower', 'detail-type': 'AWS Service Event via CloudTrail' }],
    ['a detail that is text', { source: 'aws.controltower', 'detail-type': 'Drift Detected', detail: 'x' }],
    ['a source of its own', envelope('my.application', 'AWS API Call via CloudTrail', {})],
    ['a sort of its own', envelope('aws.controltower', 'Something Else', {})],
    ['an event without a name', envelope('aws.organizations', 'AWS API Call via CloudTrail', {})],
    ['a message of somebody else', notification({ alarm: 'disk full' })],
    ['the name of a property that every object has', call('organizations', 'constructor', {})],
    ['and of the prototype', lifecycle('__proto__', {})],
  ])('%s is unknown', (_, value) => {
    expect(judge(value)).toMatchObject({ kind: 'unknown' });
  });

  test('wrong shapes inside a known event never throw, and never make a smaller scope', () => {
    const wrong: readonly unknown[] = [null, 7, 'x', [], {}, { accountId: 7 }, [null]];
    for (const name of LIFECYCLE.keys()) {
      for (const body of wrong) {
        const key = `${name.charAt(0).toLowerCase()}${name.slice(1)}Status`;
        const event = envelope('aws.controltower', 'AWS Service Event via CloudTrail', {
          eventName: name,
          serviceEventDetails: { [key]: body as JsonObject },
        });
        expect(['full', 'notify']).toContain(judge(event).kind);
      }
    }
  });
});
