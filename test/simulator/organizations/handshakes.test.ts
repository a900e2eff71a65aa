import { callAs, MANAGEMENT, PAYMENTS, ROOT, refusal, sandbox } from './support.js';

const OUTSIDER = '777777777777';
const invitation = { Target: { Id: OUTSIDER, Type: 'ACCOUNT' as const }, Notes: 'Join us' };

describe('invitations', () => {
  test('are accepted by the invited account, which lands under the root with the tags', async () => {
    const { aws, simulator } = sandbox();
    const { Handshake } = await aws.inviteAccountToOrganization({ ...invitation, Tags: [{ Key: 'a', Value: 'b' }] });
    expect(Handshake).toMatchObject({ Action: 'INVITE', State: 'OPEN', Id: expect.stringMatching(/^h-[a-z0-9]{10}$/) });
    const id = { HandshakeId: Handshake?.Id ?? '' };
    expect(await refusal(aws.acceptHandshake(id))).toBe('AccessDeniedException');
    await callAs(simulator, OUTSIDER, 'AcceptHandshake', id);
    const { Account } = await aws.describeAccount({ AccountId: OUTSIDER });
    expect(Account).toMatchObject({ JoinedMethod: 'INVITED', Paths: [`o-exampleorg1/${ROOT}/${OUTSIDER}/`] });
    expect((await aws.listTagsForResource({ ResourceId: OUTSIDER })).Tags).toHaveLength(1);
    expect((await aws.describeHandshake(id)).Handshake?.State).toBe('ACCEPTED');
    expect(await refusal(aws.cancelHandshake(id))).toBe('InvalidHandshakeTransitionException');
  });

  test('are sent once, to somebody outside', async () => {
    const { aws } = sandbox();
    await aws.inviteAccountToOrganization(invitation);
    expect(await refusal(aws.inviteAccountToOrganization(invitation))).toBe('DuplicateHandshakeException');
    const invite = (Id: string, Type: 'ACCOUNT' | 'EMAIL' | 'ORGANIZATION') =>
      refusal(aws.inviteAccountToOrganization({ Target: { Id, Type } }));
    expect(await invite(PAYMENTS, 'ACCOUNT')).toBe('HandshakeConstraintViolationException ALREADY_IN_AN_ORGANIZATION');
    expect(await invite('AWS+payments-dev@example.com', 'EMAIL')).toBe(
      'HandshakeConstraintViolationException ALREADY_IN_AN_ORGANIZATION',
    );
    expect(await invite('not an address', 'EMAIL')).toBe('InvalidInputException INVALID_EMAIL_ADDRESS_TARGET');
    expect(await invite('o-exampleorg2', 'ORGANIZATION')).toBe('InvalidInputException INVALID_PARTY_TYPE_TARGET');
  });

  test('are cancelled, declined or run out after 15 days', async () => {
    const { aws, simulator, clock } = sandbox();
    const send = async () => (await aws.inviteAccountToOrganization(invitation)).Handshake?.Id ?? '';
    const first = await send();
    await aws.cancelHandshake({ HandshakeId: first });
    expect(await refusal(aws.cancelHandshake({ HandshakeId: first }))).toBe('HandshakeAlreadyInStateException');
    const second = await send();
    await callAs(simulator, OUTSIDER, 'DeclineHandshake', { HandshakeId: second });
    const third = await send();
    clock.advance(15 * 86_400_000);
    expect(await refusal(callAs(simulator, OUTSIDER, 'AcceptHandshake', { HandshakeId: third }))).toBe(
      'InvalidHandshakeTransitionException',
    );
    const { Handshakes } = await aws.listHandshakesForOrganization({ Filter: { ActionType: 'INVITE' } });
    expect(Handshakes?.map((each) => each.State)).toEqual(['CANCELED', 'DECLINED', 'EXPIRED']);
    const mine = await callAs(simulator, OUTSIDER, 'ListHandshakesForAccount');
    expect(mine['Handshakes']).toHaveLength(3);
    expect(await refusal(aws.describeHandshake({ HandshakeId: 'h-00000000' }))).toBe('HandshakeNotFoundException');
  });
});

describe('all features', () => {
  test('are enabled by a handshake that the management account accepts', async () => {
    const { aws } = sandbox({ seed: 'none' });
    await aws.createOrganization({ FeatureSet: 'CONSOLIDATED_BILLING' });
    const { Handshake } = await aws.enableAllFeatures({});
    expect(await refusal(aws.enableAllFeatures({}))).toBe(
      'HandshakeConstraintViolationException ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION',
    );
    await aws.acceptHandshake({ HandshakeId: Handshake?.Id ?? '' });
    expect((await aws.describeOrganization({})).Organization?.FeatureSet).toBe('ALL');
    const RootId = (await aws.listRoots({})).Roots?.[0]?.Id ?? '';
    await aws.enablePolicyType({ RootId, PolicyType: 'SERVICE_CONTROL_POLICY' });
    expect((await aws.listTargetsForPolicy({ PolicyId: 'p-FullAWSAccess' })).Targets).toHaveLength(2);
    expect(await refusal(aws.enableAllFeatures({}))).toBe(
      'HandshakeConstraintViolationException ORGANIZATION_ALREADY_HAS_ALL_FEATURES',
    );
  });
});

