import type { Picture } from '../guards/guard.js';
import { holdingPolicy } from '../kinds/account/spec.js';
import { attachedByAws } from '../kinds/policy-attachment/defaults.js';
import { type AttachmentSpec, attachmentAddress } from '../kinds/policy-attachment/spec.js';
import type { Address, Change, JsonObject, NodeName } from '../model.js';
import { Organization } from '../organization.js';
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
  const applied = changes.filter((change) => change.action !== 'remove');
  for (const change of applied) setSpec(specs, change);
  for (const [address, spec] of attachedByAws(before, { organization, specs })) {
    if (!specs.has(address)) specs.set(address, { kind: 'policy-attachment', spec });
  }
  for (const [address, spec] of madeUnderQuarantine(applied)) specs.set(address, { kind: 'policy-attachment', spec });
  for (const change of changes) if (change.action === 'remove') specs.delete(change.address);
  return { organization, specs };
}

/** An account is put under its quarantine by being made. */
function madeUnderQuarantine(changes: readonly Change[]): [Address, AttachmentSpec][] {
  return changes.flatMap((change): [Address, AttachmentSpec][] => {
    if (change.kind !== 'account' || change.action !== 'create') return [];
    const { held } = change.to;
    if (typeof held !== 'string') return [];
    const [policy, target] = [holdingPolicy(held), change.address as NodeName];
    return [[attachmentAddress(policy, target), { policy, target }]];
  });
}

function setSpec(specs: Specs, change: Change): void {
  const to = specAfter(change);
  if (to)
    specs.set(change.address, {
      kind: change.kind,
      spec: merged(specs.get(change.address)?.spec, to, specBefore(change)),
    });
}

/** A desired spec says nothing about the fields it leaves out: they stay as they are. */
function merged(live: JsonObject | undefined, to: JsonObject, from: JsonObject | undefined): JsonObject {
  return from === undefined ? to : { ...live, ...to };
}

/** The tree once every change is done, told from the changes alone: units that come and go, accounts that move. */
export function treeAfter(organization: Organization, changes: readonly Change[]): Organization {
  const nodes = new Map(organization.nodes);
  for (const change of changes) {
    const name = change.address as NodeName;
    if (!name.startsWith('unit:') && !name.startsWith('account:')) continue;
    const parent = specAfter(change)?.['parent'];
    if (change.action === 'remove') nodes.delete(name);
    else if (typeof parent === 'string') {
      nodes.set(name, { tags: {}, declared: true, live: false, ...nodes.get(name), name, parent: parent as NodeName });
    }
  }
  return new Organization(organization.id, nodes.values());
}
