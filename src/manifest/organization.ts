import type { DeclaredNode } from '../kind.js';
import { Organization } from '../organization.js';
import type { Manifest } from './manifest.js';

/** The tree as the manifest alone shows it, for work without AWS: an account without `ou:` hangs below the root. */
export function declaredOrganization(manifest: Pick<Manifest, 'organization' | 'nodes'>): Organization {
  return organizationOf(manifest.organization.id, manifest.nodes);
}

export function organizationOf(id: string, nodes: readonly DeclaredNode[]): Organization {
  const root = { name: 'root', tags: {}, declared: true, live: false } as const;
  return new Organization(id, [root, ...nodes.map(({ node }) => node)]);
}
