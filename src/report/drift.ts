import { formatOrigin } from '../errors.js';
import type { Address, Change, FieldChange, Origin } from '../model.js';
import { detailsOf, fieldsOf } from './change-words.js';
import { flow, justify, wrap } from './layout.js';
import { joined, placedOf } from './places.js';
import { problemCounts, textProblems } from './problems.js';
import { sanitize } from './sanitize.js';
import { glyphsOf, paintOf, type Render, type Style } from './style.js';
import { unknownRows } from './unknowns.js';
import { foldOf, type PlanView } from './view.js';
import { count, shortJson, withAge } from './words.js';

/** Ours: declared, or owned by us. Undeclared: in AWS and nobody's. Foreign: in AWS and somebody else's. */
export type DriftClass = 'ours' | 'undeclared' | 'foreign';

export interface DriftItem {
  readonly class: DriftClass;
  readonly address: Address;
  readonly kind: string;
  /** What is not as declared, in words. */
  readonly finding: string;
  /** One fact a line, `+ ~ -` as in a plan: from what is live to what is declared. */
  readonly details: readonly string[];
  /** What puts it right. */
  readonly healing: string;
  readonly origin?: Origin;
}

export interface DriftReport {
  readonly items: readonly DriftItem[];
  /** Addresses whose own operation is still running: neither drift nor settled. */
  readonly running: readonly Address[];
  readonly view: PlanView;
}

type Described = NonNullable<PlanView['describe']>;
const MOST_DETAILS = 8;

/** The same plan, read aloud as drift. Pure: no second comparison is made. */
export function driftOf(given: PlanView): DriftReport {
  const view: PlanView = { ...given, plan: sanitize(given.plan) };
  const describe: Described = (change) => sanitize([...(given.describe?.(change) ?? [])]);
  const { changes } = view.plan;
  const running = changes.filter(
    (change) => change.action === 'wait' || (change.action === 'expect' && !isConsequence(change, changes)),
  );
  const aged = (item: DriftItem): DriftItem => ({
    ...item,
    details: item.details.map((line) => withAge(line, view.at)),
  });
  const items = changes.flatMap((change) => itemOf(change, describe) ?? []).map(aged);
  return { items, running: running.map((change) => change.address), view };
}

/** What AWS will do only because this plan does something else is not under way. */
function isConsequence({ why, needs, after }: Change, changes: readonly Change[]): boolean {
  const written = changes.filter(({ action }) => !['notice', 'wait', 'expect'].includes(action));
  return why === 'automatic' && written.some(({ address }) => needs.includes(address) || after.includes(address));
}

function itemOf(change: Change, describe: Described): DriftItem | undefined {
  const base = {
    address: change.address,
    kind: change.kind,
    ...(change.origin === undefined ? {} : { origin: change.origin }),
  };
  switch (change.action) {
    case 'wait':
    case 'expect':
      return undefined;
    case 'notice':
      return noticeItem(change, base);
    case 'repair':
      // Only what another change brings about is no drift of its own.
      return change.why === 'automatic' ? undefined : { ...base, class: 'ours', ...wordsOf(change, describe) };
    default:
      return isOutgrown(change) ? undefined : { ...base, class: 'ours', ...wordsOf(change, describe) };
  }
}

/** An account that is ready to leave its quarantine has not drifted. */
function isOutgrown(change: Change): boolean {
  return change.why === 'ready' && fieldsOf(change).every(({ path }) => path === 'held');
}

type Base = Pick<DriftItem, 'address' | 'kind' | 'origin'>;

function noticeItem(change: Change & { readonly action: 'notice' }, base: Base): DriftItem | undefined {
  const details = change.detail === undefined ? [] : [change.detail];
  if (change.why === 'drift') {
    return { ...base, class: 'ours', finding: 'has drifted', details, healing: 'apply leaves it alone' };
  }
  if (change.why !== 'undeclared' && change.why !== 'foreign') return undefined;
  return change.why === 'foreign'
    ? { ...base, class: 'foreign', finding: 'belongs to somebody else', details, healing: 'apply leaves it alone' }
    : {
        ...base,
        class: 'undeclared',
        finding: 'is declared by nobody',
        details,
        healing: 'apply leaves it alone: declare it, or remove it by hand',
      };
}

type Acting = Exclude<Change, { readonly action: 'notice' | 'wait' | 'expect' }>;
type Words = Pick<DriftItem, 'finding' | 'details' | 'healing'>;

function wordsOf(change: Acting, describe: Described): Words {
  const fold = foldOf(change.address);
  switch (change.action) {
    case 'create':
      return fold
        ? {
            finding: `is detached: ${fold.owner} is declared on ${fold.target}`,
            details: [],
            healing: 'apply attaches it',
          }
        : { finding: 'is declared and not there', details: [], healing: 'apply creates it' };
    case 'remove':
      return fold
        ? { finding: `is attached to ${fold.target} and not declared there`, details: [], healing: 'apply detaches it' }
        : { finding: change.detail ?? removalFinding(change), details: [], healing: 'apply removes it' };
    case 'repair':
      return {
        finding: findingOf(change),
        details: [...(change.detail === undefined ? [] : [change.detail]), ...describe(change)],
        healing: 'apply repairs it',
      };
    case 'adopt':
      return {
        finding: 'is declared and there, but does not carry our ownership tag',
        details: detailsOf(change, describe(change), MOST_DETAILS),
        healing: 'apply adopts it',
      };
    case 'update':
    case 'replace':
      return updateWords(change, describe);
  }
}

