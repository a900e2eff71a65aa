import { expect, test } from '@jest/globals';
import { TowerctlError } from '../../src/errors.js';
import { manifestOf } from '../support/organization.js';

const RULE =
  'configRules:\n  a: { policy: { file: rules/a.guard }, triggers: [ConfigurationItemChangeNotification], targets: [root], regions: [us-east-1] }\n';

test('a text is kept as it is written, and is part of what the manifest says', async () => {
  const text = 'rule a {\n  x == "${var.none}" # not ours to fill in\n}\n';
  const manifest = await manifestOf(RULE, { 'rules/a.guard': text });
  expect(manifest.text('rules/a.guard')).toEqual({ text, origin: { file: 'rules/a.guard', line: 1, column: 1 } });
  expect((await manifestOf(RULE, { 'rules/a.guard': text })).digest).toBe(manifest.digest);
  expect((await manifestOf(RULE, { 'rules/a.guard': `${text} ` })).digest).not.toBe(manifest.digest);
  expect(() => manifest.text('rules/b.guard')).toThrow(TowerctlError);
});

test('nothing outside of the folder is read', async () => {
  await expect(manifestOf(RULE.replace('rules/a.guard', '../a.guard'))).rejects.toMatchObject({
    problems: [expect.objectContaining({ message: 'the file "../a.guard" lies outside the folder of the manifest' })],
  });
});
