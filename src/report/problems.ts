import { formatOrigin } from '../errors.js';
import type { Problem } from '../model.js';
import { wrap } from './layout.js';
import { sanitize } from './sanitize.js';
import { paintOf, type Render, type Style } from './style.js';
import { count } from './words.js';

/** `file:line:column message [code]`; without a place in the manifest it begins with the address. */
export function problemLine(problem: Problem): string {
  const place = placeOf(problem);
  return `${place === undefined ? '' : `${place} `}${problem.message} [${problem.code}]`;
}

/** Places that are named before the others are counted. */
const MOST_PLACES = 6;

function placeOf({ origin, address }: Problem): string | undefined {
  return origin ? formatOrigin(origin) : address;
}

/** Problems that differ in nothing but the place, told once. */
function alike(problems: readonly Problem[]): (readonly [Problem, ...Problem[]])[] {
  const groups = new Map<string, [Problem, ...Problem[]]>();
  for (const problem of problems) {
    const { code, severity, message, hint } = problem;
    const key = JSON.stringify([code, severity, message, hint]);
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()];
}

function alikeLines([first, ...others]: readonly [Problem, ...Problem[]], style: Style): string[] {
  const own = placeOf(first);
  const places = [...new Set(others.flatMap((other) => placeOf(other) ?? []))].filter((place) => place !== own);
  if (places.length === 0) return lines(first, style);
  const shown = places.length <= MOST_PLACES + 1 ? places : places.slice(0, MOST_PLACES);
  const rest = places.length - shown.length;
  const words = `the same at ${shown.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString('en-US')} more` : ''}`;
  return [...lines(first, style), ...wrap(words, { width: style.width, indent: 8 })];
}

function lines(problem: Problem, style: Style): string[] {
  const paint = paintOf(style);
  const severity = problem.severity === 'error' ? paint.red('error  ') : paint.yellow('warning');
  const place = placeOf(problem);
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
  return alike([...errors, ...warnings])
    .flatMap((group) => alikeLines(group, style))
    .join('\n');
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
