import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { PAYMENTS } from '../account-roles.js';
import { clientOf, errorOf } from '../client.js';
import { enable } from '../controltower/controls/support.js';
import { topUnit, tower } from '../controltower/support.js';
import { taskPolicy } from '../root-sessions.js';

test('the control on root users stops a session’s actions, and lets them pass with ExemptAssumeRoot', async () => {
  const on = tower();
  const iam = new IAM(clientOf(on.simulator));
  await on.organizations.enableAWSServiceAccess({ ServicePrincipal: 'iam.amazonaws.com' });
  await iam.enableOrganizationsRootCredentialsManagement({});
  const { arn } = await topUnit(on, 'Sandbox');
  const enabled = await enable(on, 'AWS-GR_RESTRICT_ROOT_USER', arn);
  const { Credentials } = await new STS(clientOf(on.simulator, 'eu-west-1')).assumeRoot({
    TargetPrincipal: PAYMENTS,
    TaskPolicyArn: { arn: taskPolicy('IAMAuditRootUserCredentials') },
  });
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const root = new IAM(clientOf(on.simulator, 'eu-west-1', credentials));
  await expect(root.getAccountSummary({})).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringMatching(/explicit deny in a service control policy: arn:.*\/service_control_policy\/p-/),
  });
  const parameters = [{ key: 'ExemptAssumeRoot', value: true }];
  await on.call('UpdateEnabledControl', { enabledControlIdentifier: enabled, parameters });
  expect(await errorOf(root.getAccountSummary({}))).toBe('none');
});
