import type { Json } from '../../../../model.js';
import { isObject, parseObject, texts } from '../documents/json.js';
import { invalidInput, refuse } from '../faults.js';
import { arnOf, newId } from '../names.js';
import { QUOTA } from '../quotas.js';
import { management, reader } from '../session.js';
import type { View } from '../store.js';
import { checkTagCount } from './tags.js';

/** The one resource policy of an organization: it lets member accounts manage policies. */

function shape(view: View, row: { id: string; content: string }): Record<string, unknown> {
  return { ResourcePolicySummary: { Id: row.id, Arn: arnOf(view, 'resourcepolicy', row.id) }, Content: row.content };
}

function notFound(): Error {
  return refuse('ResourcePolicyNotFoundException', 'The organization has no resource policy.');
}

function checkContent(content: string): void {
  const document = parseObject(content);
  const statements = document?.['Statement'];
  const list: readonly (Json | undefined)[] = Array.isArray(statements) ? statements : [statements];
  if (document?.['Version'] !== '2012-10-17' || !list.every(isObject)) {
    throw invalidInput('INVALID_RESOURCE_POLICY_JSON', 'The resource policy is not a policy document.');
  }
  for (const statement of list) {
    if (!isObject(statement['Principal']) && statement['Principal'] !== '*') {
      throw invalidInput('INVALID_PRINCIPAL', 'Every statement of a resource policy names a principal.');
    }
    const actions = texts(statement['Action']);
    if (!actions?.every((action) => action.startsWith('organizations:'))) {
      throw invalidInput(
        'UNSUPPORTED_ACTION_IN_RESOURCE_POLICY',
        'A resource policy is about Organizations actions only.',
      );
    }
  }
}

const PutResourcePolicy = management(({ store, random }, input) => {
  const content = input.text('Content', { min: 1, max: QUOTA.resourcePolicySize });
  const tags = input.tags();
  checkContent(content);
  checkTagCount(tags);
  const known = store.get('resourcePolicies', 'current');
  if (known && Object.keys(tags).length > 0) {
    throw invalidInput(
      'INPUT_REQUIRED',
      'Tags can be given only when the resource policy is created: use TagResource.',
    );
  }
  const row = { id: known?.id ?? newId(random, 'rp-', 8), content };
  store.put('resourcePolicies', 'current', row);
  if (!known && Object.keys(tags).length > 0) store.put('tags', row.id, tags);
  return { ResourcePolicy: shape(store.current, row) };
});

const DescribeResourcePolicy = reader(({ store }) => {
  const row = store.get('resourcePolicies', 'current');
  if (!row) throw notFound();
  return { ResourcePolicy: shape(store.current, row) };
});

const DeleteResourcePolicy = management(({ store }) => {
  const row = store.get('resourcePolicies', 'current');
  if (!row) throw notFound();
  store.remove('resourcePolicies', 'current');
  store.remove('tags', row.id);
  return {};
});

export const resourcePolicyOperations = { PutResourcePolicy, DescribeResourcePolicy, DeleteResourcePolicy };
