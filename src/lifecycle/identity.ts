import { callerOf } from './caller.js';
import type { LifecycleEvent } from './event.js';
import { type EventScope, full, ignore, scoped, termOf, unknown } from './event-scope.js';
import { textAt } from './value.js';

/** Switches of centralized root access. Source: IAM API reference. */
export const ROOT_FEATURES: readonly string[] = [
  'DisableOrganizationsRootCredentialsManagement',
  'DisableOrganizationsRootSessions',
  'EnableOrganizationsRootCredentialsManagement',
  'EnableOrganizationsRootSessions',
];

/** Identity Center's calls that change who may do what, by what they begin with. Reading begins with Describe, Get, List. */
export const IDENTITY_VERBS: readonly string[] = ['Attach', 'Create', 'Delete', 'Detach', 'Provision', 'Put', 'Update'];

/** What a console session or an application does all day under the same verbs: not access to accounts. */
const ELSEWHERE =
  /(Application|TrustedTokenIssuer|AccessControlAttribute|Token|Session|MfaDevice|Password|Certificate)/;

const by = (event: LifecycleEvent): string => `by ${callerOf(event).words}`;

export function iamScope(event: LifecycleEvent): EventScope {
  if (ROOT_FEATURES.includes(event.name)) return full(`${event.name} was called ${by(event)}`);
  return unknown(`no rule for ${event.name || 'an event without a name'} of IAM`);
}

/** Assignments are an account's; sets, groups and their members are everybody's who uses them. */
export function identityCenterScope(event: LifecycleEvent): EventScope {
  const { name, detail } = event;
  if (name === 'CreateAccountAssignment' || name === 'DeleteAccountAssignment') {
    return scoped(`${name} was called ${by(event)}`, termOf(textAt(detail, 'requestParameters', 'targetId')));
  }
  if (ELSEWHERE.test(name)) return ignore(`${name} does not decide who enters an account`);
  if (/PermissionSet|Group|User|Instance|PermissionsBoundary/.test(name) && changes(name)) {
    return full(`${name} was called ${by(event)}`);
  }
  return changes(name) || name === ''
    ? unknown(`no rule for ${name || 'an event without a name'} of Identity Center`)
    : ignore(`${name} changes nothing that is managed here`);
}

function changes(name: string): boolean {
  return IDENTITY_VERBS.some((verb) => name.startsWith(verb));
}
