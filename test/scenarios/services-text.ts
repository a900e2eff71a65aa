import { configAggregators } from '../../src/kinds/config-aggregator/section.js';
import { configRules } from '../../src/kinds/config-rule/section.js';
import { conformancePacks } from '../../src/kinds/conformance-pack/section.js';
import { delegatedAdministrators } from '../../src/kinds/delegated-administrator/section.js';
import { groups } from '../../src/kinds/directory-group/section.js';
import { assignments } from '../../src/kinds/permission-assignment/section.js';
import { permissionSets } from '../../src/kinds/permission-set/section.js';
import { rootAccessSection } from '../../src/kinds/root-access/section.js';
import type { Manifest } from '../../src/manifest/manifest.js';
import { parseResult } from '../../src/root/result.js';
import { accountOf } from '../../src/simulator/services/organizations/for-services.js';
import { objectAt } from '../../src/simulator/services/s3/for-services.js';
import { configLines } from '../support/config-text.js';
import { identityLines } from '../support/identity-text.js';
import type { Bench } from '../support/organization.js';
import { rootLines } from '../support/root-text.js';

/** Identity Center, root users, delegated administrators and AWS Config, each only where the manifest speaks of it. */
export async function servicesText(bench: Bench, manifest: Manifest): Promise<string> {
  const speaksOf = (...sections: readonly Parameters<Manifest['section']>[0][]): boolean =>
    sections.some((section) => manifest.section(section) !== undefined);
  const lines = [
    ...(speaksOf(permissionSets, groups, assignments) ? identityLines(bench.simulator) : []),
    ...(speaksOf(rootAccessSection) ? [...rootLines(bench.simulator), ...auditLines(bench, manifest)] : []),
    ...(speaksOf(delegatedAdministrators, rootAccessSection) ? await administratorLines(bench) : []),
    ...(speaksOf(configRules, conformancePacks, configAggregators) ? configLines(bench.simulator) : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What the result of the root audit says, without its dates. */
function auditLines({ simulator: { world } }: Bench, manifest: Manifest): string[] {
  const place = manifest.section(rootAccessSection)?.audit;
  const text = place && objectAt(world, place.bucket, place.key);
  if (text === undefined) return [];
  const { accounts } = parseResult(text, 'the result');
  return Object.entries(accounts)
    .map(([id, { state }]) => `audited ${accountOf(world, id)?.name ?? id}: ${state}`)
    .sort();
}

async function administratorLines(bench: Bench): Promise<string[]> {
  const { organizations } = bench.session();
  const { world } = bench.simulator;
  const lines: string[] = [];
  for (const id of await organizations.delegatedAdministrators()) {
    const services = await organizations.delegatedServices(id);
    lines.push(`administrator ${accountOf(world, id)?.name ?? id} of ${[...services].sort().join(', ')}`);
  }
  return lines.sort();
}
