import type { LiveContext } from '../../kind.js';
import type { Change, Live } from '../../model.js';
import { movesOf } from '../enabled-baseline/resets.js';
import type { Surroundings } from '../surroundings.js';
import { followedText } from './describe.js';
import { sayMissingBucket } from './large-templates.js';
import { sayLostReferences } from './lost-references.js';
import { readersOf } from './readers.js';
import type { StackBaselineSpec } from './spec.js';

/**
 * Where AWS deploys by itself, accounts that this plan moves get their stacks, or lose them, without a call of ours: if
 * that is all that differs, it is awaited. What reads outputs that this plan may change comes after it. Only a template that is too large to be sent inline is worth a read: its bucket.
 */
export async function* confirm(
  context: LiveContext<Surroundings>,
  changes: readonly Change[],
  all: readonly Change[],
): AsyncGenerator<Live<StackBaselineSpec>> {
  await sayMissingBucket(context, changes);
  await sayLostReferences(context, changes);
  yield* readersOf(context, changes, all);
  const moved = new Set<string>(movesOf(all).map(({ account }) => account));
  for (const change of all) if (change.kind === 'account' && change.action === 'create') moved.add(change.address);
  if (moved.size === 0) return;
  for (const change of changes) {
    if (!isOwnUpdate(change)) continue;
    const { from, to } = change;
    if (from.autoDeploy?.enabled !== true || to.autoDeploy?.enabled !== true) continue;
    const differing = differences(change.fields.map(({ path }) => path));
    if (differing === undefined || !differing.every((account) => moved.has(account))) continue;
    yield {
      address: change.address,
      spec: { ...from, instances: to.instances },
      managedBy: 'us',
      condition: 'settled',
      consequence: 'expect',
      detail: `StackSets follows ${differing.length === 1 ? String(differing[0]) : `${differing.length} accounts`} that this plan moves: ${followedText(from, to)}`,
    };
  }
}

/** The accounts whose instances differ; undefined when something else does. */
function differences(paths: readonly string[]): string[] | undefined {
  const accounts = paths.map((path) => (path.startsWith('instances.') ? path.slice('instances.'.length) : undefined));
  const known = accounts.filter((account) => account !== undefined);
  return known.length === accounts.length && known.length > 0 ? known : undefined;
}

type Update = Extract<Change<StackBaselineSpec>, { action: 'update' }>;

/** A change of this kind holds specs of this kind. */
function isOwnUpdate(change: Change): change is Update {
  return change.kind === 'stack-baseline' && change.action === 'update';
}
