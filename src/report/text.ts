import type { Plan, QuotaUse } from '../model.js';
import { groupLines } from './change-lines.js';
import { flow, wrap } from './layout.js';
import { joined, placedOf } from './places.js';
import { textProblems } from './problems.js';
import { sanitize } from './sanitize.js';
import { glyphsOf, paintOf, type Render, type Style } from './style.js';
import { unknownRows } from './unknowns.js';
import {
  blockersOf,
  countsOf,
  factsOf,
  type Group,
  groupsOf,
  isNotice,
  numbersOf,
  type PlanView,
  totalCalls,
} from './view.js';
import { count, duration, durationRange, withAge } from './words.js';

const MARGIN = 3;
const GAP = 3;
/** A quota that is fuller than this is worth a line even when the plan does not change it. */
const NEARLY_FULL = 0.8;
const MOST_SLOTS = 8;

/** The plan as a reviewer reads it on a terminal or in a log. */
export const textPlan: Render<PlanView> = (view, style) => {
  const plan = sanitize(view.plan);
  const groups = groupsOf(plan.changes);
  const blocks = [
    [...header(view, plan, style), ...summary(plan, groups, style)],
    changes(view, groups, style),
    untouched({ ...view, plan }, style),
    unknowns(plan, style),
    plan.problems.length > 0 ? [heading('Problems', style), textProblems(plan.problems, style)] : [],
    footer(plan, style),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
};

function heading(text: string, style: Style): string {
  return paintOf(style).bold(text);
}

export function planName(digest: string): string {
  return digest.slice(0, 8);
}

function header(view: PlanView, plan: Plan, style: Style): string[] {
  const parts = [
    `${paintOf(style).bold(`${view.title ?? 'Plan'} ${planName(view.digest)}`)}`,
    `${plan.manifest.name} (${plan.organizationId})`,
  ];
  if (plan.scope.length > 0) parts.push(`scope ${plan.scope.join(', ')}`);
  const known = plan.unknown.length === 0 ? 'nothing unknown' : count(plan.unknown.length, 'unknown');
  if (view.seconds !== undefined && view.calls !== undefined) {
    parts.push(`read ${duration(view.seconds)}, ${count(totalCalls(view.calls), 'call')}, ${known}`);
  }
  return flow('', parts, { width: style.width, indent: MARGIN, gap: GAP });
}

function summary(plan: Plan, groups: readonly Group[], style: Style): string[] {
  if (groups.length === 0) return [emptyLine(plan)];
  const counts = countsOf(plan.changes).map(({ word, number }) => `${number} ${word}`);
  const { estimate, reach } = plan;
  const longest = estimate.longest === undefined ? '' : ` (longest: ${estimate.longest})`;
  const parts = [
    `reach ${reach.accounts} of ${count(reach.of, 'account')}`,
    `estimate ${durationRange(estimate.low, estimate.high)}${longest}`,
  ];
  const size = { width: style.width, indent: MARGIN };
  const lines = flow('', counts, { ...size, separator: ` ${glyphsOf(style).dot}` });
  const last = lines.pop() ?? '';
  return [...lines, ...flow(last, ['', ...parts], { ...size, gap: GAP })];
}

function emptyLine(plan: Plan): string {
  return plan.unknown.length === 0 ? 'No changes.' : 'No changes in what could be read.';
}

function changes(view: PlanView, groups: readonly Group[], style: Style): string[] {
  const numbers = numbersOf(groups);
  const digits = String(groups.length).length;
  return groups.flatMap((group, index) => {
    const described = group.change && view.describe ? sanitize([...view.describe(group.change)]) : [];
    const blockers = blockersOf(group, numbers);
    return groupLines(group, { style, number: index + 1, digits, blockers, described });
  });
}

const NOTICE_ORDER: readonly string[] = ['undeclared', 'foreign', 'held', 'outside-scope'];

function untouched({ plan, at }: PlanView, style: Style): string[] {
  const notices = plan.changes.filter(isNotice);
  const others = notices.map((change) => change.why).filter((why) => !NOTICE_ORDER.includes(why));
  const lines = [...NOTICE_ORDER, ...new Set(others)].flatMap((why) => {
    const ofWhy = notices.filter((change) => change.why === why);
    const items = joined(ofWhy, detailOfNotice).map(({ first, label }) => withAge(noticeText(first, label), at));
    if (items.length === 0) return [];
    const head = `${' '.repeat(MARGIN)}${why.padEnd(14)}`;
    return flow(head, items, { width: style.width, indent: head.length, separator: ` ${glyphsOf(style).dot}` });
  });
  if (plan.unmanaged.length > 0) lines.push(...unmanaged(plan.unmanaged, style));
  return lines.length === 0 ? [] : [heading('Not touched by this plan', style), ...lines];
}

/** Sections named one by one while they are few; a manifest that speaks of two things says so in one line too. */
const NAMED_SECTIONS = 3;

function unmanaged(sections: readonly string[], style: Style): string[] {
  const head = `${' '.repeat(MARGIN)}${'not managed'.padEnd(14)}`;
  const what = sections.length > NAMED_SECTIONS ? `${sections.length} sections` : sections.join(', ');
  const items = `${what} (absent from the manifest: not read, not removed)`.split(' ');
  return flow(head, items, { width: style.width, indent: head.length });
}

function detailOfNotice(change: Plan['changes'][number]): string {
  const thing = placedOf(change.address)?.thing ?? change.address;
  return `${thing} ${change.action === 'notice' ? (change.detail ?? '') : ''}`;
}

function noticeText(change: Plan['changes'][number], label: string): string {
  const detail = change.action === 'notice' ? change.detail : undefined;
  return detail === undefined ? label : `${label} (${detail})`;
}

function unknowns(plan: Plan, style: Style): string[] {
  if (plan.unknown.length === 0) return [];
  const lines = unknownRows(plan.unknown).flatMap(({ subject, reason, missingPermission }) => {
    const permission = missingPermission === undefined ? '' : `; permission missing: ${missingPermission}`;
    return wrap(`${subject}: ${reason}${permission}`, {
      width: style.width,
      indent: MARGIN + 2,
      head: ' '.repeat(MARGIN),
    });
  });
  return [heading('Unknown (nothing is created or removed on the strength of it)', style), ...lines];
}

function footer(plan: Plan, style: Style): string[] {
  const paint = paintOf(style);
  const facts = factsOf(plan);
  const lines = [...guardLines(plan, style), ...slotLines(plan, style)];
  if (facts > 0) lines.push(paint.dim(`Valid while the ${count(facts, 'fact')} it read stay true.`));
  return lines;
}

function guardLines(plan: Plan, style: Style): string[] {
  const dot = glyphsOf(style).dot;
  const passed = `${plan.guards.passed.length} passed`;
  const allowed = plan.allowed.map(
    (allowance) =>
      `${allowance.code} at ${allowance.at} (${allowance.reason}${allowance.until === undefined ? '' : `, until ${allowance.until}`})`,
  );
  return wrap(`${passed} ${dot} allowed: ${allowed.length === 0 ? 'none' : allowed.join(` ${dot} `)}`, {
    width: style.width,
    indent: 9,
    head: 'Guards   ',
  });
}

function slotText(use: QuotaUse): string {
  const numbers = use.before === use.after ? `${use.after}` : `${use.before} -> ${use.after}`;
  return `${use.subject} ${numbers} of ${use.limit}${use.unconfirmed ? ' (limit unconfirmed)' : ''}`;
}

function slotLines(plan: Plan, style: Style): string[] {
  const worth = plan.quotas.filter((use) => use.before !== use.after || use.after >= use.limit * NEARLY_FULL);
  if (worth.length === 0) return [];
  // The fullest ones matter most.
  const sorted = [...worth].sort((one, other) => other.after / other.limit - one.after / one.limit);
  const items = sorted.slice(0, MOST_SLOTS).map(slotText);
  if (sorted.length > MOST_SLOTS) items.push(`${sorted.length - MOST_SLOTS} more (--format json lists all)`);
  return flow('Slots    ', items, { width: style.width, indent: 9, separator: ` ${glyphsOf(style).dot}` });
}
