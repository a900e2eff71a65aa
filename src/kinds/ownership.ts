import type { ManagedBy } from '../model.js';

/** Whose it is: the manifest's name. Set in the create call, so that nothing of ours is ever without it. */
export const OWNER_TAG = 'towerctl:manifest';
/** Its key in the manifest: a rename by hand is then seen as one, not as a removal and a stranger. */
export const KEY_TAG = 'towerctl:key';

/** The policy that an account made by us was put under until it is ready. */
export const HELD_TAG = 'towerctl:held';

export type TagSpec = { readonly [key: string]: string | null };

/** Tags that other tools leave behind: they say whose something is. */
const TOOLS: readonly { readonly key: string; readonly owner: (value: string) => string }[] = [
  { key: OWNER_TAG, owner: (value) => `towerctl manifest ${value}` },
  { key: 'aws:cloudformation:stack-name', owner: (value) => `CloudFormation stack ${value}` },
  { key: 'AWS_Solutions', owner: (value) => value },
  { key: 'Accelerator', owner: (value) => `Landing Zone Accelerator ${value}` },
];

export function ownerOf(
  tags: Readonly<Record<string, string>>,
  manifestName: string,
): { managedBy: ManagedBy; owner?: string } {
  if (tags[OWNER_TAG] === manifestName) return { managedBy: 'us' };
  for (const tool of TOOLS) {
    const value = tags[tool.key];
    if (value !== undefined) return { managedBy: 'someone-else', owner: tool.owner(value) };
  }
  return { managedBy: 'nobody' };
}

export function ownershipTags(manifestName: string, key: string): Record<string, string> {
  return { [OWNER_TAG]: manifestName, [KEY_TAG]: keyInTag(key) };
}

/**
 * AWS takes letters, digits, spaces and `_.:/=+-@` in tags, but any character in names of units and policies: what a
 * tag cannot hold is written as `=` and its code point in hexadecimal and a dot. The equals sign itself is too.
 */
function keyInTag(key: string): string {
  return key.replace(
    /[^\p{L}\p{Z}\p{N}_.:/+\-@]/gu,
    (character) => `=${character.codePointAt(0)?.toString(16).toUpperCase()}.`,
  );
}

/** The manifest key that a thing of ours carries; undefined where somebody took the tag away. */
export function keyOfTags(tags: Readonly<Record<string, string>>): string | undefined {
  return tags[KEY_TAG]?.replace(/=([0-9A-F]{1,6})\./g, (_, code: string) =>
    String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)),
  );
}

/** Tags as a spec speaks of them: without AWS's and without ours. */
export function plainTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => !key.startsWith('aws:') && !key.startsWith('towerctl:')),
  );
}

/** Only the keys that the manifest speaks of; one that is not there reads null. */
export function narrowTags(live: TagSpec | undefined, desired: TagSpec | undefined): { tags?: TagSpec } {
  if (desired === undefined) return {};
  return { tags: Object.fromEntries(Object.keys(desired).map((key) => [key, live?.[key] ?? null])) };
}

/** The key that our own things carry, as part of their spec: a rename that was cut short is seen as one. */
export function liveKey(tags: Readonly<Record<string, string>>, manifestName: string): { key?: string } {
  return tags[OWNER_TAG] === manifestName ? { key: keyOfTags(tags) ?? '' } : {};
}

/** Whether it is in quarantine. Somebody else's tag is none of ours; a lost ownership tag does not let an account go. */
export function liveHold(tags: Readonly<Record<string, string>>, manifestName: string): { held?: string } {
  const held = tags[HELD_TAG];
  return held === undefined || ownerOf(tags, manifestName).managedBy === 'someone-else' ? {} : { held };
}

/** Tags together with the one that says that an account is held, where the spec speaks of it. */
export function withHold({ tags, held }: { readonly tags?: TagSpec; readonly held?: string | null }): {
  tags?: TagSpec;
} {
  if (held === undefined) return tags === undefined ? {} : { tags };
  return { tags: { ...tags, [HELD_TAG]: held } };
}

/** What is not ours has no key, and lacks none. */
export function narrowKey(live: { readonly key?: string }, desired: { readonly key?: string }): { key?: string } {
  const key = live.key ?? desired.key;
  return key === undefined || desired.key === undefined ? {} : { key };
}

/** What to write and what to take away to get from one to the other. */
export function tagChanges(
  from: TagSpec | undefined,
  to: TagSpec | undefined,
): { set: Record<string, string>; remove: string[] } {
  const set: Record<string, string> = {};
  const remove: string[] = [];
  for (const [key, value] of Object.entries(to ?? {})) {
    if (value === null) {
      if ((from?.[key] ?? null) !== null) remove.push(key);
    } else if (from?.[key] !== value) set[key] = value;
  }
  return { set, remove };
}

/** The tags that a create call sends. */
export function presentTags(tags: TagSpec | undefined): Record<string, string> {
  return tagChanges(undefined, tags).set;
}