function removalFinding({ why }: Acting & { readonly action: 'remove' }): string {
  return why === 'declared' ? 'is there, and the manifest rules it out' : 'is ours and no longer declared';
}

function findingOf({ why }: Acting & { readonly action: 'repair' }): string {
  return why === 'failed' ? 'was left by an operation that failed' : 'has drifted';
}

function updateWords(change: Acting & { readonly action: 'update' | 'replace' }, describe: Described): Words {
  const noted = change.note === undefined ? [] : [change.note];
  const details = [...detailsOf(change, describe(change), MOST_DETAILS), ...noted];
  const fields = fieldsOf(change);
  const [only] = fields;
  if (fields.length === 1 && only?.path === 'parent' && change.action === 'update') {
    return {
      finding: `was moved: lives in ${String(only.from)}, belongs in ${String(only.to)}`,
      details: [],
      healing: 'apply moves it back',
    };
  }
  if (fields.length === 1 && only !== undefined && only.path.startsWith('tags.')) {
    const key = only.path.slice('tags.'.length);
    return { finding: tagFinding(key, only), details: [], healing: 'apply sets it back' };
  }
  const document = fields.some((field) => /^document\b/.test(field.path));
  return {
    finding: document ? 'has other content than declared' : 'differs from what is declared',
    details,
    healing: change.action === 'replace' ? 'apply makes it anew, which needs an allowance' : 'apply puts it back',
  };
}

function tagFinding(key: string, { from, to }: FieldChange): string {
  if (from === undefined || from === null) return `lacks the tag ${key}, declared ${shortJson(to)}`;
  if (to === undefined || to === null) return `carries the tag ${key}: ${shortJson(from)}, declared absent`;
  return `has another tag ${key}: ${shortJson(from)}, declared ${shortJson(to)}`;
}

const TITLES: readonly (readonly [DriftClass, string])[] = [
  ['ours', 'Ours, not as declared (apply puts it right, unless the line says otherwise)'],
  ['undeclared', 'Undeclared (in AWS and in no manifest; apply leaves it alone: declare it, or remove it by hand)'],
  ['foreign', 'Foreign (it belongs to somebody else; apply leaves it alone)'],
];

export function driftCounts(report: Pick<DriftReport, 'items'>): string {
  const counts = TITLES.flatMap(([name]) => {
    const number = report.items.filter((item) => item.class === name).length;
    return number === 0 ? [] : [`${number} ${name}`];
  });
  return counts.length === 0 ? 'none' : counts.join(', ');
}

export const textDrift: Render<DriftReport> = (report, style) => {
  const { plan, seconds } = report.view;
  const paint = paintOf(style);
  const where = `${plan.manifest.name} (${plan.organizationId})`;
  const scope = plan.scope.length === 0 ? [] : [`scope ${plan.scope.join(', ')}`];
  const took = seconds === undefined ? [] : [`read ${count(Math.round(seconds), 'second')}`];
  const head = [`${paint.bold('Drift')} ${driftCounts(report)}`, where, ...scope, ...took];
  const blocks = [flow('', head, { width: style.width, indent: 3, gap: 3 })];
  for (const [name, title] of TITLES) {
    const items = alikeItems(report.items.filter((item) => item.class === name));
    if (items.length > 0) blocks.push([paint.bold(title), ...items.flatMap((item) => itemLines(item, style))]);
  }
  blocks.push(...remainder(report, style));
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
};

/** Items that differ in nothing but the account or Region, told as one; JSON has each. */
export function alikeItems(items: readonly DriftItem[]): DriftItem[] {
  const keyOf = ({ address, origin: _, ...rest }: DriftItem): string =>
    JSON.stringify([placedOf(address)?.thing, rest]);
  return joined(items, keyOf).map(({ first, label }) => ({ ...first, address: label as Address }));
}

function itemLines(item: DriftItem, style: Style): string[] {
  const paint = paintOf(style);
  const { dot } = glyphsOf(style);
  if (item.class !== 'ours') {
    // The heading has said what they have in common.
    const detail = item.details.length === 0 ? '' : ` (${item.details.join(', ')})`;
    return flow(` ${paint.cyan('?')} `, [`${paint.bold(item.address)}${detail}`], { width: style.width, indent: 5 });
  }
  const left = ` ${paint.yellow('~')} ${paint.bold(item.address)}`;
  const origin = item.origin === undefined ? '' : paint.dim(formatOrigin(item.origin));
  const size = { width: style.width, indent: 5 };
  return [
    ...(origin === '' ? [left] : justify(left, origin, size)),
    ...wrap(`${item.finding} ${dot} ${item.healing}${item.details.length === 0 ? '' : ':'}`, size),
    ...item.details.flatMap((line) => wrap(line, { width: style.width, indent: 9, head: ' '.repeat(7) })),
  ];
}

function remainder({ view: { plan }, running }: DriftReport, style: Style): string[][] {
  const bold = paintOf(style).bold;
  const size = { width: style.width, indent: 3 };
  const errors = plan.problems.filter((problem) => problem.severity === 'error');
  const unknown = unknownRows(plan.unknown).flatMap(({ subject, reason }) => wrap(`${subject}: ${reason}`, size));
  return [
    running.length === 0 ? [] : [bold('Still running'), ...flow('   ', running, { ...size, separator: ',' })],
    unknown.length === 0 ? [] : [bold('Unknown: these may have drifted too'), ...unknown],
    errors.length === 0
      ? []
      : [bold(`What stands in the way of healing (${problemCounts(errors)})`), textProblems(errors, style)],
  ];
}
