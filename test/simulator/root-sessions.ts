import { IAM } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import type { SimulatorOptions } from '../../src/simulator/index.js';
import { type House, house } from './account-roles.js';
import { type Credentials, clientOf } from './client.js';

/** The ARN of a task's policy. */
export const taskPolicy = (task: string): string => `arn:aws:iam::aws:policy/root-task/${task}`;

export interface RootHouse extends House {
  /** Of the management account. */
  readonly iam: IAM;
  /** Credentials of the account's root user for one task, asked of a Regional endpoint. */
  asRoot(account: string, task: string): Promise<Credentials>;
}

/** The default organization with centralized root access on, unless told to leave it off. */
export async function rootHouse(options: SimulatorOptions & { readonly off?: true } = {}): Promise<RootHouse> {
  const { off, ...rest } = options;
  const made = house(rest);
  const iam = new IAM(clientOf(made.simulator));
  if (!off) {
    await made.organizations.enableAWSServiceAccess({ ServicePrincipal: 'iam.amazonaws.com' });
    await iam.enableOrganizationsRootCredentialsManagement({});
    await iam.enableOrganizationsRootSessions({});
  }
  const sts = new STS(clientOf(made.simulator, 'eu-west-1'));
  const asRoot: RootHouse['asRoot'] = async (account, task) => {
    const { Credentials } = await sts.assumeRoot({
      TargetPrincipal: account,
      TaskPolicyArn: { arn: taskPolicy(task) },
    });
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
  };
  return { ...made, iam, asRoot };
}
