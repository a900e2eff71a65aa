import type { Step, StepContext } from '../kind.js';
import type { Address } from '../model.js';
import { OWNER_TAG, ownershipTags, type TagSpec, tagChanges } from './ownership.js';
import type { Surroundings } from './surroundings.js';

type Tagged = { readonly tags?: TagSpec };

/**
 * The writes that bring tags from one spec to another. `own` also writes whose it is, and under which key: for
 * adoption, and after a rename.
 */
export function tagSteps(
  address: Address,
  from: Tagged,
  to: Tagged,
  own?: { readonly key: string },
): Step<Surroundings>[] {
  const { set, remove } = tagChanges(from.tags, to.tags);
  const steps: Step<Surroundings>[] = [];
  if (own || Object.keys(set).length > 0) {
    steps.push({
      name: own ? 'tag as ours' : 'tag',
      calls: ['organizations:TagResource'],
      async start({ aws, names, manifestName }: StepContext<Surroundings>) {
        await aws.organizations.tag(names.idOf(address), { ...set, ...(own && ownershipTags(manifestName, own.key)) });
        return { state: 'done' };
      },
    });
  }
  if (remove.length > 0) {
    steps.push({
      name: 'untag',
      calls: ['organizations:UntagResource'],
      async start({ aws, names }) {
        await aws.organizations.untag(names.idOf(address), remove);
        return { state: 'done' };
      },
    });
  }
  return steps;
}

/** Whether the tags of a finished change can be read back, ours included. */
export async function tagsShow(
  id: string,
  tags: TagSpec | undefined,
  { aws, manifestName }: StepContext<Surroundings>,
): Promise<boolean> {
  const shown = await aws.tags.confirm(id);
  return (
    shown[OWNER_TAG] === manifestName &&
    Object.entries(tags ?? {}).every(([key, value]) => (shown[key] ?? null) === value)
  );
}
