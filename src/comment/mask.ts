import type { Plan } from '../model.js';
import { markdownPlan } from '../report/markdown.js';
import { maskAccountData } from '../report/mask.js';
import type { Style } from '../report/style.js';
import type { PlanView } from '../report/view.js';

const STYLE: Style = { width: 110, colour: false, unicode: true };

/**
 * The plan as a comment on a pull request. Beside whatever looks like an account id or an email address, the ids and
 * addresses that the plan holds are masked wherever they stand, inside longer numbers and texts of policies too.
 *
 * @param known ids and email addresses that the caller knows besides.
 */
export function maskedMarkdown(view: PlanView, known: Iterable<string> = []): string {
  return masked(markdownPlan(view, STYLE), [...accountDataOf(view.plan), ...known]);
}

/** Any text, masked in the same way. Twice is as good as once. */
export function masked(text: string, known: Iterable<string> = []): string {
  let result = maskAccountData(text);
  // Longest first, so that no part of a longer one is left over.
  const values = [...new Set(known)].filter((value) => value.length > 0).sort((a, b) => b.length - a.length);
  for (const value of values) {
    const isId = /^\d{12}$/.test(value);
    result = result.replaceAll(
      new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'),
      isId ? `xxxxxxxx${value.slice(-4)}` : '***@***',
    );
  }
  return result;
}

const IDS = /(?<!\d)\d{12}(?!\d)/g;
const EMAILS = /[^\s@"\\]+@[^\s@"\\]+\.[^\s@"\\]+/g;

/** Account ids (12 digits) and email addresses in any member of a plan. */
export function accountDataOf(plan: Plan): ReadonlySet<string> {
  const text = JSON.stringify(plan);
  return new Set([...text.matchAll(IDS), ...text.matchAll(EMAILS)].map(([found]) => found));
}
