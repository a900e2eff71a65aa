/**
 * IAM's wildcard patterns: `*` is any run of characters, the empty one included, `?` exactly one character.
 * Source: IAM user guide, "Policy elements: Action, Resource, string and ARN condition operators".
 */

/** Places looked at after which containment is given up as undecided (and so as not contained): bounds time on hostile patterns. */
const MOST_WORK = 500_000;
/** Cells of the table that overlap is decided with: patterns of some 2,000 characters each. */
const MOST_CELLS = 4_000_000;
/** A character that no pattern holds: stands for every character that neither pattern mentions. */
const OTHER = '\uffff';

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** Does the text match the pattern? Linear in practice, quadratic at worst: no backtracking over earlier stars. */
export function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const symbol = pattern[p];
    if (symbol === '*') {
      star = p++;
      mark = t;
    } else if (symbol === '?' || (symbol !== undefined && symbol === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Is every text that `inner` matches matched by `outer` too? Exact, except that a hostile pair is answered with `false`. */
export function covers(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*') return true;
  if (!hasWildcard(inner)) return matches(outer, inner);
  if (!hasWildcard(outer)) return false;
  return contained(inner, outer);
}

/** Walks every text of `inner` letter by letter, with the set of places that `outer` may have reached. */
function contained(inner: string, outer: string): boolean {
  const alphabet = [...new Set((outer + inner).split('').filter((symbol) => symbol !== '*' && symbol !== '?')), OTHER];
  const seen = new Set<string>();
  let work = 0;
  const queue: { at: number; reached: readonly number[] }[] = [{ at: 0, reached: spread(outer, [0]) }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { at, reached } = next;
    const key = `${at}:${reached.join(',')}`;
    if (seen.has(key)) continue;
    work += reached.length + 1;
    if (work > MOST_WORK) return false;
    seen.add(key);
    const symbol = inner[at];
    if (symbol === undefined) {
      if (!reached.includes(outer.length)) return false;
      continue;
    }
    if (reached.length === 0) return false;
    if (symbol === '*') queue.push({ at: at + 1, reached });
    const stays = symbol === '*' ? at : at + 1;
    const letters = symbol === '*' || symbol === '?' ? alphabet : [symbol];
    for (const letter of letters) queue.push({ at: stays, reached: advance(outer, reached, letter) });
  }
  return true;
}

function advance(pattern: string, from: readonly number[], letter: string): number[] {
  const next: number[] = [];
  for (const at of from) {
    const symbol = pattern[at];
    if (symbol === '*') next.push(at);
    else if (symbol === '?' || symbol === letter) next.push(at + 1);
  }
  return spread(pattern, next);
}

/** Adds the places behind stars, which may stand for nothing. Sorted, so that equal sets have equal keys. */
function spread(pattern: string, from: readonly number[]): number[] {
  const reached = new Set<number>();
  for (let at of from) {
    reached.add(at);
    while (pattern[at] === '*') reached.add(++at);
  }
  return [...reached].sort((a, b) => a - b);
}

/** Is there a text that both patterns match? Patterns too long to compare are taken to share one. */
export function overlaps(one: string, other: string): boolean {
  if (!hasWildcard(one)) return matches(other, one);
  if (!hasWildcard(other)) return matches(one, other);
  const width = other.length + 1;
  if (width * (one.length + 1) > MOST_CELLS) return true;
  // possible[i][j]: the rest of `one` from i and the rest of `other` from j share a text. Filled from the end.
  const possible = new Uint8Array((one.length + 1) * width);
  for (let i = one.length; i >= 0; i -= 1) {
    for (let j = other.length; j >= 0; j -= 1) {
      const at = i * width + j;
      const a = one[i];
      const b = other[j];
      const both = a !== undefined && b !== undefined;
      let shared = a === undefined && b === undefined;
      if (a === '*') shared ||= possible[at + width] === 1 || (b !== undefined && possible[at + 1] === 1);
      if (b === '*') shared ||= possible[at + 1] === 1 || (a !== undefined && possible[at + width] === 1);
      if (both && a !== '*' && b !== '*' && (a === b || a === '?' || b === '?')) {
        shared ||= possible[at + width + 1] === 1;
      }
      possible[at] = shared ? 1 : 0;
    }
  }
  return possible[0] === 1;
}

/** Actions are compared without regard to case. */
export function actionCovers(outer: string, inner: string): boolean {
  return covers(outer.toLowerCase(), inner.toLowerCase());
}

export function actionsOverlap(one: string, other: string): boolean {
  return overlaps(one.toLowerCase(), other.toLowerCase());
}

/** An ARN's six parts; only the last may hold colons. Undefined for what is not shaped like an ARN (`*`). */
function arnParts(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** ARNs are matched part by part: a star does not reach across a colon, except within the last part. */
export function arnCovers(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  const outerParts = arnParts(outer);
  const innerParts = arnParts(inner);
  if (outerParts === undefined || innerParts === undefined) return covers(outer, inner);
  return outerParts.every((part, index) => covers(part, innerParts[index] ?? ''));
}

export function arnsOverlap(one: string, other: string): boolean {
  const oneParts = arnParts(one);
  const otherParts = arnParts(other);
  if (oneParts === undefined || otherParts === undefined) return overlaps(one, other);
  return oneParts.every((part, index) => overlaps(part, otherParts[index] ?? ''));
}
