import { describe, expect, it } from '@jest/globals';
import { KEY_TAG, keyOfTags, liveKey, ownershipTags } from '../../src/kinds/ownership.js';

/** What AWS Organizations takes as the value of a tag. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

describe('the key in a tag', () => {
  it.each(['Prod', 'with space', 'Übung', '東京', 'mail@example.com', 'a:b'])('%s is written as it is', (key) => {
    expect(ownershipTags('test', key)[KEY_TAG]).toBe(key);
  });

  it.each(['a\\/b', 'back\\\\slash', '🚀', '#1', "it's", 'a=b', '=5C.', '*', '\u0000', 'tab\t', '\ud800'])(
    '%j is written so that AWS takes it, and read back',
    (key) => {
      const tags = ownershipTags('test', key);
      expect(tags[KEY_TAG]).toMatch(TAG_TEXT);
      expect(keyOfTags(tags)).toBe(key);
    },
  );

  it('reads what somebody wrote by hand as it stands', () => {
    expect(keyOfTags({ [KEY_TAG]: 'a=b' })).toBe('a=b');
    expect(keyOfTags({ [KEY_TAG]: '=FFFFFF.' })).toBe('\u{10ffff}');
    expect(keyOfTags({})).toBeUndefined();
  });

  it('is empty where the tag was taken away from what is ours, and absent on what is not', () => {
    const { [KEY_TAG]: _, ...without } = ownershipTags('test', 'x');
    expect(liveKey(without, 'test')).toEqual({ key: '' });
    expect(liveKey(ownershipTags('other', 'x'), 'test')).toEqual({});
  });
});
