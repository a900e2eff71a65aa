import { KEY_IN_USE_DAYS, keysInUse } from '../kinds/root-credentials/spec.js';
import type { Finding, Guard } from './guard.js';
import { rootSweeps } from './root-sweeps.js';

export const rootKeyInUse: Guard = {
  code: 'root-key-in-use',
  title: 'An access key of a root user that is in use would be deleted',
  reason: `A deleted access key cannot be brought back, and what signs with it fails at once: a backup job, a billing export, a tool that nobody remembers. A key that was used in the ${KEY_IN_USE_DAYS} days before the audit is in use. Source: [GetAccessKeyLastUsed](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html).`,
  allowance: 'An allowance at `root-credentials:<account>` means that whoever used the key has another way by now.',
  *check(input): Iterable<Finding> {
    for (const { address, spec } of rootSweeps(input)) {
      for (const { id, lastUsed } of keysInUse(spec)) {
        yield {
          address,
          message: `access key ${id} of the root user of ${spec.account} was last used on ${lastUsed ?? ''}, less than ${KEY_IN_USE_DAYS} days before the audit`,
          hint: 'Find out what uses it (CloudTrail, field accessKeyId) and give that a role; then allow it, or except the account from the sweep meanwhile.',
        };
      }
    }
  },
};
