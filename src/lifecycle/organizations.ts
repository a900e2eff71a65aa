import { callerOf } from './caller.js';
import type { LifecycleEvent } from './event.js';
import {
  arrived,
  type EventScope,
  failed,
  full,
  ignore,
  type Mapping,
  notify,
  scoped,
  termOf,
  unknown,
} from './event-scope.js';
import { fieldsAt, listAt, textAt } from './value.js';

/** Ends that Organizations tells of, without a caller. Source: Organizations user guide, CloudTrail. */
export const RESULTS: ReadonlyMap<string, Mapping> = new Map<string, Mapping>([
  [
    'CreateAccountResult',
    (event) => {
      const status = fieldsAt(event.detail, 'serviceEventDetails', 'createAccountStatus');
      if (textAt(status, 'state') === 'FAILED') {
        return failed(`an account could not be made: ${textAt(status, 'failureReason') ?? 'no reason given'}`);
      }
      return arrived(`account ${textAt(status, 'accountId') ?? ''} was made`, termOf(textAt(status, 'accountId')));
    },
  ],
  [
    'CloseAccountResult',
    (event) => {
      const status = fieldsAt(event.detail, 'serviceEventDetails', 'closeAccountStatus');
      const [id, term] = [textAt(status, 'accountId') ?? '', termOf(textAt(status, 'accountId'))];
      if (textAt(status, 'state') === 'FAILED') return failed(`account ${id} could not be closed`, term);
      return scoped(`account ${id} was closed`, term);
    },
  ],
]);

const requested = (event: LifecycleEvent, name: string): string | undefined =>
  textAt(event.detail, 'requestParameters', name);
const term = (event: LifecycleEvent, name: string): string | undefined => termOf(requested(event, name));
const by = (event: LifecycleEvent): string => `by ${callerOf(event).words}`;

/** Nothing follows from these: what does follow is told of by another event, or nothing of a manifest depends on it. */
const NOTHING: Readonly<Record<string, string>> = {
  CreateAccount: 'an account is being made: CreateAccountResult follows',
  CreateGovCloudAccount: 'an account is being made: CreateAccountResult follows',
  InviteAccountToOrganization: 'an account was invited: AcceptHandshake follows if it joins',
  CancelHandshake: 'an invitation was taken back',
  DeclineHandshake: 'an invitation was declined',
  CreatePolicy: 'a policy that is attached to nothing has no effect',
  InviteOrganizationToTransferResponsibility: 'billing is not managed here',
  UpdateResponsibilityTransfer: 'billing is not managed here',
  TerminateResponsibilityTransfer: 'billing is not managed here',
};

const policyOf = (event: LifecycleEvent): string => `policy ${requested(event, 'policyId') ?? '(not named)'}`;

