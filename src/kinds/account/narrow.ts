import { type AccountSpec, isSameEmail } from './spec.js';

/** The part of the live account that the desired one speaks of, key and tags aside. What was not read is taken to be as declared. */
export function narrow(live: AccountSpec, wanted: AccountSpec): AccountSpec {
  return {
    ...(wanted.name !== undefined && live.name !== undefined && { name: live.name }),
    ...(wanted.email !== undefined && { email: emailOf(live, wanted.email) }),
    ...(wanted.parent !== undefined && live.parent !== undefined && { parent: live.parent }),
    // How an account was made cannot be told afterwards, and does not matter.
    ...(wanted.vend && { vend: wanted.vend }),
    ...(wanted.contacts && { contacts: picked(live.contacts, wanted.contacts, null) }),
    ...(wanted.regions && { regions: picked(live.regions, wanted.regions, 'off') }),
    ...(wanted.held !== undefined && { held: live.held ?? null }),
    ...(wanted.alias !== undefined && { alias: live.alias === undefined ? wanted.alias : live.alias }),
  };
}

function emailOf({ email }: AccountSpec, wanted: string): string {
  return email === undefined || isSameEmail(email, wanted) ? wanted : email;
}

function picked<Value>(
  live: { readonly [key: string]: Value } | undefined,
  wanted: { readonly [key: string]: Value },
  absent: Value,
): { [key: string]: Value } {
  return Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => [key, live === undefined ? value : (live[key] ?? absent)]),
  );
}
