import type { Plan, Problem } from '../model.js';
import { groupLines } from './change-lines.js';
import { alikeItems, type DriftItem, type DriftReport, driftCounts } from './drift.js';
import { isEmpty } from './json.js';
import { maskAccountData } from './mask.js';
import { joined, placedOf } from './places.js';
import { problemCounts, problemLine } from './problems.js';
import { sanitize } from './sanitize.js';
import type { Render, Style } from './style.js';
import { planName } from './text.js';
import { unknownRows } from './unknowns.js';
import { blockersOf, countsOf, factsOf, groupsOf, isNotice, numbersOf, type PlanView } from './view.js';
import { count, durationRange } from './words.js';

/** GitHub refuses a comment of more than 65,536 characters; what is cut is said. */
export const MOST_BYTES = 60_000;
/** Left for what follows the longest block. */
const RESERVE = 6_000;
const WIDE: Style = { width: 110, colour: false, unicode: true };
const MOST_LINES = 100;

/** A plan as a pull-request comment: counts first, details folded, account ids and email addresses masked. */
export const markdownPlan: Render<PlanView> = (view) => {
  const plan = sanitize(view.plan);
  const scope = plan.scope.length === 0 ? '' : `, scope ${plan.scope.map(code).join(' ')}`;
  const head = [
    `### towerctl ${(view.title ?? 'plan').toLowerCase()} \`${planName(view.digest)}\` for ${code(plan.manifest.name)}${scope}`,
    summary(plan),
  ];
  const tail = [problems(plan.problems), unknowns(plan), untouched(plan), guards(plan)];
  return compose(head, changeLines(view, plan), 'Changes', tail);
};

/** The drift report as a comment or an issue's text, masked like the plan. */
export const markdownDrift: Render<DriftReport> = (report) => {
  const { plan } = report.view;
  const head = [`### towerctl drift for ${code(plan.manifest.name)}: ${driftCounts(report)}`];
  return compose(head, alikeItems(report.items).flatMap(driftLines), 'Drift', [
    problems(plan.problems),
    unknowns(plan),
  ]);
};

function driftLines(item: DriftItem): string[] {
  const { address, finding, details: facts, healing } = item;
  if (item.class !== 'ours') return [`# ${address} ${finding}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`];
  return [`! ${address} ${finding}; ${healing}${facts.length === 0 ? '' : ':'}`, ...facts.map((fact) => `    ${fact}`)];
}

