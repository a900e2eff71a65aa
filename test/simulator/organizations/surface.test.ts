import * as sdk from '@aws-sdk/client-organizations';
import { organizations } from '../../../src/simulator/services/organizations/service.js';
import { callAs, MANAGEMENT, refusal, sandbox } from './support.js';

const COMMANDS = Object.keys(sdk)
  .filter((name) => name.endsWith('Command') && name !== '$Command')
  .map((name) => name.replace(/Command$/, ''));

describe('the surface of the simulated AWS Organizations', () => {
  test('has every operation that the SDK has, and no other', () => {
    expect(Object.keys(organizations.operations).sort()).toEqual(COMMANDS.sort());
    expect(COMMANDS.length).toBeGreaterThan(60);
  });

  test('is HTTP 400 for every error of the service, with Message and Reason', async () => {
    const { aws } = sandbox();
    const call = aws.createOrganizationalUnit({ ParentId: 'r-ex01', Name: 'x'.repeat(129) });
    await expect(call).rejects.toMatchObject({
      name: 'InvalidInputException',
      Reason: 'MAX_LENGTH_EXCEEDED',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test.each(COMMANDS.filter((name) => !/^(Create|List|Describe)Organizations?$|Handshake/.test(name)))(
    'answers %s outside of an organization with AWSOrganizationsNotInUseException',
    async (operation) => {
      const { simulator } = sandbox({ seed: 'none' });
      const answer = await refusal(callAs(simulator, MANAGEMENT, operation, {}));
      expect(answer).toBe(operation === 'ListHandshakesForAccount' ? 'none' : 'AWSOrganizationsNotInUseException');
    },
  );

  test('lets members describe the organization but not read or change it', async () => {
    const { simulator } = sandbox();
    const member = '300000000001';
    await expect(callAs(simulator, member, 'DescribeOrganization')).resolves.toHaveProperty('Organization');
    expect(await refusal(callAs(simulator, member, 'ListAccounts'))).toBe('AccessDeniedException');
    const unit = { ParentId: 'r-ex01', Name: 'Mine' };
    expect(await refusal(callAs(simulator, member, 'CreateOrganizationalUnit', unit))).toBe('AccessDeniedException');
  });

  test('lets delegated administrators read', async () => {
    const { simulator, aws } = sandbox();
    await aws.registerDelegatedAdministrator({ AccountId: '200000000002', ServicePrincipal: 'config.amazonaws.com' });
    await expect(callAs(simulator, '200000000002', 'ListAccounts')).resolves.toHaveProperty('Accounts');
    const unit = { ParentId: 'r-ex01', Name: 'Mine' };
    expect(await refusal(callAs(simulator, '200000000002', 'CreateOrganizationalUnit', unit))).toBe(
      'AccessDeniedException',
    );
  });
});
