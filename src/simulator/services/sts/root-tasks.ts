import type { RootFeature } from '../iam/for-services.js';

/** The policies under `arn:aws:iam::aws:policy/root-task/`: what each lets a root session do, and what must be on for it. */
interface RootTask {
  readonly needs: readonly RootFeature[];
  readonly actions: readonly string[];
}

const CREDENTIALS = 'RootCredentialsManagement';
const SESSIONS = 'RootSessions';

const AUDIT = [
  'iam:GetAccessKeyLastUsed',
  'iam:GetAccountSummary',
  'iam:GetLoginProfile',
  'iam:GetUser',
  'iam:ListAccessKeys',
  'iam:ListMFADevices',
  'iam:ListSigningCertificates',
];

const TASKS: Readonly<Record<string, RootTask>> = {
  IAMAuditRootUserCredentials: { needs: [CREDENTIALS], actions: AUDIT },
  IAMCreateRootUserPassword: {
    needs: [CREDENTIALS, SESSIONS],
    actions: ['iam:CreateLoginProfile', 'iam:GetLoginProfile'],
  },
  IAMDeleteRootUserCredentials: {
    needs: [CREDENTIALS],
    actions: [
      ...AUDIT,
      'iam:DeactivateMFADevice',
      'iam:DeleteAccessKey',
      'iam:DeleteLoginProfile',
      'iam:DeleteSigningCertificate',
    ],
  },
  S3UnlockBucketPolicy: {
    needs: [SESSIONS],
    actions: ['s3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:ListAllMyBuckets', 's3:PutBucketPolicy'],
  },
  SQSUnlockQueuePolicy: {
    needs: [SESSIONS],
    actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueues', 'sqs:SetQueueAttributes'],
  },
};

const PREFIX = /^arn:aws[\w-]*:iam::aws:policy\/root-task\/(\w+)$/;

/** The task that a policy's ARN means; undefined for every other policy. */
export function taskOf(policyArn: string): string | undefined {
  const name = PREFIX.exec(policyArn)?.[1];
  return name !== undefined && Object.hasOwn(TASKS, name) ? name : undefined;
}

export const featuresFor = (task: string): readonly RootFeature[] => TASKS[task]?.needs ?? [];

/** The root user's own things alone: never a user of the account. */
export function taskAllows(task: string, action: string, resource = '*'): boolean {
  return (TASKS[task]?.actions.includes(action) ?? false) && !resource.includes(':user/');
}
