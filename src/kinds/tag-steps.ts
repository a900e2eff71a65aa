import type { Step, StepContext } from '../kind.js';
import type { Address } from '../model.js';
import { OWNER_TAG, ownershipTags, type TagSpec, tagChanges } from './ownership.js';
import type { Surroundings } from './surroundings.js';

type Tagged = { readonly tags?: TagSpec };

type Context = StepContext<Surroundings>;
type Written = Readonly<Record<string, string>>;

/** A service that keeps tags: its calls `TagResource` and `UntagResource`, as IAM knows them. */
export interface TagKeeper {
  /** What their IAM actions begin with: `organizations`. */
  readonly prefix: string;
  tag(context: Context, tags: Written): Promise<void>;
  untag(context: Context, keys: readonly string[]): Promise<void>;
}

/**
 * The writes that bring tags from one spec to another. `own` also writes whose it is, and under which key: for
 * adoption, and after a rename.
 */
export function tagStepsOf(
  keeper: TagKeeper,
  from: Tagged,
  to: Tagged,
  own?: { readonly key: string },
): Step<Surroundings>[] {
  const { set, remove } = tagChanges(from.tags, to.tags);
  const steps: Step<Surroundings>[] = [];
  if (own || Object.keys(set).length > 0) {
    steps.push({
      name: own ? 'tag as ours' : 'tag',
      calls: [`${keeper.prefix}:TagResource`],
      async start(context) {
        await keeper.tag(context, { ...set, ...(own && ownershipTags(context.manifestName, own.key)) });
        return { state: 'done' };
      },
    });
  }
  if (remove.length > 0) {
    steps.push({
      name: 'untag',
      calls: [`${keeper.prefix}:UntagResource`],
      async start(context) {
        await keeper.untag(context, remove);
        return { state: 'done' };
      },
    });
  }
  return steps;
}

/** The same of what AWS Organizations keeps. */
export function tagSteps(
  address: Address,
  from: Tagged,
  to: Tagged,
  own?: { readonly key: string },
): Step<Surroundings>[] {
  const keeper: TagKeeper = {
    prefix: 'organizations',
    tag: ({ aws, names }, tags) => aws.organizations.tag(names.idOf(address), tags),
    untag: ({ aws, names }, keys) => aws.organizations.untag(names.idOf(address), keys),
  };
  return tagStepsOf(keeper, from, to, own);
}

/** Whether the tags of a finished change can be read back, ours included. */
export async function tagsShow(
  id: string,
  tags: TagSpec | undefined,
  { aws, manifestName }: Context,
): Promise<boolean> {
  const shown = await aws.tags.confirm(id);
  return (
    shown[OWNER_TAG] === manifestName &&
    Object.entries(tags ?? {}).every(([key, value]) => (shown[key] ?? null) === value)
  );
}
