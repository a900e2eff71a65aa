import type { Checklist, ChecklistRow, EvidenceLine } from '../checklist/verdict.js';
import { AREAS, areasOf, evidenceWords, verdictCounts, verdictWords } from './checklist-words.js';
import { maskAccountData } from './mask.js';
import { sanitize } from './sanitize.js';
import type { Render } from './style.js';

/** A comment or a wiki page: one table, details folded; account ids and email addresses are masked. */
export const markdownChecklist: Render<Checklist> = (given) => {
  const checklist = sanitize(given);
  const { manifest, organizationId, controlTower, rows } = checklist;
  const where = manifest ?? organizationId;
  const head = `### towerctl checklist${where === undefined ? '' : ` for ${inline(where)}`}: ${verdictCounts(checklist)}`;
  const areas = areasOf(rows).map(({ area, rows: ofArea }) =>
    [
      `#### ${area} ${AREAS[area] ?? ''}`,
      ['| row | what must be so | verdict |', '|---|---|---|', ...ofArea.map(tableRow)].join('\n'),
      ...ofArea.filter(({ verdict }) => verdict !== 'not assessed').map(details),
    ].join('\n\n'),
  );
  return `${maskAccountData([head, escaped(controlTower), ...areas].join('\n\n'))}\n`;
};

const BOLD = new Set<ChecklistRow['verdict']>(['not met', 'blocked', 'unknown']);

function tableRow(row: ChecklistRow): string {
  const words = escaped(verdictWords(row));
  return `| ${row.id} | ${escaped(row.title)} | ${BOLD.has(row.verdict) ? `**${words}**` : words} |`;
}

function details(row: ChecklistRow): string {
  const lines = [...row.evidence.map(evidence), ...row.advice.map((advice) => `- To do: ${escaped(advice)}`)];
  const manifest = row.manifest === undefined ? [] : [fence(row.manifest)];
  const body = [lines.join('\n'), ...manifest].join('\n\n');
  return `<details><summary>${row.id}: ${escaped(verdictWords(row))}</summary>\n\n${body}\n\n</details>`;
}

const STATES: { readonly [State in EvidenceLine['state']]: string } = {
  met: 'Met',
  'not met': 'Not met',
  unknown: 'Unknown',
  note: 'Note',
};

function evidence(line: EvidenceLine): string {
  return `- ${STATES[line.state]}: ${escaped(evidenceWords(line))}`;
}

/** Names come from people: they may not end a cell, open a tag or make a link. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|~#@]/g, '\\$&').replaceAll('\n', ' ');
}

function inline(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('\n', ' ')}\``;
}

/** Longer than any run of backticks inside. */
function fence(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const ticks = '`'.repeat(Math.max(3, longest + 1));
  return `${ticks}yaml\n${text}\n${ticks}`;
}