/** What members of the organization and their policies are changed by. Source: Organizations API reference. */
export const CALLS: ReadonlyMap<string, Mapping> = new Map<string, Mapping>([
  ...Object.entries(NOTHING).map(([name, why]): [string, Mapping] => [name, () => ignore(why)]),
  ['MoveAccount', moved],
  ['AcceptHandshake', joined],
  [
    'CloseAccount',
    (event) =>
      notify(`account ${requested(event, 'accountId')} is being closed ${by(event)}`, term(event, 'accountId')),
  ],
  [
    'RemoveAccountFromOrganization',
    (event) => notify(`account ${requested(event, 'accountId')} was removed ${by(event)}`, term(event, 'accountId')),
  ],
  ['LeaveOrganization', left],
  [
    'CreateOrganizationalUnit',
    (event) =>
      scoped(
        `a unit was made ${by(event)}`,
        termOf(textAt(event.detail, 'responseElements', 'organizationalUnit', 'id')),
      ),
  ],
  [
    'UpdateOrganizationalUnit',
    (event) => scoped(`a unit was renamed ${by(event)}`, term(event, 'organizationalUnitId')),
  ],
  // It is not there any more: no scope holds it.
  [
    'DeleteOrganizationalUnit',
    (event) => full(`unit ${requested(event, 'organizationalUnitId')} was deleted ${by(event)}`),
  ],
  ['TagResource', tagged],
  ['UntagResource', tagged],
  ['AttachPolicy', (event) => notify(`${policyOf(event)} was attached ${by(event)}`, term(event, 'targetId'))],
  ['DetachPolicy', (event) => notify(`${policyOf(event)} was detached ${by(event)}`, term(event, 'targetId'))],
  ['UpdatePolicy', (event) => notify(`${policyOf(event)} was edited ${by(event)}`)],
  ['DeletePolicy', (event) => notify(`${policyOf(event)} was deleted ${by(event)}`)],
  ['EnablePolicyType', (event) => full(`policy type ${requested(event, 'policyType')} was enabled ${by(event)}`)],
  ['DisablePolicyType', (event) => notify(`policy type ${requested(event, 'policyType')} was disabled ${by(event)}`)],
  ['PutResourcePolicy', (event) => notify(`the organization's delegation policy was replaced ${by(event)}`)],
  ['DeleteResourcePolicy', (event) => notify(`the organization's delegation policy was deleted ${by(event)}`)],
  [
    'EnableAWSServiceAccess',
    (event) => full(`${requested(event, 'servicePrincipal')} was given trusted access ${by(event)}`),
  ],
  [
    'DisableAWSServiceAccess',
    (event) => full(`${requested(event, 'servicePrincipal')} lost trusted access ${by(event)}`),
  ],
  ['RegisterDelegatedAdministrator', delegation],
  ['DeregisterDelegatedAdministrator', delegation],
  ['EnableAllFeatures', (event) => full(`all features are being enabled ${by(event)}`)],
  ['CreateOrganization', (event) => notify(`an organization was made ${by(event)}`)],
  ['DeleteOrganization', (event) => notify(`the organization was deleted ${by(event)}`)],
]);

/** The root is where accounts arrive: one that leaves it is on its way in. */
function moved(event: LifecycleEvent): EventScope {
  const why = `account ${requested(event, 'accountId')} was moved ${by(event)}`;
  const account = term(event, 'accountId');
  return term(event, 'sourceParentId') === 'root' ? arrived(why, account) : scoped(why, account);
}

/** Of several sorts of handshakes, an accepted invitation brings an account: the one that accepts. */
function joined(event: LifecycleEvent): EventScope {
  const handshake = fieldsAt(event.detail, 'responseElements', 'handshake');
  const action = textAt(handshake, 'action');
  if (action !== undefined && action !== 'INVITE') return ignore(`a handshake of the sort ${action} was accepted`);
  const parties = listAt(handshake, 'parties').filter((party) => textAt(party, 'type') === 'ACCOUNT');
  const id = textAt(parties[0], 'id') ?? textAt(event.detail, 'userIdentity', 'accountId');
  return arrived(`account ${id ?? ''} joined by invitation`, termOf(id));
}

function left(event: LifecycleEvent): EventScope {
  const id = textAt(event.detail, 'userIdentity', 'accountId');
  return notify(`account ${id ?? '(not named)'} left the organization ${by(event)}`, termOf(id));
}

/** Tags decide what selectors choose, and whose a thing is. */
function tagged(event: LifecycleEvent): EventScope {
  const id = requested(event, 'resourceId');
  const why = `tags of ${id ?? 'something'} were changed ${by(event)}`;
  return id?.startsWith('p-') ? notify(why) : scoped(why, termOf(id));
}

function delegation(event: LifecycleEvent): EventScope {
  const [service, id] = [requested(event, 'servicePrincipal'), requested(event, 'accountId')];
  const verb = event.name.startsWith('Register') ? 'was made' : 'is no longer';
  return full(`account ${id} ${verb} delegated administrator of ${service} ${by(event)}`);
}

export function organizationsScope(event: LifecycleEvent): EventScope {
  const mapping = event.form === 'service' ? RESULTS.get(event.name) : CALLS.get(event.name);
  if (mapping) return mapping(event);
  if (/^(Describe|List)[A-Z]/.test(event.name)) return ignore(`${event.name} only reads`);
  return unknown(`no rule for ${event.name || 'an event without a name'} of Organizations`);
}
