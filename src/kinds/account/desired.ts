import type { DesiredContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { accounts } from './section.js';
import type { AccountSpec } from './spec.js';

/** Accounts that exist: this version places and tags them, it does not create any. */
export function* desired({ manifest, organization }: DesiredContext): Generator<Desired<AccountSpec>> {
  for (const [key, entry] of Object.entries(manifest.section(accounts) ?? {})) {
    const address = `account:${key}` as const;
    yield {
      address,
      spec: {
        key,
        ...(entry.ou !== undefined && { parent: placeOf(entry.ou) }),
        ...(entry.tags && { tags: entry.tags }),
      },
      origin: manifest.originOf(accounts.key, key),
      ...(entry.adopt && { adopt: true }),
      ...(organization.get(address)?.live !== true && organization.get('root')?.live === true && { existing: true }),
    };
  }
}

function placeOf(ou: string): 'root' | `unit:${string}` {
  return ou === 'root' ? 'root' : `unit:${ou}`;
}
