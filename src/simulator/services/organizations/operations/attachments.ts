import { constraint, invalidInput, policyNotFound, refuse, targetNotFound, typeNotEnabled } from '../faults.js';
import type { Input } from '../input.js';
import { exists, kindOf, targetArn, targetName } from '../names.js';
import { page } from '../pages.js';
import { pollOne } from '../pending.js';
import { attach, detach } from '../policy-type-changes.js';
import { factsOf } from '../quotas.js';
import type { PolicyRecord } from '../records.js';
import { type Member, management, reader } from '../session.js';
import { policySummaryShape } from '../shapes.js';
import { existingPolicy } from './policies.js';

/** Which policy is attached where. Attaching twice is an error, and the order of attachment is kept. */

/** The last policy of these types cannot be detached. */
const AT_LEAST_ONE = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

function existingTarget({ store }: Member, id: string): string {
  if (!exists(store.current, id)) throw targetNotFound();
  return id;
}

export function changesInProgress(): Error {
  return refuse('PolicyChangesInProgressException', 'Changes to the policy type are in progress. Try again later.');
}

/** A type that is being enabled is not enabled yet. A client that only retries counts as one that polls. */
function checkEnabled(session: Member, type: string): void {
  const status = session.store.get('policyTypes', type)?.status;
  if (status === 'ENABLED') return;
  if (status === 'PENDING_DISABLE') throw changesInProgress();
  if (status === undefined || !pollOne(session, { kind: 'enable-type', subject: type })) throw typeNotEnabled();
}

function read(session: Member, input: Input): { policy: PolicyRecord; target: string } {
  const id = input.policyId();
  const target = input.target();
  const policy = existingPolicy(session.store, id);
  return { policy, target: existingTarget(session, target) };
}

const AttachPolicy = management((session, input) => {
  const { policy, target } = read(session, input);
  checkEnabled(session, policy.type);
  const { store, world } = session;
  const attached = store.get('attachments', `${policy.type}/${target}`) ?? [];
  if (attached.includes(policy.id)) {
    throw refuse('DuplicatePolicyAttachmentException', 'A policy with the specified name and type already exists.');
  }
  if (attached.length >= factsOf(policy.type, world.settings.quotas).perTarget) {
    throw constraint(
      'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      'You have attached the maximum number of policies to the specified target.',
    );
  }
  attach(store, policy.id, policy.type, target);
  return {};
});

const DetachPolicy = management((session, input) => {
  const { policy, target } = read(session, input);
  const { store } = session;
  const { id, type } = policy;
  const status = store.get('policyTypes', type)?.status;
  if (status === 'PENDING_DISABLE' || status === 'PENDING_ENABLE') throw changesInProgress();
  const attached = store.get('attachments', `${type}/${target}`) ?? [];
  if (!attached.includes(id)) {
    throw refuse('PolicyNotAttachedException', "The policy isn't attached to the specified target.");
  }
  const fallback = factsOf(type).awsDefault;
  if (fallback?.id === id && !fallback.detachable) {
    throw invalidInput('NON_DETACHABLE_POLICY', "You can't detach this Amazon Web Services Managed Policy.");
  }
  if (AT_LEAST_ONE.includes(type) && attached.length === 1) {
    throw constraint(
      'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      'At least one policy of this type must stay attached to the target.',
    );
  }
  detach(store, id, type, target);
  return {};
});

const ListPoliciesForTarget = reader((session, input) => {
  const id = input.target();
  const type = input.policyType('Filter');
  const target = existingTarget(session, id);
  const { listed } = session;
  const ids = listed.get('attachments', `${type}/${target}`) ?? [];
  const list = `ListPoliciesForTarget ${target} ${type}`;
  const { items, ...next } = page(session, input, list, ids, (each) => policySummaryShape(listed, each));
  return { Policies: items, ...next };
});

const ListTargetsForPolicy = reader((session, input) => {
  const id = input.policyId();
  const { listed, store } = session;
  if (!store.get('policies', id)) throw policyNotFound();
  const { items, ...next } = page(
    session,
    input,
    `ListTargetsForPolicy ${id}`,
    listed.get('targets', id) ?? [],
    (to) => ({
      TargetId: to,
      Arn: targetArn(listed, to),
      Name: targetName(listed, to),
      Type: kindOf(to),
    }),
  );
  return { Targets: items, ...next };
});

export const attachmentOperations = { AttachPolicy, DetachPolicy, ListPoliciesForTarget, ListTargetsForPolicy };
