import { describe, expect, it } from '@jest/globals';
import { benchOn, bringTo } from './converging.js';
import { always } from './dice.js';
import { draftFor, manifestFrom, seedOf } from './drafts.js';
import { editByHand } from './edits.js';
import { nextDraft } from './next-draft.js';

describe('any manifest on any organization', () => {
  it('is reached, and leaves nothing to do', async () => {
    const ends: string[] = [];
    await always(16, 1, async (dice) => {
      const seed = seedOf(dice);
      const bench = benchOn(seed);
      await editByHand(dice, bench, 3);
      const first = draftFor(dice, seed);
      ends.push(await bringTo(bench, await manifestFrom(first)));
      const second = nextDraft(dice, first);
      await editByHand(dice, bench, 4);
      ends.push(await bringTo(bench, await manifestFrom(second)));
    });
    // A refusal is right where it is given, but the cases must mostly come through, or nothing was tested.
    expect(ends.filter((end) => end === 'converged').length).toBeGreaterThan(ends.length / 2);
  });
});
