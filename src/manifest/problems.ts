import { closest, distance } from 'fastest-levenshtein';
import type { Origin, Problem } from '../model.js';

/** Every code the loader reports, with what `towerctl explain CODE` says about it. */
export const MANIFEST_PROBLEMS = {
  'manifest-file': 'A file is missing, unreadable, or lies outside the folder of the manifest.',
  'manifest-limit': 'A file is larger, deeper or more numerous than a manifest may be: see the limits in the guide.',
  'manifest-encoding': 'A file is not UTF-8 text.',
  'manifest-syntax': 'A file is not YAML 1.2 (or, with the ending .json, not JSON).',
  'manifest-duplicate': 'The same thing is declared twice.',
  'manifest-unknown-key': 'A key that this version of towerctl does not know. Nothing is ever ignored.',
  'manifest-type': 'A value has the wrong type: a number where text belongs, a text where a list belongs.',
  'manifest-value': 'A value has the right type but AWS or towerctl would refuse it.',
  'manifest-missing': 'Something that must be said is not said.',
  'manifest-variable': 'A ${...} that cannot be resolved.',
  'manifest-reference': 'A target, a unit or an account that the manifest does not declare.',
  'manifest-selector': 'A named selector that cannot be resolved: it refers to itself, or selects too much.',
  'manifest-grant': 'An included file declares more than its include entry grants.',
  'manifest-requires': 'The manifest asks for another version of towerctl.',
} as const;

export type ManifestProblem = keyof typeof MANIFEST_PROBLEMS;

/** More problems than this are counted, not kept: nobody reads them and they must not fill the memory. */
const KEPT = 200;

/** Collects what is wrong, so that one run can say all of it. */
export class Problems {
  readonly #found: Problem[] = [];
  readonly #seen = new Set<string>();
  #dropped = 0;
  readonly #firstFile: string | undefined;

  /** What is wrong in this file is said first. */
  constructor(firstFile?: string) {
    this.#firstFile = firstFile;
  }

  add(code: ManifestProblem, origin: Origin, message: string, hint?: string | (() => string | undefined)): void {
    // A value of the wrong type is reported once, by whoever sees it first.
    const subject = code === 'manifest-type' ? code : message;
    const key = `${origin.file}\0${origin.line}\0${origin.column}\0${subject}`;
    if (this.#seen.has(key)) return;
    if (this.#found.length >= KEPT) {
      this.#dropped += 1;
      return;
    }
    this.#seen.add(key);
    // Looking for what was meant costs time: only for what is kept.
    const said = typeof hint === 'function' ? hint() : hint;
    this.#found.push({ code, severity: 'error', message, origin, ...(said === undefined ? {} : { hint: said }) });
  }

  get count(): number {
    return this.#found.length + this.#dropped;
  }

  /** Sorted by file, line and column. */
  list(): readonly Problem[] {
    const files = new Map<string, number>(this.#firstFile === undefined ? [] : [[this.#firstFile, 0]]);
    for (const { origin } of this.#found) if (origin && !files.has(origin.file)) files.set(origin.file, files.size);
    const rank = ({ origin }: Problem): readonly number[] =>
      origin ? [files.get(origin.file) ?? 0, origin.line, origin.column] : [0, 0, 0];
    const sorted = [...this.#found].sort((a, b) => compare(rank(a), rank(b)));
    const first = sorted[0];
    if (this.#dropped > 0 && first) {
      sorted.push({
        code: first.code,
        severity: 'error',
        message: `${this.#dropped} more problems are not listed`,
      });
    }
    return sorted;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left !== right) return left - right;
  }
  return 0;
}

const SUGGEST_FROM = 5_000;
const SUGGEST_LENGTH = 200;

/** The candidate that was most likely meant, or undefined when none is near enough to be worth saying. */
export function suggestion(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > SUGGEST_LENGTH) return undefined;
  const near: string[] = [];
  for (const candidate of candidates) {
    if (candidate.length <= SUGGEST_LENGTH) near.push(candidate);
    if (near.length >= SUGGEST_FROM) break;
  }
  const sameLetters = near.find((candidate) => candidate.toLowerCase() === word.toLowerCase());
  if (sameLetters !== undefined) return sameLetters;
  // Swapped letters count twice as a distance, which is too far for short words.
  const swapped = near.find((candidate) => candidate.length === word.length && sorted(candidate) === sorted(word));
  if (swapped !== undefined) return swapped;
  if (near.length === 0) return undefined;
  const best = closest(word, near);
  return distance(word, best) <= Math.max(1, Math.floor(word.length / 3)) ? best : undefined;
}

function sorted(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}

/** `did you mean "x"?`, or else what is known, or else nothing. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise?: string): string | undefined {
  const found = suggestion(word, candidates);
  return found === undefined ? otherwise : `did you mean ${quote(found)}?`;
}

/** A value as it can be shown on one line: quoted, control characters escaped, cut when long. */
export function quote(value: unknown): string {
  const text = JSON.stringify(typeof value === 'string' ? cut(value) : value) ?? String(value);
  return cut(
    text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`),
  );
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
