import type { LiveContext, Names } from '../../kind.js';
import type { Address, NodeName } from '../../model.js';
import { isActive } from './deployment.js';

/**
 * Names of excluded accounts, sorted, as the manifest would write them: those that are closed, about to be closed or gone
 * are on neither side.
 */
export function liveExcluded(
  { names, organization, declaredOf }: Pick<LiveContext<unknown>, 'names' | 'organization' | 'declaredOf'>,
  ids: readonly string[],
): NodeName[] {
  const declared = declaredOf('account');
  return ids
    .flatMap((id) => names.nameOf(id) ?? [])
    .filter((account) => isActive(organization, account) && declared.get(account as Address)?.absent !== true)
    .sort();
}

/** For the request. An account that was to be made and could not be is nowhere that anything could be laid. */
export function excludedIds(names: Names, excluded: readonly NodeName[]): string[] {
  return excluded.flatMap((account) => names.tryIdOf(account as Address) ?? []);
}
