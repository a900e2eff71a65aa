import type { Picture } from '../guards/guard.js';
import type { Address, Change, JsonObject } from '../model.js';
import type { Organization } from '../organization.js';
import type { KindReading } from '../plan/compute.js';
import { specAfter, specBefore } from '../plan/order.js';

type Specs = Map<Address, { kind: string; spec: JsonObject }>;

/** What is known now. Somebody else's policy whose text was not read is not in it; that it is attached is. */
export function pictureBefore(organization: Organization, readings: readonly KindReading[]): Picture {
  const specs: Specs = new Map();
  for (const { kind, live } of readings) {
    for (const found of live.values())
      if (!found.partial) specs.set(found.address, { kind: kind.name, spec: found.spec });
  }
  return { organization, specs };
}

/** What will be so once every change is done. */
export function pictureAfter(organization: Organization, before: Picture, changes: readonly Change[]): Picture {
  const specs: Specs = new Map(before.specs);
  for (const change of changes) {
    const to = specAfter(change);
    if (change.action === 'remove') specs.delete(change.address);
    else if (to)
      specs.set(change.address, {
        kind: change.kind,
        spec: merged(specs.get(change.address)?.spec, to, specBefore(change)),
      });
  }
  return { organization, specs };
}

/** A desired spec says nothing about the fields it leaves out: they stay as they are. */
function merged(live: JsonObject | undefined, to: JsonObject, from: JsonObject | undefined): JsonObject {
  return from === undefined ? to : { ...live, ...to };
}
