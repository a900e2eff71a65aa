import { z } from 'zod';
import { RootAuditStore } from '../aws/root-audit-store.js';
import type { S3Port } from '../aws/s3.js';
import { told } from '../aws/told.js';
import { TowerctlError } from '../errors.js';
import type { Address, AddressHold } from '../model.js';
import type { RunPlace } from './run.js';

export const HOLDS_KEY = 'holds.json';

const address = z.custom<Address>(
  (value) => typeof value === 'string' && /^[a-z-]+:./.test(value),
  'must be KIND:NAME',
);

const document = z.object({
  format: z.literal(1),
  holds: z.array(
    z.object({
      address,
      until: z.iso.datetime(),
      reason: z.string().min(1),
      by: z.string(),
      at: z.iso.datetime(),
    }),
  ),
});

export type HoldStore = Pick<S3Port, 'getObject' | 'putObject'>;

/**
 * All that are written down, those that have ended included, by address.
 *
 * @throws TowerctlError where they cannot be read: a hold that is not seen is no hold, so nothing may go on without.
 */
export async function readHolds(s3: HoldStore, place: RunPlace): Promise<readonly AddressHold[]> {
  return told({ ...place, key: HOLDS_KEY }, 'GetObject', async () => {
    const there = await s3.getObject(place.bucket, HOLDS_KEY);
    return parsed(there?.text, place);
  });
}

/** Sets a hold, in place of one on the same address. Holds that have ended are taken away on the way. `now`: clock milliseconds. */
export function setHold(s3: HoldStore, place: RunPlace, hold: AddressHold, now: number): Promise<void> {
  return edit(s3, place, (holds) => [...standing(holds, now).filter((other) => other.address !== hold.address), hold]);
}

/** @returns false where there was none on that address. */
export async function releaseHold(s3: HoldStore, place: RunPlace, released: Address, now: number): Promise<boolean> {
  let wasThere = false;
  await edit(s3, place, (holds) => {
    const rest = standing(holds, now);
    wasThere = rest.some((hold) => hold.address === released);
    return rest.filter((hold) => hold.address !== released);
  });
  return wasThere;
}

function standing(holds: readonly AddressHold[], now: number): AddressHold[] {
  return holds.filter(({ until }) => Date.parse(until) > now);
}

/** One object, written only over what was read: two people who hold at the same moment both hold. */
function edit(
  s3: HoldStore,
  place: RunPlace,
  work: (holds: readonly AddressHold[]) => readonly AddressHold[],
): Promise<void> {
  const store = new RootAuditStore(s3);
  return told({ ...place, key: HOLDS_KEY }, 'PutObject', () =>
    store.update({ bucket: place.bucket, key: HOLDS_KEY }, (text) => {
      const holds = [...work(parsed(text, place))].sort((a, b) => (a.address < b.address ? -1 : 1));
      return `${JSON.stringify({ format: 1, holds }, undefined, 2)}\n`;
    }),
  );
}

function parsed(text: string | undefined, place: RunPlace): readonly AddressHold[] {
  if (text === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const result = document.safeParse(value);
  if (result.success) return result.data.holds;
  throw new TowerctlError(
    'failed',
    `s3://${place.bucket}/${HOLDS_KEY} does not hold holds of format 1: ${z.prettifyError(result.error).split('\n')[0] ?? ''}`,
  );
}
