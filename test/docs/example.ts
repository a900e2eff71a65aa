import { join } from 'node:path';
import { accounts } from '../../src/kinds/account/section.js';
import { controls } from '../../src/kinds/enabled-control/section.js';
import { type Policies, policies } from '../../src/kinds/organization-policy/section.js';
import { organizationalUnits } from '../../src/kinds/organizational-unit/section.js';
import { policyTypes } from '../../src/kinds/policy-type/section.js';
import { trustedAccess } from '../../src/kinds/trusted-access/section.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { JsonObject } from '../../src/model.js';

const FILE = join(import.meta.dirname, '../../manifest/manifest.yaml');
const sections = [organizationalUnits, accounts, policyTypes, trustedAccess, policies, controls];
export const load = (variables?: string): Promise<Manifest> =>
  loadManifest(FILE, { sections, engineVersion: '0.1.0', variables });

/** What the engine fills in once it knows the ids. */
export function documentOf(manifest: Manifest, name: string): JsonObject {
  const entry = manifest.section<Policies>(policies)?.[name];
  if (entry?.file === undefined) throw new Error(`the example has no policy ${name} in a file`);
  return documentIn(manifest, entry.file, entry.with);
}

export function documentIn(manifest: Manifest, file: string, values?: JsonObject): JsonObject {
  const text = JSON.stringify(manifest.document(file, values).document)
    .replaceAll('${org.id}', manifest.organization.id)
    .replaceAll('${account.management.id}', '123456789012');
  return JSON.parse(text) as JsonObject;
}
