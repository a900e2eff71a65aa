import type { ManagementGrant } from '../access-facts.js';
import { blockedRow, grantAdvice, unknownRow } from '../answers.js';
import type { Evidence } from '../evidence.js';
import type { EvidenceLine, RowResult } from '../verdict.js';
import type { RowDefinition } from './row.js';

/**
 * Few enough to know by name: two who can do it at any hour, two who stand in for them, one who looks over their
 * shoulders. AWS gives no number.
 */
export const FEW = 5;

export const managementAccess: RowDefinition = {
  id: '3-3',
  title: 'Few people may enter the management account',
  judged: `distinct people that Identity Center lets into the management account, members of groups counted one by one and Control Tower's own groups among them, and IAM users there that have a password: at most ${FEW}. Who comes by a role that another account may assume, or by a SAML provider of the account, is not read`,
  assess,
};

function assess({ organization, identityCenter, management: users }: Evidence): RowResult {
  if (!organization.known) return unknownRow(organization.unread);
  if (organization.value === undefined) return blockedRow('there is no organization', 'Row 1A-1 comes first.');
  const instance = identityCenter.known ? identityCenter.value.instance : undefined;
  const access = instance?.management;
  const open = [
    ...(identityCenter.known ? [] : [{ what: 'Identity Center', why: identityCenter.unread }]),
    ...(access?.known === false ? [{ what: 'assignments on the management account', why: access.unread }] : []),
    ...(users.known ? [] : [{ what: 'IAM users of the management account', why: users.unread }]),
  ];
  const withPassword = users.known ? users.value.withPassword : [];
  const granted = access?.known === true ? access.value : { grants: [], persons: 0 };
  const count = granted.persons + withPassword.length;
  const permissions = [...new Set(open.flatMap(({ why }) => why.missingPermission ?? []))].sort();
  const isMany = count > FEW;
  return {
    verdict: isMany ? 'not met' : open.length > 0 ? 'unknown' : 'met',
    evidence: [
      { state: isMany ? 'not met' : open.length > 0 ? 'unknown' : 'met', text: countWords(count, open.length > 0) },
      ...grantLines(granted.grants),
      ...userLines(withPassword),
      ...open.map(({ what, why }): EvidenceLine => ({ state: 'unknown', text: `${what}: ${why.reason}` })),
      ...(identityCenter.known && instance === undefined ? [NO_INSTANCE] : []),
    ],
    advice: [
      ...(isMany
        ? [
            `Leave at most ${FEW} in the groups that enter it, and give the others what they need in member accounts: service control policies do not bind this one.`,
          ]
        : []),
      ...grantAdvice(permissions),
      ...(open.length > permissions.length && !isMany
        ? ['Mend what keeps the rest from being read, and look again.']
        : []),
    ],
    missingPermissions: permissions,
  };
}

const NO_INSTANCE: EvidenceLine = { state: 'note', text: 'Identity Center has no instance, and lets nobody in' };

function countWords(count: number, isOpen: boolean): string {
  const people = count === 1 ? '1 person' : `${count} people`;
  if (isOpen) return `at least ${people} may enter the management account`;
  return `${count === 0 ? 'nobody' : people} may enter the management account`;
}

function grantLines(grants: readonly ManagementGrant[]): EvidenceLine[] {
  if (grants.length === 0) return [];
  const about = grants.map(({ type, name, members, permissionSets }) => {
    const people = members === undefined ? '' : `, ${members === 1 ? '1 member' : `${members} members`}`;
    return `${type} ${name}${people} (${permissionSets.join(', ')})`;
  });
  return [{ state: 'note', text: 'through Identity Center', about }];
}

function userLines(withPassword: readonly string[]): EvidenceLine[] {
  if (withPassword.length === 0) return [];
  return [{ state: 'note', text: 'IAM users with a password', about: withPassword }];
}
