import type { DesiredContext, ManifestView } from '../../kind.js';
import type { Desired, JsonObject } from '../../model.js';
import { customerPolicyOf, type PermissionSetEntry, permissionSets } from './section.js';
import { canonicalSession, DEFAULT_SESSION } from './session.js';
import { type CustomerPolicy, type PermissionSetSpec, permissionSetAddress } from './spec.js';

export function* desired({ manifest }: DesiredContext): Generator<Desired<PermissionSetSpec>> {
  for (const [name, entry] of Object.entries(manifest.section(permissionSets) ?? {})) {
    yield {
      address: permissionSetAddress(name),
      spec: specOf(manifest, name, entry),
      origin: manifest.originOf(permissionSets.key, name),
      ...(entry.adopt && { adopt: true }),
      ...(entry.existing && { existing: true }),
    };
  }
}

function specOf(manifest: ManifestView, name: string, entry: PermissionSetEntry): PermissionSetSpec {
  const { description, relayState, tags } = entry;
  const inline = inlineOf(manifest, entry);
  return {
    name,
    session: canonicalSession(entry.session ?? DEFAULT_SESSION),
    managed: [...(entry.managed ?? [])].sort(),
    customer: (entry.customer ?? []).map(customerPolicyOf).sort(byPathAndName),
    authority: entry.existing ? 'declared' : (entry.authority ?? 'exclusive'),
    ...(description !== undefined && { description }),
    ...(relayState !== undefined && { relayState }),
    ...(inline && { inline }),
    ...boundaryOf(entry),
    ...(tags && { tags }),
  };
}

function inlineOf(manifest: ManifestView, { inline }: PermissionSetEntry): JsonObject | undefined {
  return inline?.file === undefined ? inline?.document : manifest.document(inline.file, inline.with).document;
}

function boundaryOf({ boundary }: PermissionSetEntry): Pick<PermissionSetSpec, 'boundary'> {
  if (boundary?.managed !== undefined) return { boundary: { managed: boundary.managed } };
  return boundary?.customer === undefined ? {} : { boundary: { customer: customerPolicyOf(boundary.customer) } };
}

export function byPathAndName(a: CustomerPolicy, b: CustomerPolicy): number {
  const [left, right] = [a.path + a.name, b.path + b.name];
  return left === right ? 0 : left < right ? -1 : 1;
}
