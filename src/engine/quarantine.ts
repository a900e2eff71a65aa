import type { Aws } from '../aws/session.js';
import { evidenceOn } from '../checklist/narrow.js';
import { readEvidence } from '../checklist/reading.js';
import type { RowDefinition } from '../checklist/rows/row.js';
import { ROWS } from '../checklist/rows.js';
import type { RowResult } from '../checklist/verdict.js';
import type { Clock } from '../clock.js';
import type { Hold } from '../kind.js';
import { quarantineOf } from '../kinds/account/quarantine.js';
import { accounts, newAccounts } from '../kinds/account/section.js';
import { isInScope } from '../kinds/in-scope.js';
import type { LiveOrganization } from '../kinds/live-organization.js';
import { policies, policyNameOf } from '../kinds/organization-policy/section.js';
import type { Manifest } from '../manifest/manifest.js';
import { didYouMean } from '../manifest/problems.js';
import type { NodeName, Problem } from '../model.js';
import type { Organization } from '../organization.js';

interface Context {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly live: LiveOrganization;
  /** As it will be. */
  readonly organization: Organization;
  /** The nodes in scope; absent = everything. */
  readonly within?: ReadonlySet<NodeName>;
}

interface Held {
  readonly account: NodeName;
  readonly readyWhen: readonly string[];
  /** The policy's name in AWS. */
  readonly policy: string;
}

/**
 * How each account in quarantine stands. The state is in AWS (a tag that CreateAccount set); the rows are judged by one
 * reading for all of them. Where nobody in scope is held nothing is read: who is out of scope stays as it is.
 */
export async function judgeHolds(manifest: Manifest, context: Context): Promise<ReadonlyMap<NodeName, Hold>> {
  const holds = new Map<NodeName, Hold>();
  const open: Held[] = [];
  for (const held of heldAccounts(manifest, context.live)) {
    if (moves(held.account, context)) {
      const { words } = sinceWords(held, context);
      holds.set(held.account, { isReady: false, words: `${words}, and looked at again where this plan moves it` });
    } else if (isInScope(context, held.account)) open.push(held);
    else holds.set(held.account, { isReady: false, words: `${sinceWords(held, context).words}, and out of scope` });
  }
  if (open.length === 0) return holds;
  const entered = new Set(open.map(({ account }) => account));
  const evidence = await readEvidence(context.aws, context.clock, manifest, entered);
  for (const held of open) {
    const own = evidenceOn(evidence, held.account, held.policy);
    const rows = rowsOf(held.readyWhen).map((row) => ({ row, result: row.assess(own) }));
    holds.set(held.account, holdOf(held, rows, context));
  }
  return holds;
}

function heldAccounts(manifest: Manifest, live: LiveOrganization): Held[] {
  const declared = manifest.section(policies) ?? {};
  return Object.entries(manifest.section(accounts) ?? {}).flatMap(([key, entry]): Held[] => {
    const node = live.organization.get(`account:${key}`);
    const quarantine = quarantineOf(manifest, key, entry);
    // Nothing is done about a suspended account, nor about one that is being closed.
    if (node?.held === undefined || node.state !== undefined || entry.close || !quarantine) return [];
    const policy = declared[quarantine.policy];
    const name = policy ? policyNameOf(quarantine.policy, policy) : quarantine.policy;
    return [{ account: node.name, readyWhen: [...new Set(quarantine.readyWhen)], policy: name }];
  });
}

function moves(account: NodeName, { live, organization }: Context): boolean {
  return live.organization.get(account)?.parent !== organization.get(account)?.parent;
}

function rowsOf(ids: readonly string[]): RowDefinition[] {
  return ROWS.filter(({ id }) => ids.includes(id));
}

type Judged = { readonly row: RowDefinition; readonly result: RowResult };

function holdOf(held: Held, rows: readonly Judged[], context: Context): Hold {
  const missing = rows.filter(({ result }) => result.verdict !== 'met');
  const { words, age } = sinceWords(held, context);
  // A row that nobody knows is a problem of its own, and lets nobody go.
  if (missing.length > 0 || rows.length < held.readyWhen.length) {
    const what = missing.map(({ row, result }) => `${row.id} ${result.verdict}${whyNot(result)}`);
    return { isReady: false, words: `${words}, waits for ${what.join('; ') || held.readyWhen.join(', ')}` };
  }
  const ids = rows.map(({ row }) => row.id);
  const met = `${listed(ids)} ${ids.length === 1 ? 'is' : 'are'} met for it`;
  return { isReady: true, words: age === undefined ? `ready: ${met}` : `ready after ${age}: ${met}` };
}

/** The first thing that speaks against it: the checklist tells all of them. */
function whyNot({ evidence }: RowResult): string {
  const line = evidence.find(({ state }) => state === 'not met') ?? evidence.find(({ state }) => state === 'unknown');
  return line === undefined ? '' : ` (${line.text.replace(/ in 1 of 1 accounts?/, '')})`;
}

function sinceWords({ account, policy }: Held, { live, clock }: Context): { words: string; age?: string } {
  const joinedAt = live.nodes.get(account)?.joinedAt;
  if (joinedAt === undefined) return { words: `held by ${policy}` };
  const since = `${new Date(joinedAt).toISOString().slice(0, 19)}Z`;
  return { words: `held by ${policy} since ${since}`, age: span(clock.now() - joinedAt) };
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Milliseconds in the two largest units: `2 h 10 min`, `3 d 4 h`, `1 min`. */
function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = days > 0 ? [`${days} d`, `${hours} h`] : hours > 0 ? [`${hours} h`, `${rest} min`] : [`${rest} min`];
  return parts.filter((part) => !part.startsWith('0 ')).join(' ');
}

/** Rows that there are not, and rows that this version can never call met: an account would be held for ever. Pure. */
export function rowProblems(manifest: Manifest): Problem[] {
  const own = Object.entries(manifest.section(accounts) ?? {}).map(([key, { quarantine }]) => ({
    path: [accounts.key, key, 'quarantine'],
    address: `account:${key}` as const,
    given: quarantine || undefined,
  }));
  const forAll = {
    path: [newAccounts.key, 'quarantine'],
    address: undefined,
    given: manifest.section(newAccounts)?.quarantine,
  };
  return [...own, forAll].flatMap(({ path, address, given }) =>
    (given?.readyWhen ?? []).flatMap((id, index) =>
      rowProblem(id).map(
        (problem): Problem => ({
          code: 'quarantine',
          severity: 'error',
          ...(address && { address }),
          origin: manifest.originOf(...path, 'readyWhen', index),
          ...problem,
        }),
      ),
    ),
  );
}

function rowProblem(id: string): Pick<Problem, 'message' | 'hint'>[] {
  const judged = ROWS.filter(({ neverMet }) => !neverMet).map((row) => row.id);
  const row = ROWS.find((candidate) => candidate.id === id);
  if (row && !row.neverMet) return [];
  const all = `rows that can be met: ${judged.join(', ')}`;
  return row
    ? [
        {
          message: `this version cannot tell that ${id} is met ("${row.title}"): the account would be held for ever`,
          hint: all,
        },
      ]
    : [{ message: `the target state has no row "${id}"`, hint: didYouMean(id, judged, all) ?? all }];
}
