import type { Operation } from '../../../service.js';
import type { World } from '../../../world.js';
import { rolesIn } from '../roles.js';
import { rootUserOf, usersIn } from '../sign-in.js';

/** Needs no root session: any role of the account that may ask learns whether its root user has something to sign in with. */
const GetAccountSummary: Operation<World> = (_input, { world, caller }) => {
  const { accountId } = caller;
  const { password, keys, mfaDevices, certificates } = rootUserOf(world, accountId);
  const users = usersIn(world, accountId);
  const devices = mfaDevices.length + users.reduce((sum, user) => sum + user.mfaDevices.length, 0);
  return {
    SummaryMap: {
      AccountMFAEnabled: present(mfaDevices.length > 0),
      AccountAccessKeysPresent: present(keys.length > 0),
      AccountPasswordPresent: present(password !== undefined),
      AccountSigningCertificatesPresent: present(certificates.length > 0),
      MFADevices: devices,
      MFADevicesInUse: devices,
      Users: users.length,
      UsersQuota: 5_000,
      Roles: rolesIn(world, accountId).length,
      RolesQuota: 1_000,
      Groups: 0,
      GroupsQuota: 300,
      AccessKeysPerUserQuota: 2,
      SigningCertificatesPerUserQuota: 2,
    },
  };
};

const present = (is: boolean): number => (is ? 1 : 0);

export const summaryOperations = { GetAccountSummary };
