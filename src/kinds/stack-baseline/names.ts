import type { StackSetRecord } from '../../aws/cloudformation.js';
import type { Desired, ManagedBy } from '../../model.js';
import { keyOfTags, ownerOf } from '../ownership.js';

/** What StackSets and management stacks are called unless the manifest gives them a name. */
export const DEFAULT_PREFIX = 'towerctl-';

export function defaultName(key: string): string {
  return `${DEFAULT_PREFIX}${key}`;
}

export function tagsOf({ tags }: Pick<StackSetRecord, 'tags'>): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

/** The manifest key of what carries our tags; what was renamed by hand, or is older, is told by its name. */
export function keyOf(name: string, tags: Readonly<Record<string, string>>): string {
  return keyOfTags(tags) ?? (name.startsWith(DEFAULT_PREFIX) ? name.slice(DEFAULT_PREFIX.length) : name);
}

/**
 * What is adopted carries no tag: tags of a set spread to every stack. It is ours by the manifest's word alone. What has
 * neither tag nor word is not ours, equal or not: taking it over would be invisible.
 */
export function ownershipOf(
  tags: Readonly<Record<string, string>>,
  manifestName: string,
  desired: Pick<Desired, 'adopt'> | undefined,
): { managedBy: ManagedBy; owner?: string } {
  if (desired?.adopt === true) return { managedBy: 'us' };
  const owner = ownerOf(tags, manifestName);
  return owner.managedBy === 'nobody' ? { managedBy: 'someone-else' } : owner;
}
