import type { DesiredContext, ManifestView } from '../../kind.js';
import type { Desired, JsonObject } from '../../model.js';
import { type PolicyEntry, policies, policyNameOf } from './section.js';
import { type PolicySpec, policyAddress } from './spec.js';

export function* desired({ manifest }: DesiredContext): Generator<Desired<PolicySpec>> {
  for (const [key, entry] of Object.entries(manifest.section(policies) ?? {})) {
    if (entry.awsManaged) continue;
    yield {
      address: policyAddress(entry.type, key),
      spec: {
        type: entry.type,
        name: policyNameOf(key, entry),
        description: entry.description ?? '',
        document: documentOf(manifest, entry),
        key,
        ...(entry.tags && { tags: entry.tags }),
      },
      origin: manifest.originOf(policies.key, key),
      ...(entry.adopt && { adopt: true }),
    };
  }
}

export function documentOf(manifest: ManifestView, entry: PolicyEntry): JsonObject {
  if (entry.file === undefined) return entry.document ?? {};
  return manifest.document(entry.file, entry.with).document;
}
