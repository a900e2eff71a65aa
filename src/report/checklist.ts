import type { Checklist, ChecklistRow, EvidenceLine, EvidenceState, Verdict } from '../checklist/verdict.js';
import { AREAS, areasOf, evidenceWords, verdictCounts, verdictWords } from './checklist-words.js';
import { flow, justify, wrap } from './layout.js';
import { sanitize } from './sanitize.js';
import { glyphsOf, type Paint, paintOf, type Render, type Style } from './style.js';
import { totalCalls } from './view.js';
import { count } from './words.js';

/** Where the organization stands, a row of the target state each: verdict, evidence, what to do. */
export const textChecklist: Render<Checklist> = (given, style) => {
  const checklist = sanitize(given);
  const areas = areasOf(checklist.rows).map(({ area, rows }) => [
    `${paintOf(style).bold(`${area}  ${AREAS[area] ?? ''}`)}`,
    ...rows.flatMap((row) => rowLines(row, style)),
  ]);
  return [heading(checklist, style), ...areas].map((block) => block.join('\n')).join('\n\n');
};

function heading(checklist: Checklist, style: Style): string[] {
  const { organizationId, manifest, controlTower, seconds, calls } = checklist;
  const where = [manifest, organizationId === undefined ? undefined : `(${organizationId})`].filter(
    (part) => part !== undefined,
  );
  const items = [
    `${paintOf(style).bold('Checklist')} ${verdictCounts(checklist)}`,
    ...(where.length === 0 ? [] : [where.join(' ')]),
    controlTower,
    `read ${count(Math.round(seconds), 'second')}, ${count(totalCalls(calls), 'call')}`,
  ];
  return flow('', items, { width: style.width, indent: 3, gap: 3 });
}

const COLOURS: { readonly [Name in Verdict]: keyof Pick<Paint, 'green' | 'yellow' | 'red' | 'dim'> } = {
  met: 'green',
  partly: 'yellow',
  'not met': 'red',
  blocked: 'red',
  unknown: 'yellow',
  'not assessed': 'dim',
};

/** The rows alone, a line each. With `before`, what was read earlier: what each row was and is, and only rows that are judged. */
export function textVerdicts(given: Checklist, style: Style, before?: Checklist): string {
  const checklist = sanitize(given);
  const was = new Map(before?.rows.map((row) => [row.id, row.verdict]));
  const rows = checklist.rows.filter(({ verdict }) => before === undefined || verdict !== 'not assessed');
  const lines = rows.flatMap((row) => {
    const earlier = was.get(row.id);
    const words = verdictWords(row);
    return headLines(row, style, earlier === undefined || earlier === row.verdict ? words : `${earlier} -> ${words}`);
  });
  return [...heading(checklist, style), '', ...lines].join('\n');
}

function headLines(row: ChecklistRow, style: Style, words: string): string[] {
  const paint = paintOf(style);
  const colour = paint[COLOURS[row.verdict]];
  const left = ` ${colour(signOf(row.verdict, style))} ${paint.bold(row.id.padEnd(4))}  ${row.title}`;
  return justify(left, colour(words), { width: style.width, indent: 9 });
}

function rowLines(row: ChecklistRow, style: Style): string[] {
  const head = headLines(row, style, verdictWords(row));
  if (row.verdict === 'not assessed') return head;
  return [
    ...head,
    ...row.evidence.flatMap((line) => evidenceLines(line, style)),
    ...row.advice.flatMap((advice) => wrap(advice, { width: style.width, indent: 11, head: '         > ' })),
    ...manifestBlock(row, style),
  ];
}

function signOf(verdict: Verdict, style: Style): string {
  const { done, failed, dot } = glyphsOf(style);
  switch (verdict) {
    case 'met':
      return done;
    case 'partly':
      return '~';
    case 'unknown':
      return '?';
    case 'not assessed':
      return dot;
    case 'not met':
    case 'blocked':
      return failed;
  }
}

function evidenceLines(line: EvidenceLine, style: Style): string[] {
  const marks: { readonly [State in EvidenceState]: string } = { met: '+', 'not met': '-', unknown: '?', note: ' ' };
  const head = `         ${marks[line.state]} `;
  return wrap(evidenceWords(line), { width: style.width, indent: 11, head });
}

/** The lines are for pasting, so they are never wrapped. */
function manifestBlock({ manifest }: ChecklistRow, style: Style): string[] {
  if (manifest === undefined) return [];
  const { dim } = paintOf(style);
  return [`         ${dim('In the manifest:')}`, ...manifest.split('\n').map((line) => `           ${line}`)];
}
