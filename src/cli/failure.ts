import type { TowerctlError } from '../errors.js';
import { problemCounts, textProblems } from '../report/problems.js';
import { sanitizeText } from '../report/sanitize.js';
import { paintOf } from '../report/style.js';
import type { Host } from './host.js';
import { styleOf } from './terminal.js';

/** The error's own words, then every problem it carries, then how many there are. */
export function failureText(error: TowerctlError, host: Host, colour: boolean): string {
  const style = styleOf(host.stderr, host, colour);
  const head = `${paintOf(style).red('towerctl:')} ${sanitizeText(error.message)}`;
  if (error.problems.length === 0) return head;
  return [head, textProblems(error.problems, style), problemCounts(error.problems)].join('\n');
}
