import { CreateUserCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import {
  DescribePermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { inProcess } from '../../../src/simulator/index.js';
import type { Bench } from '../../support/organization.js';

const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
const REGION = 'ap-northeast-1';

/** What somebody else does in Identity Center. */
export class Elsewhere {
  readonly sso: SSOAdminClient;
  readonly store: IdentitystoreClient;

  constructor(bench: Bench, region = REGION) {
    const options = { region, credentials, maxAttempts: 1, requestHandler: inProcess(bench.simulator) as never };
    this.sso = new SSOAdminClient(options);
    this.store = new IdentitystoreClient(options);
  }

  async instance(): Promise<{ InstanceArn: string; IdentityStoreId: string }> {
    const { Instances = [] } = await this.sso.send(new ListInstancesCommand({}));
    return { InstanceArn: Instances[0]?.InstanceArn ?? '', IdentityStoreId: Instances[0]?.IdentityStoreId ?? '' };
  }

  /** The instance and the set, as most calls want them. */
  async set(name: string): Promise<{ InstanceArn: string; PermissionSetArn: string }> {
    const { InstanceArn } = await this.instance();
    const { PermissionSets = [] } = await this.sso.send(new ListPermissionSetsCommand({ InstanceArn }));
    for (const PermissionSetArn of PermissionSets) {
      const asked = { InstanceArn, PermissionSetArn };
      const { PermissionSet } = await this.sso.send(new DescribePermissionSetCommand(asked));
      if (PermissionSet?.Name === name) return asked;
    }
    throw new Error(`there is no permission set ${name}`);
  }

  async makeUser(UserName: string): Promise<void> {
    const { IdentityStoreId } = await this.instance();
    const Name = { GivenName: 'A', FamilyName: 'B' };
    await this.store.send(new CreateUserCommand({ IdentityStoreId, UserName, Name, DisplayName: UserName }));
  }
}
