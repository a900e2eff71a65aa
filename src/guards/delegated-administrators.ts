import { type DelegatedAdministratorSpec, laidThrough } from '../kinds/delegated-administrator/spec.js';
import type { Address, Change, JsonObject, NodeName } from '../model.js';
import type { GuardInput } from './guard.js';

/** A change of who administers a service. */
export interface HandOver {
  readonly address: Address;
  readonly service: string;
  readonly before: readonly NodeName[];
  readonly after: readonly NodeName[];
  readonly coming: readonly NodeName[];
  readonly going: readonly NodeName[];
}

export function handOvers({ changes }: GuardInput): HandOver[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'delegated-administrator' || change.action === 'notice') return [];
    const before = accountsOf('from' in change ? change.from : undefined);
    const after = accountsOf('to' in change ? change.to : undefined);
    const service = change.address.slice('delegated-administrator:'.length);
    const coming = after.filter((account) => !before.includes(account));
    const going = before.filter((account) => !after.includes(account));
    return [{ address: change.address, service, before, after, coming, going }];
  });
}

function accountsOf(spec: JsonObject | undefined): readonly NodeName[] {
  return spec === undefined ? [] : (spec as DelegatedAdministratorSpec).accounts;
}

/** What one of the accounts has laid and this plan changes. */
export function changesOfWhatWasLaid({ changes }: GuardInput, { service, going }: HandOver): Change[] {
  return changes.filter((change) =>
    laidThrough(service).some(([kind, field]) => {
      if (change.kind !== kind || !('from' in change) || change.from === undefined) return false;
      return going.some((account) => account === change.from?.[field]);
    }),
  );
}

/** What one of the accounts has laid, as far as it is known, before the plan. */
export function laidBefore({ before }: GuardInput, { service, going }: HandOver): Address[] {
  return [...before.specs].flatMap(([address, { kind, spec }]) =>
    laidThrough(service).some(([laid, field]) => laid === kind && going.some((account) => account === spec[field]))
      ? [address]
      : [],
  );
}
