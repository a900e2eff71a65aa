import { describe, expect, it } from '@jest/globals';
import { undoPlan } from '../../src/engine.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { splitUnitPath } from '../../src/manifest/unit-path.js';
import type { Plan } from '../../src/model.js';
import { isActive } from '../../src/plan/order.js';
import { actions } from '../support/organization.js';
import { worldText } from '../support/world-text.js';
import { benchOn } from './converging.js';
import { always } from './dice.js';
import { draftFor, manifestFrom, seedOf } from './drafts.js';
import { nextDraft } from './next-draft.js';

/**
 * The world less what undo does not give back: an adoption stays (the tags that say whose a thing is), what was deleted
 * has another id, and a deleted unit loses the attachments of policies that are not ours.
 */
function comparable(world: string, plan: Plan): string {
  const deleted = new Set(
    plan.changes.flatMap(({ action, address }) =>
      address.startsWith('unit:') && (action === 'remove' || action === 'replace') ? [lastName(address)] : [],
    ),
  );
  return world
    .split('\n')
    .map((line) => (line.includes('towerctl:manifest=test') ? line : withoutTargets(line, deleted)))
    .join('\n')
    .replace(/ ?towerctl:(manifest|key)=[^\]]*?(?= [^\s=]+=|\])/g, '')
    .replace(/ {2}\[ ?\]/g, '');
}

/** A deleted unit's parent may have been renamed in the same plan: only its own name tells. */
function lastName(path: string): string {
  return splitUnitPath(path.slice(path.indexOf(':') + 1)).at(-1) ?? '';
}

function withoutTargets(line: string, deleted: ReadonlySet<string>): string {
  const [, policy, targets, tags] = /^(policy:.*") on (.*?)( {2}\[.*)?$/.exec(line) ?? [];
  if (policy === undefined || targets === undefined) return line;
  const left = targets.split(', ').filter((target) => !deleted.has(lastName(target)));
  return `${policy} on ${left.join(', ') || 'nothing'}${tags ?? ''}`;
}

describe('undo', () => {
  it('leads back to the organization as it was', async () => {
    let undone = 0;
    await always(8, 4, async (dice) => {
      const seed = seedOf(dice);
      const bench = benchOn(seed);
      const first = draftFor(dice, seed);
      let earlier: Manifest | undefined;
      for (const draft of [first, nextDraft(dice, first)]) {
        const before = await worldText(bench);
        const manifest = await manifestFrom(draft);
        const { plan } = await bench.plan(manifest);
        if (plan.problems.some(({ severity }) => severity === 'error')) return;
        if ((await bench.apply(plan)).state !== 'complete') return;
        const after = await worldText(bench);
        const undo = undoPlan(plan);
        const back = await bench.apply(undo);
        expect(back.outcomes.filter(({ state }) => state !== 'done' && state !== 'already-so')).toEqual([]);
        expect(comparable(await worldText(bench), plan)).toBe(comparable(before, plan));
        // The manifest of before finds nothing to do, unless something was adopted for good.
        const adopted = plan.changes.some(({ action }) => action === 'adopt');
        if (earlier && !adopted) expect(actions((await bench.plan(earlier)).plan)).toEqual([]);
        earlier = manifest;
        undone += undo.changes.filter(isActive).length;
        // There and back again: the manifest still leads where it led.
        await bench.converge(manifest);
        expect(comparable(await worldText(bench), plan)).toBe(comparable(after, plan));
        expect(actions((await bench.plan(manifest)).plan)).toEqual([]);
      }
    });
    expect(undone).toBeGreaterThan(20);
  });
});
