import { told } from '../aws/told.js';
import { planRun } from '../engine.js';
import { TowerctlError } from '../errors.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Address } from '../model.js';
import { type DriftItem, type DriftReport, driftCounts, driftOf } from '../report/drift.js';
import { jsonDrift } from '../report/json.js';
import { markdownDrift } from '../report/markdown.js';
import { PLAIN } from '../report/style.js';
import { consoleLink } from './console-link.js';
import { type DriftLatest, driftDigest, readLatest, type SeenLatest, writeLatest } from './drift-latest.js';
import { latestApply, unverified } from './latest-apply.js';
import { untilNobodyWrites } from './nobody-writes.js';
import { tell } from './notice.js';
import type { StageContext } from './stage.js';
import { viewOf } from './view.js';

export interface DriftStage extends StageContext {
  /** As it was last applied: what is only merged is no drift. */
  readonly manifest: Manifest;
  /** Seconds to wait while somebody else writes to the organization; absent = 3,600. */
  readonly wait?: number;
}

export interface Drifted {
  readonly report: DriftReport;
  /** Other things have drifted, or in another way, than the last run has seen; or nobody could be told then. */
  readonly isChanged: boolean;
  /** How many things of ours are not as declared. */
  readonly count: number;
}

/** Others that look for drift at the same moment. */
const RACES = 5;
const MOST_TOLD = 10;

/**
 * Looks at everything, keeps the report in the bucket (`drift/DAY/RUN-ID.json` and `.md`), and tells people only when the
 * set of things that have drifted is another than last time. Writes nothing to the organization.
 */
export async function driftStage(stage: DriftStage): Promise<Drifted> {
  const { engine, manifest } = stage;
  await untilNobodyWrites(stage, stage.wait);
  const run = await planRun(manifest, engine);
  const view = viewOf(run);
  const report = driftOf(view);
  // Ages of dates grow from day to day: they are no change.
  const { at: _, ...undated } = view;
  const key = await keepReport(stage, report);
  const isChanged = await compareAndTell(stage, driftOf(undated), key);
  return { report, isChanged, count: report.items.filter((item) => item.class === 'ours').length };
}

/** @returns the key of the text for people. */
async function keepReport(stage: DriftStage, report: DriftReport): Promise<string> {
  const { runner, place, runId, engine } = stage;
  const base = `drift/${new Date(engine.clock.now()).toISOString().slice(0, 10)}/${runId}`;
  const texts = { json: `${jsonDrift(report, PLAIN)}\n`, md: markdownDrift(report, PLAIN) };
  for (const [ending, text] of Object.entries(texts)) {
    const key = `${base}.${ending}`;
    await told({ ...place, key }, 'PutObject', () => runner.s3.swapObject(place.bucket, key, text, 'new'));
  }
  return `${base}.md`;
}

/** Written before people are told, and again when they are: a message may come twice, and is never lost. */
async function compareAndTell(stage: DriftStage, report: DriftReport, key: string): Promise<boolean> {
  const { runner, place } = stage;
  for (let race = 1; race <= RACES; race += 1) {
    const before = await readLatest(runner.s3, place);
    const latest = latestOf(stage, report, before?.latest);
    if (before !== undefined && before.latest.at > latest.at) return false;
    const written = await writeLatest(runner.s3, place, latest, before);
    if (written === undefined) continue;
    if (latest.isTold) return false;
    await tellOf(stage, latest, before?.latest, key);
    await markTold(stage, written);
    return true;
  }
  throw new TowerctlError('failed', `another drift run wrote the latest report each of ${RACES} times; run again`);
}

async function markTold({ runner, place }: DriftStage, written: SeenLatest): Promise<void> {
  // Whoever wrote meanwhile has seen that this one was not told, and tells it again: better twice than never.
  await writeLatest(runner.s3, place, { ...written.latest, isTold: true }, written);
}

/** What could not be read this time is taken to be as it was: neither healed nor drifted anew. */
function latestOf({ engine, runId }: DriftStage, report: DriftReport, before: DriftLatest | undefined): DriftLatest {
  const unknown = report.view.plan.unknown.map(({ kind, address }) => ({ kind, ...(address && { address }) }));
  const items = [...report.items, ...unseen(before?.items ?? [], report, unknown)];
  const digest = driftDigest(items, unknown);
  const isNew = before === undefined ? items.length + unknown.length > 0 : before.digest !== digest || !before.isTold;
  const counts: Record<string, number> = {};
  for (const item of items) counts[item.class] = (counts[item.class] ?? 0) + 1;
  const at = new Date(engine.clock.now()).toISOString();
  return { format: 1, at, runId, digest, isTold: !isNew, counts, items, unknown };
}

function unseen(before: readonly DriftItem[], { items }: DriftReport, unknown: DriftLatest['unknown']): DriftItem[] {
  const seen = new Set(items.map(({ address }) => address));
  const isUnread = (item: DriftItem): boolean =>
    unknown.some(({ kind, address }) => kind === item.kind && (address === undefined || address === item.address));
  return before.filter((item) => !seen.has(item.address) && isUnread(item));
}

async function tellOf(
  stage: DriftStage,
  latest: DriftLatest,
  before: DriftLatest | undefined,
  key: string,
): Promise<void> {
  const { manifest, runner, place } = stage;
  const { items, unknown } = latest;
  const words = driftCounts({ items });
  const known = new Set(before?.items.map(({ address }) => address));
  const isNew = ({ address }: DriftItem): boolean => before !== undefined && !known.has(address);
  // What is ours first, and of that what was not there last time.
  const sorted = [...items].sort((a, b) => rankOf(a) - rankOf(b) || Number(isNew(b)) - Number(isNew(a)));
  const between = unverified(await latestApply(runner.s3, place), manifest);
  const lines = [
    `Drift in ${manifest.name}: ${words}.`,
    ...(between === undefined ? [] : [`What that run did shows here as drift: ${between}.`]),
    '',
    ...sorted.slice(0, MOST_TOLD).map((item) => `  ${item.address} ${item.finding}${isNew(item) ? ' (new)' : ''}`),
    ...(sorted.length > MOST_TOLD ? [`  and ${sorted.length - MOST_TOLD} more`] : []),
    ...(unknown.length === 0 ? [] : ['', `Could not be read, so it is taken to be as before: ${unreadWords(unknown)}`]),
  ];
  await tell(stage, `towerctl drift in ${manifest.name}: ${words}`, lines, consoleLink(place, key));
}

const rankOf = (item: DriftItem): number => ['ours', 'undeclared', 'foreign'].indexOf(item.class);

function unreadWords(unknown: DriftLatest['unknown']): string {
  const names: (Address | string)[] = [...new Set(unknown.map(({ kind, address }) => address ?? kind))];
  const more = names.length > MOST_TOLD ? `, and ${names.length - MOST_TOLD} more` : '';
  return `${names.slice(0, MOST_TOLD).join(', ')}${more}`;
}
