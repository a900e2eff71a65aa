import { join } from 'node:path';
import { KINDS } from '../../src/kinds/index.js';
import { type Policies, policies } from '../../src/kinds/organization-policy/section.js';
import { loadManifest } from '../../src/manifest/load.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import type { JsonObject } from '../../src/model.js';

const FILE = join(import.meta.dirname, '../../manifest/manifest.yaml');
const sections = KINDS.flatMap((kind) => [...kind.sections]);
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
