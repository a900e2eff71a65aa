import type { RootFeature } from '../kinds/root-access/spec.js';
import type { Finding, Guard } from './guard.js';
import { removals } from './picture.js';

const LOST: Readonly<Record<RootFeature, string>> = {
  'credentials-management':
    'RootCredentialsManagement is switched off: who reads the root email of a member can set a root password there again, and nobody can audit or delete one',
  sessions:
    'RootSessions is switched off: members whose root passwords were deleted have no way left to recover one, and locked buckets and queues stay locked',
};

export const rootAccessOff: Guard = {
  code: 'root-access-off',
  title: 'Centralized root access would be switched off',
  reason:
    'What was deleted does not come back when a feature is switched off: member accounts keep having no root credentials, and the tasks that could give them one are gone. Source: [Centralize root access](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html).',
  allowance:
    'An allowance at `root-access:<feature>` means that root users of members are looked after in another way.',
  *check(input): Iterable<Finding> {
    for (const { address, from } of removals(input, 'root-access')) {
      const feature = from['feature'];
      if (feature !== 'credentials-management' && feature !== 'sessions') continue;
      yield { address, message: LOST[feature], hint: 'Leave it on, or leave the line out: then it stays as it is.' };
    }
  },
};
