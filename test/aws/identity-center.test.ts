import { describe, expect, it } from '@jest/globals';
import { faultOf } from '../../src/aws/faults.js';
import { bodies, HOME, sessionOver } from './session-over.js';
import { type Answer, type Sent, scopeOf } from './stub-transport.js';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-1111111111111111';
const SET = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
const STORE = 'd-1111111111';
const ORGANIZATION: Answer = { body: { Organization: { Id: 'o-1', MasterAccountId: '111111111111' } } };
const mine = { InstanceArn: INSTANCE, IdentityStoreId: STORE, OwnerAccountId: '111111111111', Status: 'ACTIVE' };
const theirs = { InstanceArn: 'arn:theirs', IdentityStoreId: 'd-2', OwnerAccountId: '222222222222', Status: 'ACTIVE' };
const OPEN: readonly Answer[] = [ORGANIZATION, { body: { Instances: [mine] } }];

const scopes = (sent: readonly Sent[]): string[] => sent.map(scopeOf);

function refusal(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return { status: 400, body: { __type: code, message, ...more } };
}

describe('the instance', () => {
  it('is the organization’s, on whatever page, and never one that an account has for itself', async () => {
    const { aws, sent } = sessionOver(
      ORGANIZATION,
      { body: { Instances: [theirs], NextToken: 'more' } },
      { body: { Instances: [mine] } },
    );
    const expected = { arn: INSTANCE, identityStoreId: STORE, ownerAccountId: '111111111111', status: 'ACTIVE' };
    expect(await aws.identityCenter().instance()).toEqual(expected);
    expect(await aws.identityCenter().instance()).toEqual(expected);
    expect(sent).toHaveLength(3);
    expect(scopes(sent)[1]).toBe(`${HOME}/sso`);
  });

  it('is asked for again where there was none', async () => {
    const { aws } = sessionOver(ORGANIZATION, { body: { Instances: [theirs] } }, { body: { Instances: [mine] } });
    expect(await aws.identityCenter().instance()).toBeUndefined();
    expect((await aws.identityCenter().instance())?.arn).toBe(INSTANCE);
  });

  it('is looked for where the manifest says', async () => {
    const { aws, sent } = sessionOver(...OPEN);
    await aws.inHomeRegion(HOME, {}, 'eu-central-1').identityCenter().instance();
    expect(scopes(sent)[1]).toBe('eu-central-1/sso');
  });

  it('without one nothing else is asked', async () => {
    const { aws, sent } = sessionOver(ORGANIZATION, { body: { Instances: [] } });
    await expect(aws.identityCenter().permissionSets()).rejects.toThrow(
      'Identity Center has no instance in ap-northeast-1, so ListPermissionSets is not asked',
    );
    expect(sent).toHaveLength(2);
  });
});

