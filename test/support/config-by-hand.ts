import { type Bench, manifestOf } from './organization.js';

/** Lays the role by which payments-dev is read, so that it can administer AWS Config. */
export async function readable(bench: Bench): Promise<void> {
  const text = `organizationalUnits: { Sandbox: { existing: true } }
accounts:
  payments-prod: { id: "300000000001", existing: true }
  payments-dev: { id: "300000000002", existing: true }
  management: { id: "123456789012", existing: true }
stackBaselines:
  read:
    template: towerctl-read
    targets: [account:payments-dev]
    regions: [ap-northeast-1]
    parameters: { TrustedAccountId: "\${account.management.id}" }
`;
  await bench.converge(await manifestOf(text));
}

/** A rule, a pack and an aggregator that somebody made by hand, as the console makes them. */
export async function configPutByHand(bench: Bench): Promise<void> {
  const port = bench.session().inHomeRegion('ap-northeast-1').configIn('ap-northeast-1');
  // The management account records nothing, legacy-crm neither.
  const excludedAccounts = ['123456789012', '300000000005'];
  await port.putOrganizationRule({
    name: 'tls',
    source: { type: 'managed', identifier: 'S3_BUCKET_SSL_REQUESTS_ONLY' },
    description: 'by hand',
    resourceTypes: [],
    excludedAccounts,
  });
  await port.putOrganizationPack({
    name: 'pci',
    parameters: [],
    excludedAccounts,
    templateBody: JSON.stringify({
      Resources: {
        Root: {
          Type: 'AWS::Config::ConfigRule',
          Properties: {
            ConfigRuleName: 'root',
            Source: { Owner: 'AWS', SourceIdentifier: 'ROOT_ACCOUNT_MFA_ENABLED' },
          },
        },
      },
    }),
  });
  await port.putAggregator({
    name: 'everything',
    roleArn: 'arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
  });
  let open = true;
  while (open) {
    await bench.clock.sleep(5_000);
    port.forget();
    const told = [...(await port.organizationRuleStatuses()), ...(await port.organizationPackStatuses())];
    open = told.some(({ status }) => status.endsWith('_IN_PROGRESS'));
  }
}
