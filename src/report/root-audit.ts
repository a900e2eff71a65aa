import type { NodeName } from '../model.js';
import type { RootFinding } from '../root/result.js';
import { credentialWords } from '../root/words.js';
import { flow, wrap } from './layout.js';
import { sanitizeText } from './sanitize.js';
import { glyphsOf, paintOf, type Style } from './style.js';
import { count } from './words.js';

type State = RootFinding['state'];
type Row = readonly [NodeName, RootFinding];

const TITLES: Readonly<Record<Exclude<State, 'clean'>, string>> = {
  credentials: 'With root credentials',
  blocked: 'Blocked: a policy stops the root session, so what there is cannot be seen',
  unknown: 'Unknown: could not be entered',
};

/** What the audit of root users found: how many accounts are clean, and every other one with what was found. */
export function textRootAudit(findings: ReadonlyMap<NodeName, RootFinding>, at: string, style: Style): string {
  const rows = [...findings];
  const { dot } = glyphsOf(style);
  const states: readonly State[] = ['clean', 'credentials', 'blocked', 'unknown'];
  const counts = states.map((state) => `${rows.filter(([, finding]) => finding.state === state).length} ${state}`);
  const heading = flow(
    '',
    [
      `${paintOf(style).bold('Root audit')} ${counts.join(` ${dot} `)}`,
      `of ${count(rows.length, 'member account')}`,
      `at ${at.slice(0, 16).replace('T', ' ')} UTC`,
    ],
    { width: style.width, indent: 3, gap: 3 },
  );
  const blocks = (['credentials', 'blocked', 'unknown'] as const).flatMap((state) => block(state, rows, style));
  return [...heading, ...blocks].join('\n');
}

function block(state: Exclude<State, 'clean'>, rows: readonly Row[], style: Style): string[] {
  const these = rows.filter(([, finding]) => finding.state === state);
  if (these.length === 0) return [];
  const paint = paintOf(style);
  const colour = state === 'credentials' ? paint.red : paint.yellow;
  const lines = these.flatMap(([account, finding]) =>
    wrap(sanitizeText(`${account}   ${wordsOf(finding)}`), { width: style.width, indent: 5, head: '   ' }),
  );
  return [colour(TITLES[state]), ...lines];
}

function wordsOf(finding: RootFinding): string {
  switch (finding.state) {
    case 'clean':
      return 'clean';
    case 'credentials':
      return credentialWords(finding);
    case 'blocked':
      return `by ${finding.reason}`;
    case 'unknown':
      return finding.reason;
  }
}
