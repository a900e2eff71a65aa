import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { STS } from '@aws-sdk/client-sts';
import { inProcess } from '../../../src/simulator/index.js';
import {
  AUDIT,
  deploy,
  HOME,
  instances,
  refusal,
  type Stage,
  serviceManaged,
  stage,
  TEMPLATE,
  UNIT,
} from './support.js';

const PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com';
const NOT_ADMINISTRATOR =
  'ValidationError: You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set';

/** CloudFormation as the audit account calls it. */
async function asAudit({ simulator }: Stage): Promise<CloudFormation> {
  const requestHandler = inProcess(simulator);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sts = new STS({ region: HOME, credentials, requestHandler });
  const { Credentials } = await sts.assumeRole({
    RoleArn: `arn:aws:iam::${AUDIT}:role/OrganizationAccountAccessRole`,
    RoleSessionName: 'test',
  });
  return new CloudFormation({
    region: HOME,
    maxAttempts: 1,
    requestHandler,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
}

const asAdministrator = { CallAs: 'DELEGATED_ADMIN' } as const;

test('a delegated administrator acts in the sets of the management account, when every call says so', async () => {
  const at = stage();
  const audit = await asAudit(at);
  expect(await refusal(audit.listStackSets(asAdministrator))).toBe(NOT_ADMINISTRATOR);
  expect(await refusal(serviceManaged(audit, 'a'))).toBe(NOT_ADMINISTRATOR);
  await at.organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal: PRINCIPAL });
  await serviceManaged(audit, 'a', asAdministrator);
  await deploy(audit, 'a', [UNIT.lab], [HOME], asAdministrator);
  const { StackSet } = await at.cfn.describeStackSet({ StackSetName: 'a' });
  expect(StackSet?.StackSetARN).toContain(':123456789012:stackset/a:');
  // Without CallAs it looks into its own, which is empty.
  expect(await refusal(audit.describeStackSet({ StackSetName: 'a' }))).toBe(
    'StackSetNotFoundException: StackSet a not found',
  );
  expect((await audit.listStackSets({})).Summaries).toEqual([]);
  expect((await audit.listStackSets(asAdministrator)).Summaries).toHaveLength(1);
});

test('a delegated administrator neither sees nor makes self-managed sets of the management account', async () => {
  const at = stage();
  const audit = await asAudit(at);
  await at.organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal: PRINCIPAL });
  await at.cfn.createStackSet({ StackSetName: 's', TemplateBody: TEMPLATE });
  expect(await refusal(audit.describeStackSet({ StackSetName: 's', ...asAdministrator }))).toMatch(
    /^StackSetNotFoundException/,
  );
  expect(
    await refusal(audit.createStackSet({ StackSetName: 't', TemplateBody: TEMPLATE, ...asAdministrator })),
  ).toMatch(/SERVICE_MANAGED permission model only/);
});

test('the management account is no delegated administrator, and access stays while there is one', async () => {
  const at = stage();
  expect(await refusal(at.cfn.listStackSets(asAdministrator))).toBe(NOT_ADMINISTRATOR);
  await at.organizations.registerDelegatedAdministrator({ AccountId: AUDIT, ServicePrincipal: PRINCIPAL });
  expect(await refusal(at.cfn.deactivateOrganizationsAccess({}))).toMatch(
    /^InvalidOperationException: Deregister .*200000000002/,
  );
  expect(await instances(await asAudit(at), 'a').catch((error: Error) => error.name)).toBe('StackSetNotFoundException');
});
