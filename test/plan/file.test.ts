import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson, digestOf, factDigest } from '../../src/plan/digest.js';
import { readPlanFile, writePlanFile } from '../../src/plan/file.js';
import { creation } from '../support/toy-kind.js';
import { planWith } from './plan.js';

describe('digest', () => {
  it('does not depend on the order of keys, and does on everything else', () => {
    expect(canonicalJson({ b: [1, { d: 2, c: null }], a: 'x', gone: undefined })).toBe(
      '{"a":"x","b":[1,{"c":null,"d":2}]}',
    );
    expect(factDigest({ a: 1, b: 2 })).toBe(factDigest({ b: 2, a: 1 }));
    expect(factDigest({ a: 1 })).not.toBe(factDigest({ a: '1' }));
    expect(factDigest([1, 2])).not.toBe(factDigest([2, 1]));
    expect(factDigest({ a: 1 })).toMatch(/^[0-9a-f]{16}$/);
  });

  it('of a plan changes with any of its changes', () => {
    expect(digestOf(planWith([creation('toy:a')]))).not.toBe(digestOf(planWith([creation('toy:b')])));
    expect(digestOf(planWith([]))).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a plan file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'towerctl-plan-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read as it was written, for its owner alone, with nothing left beside it', async () => {
    const path = join(folder, 'deep', 'plan.json');
    const plan = planWith([creation('toy:a', { v: null })]);
    await writePlanFile(path, plan);
    expect(await readPlanFile(path)).toEqual({ digest: digestOf(plan), plan });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'deep'))).toEqual(['plan.json']);
  });

  it('that was changed afterwards is refused', async () => {
    const path = join(folder, 'plan.json');
    await writePlanFile(path, planWith([creation('toy:a')]));
    await writeFile(path, (await readFile(path, 'utf8')).replace('toy:a', 'toy:b'));
    await expect(readPlanFile(path)).rejects.toThrow('the plan was changed after it was written');
  });

  it.each([
    ['{', 'not a plan file'],
    ['null', 'it has no "digest" and "plan"'],
    ['{"digest":"x","plan":{"format":1}}', 'it has no "digest" and "plan"'],
    ['{"digest":"x","plan":{"format":2,"changes":[]}}', 'plan format 2 is not known'],
  ])('that holds %s is refused: %s', async (text, message) => {
    const path = join(folder, 'plan.json');
    await writeFile(path, text);
    await expect(readPlanFile(path)).rejects.toThrow(message);
  });

  it('that is not there is named', async () => {
    await expect(readPlanFile(join(folder, 'none.json'))).rejects.toThrow(/none\.json: the plan file cannot be read/);
  });
});
