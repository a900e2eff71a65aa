import type { Finding, Guard } from './guard.js';

export const tooManyRemovals: Guard = {
  code: 'too-many-removals',
  title: 'The plan removes more than expected',
  reason:
    'A wrong variables file, a lost include or a bad merge shows as many removals at once. More than `guards.maxRemovals` of them (removed or replaced, each detached policy counted, quarantines that accounts have outgrown left out) must be meant, and said so.',
  allowance:
    'An allowance for `plan:removals` lets one such plan pass: give it a short `until`. Raising `guards.maxRemovals` would let every later one pass too.',
  *check({ changes, settings }): Iterable<Finding> {
    const gone = changes.filter(({ action, why }) => (action === 'remove' && why !== 'ready') || action === 'replace');
    if (gone.length <= settings.maxRemovals) return;
    const byKind = new Map<string, number>();
    for (const { kind } of gone) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    const kinds = [...byKind].sort(([, a], [, b]) => b - a).map(([kind, number]) => `${number} ${kind}`);
    yield {
      address: 'plan:removals',
      message: `the plan removes or replaces ${gone.length} things, more than maxRemovals: ${settings.maxRemovals} (${kinds.join(', ')})`,
      hint: 'If all of them are meant, write an allowance at plan:removals with an until date of a few days.',
    };
  },
};
