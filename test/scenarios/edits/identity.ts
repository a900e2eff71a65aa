import * as directory from '@aws-sdk/client-identitystore';
import * as sso from '@aws-sdk/client-sso-admin';
import { inProcess } from '../../../src/simulator/index.js';
import type { Bench } from '../../support/organization.js';
import type { EditCall } from '../format.js';
import { HOME_REGION, idOf } from './names.js';
import { patiently } from './patience.js';

type Command = new (input: never) => object;
type Table = Readonly<Record<string, Command>>;

/** What somebody else may call of Identity Center, as the management account. */
const SSO: Table = {
  AttachManagedPolicyToPermissionSet: sso.AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignment: sso.CreateAccountAssignmentCommand,
  CreatePermissionSet: sso.CreatePermissionSetCommand,
  DeleteAccountAssignment: sso.DeleteAccountAssignmentCommand,
  DeletePermissionSet: sso.DeletePermissionSetCommand,
  DetachManagedPolicyFromPermissionSet: sso.DetachManagedPolicyFromPermissionSetCommand,
  ProvisionPermissionSet: sso.ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSet: sso.PutInlinePolicyToPermissionSetCommand,
  UpdatePermissionSet: sso.UpdatePermissionSetCommand,
};

const DIRECTORY: Table = {
  CreateGroup: directory.CreateGroupCommand,
  CreateGroupMembership: directory.CreateGroupMembershipCommand,
  DeleteGroup: directory.DeleteGroupCommand,
  DeleteUser: directory.DeleteUserCommand,
  UpdateGroup: directory.UpdateGroupCommand,
};

export const IDENTITY_CALLS: readonly string[] = [...Object.keys(SSO), ...Object.keys(DIRECTORY)];

/** The instance and the directory are filled in; `permission-set:X`, `group:X`, `user:X` and `account:X` become ids. */
export async function callIdentity(bench: Bench, { call, with: input, running }: EditCall): Promise<void> {
  const settings = {
    region: HOME_REGION,
    credentials: { accessKeyId: 'somebody', secretAccessKey: 'else' },
    maxAttempts: 1,
    requestHandler: inProcess(bench.simulator) as never,
  };
  const instance = await bench.session().inHomeRegion(HOME_REGION).identityCenter().instance();
  if (!instance) throw new Error('edits: there is no instance of Identity Center');
  const values = await resolved(bench, input, instance.identityStoreId);
  const OfDirectory = DIRECTORY[call];
  if (OfDirectory) {
    const command = new OfDirectory({ IdentityStoreId: instance.identityStoreId, ...values } as never) as never;
    await patiently(bench, () => new directory.IdentitystoreClient(settings).send(command));
    return;
  }
  const OfSso = SSO[call];
  if (!OfSso) throw new Error(`edits: unknown call ${call}`);
  const command = new OfSso({ InstanceArn: instance.arn, ...values } as never) as never;
  const answer = await patiently(bench, () => new sso.SSOAdminClient(settings).send(command));
  if (!running) await over(bench, answer as Begun);
}

interface Status {
  readonly RequestId?: string;
}

interface Begun {
  readonly AccountAssignmentCreationStatus?: Status;
  readonly AccountAssignmentDeletionStatus?: Status;
  readonly PermissionSetProvisioningStatus?: Status;
}

/** What a call only begins is waited for, however it ends. */
async function over(bench: Bench, answer: Begun): Promise<void> {
  const center = bench.session().inHomeRegion(HOME_REGION).identityCenter();
  const id = (status?: Status): string | undefined => status?.RequestId;
  const created = id(answer.AccountAssignmentCreationStatus);
  const deleted = id(answer.AccountAssignmentDeletionStatus);
  const provisioned = id(answer.PermissionSetProvisioningStatus);
  for (;;) {
    const { status } =
      created !== undefined
        ? await center.creation(created)
        : deleted !== undefined
          ? await center.deletion(deleted)
          : provisioned !== undefined
            ? await center.provisioning(provisioned)
            : { status: 'SUCCEEDED' };
    if (status !== 'IN_PROGRESS') return;
    await bench.clock.sleep(10_000);
  }
}

const NAME = /^(permission-set|group|user|account):(.+)$/s;

async function resolved(bench: Bench, value: unknown, storeId: string): Promise<object> {
  return (await withIds(bench, value, storeId)) as object;
}

async function withIds(bench: Bench, value: unknown, storeId: string): Promise<unknown> {
  if (typeof value === 'string') return named(bench, value, storeId);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(async ([key, item]) =>
    // A policy that is written as YAML becomes the text that AWS takes.
    key === 'InlinePolicy'
      ? ([key, JSON.stringify(item)] as const)
      : ([key, await withIds(bench, item, storeId)] as const),
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function named(bench: Bench, text: string, storeId: string): Promise<string> {
  const [, what, name = ''] = NAME.exec(text) ?? [];
  if (what === undefined) return text;
  if (what === 'account') return idOf(bench, text);
  const aws = bench.session().inHomeRegion(HOME_REGION);
  const found =
    what === 'permission-set'
      ? (await aws.identityCenter().permissionSets()).find((set) => set.name === name)?.arn
      : what === 'group'
        ? await aws.identityStore().groupId(storeId, name)
        : await aws.identityStore().userId(storeId, name);
  if (found === undefined) throw new Error(`edits: AWS has no ${text}`);
  return found;
}
