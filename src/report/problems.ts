import { formatOrigin } from '../errors.js';
import type { Problem } from '../model.js';
import { wrap } from './layout.js';
import { sanitize } from './sanitize.js';
import { paintOf, type Render, type Style } from './style.js';
import { count } from './words.js';

/** `file:line:column message [code]`; without a place in the manifest it begins with the address. */
export function problemLine(problem: Problem): string {
  const place = problem.origin ? formatOrigin(problem.origin) : problem.address;
  return `${place === undefined ? '' : `${place} `}${problem.message} [${problem.code}]`;
}

function lines(problem: Problem, style: Style): string[] {
  const paint = paintOf(style);
  const severity = problem.severity === 'error' ? paint.red('error  ') : paint.yellow('warning');
  const place = problem.origin ? formatOrigin(problem.origin) : problem.address;
  const head = place === undefined ? severity : `${severity} ${paint.bold(place)}`;
  const words = `${problem.message} ${paint.dim(`[${problem.code}]`)}`;
  const main = wrap(words, { width: style.width, indent: 8, head: `${head} ` });
  return problem.hint === undefined ? main : [...main, ...wrap(problem.hint, { width: style.width, indent: 8 })];
}

/** Errors first, then warnings, each in the order it was found. No line that could be cut in the middle of a place. */
export const textProblems: Render<readonly Problem[]> = (given, style) => {
  const problems = sanitize(given);
  const errors = problems.filter((problem) => problem.severity === 'error');
  const warnings = problems.filter((problem) => problem.severity === 'warning');
  return [...errors, ...warnings].flatMap((problem) => lines(problem, style)).join('\n');
};

/** `2 errors, 1 warning`. */
export function problemCounts(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [];
  if (errors > 0) parts.push(count(errors, 'error'));
  if (warnings > 0) parts.push(count(warnings, 'warning'));
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}
