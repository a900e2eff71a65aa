import type { PermissionOptions } from './document.js';
import type { DeclaringKind, PermissionRole } from './policies.js';

/** What the documents do not say by themselves: what stands open for want of a name, and what is not in them. */
export function notesOf(
  role: PermissionRole,
  kinds: readonly DeclaringKind[],
  options: PermissionOptions,
): readonly string[] {
  const has = (name: string): boolean => kinds.some((kind) => kind.name === name);
  const passes = role === 'apply' && (options.handedOver === undefined ? has('stack-baseline') : false);
  return [
    ...(options.organizationId === undefined
      ? [
          'No manifest was read: the organization, its home Region and the roles are not named, so more is allowed than needs to be.',
        ]
      : []),
    ...(options.managementAccountId === undefined
      ? ['The management account is not named (--account-id): its place in ARNs is `*`.']
      : []),
    ...(passes ? ['Any role may be handed to CloudFormation and AWS Config, and to nobody else.'] : []),
    ...(options.auditResult === undefined && (role === 'audit' || has('root-credentials'))
      ? [
          'The manifest names no place for the result of the root audit (rootAccess.audit): it can be neither read nor written.',
        ]
      : []),
    ...(options.runBucket === undefined && role !== 'audit'
      ? ['No run bucket is named (--bucket): no run can be recorded, no lease taken.']
      : []),
    ...(role === 'apply' && has('management-stack')
      ? [
          'Stacks in the management account are made with the permissions of whoever applies: what their templates hold is not in here. Attach it to the role yourself, as narrow as the templates allow.',
        ]
      : []),
    ...(role === 'apply' && kinds.some(({ actions }) => actions.asRoot !== undefined)
      ? [
          'Unlocking buckets and queues and letting a root password be recovered (`towerctl root ...`) are for people, and denied to this role.',
        ]
      : []),
    ...(role === 'plan'
      ? [
          'Members are entered by the role that reads (the baseline towerctl-read) and no other: where it is not laid, what is inside is unknown.',
        ]
      : []),
  ];
}
