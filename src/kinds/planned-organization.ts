import type { Manifest } from '../manifest/manifest.js';
import { declaredOrganization } from '../manifest/organization.js';
import type { NodeName } from '../model.js';
import { Organization, type OrganizationNode } from '../organization.js';
import { mayBeMade } from './account/entry.js';
import { accounts } from './account/section.js';
import type { LiveOrganization } from './live-organization.js';

/** The organization as it will be: live, overlaid with the manifest's units, places and tags. Offline, the manifest alone. */
export function plannedOrganization(manifest: Manifest, live?: LiveOrganization): Organization {
  if (!live) return declaredOrganization(manifest);
  const nodes = new Map<NodeName, OrganizationNode>(live.organization.nodes);
  const placed = manifest.section(accounts) ?? {};
  for (const { node } of manifest.nodes) {
    const found = nodes.get(node.name);
    const entry = node.name.startsWith('account:') ? placed[node.name.slice('account:'.length)] : undefined;
    // An account that AWS does not have and that is not made is a problem of its own; it is in nobody's reach.
    if (!found && node.name.startsWith('account:') && !(entry && mayBeMade(entry))) continue;
    // AWS changes nothing about a suspended account: it stays where it is, whatever the manifest says.
    if (found?.state !== undefined) {
      nodes.set(node.name, { ...found, declared: true });
      continue;
    }
    // Nothing is laid in an account that this plan closes.
    if (found && entry?.close) {
      nodes.set(node.name, { ...found, declared: true, state: 'PENDING_CLOSURE' });
      continue;
    }
    const staysPut = found !== undefined && entry !== undefined && entry.ou === undefined;
    const gone = Object.entries(entry?.tags ?? {}).flatMap(([key, value]) => (value === null ? [key] : []));
    const tags = Object.fromEntries(
      Object.entries({ ...found?.tags, ...node.tags }).filter(([key]) => !gone.includes(key)),
    );
    nodes.set(node.name, {
      ...node,
      ...found,
      ...(!staysPut && node.parent && { parent: node.parent }),
      tags,
      declared: true,
    });
  }
  return new Organization(live.organization.id, withoutLeaving(nodes, live));
}

/** Units of ours that nobody declares any more and that hold no account will be gone: nothing is attached to them. */
function withoutLeaving(nodes: ReadonlyMap<NodeName, OrganizationNode>, live: LiveOrganization): OrganizationNode[] {
  const whole = new Organization(live.organization.id, nodes.values());
  return [...nodes.values()].filter((node) => {
    const ours = live.nodes.get(node.name)?.managedBy === 'us';
    return (
      !node.name.startsWith('unit:') ||
      node.declared ||
      !ours ||
      whole.accounts(node.name).length > 0 ||
      whole.units(node.name).some((unit) => whole.get(unit)?.declared)
    );
  });
}