function compose(head: readonly string[], body: readonly string[], title: string, tail: readonly string[]): string {
  const before = maskAccountData(head.join('\n\n'));
  const after = maskAccountData(tail.filter((part) => part !== '').join('\n\n'));
  const room = MOST_BYTES - bytes(before) - Math.min(bytes(after), MOST_BYTES / 2) - RESERVE;
  const block = body.length === 0 ? '' : details(title, fence(cutLines(body.map(maskAccountData), room), 'diff'), true);
  const text = [before, block, after].filter((part) => part !== '').join('\n\n');
  return `${cutBytes(text, MOST_BYTES)}\n`;
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** As many whole lines as fit, and a note about the others. */
function cutLines(lines: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let left = room;
  for (const line of lines) {
    left -= bytes(line) + 1;
    if (left < 0) {
      return [...kept, `# ${lines.length - kept.length} more lines left out: run \`towerctl plan\` to see all of it`];
    }
    kept.push(line);
  }
  return kept;
}

function cutBytes(text: string, most: number): string {
  if (bytes(text) <= most) return text;
  const note = '\n\n_Cut here: run `towerctl plan` to see all of it._';
  const cut = Buffer.from(text, 'utf8')
    .subarray(0, most - bytes(note))
    .toString('utf8');
  return `${cut.slice(0, cut.lastIndexOf('\n'))}${note}`;
}

function summary(plan: Plan): string {
  if (isEmpty(plan)) return plan.unknown.length === 0 ? '**No changes.**' : '**No changes** in what could be read.';
  const counts = countsOf(plan.changes).map(({ word, number }) => `${number} ${word}`);
  const { reach, estimate } = plan;
  return [
    `**${counts.join(' · ')}**`,
    `reach ${reach.accounts} of ${count(reach.of, 'account')}`,
    `estimate ${durationRange(estimate.low, estimate.high)}`,
  ].join(' — ');
}

/** The text plan's own lines, with the sign moved to the front where a diff block colours it. */
function changeLines(view: PlanView, plan: Plan): string[] {
  const groups = groupsOf(plan.changes);
  const numbers = numbersOf(groups);
  return groups.flatMap((group, index) => {
    const described = group.change && view.describe ? sanitize([...view.describe(group.change)]) : [];
    const blockers = blockersOf(group, numbers);
    const [head = '', ...rest] = groupLines(group, { style: WIDE, number: index + 1, digits: 1, blockers, described });
    return [diffHead(head), ...rest.map(diffDetail)].map((line) => line.trimEnd());
  });
}

/** ` 1 ~ policy:...` -> `! 1 policy:...`: in a diff block + is green, - red, ! orange. */
function diffHead(line: string): string {
  const match = /^\s*(\d+) (\S) (.*)$/s.exec(line);
  if (!match) return line;
  const [, number = '', sign = '', rest = ''] = match;
  const front = sign === '+' || sign === '-' ? sign : '!';
  return `${front} ${number}${front === sign || sign === '~' ? '' : ` ${sign}`} ${rest}`;
}

function diffDetail(line: string): string {
  const match = /^(\s+)([+~-]) (.*)$/s.exec(line);
  if (!match) return line;
  const [, space = '', sign = '', rest = ''] = match;
  return `${sign === '~' ? '!' : sign}${space}${rest}`;
}

function problems(found: readonly Problem[]): string {
  if (found.length === 0) return '';
  const lines = found.map((problem) => {
    const hint = problem.hint === undefined ? '' : ` ${problem.hint}`;
    return `${problem.severity}: ${problemLine(problem)}${hint}`;
  });
  return details(`Problems: ${problemCounts(found)}`, fence(most(lines)), true);
}

function unknowns(plan: Plan): string {
  const lines = unknownRows(plan.unknown).map(({ subject, reason, missingPermission }) => {
    const permission = missingPermission === undefined ? '' : ` (missing: ${missingPermission})`;
    return `${subject}: ${reason}${permission}`;
  });
  return lines.length === 0
    ? ''
    : details(`Unknown: ${plan.unknown.length}, nothing hangs on them`, fence(most(lines)), true);
}

function untouched(plan: Plan): string {
  const notices = plan.changes.filter(isNotice);
  const detailOf = (change: Plan['changes'][number]): string =>
    change.action === 'notice' && change.detail !== undefined ? ` (${change.detail})` : '';
  const keyOf = (change: Plan['changes'][number]): string =>
    `${change.why} ${placedOf(change.address)?.thing} ${detailOf(change)}`;
  const lines = joined(notices, keyOf).map(({ first, label }) => `${first.why.padEnd(14)}${label}${detailOf(first)}`);
  return lines.length === 0 ? '' : details(`Not touched by this plan: ${lines.length}`, fence(most(lines)));
}

function guards(plan: Plan): string {
  const allowed = plan.allowed.map((entry) => `allowed: ${entry.code} at ${entry.at}: ${entry.reason}`);
  const slots = plan.quotas
    .filter((use) => use.before !== use.after)
    .map((use) => `${use.subject}: ${use.before} -> ${use.after} of ${use.limit}`);
  const lines = [...allowed, ...slots, `valid while the ${count(factsOf(plan), 'fact')} it read stay true`];
  return details(`Guards: ${plan.guards.passed.length} passed, ${allowed.length} allowed`, fence(most(lines)));
}

function most(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `and ${rest} more`] : [...lines];
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('\n', ' ')}\``;
}

function details(title: string, body: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** The fence is longer than any run of backticks inside, so that no content can end it. */
function fence(lines: readonly string[], language = ''): string {
  const text = lines.join('\n');
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const ticks = '`'.repeat(Math.max(3, longest + 1));
  return `${ticks}${language}\n${text}\n${ticks}`;
}
