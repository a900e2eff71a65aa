import type { Plan } from '../model.js';
import { isEmpty } from '../report/json.js';
import { maskAccountData } from '../report/mask.js';
import { countsOf } from '../report/view.js';
import { count } from '../report/words.js';

/** A pipeline shows it beside its button, and takes 1,000 characters for all of that. */
const LONGEST = 200;

/** `3 create, 1 update, 1 remove; needs a person: removals`: plain ASCII of one line, without account ids and emails. */
export function planSummary(plan: Plan, reasons: readonly string[]): string {
  const changes = countsOf(plan.changes).map(({ word, number }) => `${number} ${word}`);
  const parts = [
    isEmpty(plan) ? 'nothing to change' : changes.join(', '),
    ...(plan.unknown.length > 0 ? [`${count(plan.unknown.length, 'part')} unknown`] : []),
    ...(reasons.length > 0 ? [`needs a person: ${reasons.join(', ')}`] : []),
  ];
  return shortLine(parts.join('; '));
}

/** As a pipeline's variable takes it. */
export function shortLine(text: string): string {
  const plain = maskAccountData(text)
    .replace(/\s+/g, ' ')
    .replace(/[^ -~]/g, '?');
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 3)}...`;
}
