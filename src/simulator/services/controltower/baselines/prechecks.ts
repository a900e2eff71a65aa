import type { World } from '../../../world.js';
import { membersOf } from './queries.js';

/** What is looked at before a unit's accounts are touched: codes by what they concern; nothing = it may go on. */
export interface Prechecks {
  readonly unit: readonly string[];
  readonly accounts: Readonly<Record<string, readonly string[]>>;
}

/** An account that was made so short a time ago is not ready yet, where things take time at all. */
const FRESH_MS = 120_000;

/** As an injected fault wants them: `{ precheck: CODE, accounts?: [ID, ...] }`; else what the accounts themselves say. */
export function prechecksOf(
  world: World,
  unitId: string,
  outcome: Readonly<Record<string, unknown>> | undefined,
): Prechecks | undefined {
  const code = outcome?.['precheck'];
  if (typeof code === 'string') {
    const accounts = outcome?.['accounts'];
    const ids = Array.isArray(accounts) ? accounts.map(String) : [];
    return { unit: ids.length === 0 ? [code] : [], accounts: Object.fromEntries(ids.map((id) => [id, [code]])) };
  }
  const isSlow = world.settings.pace.kind !== 'immediate';
  const fresh = membersOf(world, unitId).filter(
    ({ state, joinedMethod, joinedAt }) =>
      state === 'PENDING_ACTIVATION' ||
      (isSlow && joinedMethod === 'CREATED' && world.clock.now() - joinedAt < FRESH_MS),
  );
  if (fresh.length === 0) return undefined;
  return { unit: [], accounts: Object.fromEntries(fresh.map(({ id }) => [id, ['ACCOUNT_NOT_ACTIVE']])) };
}

export const PRECHECK_MESSAGE =
  'AWS Control Tower failed to register an organizational unit due to pre-check failures. Go to the OU details page to download a list of failed pre-checks for the OU and accounts within.';
