import type { Problem } from '../model.js';
import { problemCounts, problemLine } from '../report/problems.js';
import { sanitize, sanitizeText } from '../report/sanitize.js';
import type { Style } from '../report/style.js';
import { textPlan } from '../report/text.js';
import type { PlanView } from '../report/view.js';
import { masked, maskedMarkdown } from './mask.js';

/** What a reader of the comment wants to know beside the plan. */
export interface Around {
  /** The commit that was looked at, 40 hexadecimal digits. */
  readonly commit?: string;
  /** Where the whole plan is, for those who may read it: a key in the run bucket. */
  readonly whole?: string;
  /** The organization was a simulated one. */
  readonly isSimulated: boolean;
  /** Account ids and email addresses that are masked wherever they stand. */
  readonly known: Iterable<string>;
}

const MOST_PROBLEMS = 100;
const WIDE: Style = { width: 110, colour: false, unicode: true };

/** The plan of a pull request, masked, with what it was made of in its last paragraph. */
export function planComment(view: PlanView, around: Around): string {
  return `${maskedMarkdown(view, around.known).trimEnd()}\n\n${footer(around, true)}\n`;
}

/** A manifest that cannot be planned: what is wrong, and where (`file:line:column`). */
export function problemsComment(message: string, problems: readonly Problem[], around: Around): string {
  const lines = sanitize(problems)
    .slice(0, MOST_PROBLEMS)
    .map((each) => `${each.severity}: ${problemLine(each)}${each.hint === undefined ? '' : ` ${each.hint}`}`);
  const rest = problems.length - lines.length;
  const told = lines.length === 0 ? '' : `${fenced([...lines, ...(rest > 0 ? [`and ${rest} more`] : [])])}\n\n`;
  const counts = problems.length === 0 ? '' : `, ${problemCounts(problems)}`;
  const head = `### towerctl: no plan${counts}\n\n${fenced([sanitizeText(message)])}\n\n`;
  return masked(`${`${head}${told}${footer(around, false)}`.trimEnd()}\n`, around.known);
}

/** The plan as it is, nothing masked and nothing cut: for the run bucket, not for a comment. */
export function wholePlan(view: PlanView): string {
  return `${fenced(textPlan(view, WIDE).split('\n'))}\n`;
}

/** One line: what cuts a comment leaves its last paragraph alone. */
function footer({ commit, whole, isSimulated }: Around, hasPlan: boolean): string {
  const parts = [
    commit === undefined ? '' : `Commit \`${sanitizeText(commit).slice(0, 8).replaceAll('`', '')}\`.`,
    isSimulated ? 'Against a simulated organization: what yours holds is not known here.' : '',
    whole === undefined ? '' : `The whole plan, nothing masked: \`${whole}\` in the run bucket.`,
    hasPlan && whole === undefined ? 'The whole plan: run `towerctl plan`.' : '',
  ];
  const told = parts.filter((part) => part !== '').join(' ');
  return told === '' ? '' : `_${told}_`;
}

/** Longer than any run of backticks inside. */
function fenced(lines: readonly string[]): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}\n${text}\n${ticks}`;
}
