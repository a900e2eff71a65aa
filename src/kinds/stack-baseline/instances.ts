import type { StackInstanceRecord } from '../../aws/cloudformation.js';
import type { LiveContext } from '../../kind.js';
import { cellsOf, RegionLists } from './cells.js';
import type { Cells } from './spec.js';

/** An instance that is not as the set is. */
export interface Trouble {
  readonly account: string;
  readonly region: string;
  readonly reason: string;
}

/** A set's instances under the manifest's names. */
export interface SeenInstances {
  readonly cells: Cells;
  /** With a stack, and not CURRENT. */
  readonly retry: Cells;
  /** Left out: AWS does nothing in such accounts. */
  readonly suspended: number;
  /** In accounts that are not in the organization any more. */
  readonly outside: number;
  /** A deletion failed there: AWS leaves them out of every update. */
  readonly inoperable: readonly Trouble[];
  /** The others that are not current. */
  readonly failed: readonly Trouble[];
  /** What the last detection found there, and when (ISO 8601). */
  readonly drifted: readonly Drifted[];
  /** Where no drift has ever been looked for. */
  readonly unchecked: number;
  /** The operation that is at it now. */
  readonly running?: string;
}

export interface Drifted {
  readonly account: string;
  readonly region: string;
  readonly at?: string;
}

type Place = Pick<LiveContext<unknown>, 'names' | 'organization'>;

/** Sorts what AWS lists. Lists of Regions are shared: a large organization has hundreds of thousands of instances. */
export function seenInstances(
  rows: readonly StackInstanceRecord[],
  { names, organization }: Place,
  lists: RegionLists = new RegionLists(),
): SeenInstances {
  const cells: [string, string][] = [];
  const retry: [string, string][] = [];
  const inoperable: Trouble[] = [];
  const failed: Trouble[] = [];
  const drifted: Drifted[] = [];
  let [suspended, outside, unchecked] = [0, 0, 0];
  let running: string | undefined;
  for (const row of rows) {
    const account = names.nameOf(row.accountId);
    const node = account && organization.get(account);
    if (account === undefined || node === undefined) outside += 1;
    else if (node.state !== undefined) suspended += 1;
    else {
      if (isAtIt(row)) running ??= row.lastOperationId;
      if (row.stackId !== undefined) {
        cells.push([account, row.region]);
        if (row.driftStatus === 'DRIFTED') drifted.push(driftOf(row, account));
        else if (row.driftStatus === undefined || row.driftStatus === 'NOT_CHECKED') unchecked += 1;
      }
      const trouble = { account, region: row.region, reason: reasonOf(row) };
      if (row.status === 'INOPERABLE') inoperable.push(trouble);
      else if (row.status !== 'CURRENT' || row.stackId === undefined) {
        failed.push(trouble);
        if (row.stackId !== undefined) retry.push([account, row.region]);
      }
    }
  }
  return {
    cells: cellsOf(cells, lists),
    retry: cellsOf(retry, lists),
    suspended,
    outside,
    inoperable,
    failed,
    drifted,
    unchecked,
    ...(running !== undefined && { running }),
  };
}

export function isAtIt({ detailedStatus }: StackInstanceRecord): boolean {
  return detailedStatus === 'PENDING' || detailedStatus === 'RUNNING';
}

/** Suspended since the plan was made: AWS does nothing there, and calls it no failure. */
export function isSkipped({ detailedStatus }: Pick<StackInstanceRecord, 'detailedStatus'>): boolean {
  return detailedStatus === 'SKIPPED_SUSPENDED_ACCOUNT';
}

function driftOf({ region, driftCheckedAt }: StackInstanceRecord, account: string): Drifted {
  return { account, region, ...(driftCheckedAt !== undefined && { at: driftCheckedAt }) };
}

function reasonOf({ status, detailedStatus, reason }: StackInstanceRecord): string {
  return reason ?? (detailedStatus === undefined ? status : `${status}, ${detailedStatus}`);
}

/** What is different every time is left out: the same reason in many accounts is said once. */
export function plain(reason: string): string {
  return reason.replace(/RequestToken: [^,)]+,? ?/g, '').replace(/ ?\(\)/g, '');
}

const MOST_NAMED = 12;

/** `payments-dev in ap-northeast-1: not allowed; ... and 3 more`, the same reason once for all that have it. */
export function troubleText(troubles: readonly Trouble[]): string {
  const byReason = new Map<string, string[]>();
  for (const { account, region, reason: said } of troubles.slice(0, MOST_NAMED)) {
    const reason = plain(said);
    const place = `${account.replace(/^account:/, '')} in ${region}`;
    const known = byReason.get(reason);
    if (known) known.push(place);
    else byReason.set(reason, [place]);
  }
  const parts = [...byReason].map(([reason, places]) => `${places.join(', ')}: ${reason}`);
  const rest = troubles.length - MOST_NAMED;
  return [...parts, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
