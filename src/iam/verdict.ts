/** Three-valued: what a document alone cannot tell (an unknown context key, a policy variable) is never guessed. */
export type Verdict = 'yes' | 'no' | 'undecidable';

export function verdictOf(value: boolean): Verdict {
  return value ? 'yes' : 'no';
}

/** `yes` when all are: one `no` decides, else one `undecidable` does. */
export function every(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'yes';
  for (const verdict of verdicts) {
    if (verdict === 'no') return 'no';
    if (verdict === 'undecidable') result = 'undecidable';
  }
  return result;
}

/** `yes` when one is: one `yes` decides, else one `undecidable` does. */
export function some(verdicts: Iterable<Verdict>): Verdict {
  let result: Verdict = 'no';
  for (const verdict of verdicts) {
    if (verdict === 'yes') return 'yes';
    if (verdict === 'undecidable') result = 'undecidable';
  }
  return result;
}

export function not(verdict: Verdict): Verdict {
  if (verdict === 'undecidable') return verdict;
  return verdict === 'yes' ? 'no' : 'yes';
}
