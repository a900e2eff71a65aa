import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GUARDS } from '../../src/guards/index.js';
import { KINDS } from '../../src/kinds/index.js';
import { type Played, play } from './play.js';

const ROOT = import.meta.dirname;
const TEXTS = ['problems.txt', 'plan.txt', 'drift.txt', 'apply.txt', 'after.txt', 'undo.txt'];
const FOLDERS = readdirSync(ROOT)
  .filter((name) => /^\d{3}-/.test(name))
  .sort();
const UPDATE = process.env['UPDATE_SCENARIOS'] === '1';

/**
 * No manifest leads there, so test/guards checks these rules alone: a declared policy switches its type on (or is a
 * contradiction), and nothing but an SCP may say `replaces`.
 */
const OUT_OF_REACH: readonly string[] = ['policy-type-off', 'rcp-default'];

const seenKinds = new Set<string>();
const seenGuards = new Set<string>();

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

describe('scenarios', () => {
  it.each(FOLDERS)('%s', async (name) => {
    const folder = join(ROOT, name);
    const played = await play(folder);
    const { expect: expected } = played.scenario;
    if (UPDATE) update(folder, played);
    for (const kind of played.kinds) seenKinds.add(kind);
    for (const problem of played.problems) seenGuards.add(problem.split(' ')[0] ?? '');
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
    if (played.manifest !== 'refused') expect(played.asksControlTower).toBe(played.speaksOfControlTower);
    if (played.undone) expect(played.undone.after).toBe(played.undone.before);
    expect(Object.fromEntries(played.texts)).toEqual(filesOf(folder));
  });

  it('cover every kind', () => {
    expect([...seenKinds].sort()).toEqual(KINDS.map((kind) => kind.name).sort());
  });

  it('cover every guard that a manifest can run into', () => {
    const missing = GUARDS.map((guard) => guard.code).filter((code) => !seenGuards.has(code));
    expect(missing).toEqual(OUT_OF_REACH);
  });
});

function factsOf({ manifest, problems, drift, apply, outcomes, again }: Played): object {
  return { manifest, problems: [...new Set(problems)].sort(), drift, apply, outcomes, again };
}
