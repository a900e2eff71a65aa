import { constraint, invalidInput, targetNotFound } from '../faults.js';
import { refuseSystemTag, required } from '../input.js';
import { exists, PATTERN } from '../names.js';
import { page } from '../pages.js';
import { QUOTA } from '../quotas.js';
import { management, reader } from '../session.js';
import type { Store } from '../store.js';

/** Tags of roots, units, accounts, policies, the resource policy and responsibility transfers. */

export function checkTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > QUOTA.tagsPerResource) {
    throw constraint('MAX_TAG_LIMIT_EXCEEDED', `A resource can have ${QUOTA.tagsPerResource} tags.`);
  }
}

function checkTaggable(store: Store, id: string): void {
  const { current } = store;
  if (id.startsWith('p-')) {
    const policy = current.get('policies', id);
    if (!policy) throw targetNotFound();
    if (policy.awsManaged) throw invalidInput('TARGET_NOT_SUPPORTED', 'Policies that AWS manages have no tags.');
    return;
  }
  const found =
    id.startsWith('rp-') || id.startsWith('rt-')
      ? current.get('resourcePolicies', 'current')?.id === id || current.get('transfers', id) !== undefined
      : exists(current, id);
  if (!found) throw targetNotFound();
}

const RESOURCE = { max: 130, pattern: PATTERN.taggable, patternReason: 'INVALID_PATTERN_TARGET_ID' } as const;

const TagResource = management(({ store }, input) => {
  const id = input.text('ResourceId', RESOURCE);
  if (!Array.isArray(input.raw('Tags'))) throw required('Tags');
  const tags = input.tags();
  checkTaggable(store, id);
  const merged = Object.fromEntries([...Object.entries(store.get('tags', id) ?? {}), ...Object.entries(tags)]);
  checkTagCount(merged);
  store.put('tags', id, merged);
  return {};
});

const UntagResource = management(({ store }, input) => {
  const id = input.text('ResourceId', RESOURCE);
  const raw = input.raw('TagKeys');
  if (!Array.isArray(raw)) throw required('TagKeys');
  const keys = raw.map(String);
  for (const key of keys) refuseSystemTag(key);
  checkTaggable(store, id);
  const before = store.get('tags', id);
  // A row without tags stays: the tagging service still lists what once was tagged.
  if (before) store.put('tags', id, Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key))));
  return {};
});

const ListTagsForResource = reader((session, input) => {
  const id = input.text('ResourceId', RESOURCE);
  checkTaggable(session.store, id);
  const tags = new Map(Object.entries(session.listed.get('tags', id) ?? {}));
  const { items, ...next } = page(session, input, `ListTagsForResource ${id}`, [...tags.keys()], (key) => ({
    Key: key,
    Value: tags.get(key),
  }));
  return { Tags: items, ...next };
});

export const tagOperations = { TagResource, UntagResource, ListTagsForResource };
