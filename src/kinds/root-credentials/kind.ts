import { ROOT_TASK_POLICIES } from '../../aws/root-session.js';
import type { Kind } from '../../kind.js';
import { auditAccount } from '../../root/audit.js';
import { rootAccessSection } from '../root-access/section.js';
import { rootAccessAddress } from '../root-access/spec.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { live } from './live.js';
import type { RootCredentialsSpec } from './spec.js';
import { steps } from './steps.js';
import { describeCredentials } from './words.js';

const CREDENTIALS_MANAGEMENT = rootAccessAddress('credentials-management');

export const rootCredentials: Kind<RootCredentialsSpec, Surroundings> = {
  name: 'root-credentials',
  prefix: 'root-credentials',
  title: 'root credentials of a member account',
  about: `What the root user of a member account could sign in with: a password, access keys, signing certificates, and the MFA devices beside them. \`rootAccess.sweep\` asks that there are none. An MFA device alone is no credential: nobody signs in with it, so an account that has nothing else counts as clean, and the device is deactivated only together with a password, a key or a certificate.

**Found** by \`towerctl root audit\`, a job of its own: it enters every active member through sts:AssumeRoot (task IAMAuditRootUserCredentials) and writes a dated result to \`rootAccess.audit\`. A plan reads that result and enters no account. An account that was not audited, whose audit is older than \`maxAge\` days, or that a service control policy blocked, is unknown: a deny on root lets AssumeRoot itself succeed and then stops everything, so "nothing seen" is never taken for "nothing there". Accounts that Organizations made since the audit have none while RootCredentialsManagement is on.

**Removed** account by account, ten at a time, after a fresh look at exactly these accounts: access keys, certificates, the password, MFA devices last; what is gone already is skipped. Then it is verified, and written into the result. A credential, or a use of a key, that the reviewed plan did not know stops that. What was deleted cannot be brought back, so undo says nothing of it. Nothing is ever created: a root password comes back through \`towerctl root allow-recovery\`. Exceptions are said in every plan; one that has ended counts no more.

Sources: [privileged root tasks](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html), [AssumeRoot](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html), [GetAccountSummary](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html).`,
  // The `rootAccess` section is the root-access kind's.
  sections: [],
  readsSections: [rootAccessSection.key],
  undeclared: 'ignore',
  ownable: false,
  desired,
  needs: () => [CREDENTIALS_MANAGEMENT],
  live,
  steps,
  neverUndone: ['remove'],
  lanes: () => [{ lane: 'root-credentials', limit: 10 }],
  follows: (_change, others) =>
    (others.get('root-access') ?? []).flatMap(({ action, address }) =>
      action === 'create' && address === CREDENTIALS_MANAGEMENT ? [address] : [],
    ),
  shows: async (change, { aws, clock, names }) => {
    if (change.action !== 'remove') return true;
    const id = names.tryIdOf(change.from.account);
    return id === undefined || (await auditAccount(aws, clock, id)).state === 'clean';
  },
  describe: (change) => (change.action === 'remove' ? describeCredentials(change.from) : []),
  targets: (spec) => [spec.account],
  actions: {
    read: ['s3:GetObject', 's3:ListBucket', 'iam:ListOrganizationsFeatures'],
    write: ['sts:AssumeRoot', 's3:PutObject'],
    asRoot: {
      tasks: [ROOT_TASK_POLICIES.audit, ROOT_TASK_POLICIES['delete-credentials']],
      actions: [
        'iam:GetAccountSummary',
        'iam:GetLoginProfile',
        'iam:ListAccessKeys',
        'iam:GetAccessKeyLastUsed',
        'iam:ListSigningCertificates',
        'iam:ListMFADevices',
        'iam:DeleteAccessKey',
        'iam:DeleteSigningCertificate',
        'iam:DeleteLoginProfile',
        'iam:DeactivateMFADevice',
      ],
    },
  },
};
