import type { DriftDetailsRecord } from '../../aws/cloudformation.js';
import type { LiveContext } from '../../kind.js';
import type { Address, Live, Origin } from '../../model.js';
import { cellsOf } from './cells.js';
import { placesText } from './describe.js';
import { type Drifted, type SeenInstances, troubleText } from './instances.js';

type State = Pick<Live, 'condition' | 'token' | 'detail' | 'reported'>;

/** How it is with a set of ours. An operation that somebody else began is waited for only where something is declared. */
export function stateOf(
  { running, suspended, outside, drifted }: SeenInstances,
  drift: DriftDetailsRecord | undefined,
  { awaited }: { readonly awaited: boolean },
): State {
  if (running !== undefined && awaited) return { condition: 'running', token: running };
  const leftOut = [
    ...(suspended > 0 ? [`${suspended} in suspended accounts`] : []),
    ...(outside > 0 ? [`${outside} in accounts that left the organization`] : []),
  ];
  const reported = driftText(drift, drifted);
  return {
    condition: 'settled',
    ...(leftOut.length > 0 && { detail: `instances left alone: ${leftOut.join(', ')}` }),
    ...(reported !== undefined && { reported }),
  };
}

/**
 * What the last detection found, and when: nothing newer is known until the next one. A date and no age: the plan is the
 * same tomorrow, and a report can tell how old it is.
 */
export function driftText(
  drift: DriftDetailsRecord | undefined,
  where: readonly Pick<Drifted, 'account' | 'region'>[] = [],
): string | undefined {
  if (drift?.status !== 'DRIFTED' || drift.drifted === 0) return undefined;
  const when = drift.at === undefined ? '' : ` ${new Date(drift.at).toISOString().replace(/\.\d+Z$/, 'Z')}`;
  const cells = cellsOf(where.map(({ account, region }) => [account, region]));
  const places = where.length === 0 ? '' : ` (${placesText(cells)})`;
  return `drift detected${when}: ${drift.drifted} of ${drift.total} instances${places}; no update of the set mends it, for CloudFormation compares templates: put it right by hand, or take the account out of the targets and in again`;
}

interface Said {
  readonly address: Address;
  readonly origin?: Origin;
}

/** What a reviewer should know although no difference shows it, or only as a count. */
export function sayTrouble(
  { problem }: Pick<LiveContext<unknown>, 'problem'>,
  { failed, inoperable, running }: SeenInstances,
  { address, origin }: Said,
): void {
  const at = { address, ...(origin && { origin }), severity: 'warning' as const };
  if (failed.length > 0 && running === undefined) {
    problem({
      ...at,
      code: 'stack-instance-failed',
      message: `${address}: ${count(failed.length)} not current: ${troubleText(failed)}`,
      hint: 'apply tries these again, and only these; the reason is what to mend first',
    });
  }
  if (inoperable.length > 0) {
    problem({
      ...at,
      code: 'stack-instance-inoperable',
      message: `${address}: ${count(inoperable.length)} INOPERABLE: ${troubleText(inoperable)}`,
      hint: 'remove them from the set with DeleteStackInstances and RetainStacks, delete their stacks by hand, then apply makes them anew',
    });
  }
}

function count(number: number): string {
  return number === 1 ? '1 instance is' : `${number} instances are`;
}
