import { isIamDocument } from '../documents/iam.js';
import { isSettingsDocument } from '../documents/settings.js';
import { constraint, invalidInput, malformed, policyNotFound, refuse } from '../faults.js';
import { newPolicyId } from '../names.js';
import { page } from '../pages.js';
import { factsOf } from '../quotas.js';
import type { PolicyRecord } from '../records.js';
import { type Member, management, reader } from '../session.js';
import { policyShape, policySummaryShape } from '../shapes.js';
import type { Store } from '../store.js';
import { checkTagCount } from './tags.js';

/** Policies of every type, whatever they are attached to. The text is kept byte for byte. */

const NAME = { min: 1, max: 128 } as const;
const DESCRIPTION = { max: 512 } as const;
const CONTENT = { min: 1 } as const;

const nameKey = (type: string, name: string): string => `policy:${type}/${name}`;

export function existingPolicy(store: Store, id: string): PolicyRecord {
  const policy = store.get('policies', id);
  if (!policy) throw policyNotFound();
  return policy;
}

function mutable(policy: PolicyRecord): PolicyRecord {
  if (policy.awsManaged) {
    throw invalidInput('IMMUTABLE_POLICY', 'You specified a policy that is managed by AWS and cannot be changed.');
  }
  return policy;
}

function checkContent(session: Member, type: string, content: string): void {
  const { size, language } = factsOf(type, session.world.settings.quotas);
  if ([...content].length > size) {
    throw constraint('POLICY_CONTENT_LIMIT_EXCEEDED', `A policy of this type can have ${size} characters.`);
  }
  if (!(language === 'iam' ? isIamDocument(content, type) : isSettingsDocument(content, type))) throw malformed();
}

function checkName(store: Store, type: string, name: string): void {
  if (store.get('names', nameKey(type, name)) !== undefined) {
    throw refuse('DuplicatePolicyException', 'A policy with the same name already exists.');
  }
}

function checkAvailable({ organization, store, world }: Member, type: string): void {
  const enabled = store.get('policyTypes', type)?.status === 'ENABLED';
  if (organization.featureSet !== 'ALL' || (!enabled && world.settings.createBeforeEnable === 'refused')) {
    throw refuse(
      'PolicyTypeNotAvailableForOrganizationException',
      "You can't use the specified policy type with the feature set currently enabled for this organization.",
    );
  }
}

const CreatePolicy = management((session, input) => {
  const { store, world, random } = session;
  const content = input.text('Content', CONTENT);
  const description = input.text('Description', DESCRIPTION);
  const name = input.text('Name', NAME);
  const type = input.policyType('Type');
  const tags = input.tags();
  checkAvailable(session, type);
  checkContent(session, type, content);
  checkTagCount(tags);
  checkName(store, type, name);
  const customers = store.list(`policies:${type}`).filter((id) => !store.get('policies', id)?.awsManaged);
  if (customers.length >= factsOf(type, world.settings.quotas).perOrganization) {
    throw constraint('POLICY_NUMBER_LIMIT_EXCEEDED', 'You have reached the limit of policies of this type.');
  }
  const id = newPolicyId(random);
  const policy: PolicyRecord = { id, name, description, type, awsManaged: false, content };
  store.put('policies', id, policy);
  store.put('names', nameKey(type, name), id);
  store.append(`policies:${type}`, id);
  if (Object.keys(tags).length > 0) store.put('tags', id, tags);
  return { Policy: policyShape(store.current, policy) };
});

const UpdatePolicy = management((session, input) => {
  const { store } = session;
  const id = input.policyId();
  const name = input.optional('Name', NAME);
  const description = input.optional('Description', DESCRIPTION);
  const content = input.optional('Content', CONTENT);
  const policy = mutable(existingPolicy(store, id));
  if (content !== undefined) checkContent(session, policy.type, content);
  if (name !== undefined && name !== policy.name) {
    checkName(store, policy.type, name);
    store.remove('names', nameKey(policy.type, policy.name));
    store.put('names', nameKey(policy.type, name), id);
  }
  const updated: PolicyRecord = {
    ...policy,
    name: name ?? policy.name,
    description: description ?? policy.description,
    content: content ?? policy.content,
  };
  store.put('policies', id, updated);
  return { Policy: policyShape(store.current, updated) };
});

const DeletePolicy = management(({ store, listed }, input) => {
  const policy = mutable(existingPolicy(store, input.policyId()));
  const { id, type, name } = policy;
  // What was detached a moment ago still counts for a while.
  if ([store.current, listed].some((view) => (view.get('targets', id) ?? []).length > 0)) {
    throw refuse('PolicyInUseException', 'The policy is attached to one or more entities. Detach it first.');
  }
  store.remove('policies', id);
  store.remove('names', nameKey(type, name));
  store.withdraw(`policies:${type}`, id);
  store.remove('targets', id);
  store.remove('tags', id);
  return {};
});

const DescribePolicy = reader(({ store }, input) => ({
  Policy: policyShape(store.current, existingPolicy(store, input.policyId())),
}));

const ListPolicies = reader((session, input) => {
  const type = input.policyType('Filter');
  const { listed } = session;
  const ids = listed.list(`policies:${type}`);
  const { items, ...next } = page(session, input, `ListPolicies ${type}`, ids, (id) => policySummaryShape(listed, id));
  return { Policies: items, ...next };
});

export const policyOperations = { CreatePolicy, UpdatePolicy, DeletePolicy, DescribePolicy, ListPolicies };
