import type { Address, Change } from '../../model.js';
import { type DelegatedAdministratorSpec, laidThrough } from './spec.js';

/** An account goes only when what it laid has been taken away: nobody else could do that later. */
export function follows(
  change: Change<DelegatedAdministratorSpec>,
  others: ReadonlyMap<string, readonly Change[]>,
): Address[] {
  if (!('from' in change) || change.action === 'notice') return [];
  const { from } = change;
  const staying = change.action === 'remove' ? [] : change.to.accounts;
  const going: readonly string[] = from.accounts.filter((account) => !staying.includes(account));
  return laidThrough(from.service).flatMap(([kind, field]) =>
    (others.get(kind) ?? []).flatMap((other) =>
      other.action === 'remove' && going.includes(String(other.from[field])) ? [other.address] : [],
    ),
  );
}
