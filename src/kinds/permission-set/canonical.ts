import { canonicalDocument } from '../../iam/canonical.js';
import type { Names } from '../../kind.js';
import type { JsonObject } from '../../model.js';
import { narrowTags } from '../ownership.js';
import { byPathAndName } from './desired.js';
import { canonicalSession } from './session.js';
import type { PermissionSetSpec } from './spec.js';

/** By meaning: order and spelling make no difference, ids are names. Who may assign it, and where it stands, is no part of it. */
export function canonical(spec: PermissionSetSpec, names?: Pick<Names, 'symbolic'>): PermissionSetSpec {
  const { authority: _, provisionedIn: __, inline, ...rest } = spec;
  return {
    ...rest,
    authority: 'exclusive',
    session: canonicalSession(spec.session),
    managed: [...spec.managed].sort(),
    customer: [...spec.customer].sort(byPathAndName),
    ...(inline && { inline: canonicalInline(inline, names) }),
  };
}

function canonicalInline(inline: JsonObject, names: Pick<Names, 'symbolic'> | undefined): JsonObject {
  const text = JSON.stringify(inline);
  return canonicalDocument(JSON.parse(names ? names.symbolic(text) : text) as JsonObject);
}

/** A set is declared whole; only a description, which AWS does not take away, and tags are left alone where nothing is said. */
export function narrow(live: PermissionSetSpec, desired: PermissionSetSpec): PermissionSetSpec {
  const { tags, description, ...rest } = live;
  return {
    ...rest,
    ...(description !== undefined && desired.description !== undefined && { description }),
    ...narrowTags(tags, desired.tags),
    authority: desired.authority,
  };
}

/** The rights alone: what others stand on. */
export function rightsOf({ name, session, managed, customer, inline, boundary }: PermissionSetSpec): PermissionSetSpec {
  return {
    name,
    session,
    managed,
    customer,
    authority: 'exclusive',
    ...(inline && { inline }),
    ...(boundary && { boundary }),
  };
}

export function sameSet(live: PermissionSetSpec, desired: PermissionSetSpec, names: Pick<Names, 'symbolic'>): boolean {
  return text(canonical(narrow(live, desired), names)) === text(canonical(desired, names));
}

/** Whether what is live can be what a creation left that was cut short: nothing is there that would have to go again. */
export function begun(live: PermissionSetSpec, desired: PermissionSetSpec): boolean {
  const [there, wanted] = [canonical(live), canonical(desired)];
  const within = <T>(some: readonly T[], all: readonly T[]) => {
    const texts = new Set(all.map((one) => JSON.stringify(one)));
    return some.every((one) => texts.has(JSON.stringify(one)));
  };
  return (
    there.session === wanted.session &&
    there.relayState === wanted.relayState &&
    within(there.managed, wanted.managed) &&
    within(there.customer, wanted.customer) &&
    (there.inline === undefined || text(there.inline) === text(wanted.inline)) &&
    (there.boundary === undefined || text(there.boundary) === text(wanted.boundary))
  );
}

/** Keys in one order. */
export function text(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