describe('responsibility transfers', () => {
  const offer = {
    Type: 'BILLING' as const,
    Target: { Id: OUTSIDER, Type: 'ACCOUNT' as const },
    StartTimestamp: new Date(Date.UTC(2026, 2, 1)),
    SourceName: 'Subsidiary',
  };

  test('are requested, accepted by the other side, renamed and terminated', async () => {
    const { aws, simulator } = sandbox();
    const { Handshake } = await aws.inviteOrganizationToTransferResponsibility(offer);
    const inbound = async () =>
      (await aws.listInboundResponsibilityTransfers({ Type: 'BILLING' })).ResponsibilityTransfers?.[0];
    const { Id = '' } = (await inbound()) ?? {};
    expect(await inbound()).toMatchObject({
      Name: 'Subsidiary',
      Status: 'REQUESTED',
      Id: expect.stringMatching(/^rt-/),
    });
    expect(await refusal(aws.terminateResponsibilityTransfer({ Id }))).toBe(
      'InvalidResponsibilityTransferTransitionException',
    );
    const accepted = await refusal(
      callAs(simulator, OUTSIDER, 'AcceptHandshake', { HandshakeId: Handshake?.Id ?? '' }),
    );
    expect(accepted).toBe('none');
    expect((await inbound())?.Status).toBe('ACCEPTED');
    await aws.updateResponsibilityTransfer({ Id, Name: 'Renamed' });
    const { ResponsibilityTransfer } = await aws.terminateResponsibilityTransfer({ Id });
    expect(ResponsibilityTransfer).toMatchObject({
      Name: 'Renamed',
      Status: 'WITHDRAWN',
      EndTimestamp: new Date(Date.UTC(2026, 1, 1) - 1_000),
    });
    expect(await refusal(aws.terminateResponsibilityTransfer({ Id }))).toBe(
      'ResponsibilityTransferAlreadyInStatusException',
    );
    expect((await aws.listOutboundResponsibilityTransfers({ Type: 'BILLING' })).ResponsibilityTransfers).toEqual([]);
    expect((await aws.describeAccount({ AccountId: MANAGEMENT })).Account?.State).toBe('ACTIVE');
  });

  test('start on the first of a month to come', async () => {
    const { aws } = sandbox();
    const start = (StartTimestamp: Date) =>
      refusal(aws.inviteOrganizationToTransferResponsibility({ ...offer, StartTimestamp }));
    expect(await start(new Date(Date.UTC(2026, 2, 2)))).toBe('InvalidInputException START_DATE_NOT_BEGINNING_OF_MONTH');
    expect(await start(new Date(Date.UTC(2026, 2, 1, 1)))).toBe(
      'InvalidInputException START_DATE_NOT_BEGINNING_OF_DAY',
    );
    expect(await start(new Date(Date.UTC(2025, 2, 1)))).toBe('InvalidInputException START_DATE_TOO_EARLY');
    expect(await refusal(aws.describeResponsibilityTransfer({ Id: 'rt-00000000' }))).toBe(
      'ResponsibilityTransferNotFoundException',
    );
  });
});

describe('the resource policy', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: PAYMENTS },
    Action: 'organizations:ListPolicies',
    Resource: '*',
  };
  const content = (more: object = {}) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...more }] });

  test('is one, is about Organizations actions, and is replaced by the next', async () => {
    const { aws } = sandbox();
    expect(await refusal(aws.describeResourcePolicy({}))).toBe('ResourcePolicyNotFoundException');
    const { ResourcePolicy } = await aws.putResourcePolicy({ Content: content(), Tags: [{ Key: 'a', Value: 'b' }] });
    const id = ResourcePolicy?.ResourcePolicySummary?.Id ?? '';
    expect(id).toMatch(/^rp-[a-z0-9]{8}$/);
    const again = await aws.putResourcePolicy({ Content: content({ Sid: 'Two' }) });
    expect(again.ResourcePolicy?.ResourcePolicySummary?.Id).toBe(id);
    expect((await aws.listTagsForResource({ ResourceId: id })).Tags).toEqual([{ Key: 'a', Value: 'b' }]);
    const put = (Content: string) => refusal(aws.putResourcePolicy({ Content }));
    expect(await put('{')).toBe('InvalidInputException INVALID_RESOURCE_POLICY_JSON');
    expect(await put(content({ Action: 's3:*' }))).toBe('InvalidInputException UNSUPPORTED_ACTION_IN_RESOURCE_POLICY');
    expect(await put(content({ Principal: undefined }))).toBe('InvalidInputException INVALID_PRINCIPAL');
    expect(await put('x'.repeat(40_001))).toBe('InvalidInputException MAX_LENGTH_EXCEEDED');
    await aws.deleteResourcePolicy({});
    expect(await refusal(aws.deleteResourcePolicy({}))).toBe('ResourcePolicyNotFoundException');
  });
});