describe('permission sets', () => {
  it('are read page by page; one that is deleted meanwhile is left out', async () => {
    const { aws, sent } = sessionOver(
      ...OPEN,
      { body: { PermissionSets: [SET], NextToken: 'more' } },
      { body: { PermissionSets: ['arn:gone'] } },
      { body: { PermissionSet: { Name: 'Developer', SessionDuration: 'PT8H', Description: '' } } },
      refusal('ResourceNotFoundException', 'gone'),
    );
    expect(await aws.identityCenter().permissionSets()).toEqual([{ arn: SET, name: 'Developer', session: 'PT8H' }]);
    expect(bodies(sent).slice(2, 4)).toEqual([
      { InstanceArn: INSTANCE, MaxResults: 100 },
      { InstanceArn: INSTANCE, MaxResults: 100, NextToken: 'more' },
    ]);
  });

  it.each<readonly [string, Answer]>([
    ['an error', refusal('ResourceNotFoundException', 'no boundary')],
    ['an empty answer', { body: {} }],
  ])('have no boundary when AWS answers %s', async (_, answer) => {
    const { aws } = sessionOver(
      ...OPEN,
      { body: { AttachedManagedPolicies: [{ Name: 'A', Arn: 'arn:aws:iam::aws:policy/A' }] } },
      { body: { CustomerManagedPolicyReferences: [{ Name: 'B' }, { Name: 'C', Path: '/x/' }] } },
      { body: { InlinePolicy: '' } },
      answer,
    );
    await aws.identityCenter().instance();
    expect(await aws.identityCenter().policiesOf(SET)).toEqual({
      managed: [{ name: 'A', arn: 'arn:aws:iam::aws:policy/A' }],
      customer: [
        { name: 'B', path: '/' },
        { name: 'C', path: '/x/' },
      ],
    });
  });

  it('are stale where AWS says so, and provisioned everywhere or in one account', async () => {
    const { aws, sent } = sessionOver(
      ...OPEN,
      { body: { AccountIds: ['1'] } },
      { body: { PermissionSetProvisioningStatus: { RequestId: 'r1', Status: 'IN_PROGRESS' } } },
      { body: { PermissionSetProvisioningStatus: { RequestId: 'r2', Status: 'IN_PROGRESS' } } },
      {
        body: {
          PermissionSetProvisioningStatus: { RequestId: 'r2', Status: 'FAILED', FailureReason: 'no', AccountId: '1' },
        },
      },
    );
    const center = aws.identityCenter();
    expect(await center.accountsOf(SET, 'stale')).toEqual(['1']);
    expect((await center.provision(SET, 'all')).requestId).toBe('r1');
    expect(await center.provision(SET, '1')).toEqual({ requestId: 'r2', status: 'IN_PROGRESS' });
    expect(await center.provisioning('r2')).toEqual({
      requestId: 'r2',
      status: 'FAILED',
      reason: 'no',
      accountId: '1',
    });
    expect(bodies(sent).slice(2)).toMatchObject([
      { ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' },
      { TargetType: 'ALL_PROVISIONED_ACCOUNTS' },
      { TargetType: 'AWS_ACCOUNT', TargetId: '1' },
      { ProvisionPermissionSetRequestId: 'r2' },
    ]);
  });
});

describe('an emulator', () => {
  it('without tags and boundaries, which answers with a page of HTML, is no unknown', async () => {
    const page: Answer = { status: 500, text: '<!doctype html><title>500</title>' };
    const { aws, sent } = sessionOver(...OPEN, page);
    const center = aws.identityCenter();
    expect(center.hasTags).toBe(true);
    expect(await center.tagsOf(SET)).toEqual({});
    expect(center.hasTags).toBe(false);
    expect(sent).toHaveLength(3);
  });
});

describe('assignments', () => {
  it('that AWS keeps twice are one', async () => {
    const row = { PrincipalType: 'GROUP', PrincipalId: 'g1', AccountId: '1', PermissionSetArn: SET };
    const { aws } = sessionOver(...OPEN, { body: { AccountAssignments: [row, row] } });
    expect(await aws.identityCenter().assignmentsOf('user', 'u1')).toEqual([
      { accountId: '1', setArn: SET, type: 'group', principalId: 'g1' },
    ]);
  });

  it('are begun, and asked about by their request', async () => {
    const { aws, sent } = sessionOver(
      ...OPEN,
      { body: { AccountAssignmentCreationStatus: { RequestId: 'r', Status: 'IN_PROGRESS' } } },
      { body: { AccountAssignmentCreationStatus: { Status: 'FAILED', FailureReason: 'Received a 403' } } },
    );
    const center = aws.identityCenter();
    const grant = { accountId: '1', setArn: SET, type: 'user' as const, principalId: 'u1' };
    expect(await center.createAssignment(grant)).toEqual({ requestId: 'r', status: 'IN_PROGRESS' });
    expect(await center.creation('r')).toEqual({ requestId: 'r', status: 'FAILED', reason: 'Received a 403' });
    expect(bodies(sent)[2]).toEqual({
      InstanceArn: INSTANCE,
      TargetId: '1',
      TargetType: 'AWS_ACCOUNT',
      PermissionSetArn: SET,
      PrincipalType: 'USER',
      PrincipalId: 'u1',
    });
  });
});

describe('the directory', () => {
  it('finds by name; nobody of that name is no error', async () => {
    const { aws, sent } = sessionOver(
      { body: { GroupId: 'g1', IdentityStoreId: STORE } },
      refusal('ResourceNotFoundException', 'no'),
    );
    const store = aws.identityStore();
    expect(await store.groupId(STORE, 'platform')).toBe('g1');
    expect(await store.userId(STORE, 'mia')).toBeUndefined();
    expect(scopes(sent)[0]).toBe(`${HOME}/identitystore`);
    expect(bodies(sent)).toMatchObject([
      { AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'platform' } } },
      { AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'mia' } } },
    ]);
  });

  it('tells what comes from an identity provider', async () => {
    const ExternalIds = [{ Issuer: 'https://idp.example.com', Id: '1' }];
    const { aws } = sessionOver(
      { body: { GroupId: 'g1', DisplayName: 'platform', Description: 'x', IdentityStoreId: STORE } },
      { body: { UserId: 'u1', UserName: 'mia', ExternalIds, IdentityStoreId: STORE } },
    );
    expect(await aws.identityStore().group(STORE, 'g1')).toEqual({
      id: 'g1',
      name: 'platform',
      description: 'x',
      external: false,
    });
    expect(await aws.identityStore().user(STORE, 'u1')).toEqual({ id: 'u1', name: 'mia', external: true });
  });
});

describe('one error, several meanings', () => {
  it.each<readonly [string, Answer, string]>([
    [
      'a name that is taken',
      refusal('ConflictException', 'PermissionSet with name Developer already exists.'),
      'already-so',
    ],
    [
      'a policy twice',
      refusal(
        'ConflictException',
        'Permission set with id ps-1 already has a typed link attachment to a manged policy with A',
      ),
      'already-so',
    ],
  ])('%s', async (_, answer, expected) => {
    const { aws } = sessionOver(...OPEN, answer);
    const refused = await aws
      .identityCenter()
      .attachManagedPolicy(SET, 'arn:a')
      .catch((error: unknown) => faultOf(error).class);
    expect(refused).toBe(expected);
  });

  it('somebody else at the same set is waited for', async () => {
    const busy = refusal('ConflictException', 'There is a conflicting operation in process.');
    const { aws, sent } = sessionOver(...OPEN, busy, busy, { body: {} });
    await aws.identityCenter().deletePermissionSet(SET);
    expect(sent).toHaveLength(5);
  });

  it('in the directory the reason tells', async () => {
    const taken = refusal('ConflictException', 'taken', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
    const busy = refusal('ConflictException', 'busy', { Reason: 'CONCURRENT_MODIFICATION' });
    const { aws, sent } = sessionOver(busy, taken);
    const refused = await aws
      .identityStore()
      .createGroup(STORE, 'a', undefined)
      .catch((error: unknown) => faultOf(error).class);
    expect(refused).toBe('already-so');
    expect(sent).toHaveLength(2);
  });
});
