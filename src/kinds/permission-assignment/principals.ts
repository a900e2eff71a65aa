import { faultOf } from '../../aws/faults.js';
import type { LiveContext } from '../../kind.js';
import { didYouMean } from '../../manifest/problems.js';
import type { Desired } from '../../model.js';
import { groupAddress } from '../directory-group/spec.js';
import type { Surroundings } from '../surroundings.js';
import { type Directory, type Principals, principalKey } from './directory.js';
import type { PermissionAssignmentSpec, Principal } from './spec.js';

type Context = LiveContext<Surroundings>;

/** Whoever is let in must exist, or be a group that this manifest makes: each that does not is said where it is written. */
export async function checkPrincipals(context: Context, directory: Directory, found: Principals): Promise<void> {
  const missing = new Map<string, { readonly principal: Principal; readonly places: Map<string, Desired> }>();
  for (const desired of context.declared.values()) {
    const { principal } = desired.spec as PermissionAssignmentSpec;
    const key = principalKey(principal);
    if (desired.absent === true || found.has(key) || isMade(context, principal)) continue;
    const { file, line, column } = desired.origin;
    const entry = missing.get(key) ?? { principal, places: new Map<string, Desired>() };
    const place = `${file}:${line}:${column}`;
    if (!entry.places.has(place)) entry.places.set(place, desired);
    missing.set(key, entry);
  }
  for (const { principal, places } of missing.values()) {
    const hint = await hintFor(directory, principal);
    for (const { origin, address } of places.values()) {
      context.problem({
        code: 'principal-unknown',
        address,
        origin,
        message: `the directory has no ${principal.type} "${principal.name}"`,
        hint,
      });
    }
  }
}

function isMade(context: Context, { type, name }: Principal): boolean {
  const group = type === 'group' ? context.declaredOf('directory-group').get(groupAddress(name)) : undefined;
  return group !== undefined && group.absent !== true && group.existing !== true;
}

async function hintFor(directory: Directory, { type, name }: Principal): Promise<string> {
  const otherwise =
    type === 'group'
      ? `make it (groups: { ${name}: {} }), or have the identity provider bring it in`
      : 'users are made in the directory, or come from the identity provider';
  try {
    return didYouMean(name, await directory.known(type)) ?? otherwise;
  } catch (error) {
    if (faultOf(error).class === 'bug') throw error;
    return otherwise;
  }
}
