import * as config from '@aws-sdk/client-config-service';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { inProcess } from '../../../src/simulator/index.js';
import type { Bench } from '../../support/organization.js';
import type { EditCall } from '../format.js';
import { HOME_REGION } from './names.js';
import { patiently } from './patience.js';
import { resolved } from './stacks.js';

type Command = new (input: never) => object;
type Table = Readonly<Record<string, Command>>;

/** What somebody else may call in one account and Region. */
const CONFIG: Table = {
  DeleteConfigurationAggregator: config.DeleteConfigurationAggregatorCommand,
  DeleteOrganizationConfigRule: config.DeleteOrganizationConfigRuleCommand,
  DeleteOrganizationConformancePack: config.DeleteOrganizationConformancePackCommand,
  PutConfigurationAggregator: config.PutConfigurationAggregatorCommand,
  PutOrganizationConfigRule: config.PutOrganizationConfigRuleCommand,
  PutOrganizationConformancePack: config.PutOrganizationConformancePackCommand,
};

const IAM: Table = {
  DisableOrganizationsRootCredentialsManagement: iam.DisableOrganizationsRootCredentialsManagementCommand,
  DisableOrganizationsRootSessions: iam.DisableOrganizationsRootSessionsCommand,
  EnableOrganizationsRootCredentialsManagement: iam.EnableOrganizationsRootCredentialsManagementCommand,
  EnableOrganizationsRootSessions: iam.EnableOrganizationsRootSessionsCommand,
};

const S3: Table = { CreateBucket: s3.CreateBucketCommand };

export const SERVICE_CALLS: readonly string[] = [CONFIG, IAM, S3].flatMap(Object.keys);

/** As the management account in the home Region, unless `As` names an account (entered by `Role`) and `Region` another one. */
export async function callService(bench: Bench, { call, with: input }: EditCall): Promise<void> {
  const { Region = HOME_REGION, As, Role = 'AWSControlTowerExecution', ...rest } = input;
  const account = As === undefined ? undefined : await resolved(bench, '', As);
  const settings = {
    region: String(Region),
    credentials: account === undefined ? SOMEBODY : await inside(bench, String(account), String(Role)),
    maxAttempts: 1,
    forcePathStyle: true,
    requestHandler: inProcess(bench.simulator) as never,
  };
  const values = (await resolved(bench, '', rest)) as never;
  await patiently(bench, () => {
    for (const [Client, table] of CLIENTS) {
      const Called = table[call];
      if (Called) return new Client(settings as never).send(new Called(values) as never) as Promise<unknown>;
    }
    throw new Error(`edits: unknown call ${call}`);
  });
}

type Client = new (settings: never) => { send(command: never): unknown };

const CLIENTS: readonly (readonly [Client, Table])[] = [
  [config.ConfigServiceClient, CONFIG],
  [iam.IAMClient, IAM],
  [s3.S3Client, S3],
];

const SOMEBODY = { accessKeyId: 'somebody', secretAccessKey: 'else' };

async function inside(bench: Bench, account: string, role: string) {
  const sts = new STSClient({
    region: HOME_REGION,
    credentials: SOMEBODY,
    maxAttempts: 1,
    requestHandler: inProcess(bench.simulator) as never,
  });
  const RoleArn = `arn:aws:iam::${account}:role/${role}`;
  const { Credentials } = await patiently(bench, () =>
    sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'somebody' })),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    ...(Credentials?.SessionToken !== undefined && { sessionToken: Credentials.SessionToken }),
  };
}
