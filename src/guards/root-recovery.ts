import { rootAccessAddress } from '../kinds/root-access/spec.js';
import type { Finding, Guard } from './guard.js';
import { rootSweeps } from './root-sweeps.js';

export const rootRecovery: Guard = {
  code: 'root-recovery',
  title: 'A root password would be deleted with no way to let it be recovered',
  reason:
    'While root credentials are managed centrally nobody recovers a root password of a member by email. What lets the recovery through again is a privileged task (IAMCreateRootUserPassword) that needs RootSessions. A bucket or a queue whose policy locks everybody out, or a loss of every role, can then only be repaired by AWS support. Source: [Privileged root tasks](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html).',
  allowance: 'An allowance at `root-credentials:<account>` means that nobody will need that account’s root user.',
  *check(input): Iterable<Finding> {
    if (input.after.specs.has(rootAccessAddress('sessions'))) return;
    for (const { address, spec } of rootSweeps(input)) {
      if (!spec.password) continue;
      yield {
        address,
        message: `the root password of ${spec.account} goes, and RootSessions is not on: nobody could let it be recovered`,
        hint: 'Add sessions: true to rootAccess.',
      };
    }
  },
};
