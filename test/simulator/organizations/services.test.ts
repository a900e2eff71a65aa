import { MANAGEMENT, refusal, sandbox } from './support.js';

const AUDIT = '200000000002';
const CONFIG = 'config.amazonaws.com';

describe('trusted access', () => {
  test('is for services that Organizations knows; the StackSets principal is the member form', async () => {
    const { aws } = sandbox();
    await expect(
      aws.enableAWSServiceAccess({ ServicePrincipal: 'stacksets.cloudformation.amazonaws.com' }),
    ).rejects.toMatchObject({
      name: 'InvalidInputException',
      Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL',
      message: 'You specified an unrecognized service principal.',
    });
    const member = { ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com' };
    expect(await refusal(aws.enableAWSServiceAccess(member))).toBe('none');
  });

  test('can be enabled twice, and keeps the date of the first time', async () => {
    const { aws, clock } = sandbox();
    const listed = async () => {
      const { EnabledServicePrincipals } = await aws.listAWSServiceAccessForOrganization({});
      return EnabledServicePrincipals?.find((each) => each.ServicePrincipal === 'ram.amazonaws.com');
    };
    await aws.enableAWSServiceAccess({ ServicePrincipal: 'ram.amazonaws.com' });
    const first = await listed();
    clock.advance(60_000);
    await aws.enableAWSServiceAccess({ ServicePrincipal: 'ram.amazonaws.com' });
    expect(await listed()).toEqual(first);
    await aws.disableAWSServiceAccess({ ServicePrincipal: 'ram.amazonaws.com' });
    expect(await listed()).toBeUndefined();
  });
});

describe('delegated administrators', () => {
  test('want trusted access first, and are neither the management nor a suspended account', async () => {
    const { aws } = sandbox();
    const register = (AccountId: string, ServicePrincipal: string) =>
      aws.registerDelegatedAdministrator({ AccountId, ServicePrincipal });
    await expect(register(AUDIT, 'guardduty.amazonaws.com')).rejects.toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'SERVICE_ACCESS_NOT_ENABLED',
      message:
        'You must enable service access before you delegate an administrator for this service. Call the AWS API EnableAWSServiceAccess first.',
    });
    expect(await refusal(register(MANAGEMENT, CONFIG))).toBe(
      'ConstraintViolationException CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
    );
    expect(await refusal(register('300000000006', CONFIG))).toBe(
      'ConstraintViolationException CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR',
    );
    expect(await refusal(register('999999999999', CONFIG))).toBe('AccountNotFoundException');
    expect(await refusal(register(AUDIT, 'nothing.amazonaws.com'))).toBe(
      'InvalidInputException UNRECOGNIZED_SERVICE_PRINCIPAL',
    );
  });

  test('are registered once, as many as the service takes', async () => {
    const { aws } = sandbox();
    const register = (AccountId: string, ServicePrincipal: string) =>
      refusal(aws.registerDelegatedAdministrator({ AccountId, ServicePrincipal }));
    expect(await register(AUDIT, 'sso.amazonaws.com')).toBe('none');
    expect(await register(AUDIT, 'sso.amazonaws.com')).toBe('AccountAlreadyRegisteredException');
    expect(await register('200000000001', 'sso.amazonaws.com')).toBe(
      'ConstraintViolationException DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE',
    );
    for (const id of ['300000000001', '300000000002', '300000000003']) {
      expect(await register(id, 'cloudtrail.amazonaws.com')).toBe('none');
    }
    expect(await register('300000000004', 'cloudtrail.amazonaws.com')).toBe(
      'ConstraintViolationException MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED',
    );
  });

  test('are listed by service and by account', async () => {
    const { aws } = sandbox();
    for (const ServicePrincipal of [CONFIG, 'sso.amazonaws.com']) {
      await aws.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal });
    }
    const { DelegatedAdministrators } = await aws.listDelegatedAdministrators({ ServicePrincipal: CONFIG });
    expect(DelegatedAdministrators).toEqual([
      expect.objectContaining({ Id: AUDIT, Name: 'Audit', State: 'ACTIVE', DelegationEnabledDate: expect.any(Date) }),
    ]);
    expect((await aws.listDelegatedAdministrators({})).DelegatedAdministrators).toHaveLength(1);
    const { DelegatedServices } = await aws.listDelegatedServicesForAccount({ AccountId: AUDIT });
    expect(DelegatedServices?.map((each) => each.ServicePrincipal)).toEqual([CONFIG, 'sso.amazonaws.com']);
    const gone = { AccountId: AUDIT, ServicePrincipal: CONFIG };
    await aws.deregisterDelegatedAdministrator(gone);
    expect(await refusal(aws.deregisterDelegatedAdministrator(gone))).toBe('AccountNotRegisteredException');
    expect(await refusal(aws.listDelegatedServicesForAccount({ AccountId: MANAGEMENT }))).toBe(
      'AccountNotRegisteredException',
    );
  });
});
