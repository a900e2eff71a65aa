import type { Simulator } from '../../src/simulator/index.js';
import { organizationFeatures, rootUserOf, usersIn } from '../../src/simulator/services/iam/for-services.js';
import { accountOf, memberIds, organizationOf } from '../../src/simulator/services/organizations/for-services.js';
import { bucketsWithPolicies } from '../../src/simulator/services/s3/for-services.js';
import { queuesWithPolicies } from '../../src/simulator/services/sqs/for-services.js';

/** Centralized root access, what root users and users can sign in with, and the policies that can lock a bucket or a queue: sorted, by names. */
export function rootLines({ world }: Simulator): string[] {
  const nameOf = (id: string): string => accountOf(world, id)?.name ?? id;
  const management = organizationOf(world)?.managementAccountId;
  const accounts = [...new Set([...(management === undefined ? [] : [management]), ...memberIds(world)])];
  const lines = accounts.flatMap((id) => {
    const { password, keys, mfaDevices, certificates } = rootUserOf(world, id);
    const active = keys.filter((key) => key.active).length;
    return [
      `root ${nameOf(id)}: ${password ? 'password' : 'no password'}, ${active} active and ${keys.length - active} inactive keys, ${mfaDevices.length} devices, ${certificates.length} certificates`,
      ...usersIn(world, id).map(
        (user) => `user ${nameOf(id)}/${user.name}: ${user.password ? 'password' : 'no password'}`,
      ),
    ];
  });
  return [
    ...lines,
    ...organizationFeatures(world).map((feature) => `feature ${feature}`),
    ...bucketsWithPolicies(world).map(({ name, policy }) => `bucket ${name}: ${policy}`),
    ...queuesWithPolicies(world).map(({ arn, policy }) => `queue ${arn}: ${policy}`),
  ].sort();
}
