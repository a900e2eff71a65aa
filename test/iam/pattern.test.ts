import fc from 'fast-check';
import { actionCovers, arnCovers, arnsOverlap, covers, matches, overlaps } from '../../src/iam/pattern.js';

const letters = ['a', 'b'];
const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 5 }).map((symbols) => symbols.join(''));

/** Every text over a, b and a letter that no pattern holds, up to a length at which patterns of 5 are told apart. */
function texts(length: number): string[] {
  let all = [''];
  const found = [''];
  for (let i = 0; i < length; i += 1) {
    all = all.flatMap((text) => [...letters, 'x'].map((letter) => text + letter));
    found.push(...all);
  }
  return found;
}
const SAMPLES = texts(7);

/** A second, slow implementation to compare with. */
function matchesSlowly(glob: string, text: string): boolean {
  const [first, rest] = [glob[0], glob.slice(1)];
  if (first === undefined) return text === '';
  if (first === '*') return matchesSlowly(rest, text) || (text !== '' && matchesSlowly(glob, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && matchesSlowly(rest, text.slice(1));
}

describe('matches', () => {
  test('agrees with a slow implementation on every short text', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...SAMPLES), (glob, text) => {
        expect(matches(glob, text)).toBe(matchesSlowly(glob, text));
      }),
      { numRuns: 2000 },
    );
  });

  test('stays fast on many stars', () => {
    expect(matches(`${'*a'.repeat(500)}b`, 'a'.repeat(2000))).toBe(false);
  });
});

describe('covers', () => {
  test('is what brute force over every short text finds', () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const found = SAMPLES.every((text) => !matches(inner, text) || matches(outer, text));
        expect(covers(outer, inner)).toBe(found);
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    ['s3:*', 's3:Get*', true],
    ['s3:Get*', 's3:*', false],
    ['?*', '*a', true],
    ['*?', '?*', true],
    ['*a*', '*', false],
    ['s3:*Object', 's3:Get*Object', true],
    ['a?c', 'a*c', false],
  ])('%s over %s is %s', (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });

  test('gives up in bounded time on a hostile pair, as not covered', () => {
    const started = Date.now();
    expect(covers(`*a${'?'.repeat(200)}`, `*${'b*'.repeat(100)}`)).toBe(false);
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe('overlaps', () => {
  test('is what brute force finds, and is symmetric', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        // Patterns of up to 5 letters that share a text share one of at most 10; shorter patterns share a shorter one.
        fc.pre(one.length + other.length <= 7);
        const found = SAMPLES.some((text) => matches(one, text) && matches(other, text));
        expect(overlaps(one, other)).toBe(found);
        expect(overlaps(other, one)).toBe(found);
      }),
      { numRuns: 600 },
    );
  });
});

test('actions are compared without regard to case', () => {
  expect(actionCovers('S3:Get*', 's3:getobject')).toBe(true);
});

describe('ARNs', () => {
  test('a star does not reach across a colon', () => {
    expect(arnCovers('arn:aws:s3*:::b', 'arn:aws:s3:x:::b')).toBe(false);
    expect(arnCovers('arn:*:iam::*:role/*', 'arn:aws:iam::1:role/path/x')).toBe(true);
    expect(arnCovers('*', 'arn:aws:iam::1:role/x')).toBe(true);
  });

  test('patterns that share no ARN do not overlap', () => {
    expect(arnsOverlap('arn:aws:iam::*:role/a-*', 'arn:aws:iam::*:role/b-*')).toBe(false);
    expect(arnsOverlap('arn:*:iam::1:role/*', 'arn:aws:iam::*:role/b')).toBe(true);
  });
});
