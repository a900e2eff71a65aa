import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Played, play } from './play.js';

export const ROOT = import.meta.dirname;
const TEXTS = ['problems.txt', 'plan.txt', 'drift.txt', 'apply.txt', 'after.txt', 'undo.txt'];
export const FOLDERS = readdirSync(ROOT)
  .filter((name) => /^\d{3}-/.test(name))
  .sort();
const UPDATE = process.env['UPDATE_SCENARIOS'] === '1';

function update(folder: string, { texts }: Played): void {
  for (const name of TEXTS) {
    const text = texts.get(name);
    if (text !== undefined) writeFileSync(join(folder, name), text);
    else rmSync(join(folder, name), { force: true });
  }
}

function filesOf(folder: string): Record<string, string> {
  const present = TEXTS.filter((name) => existsSync(join(folder, name)));
  return Object.fromEntries(present.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Plays those whose number lies between the two: several files run beside each other. */
export function scenarios(first: number, last: number): void {
  const chosen = FOLDERS.filter((name) => Number(name.slice(0, 3)) >= first && Number(name.slice(0, 3)) <= last);
  describe('scenarios', () => {
    it.each(chosen)('%s', async (name) => {
      const folder = join(ROOT, name);
      const played = await play(folder);
      const { expect: expected } = played.scenario;
      if (UPDATE) update(folder, played);
      expect(factsOf(played)).toEqual({
        manifest: expected.manifest,
        problems: [...expected.problems].sort(),
        drift: expected.drift,
        apply: expected.apply,
        outcomes: expected.outcomes,
        again: expected.apply === 'refused' || expected.apply === undefined ? undefined : (expected.again?.plan ?? []),
      });
      expect(played.order.filter((address) => expected.order.includes(address))).toEqual(expected.order);
      if (played.apply === 'refused') expect(played.writes).toBe(0);
      // A manifest that does not speak of Control Tower never calls it.
      // Where only a guard has to know the landing zone it may be asked, and is not where Control Tower never was.
      if (played.manifest !== 'refused' && !(played.looksAtControlTower && !played.speaksOfControlTower)) {
        expect(played.asksControlTower).toBe(played.speaksOfControlTower);
      }
      if (played.undone) expect(played.undone.after).toBe(played.undone.before);
      expect(Object.fromEntries(played.texts)).toEqual(filesOf(folder));
    });
  });
}

function factsOf({ manifest, problems, drift, apply, outcomes, again }: Played): object {
  return { manifest, problems: [...new Set(problems)].sort(), drift, apply, outcomes, again };
}
