import type { Change, NodeName } from '../../model.js';
import { isFactoryMade } from '../account/spec.js';
import { isUnit } from '../organizational-unit/spec.js';
import type { UnitAddress } from './spec.js';

/**
 * Units whose baseline this plan resets. A reset gives accounts the mandatory controls only (Control Tower user guide,
 * partial enrolment): the optional ones of the unit have to be reset after it.
 */
export function unitsReset(all: readonly Change[]): ReadonlySet<UnitAddress> {
  return new Set(
    all.flatMap((change) => {
      if (change.kind !== 'enabled-baseline' || !resets(change)) return [];
      const target = change.to['target'];
      return typeof target === 'string' && isUnit(target as NodeName) ? [target as UnitAddress] : [];
    }),
  );
}

/** A repair, or an update that follows the landing zone: what is new there reaches optional controls only by their own reset. */
function resets(change: Change): change is Extract<Change, { action: 'repair' | 'update' }> {
  if (change.action === 'repair') return true;
  return change.action === 'update' && change.fields.some(({ path }) => path === 'landingZone');
}

/** Units that this plan deletes: what Control Tower has on them goes first. */
export function unitsRemoved(all: readonly Change[]): ReadonlySet<UnitAddress> {
  return new Set(
    all.flatMap(({ kind, action, address }) =>
      kind === 'organizational-unit' && action === 'remove' ? [address as UnitAddress] : [],
    ),
  );
}

/** An account that this plan moves; one that it makes begins at the root. */
export interface Move {
  readonly account: NodeName;
  readonly from: string;
  readonly to: string;
}

export function movesOf(all: readonly Change[]): Move[] {
  return all.flatMap((change) => {
    if (change.kind !== 'account') return [];
    if (change.action !== 'create' && change.action !== 'update' && change.action !== 'adopt') return [];
    // Account Factory enrols what it makes.
    if (change.action === 'create' && isFactoryMade(change.to)) return [];
    const [from, to] = [change.action === 'create' ? 'root' : change.from['parent'], change.to['parent']];
    if (typeof from !== 'string' || typeof to !== 'string' || from === to) return [];
    return [{ account: change.address as NodeName, from, to }];
  });
}
