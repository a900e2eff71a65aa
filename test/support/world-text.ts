import { policyTypeOfWire } from '../../src/facts/policy-types.js';
import { readLiveOrganization } from '../../src/kinds/live-organization.js';
import { readPolicies } from '../../src/kinds/organization-policy/read.js';
import type { NodeName } from '../../src/model.js';
import { canonicalJson } from '../../src/plan/digest.js';
import type { Bench } from './organization.js';

/**
 * All that can be seen of an organization, in names and sorted: two organizations with the same text are the same,
 * whatever their ids. AWS's and Control Tower's own policies are left out.
 */
export async function worldText(bench: Bench): Promise<string> {
  // A manifest name that owns nothing: the names are then AWS's own.
  const manifestName = '-';
  await bench.clock.sleep(60_000);
  const aws = bench.session();
  const live = await readLiveOrganization(aws, { manifestName, hints: { accounts: {}, was: {} }, allTags: false });
  const lines: string[] = [];
  const add = async (node: NodeName, depth: number): Promise<void> => {
    const { state } = live.organization.get(node) ?? {};
    const tags = node === 'root' ? {} : await aws.tags.confirm(live.names.idOf(node));
    lines.push(`${'  '.repeat(depth)}${node}${state ? ` ${state}` : ''}${tagText(tags)}`);
    for (const child of [...live.organization.children(node)].sort()) await add(child, depth + 1);
  };
  await add('root', 0);
  lines.push(
    `types: ${[...live.policyTypes]
      .map(([wire, status]) => `${policyTypeOfWire(wire)} ${status}`)
      .sort()
      .join(', ')}`,
  );
  lines.push(`trusted: ${(await aws.organizations.trustedServices()).sort().join(', ')}`);
  const surroundings = { ...aws, live };
  const policies = (await readPolicies({ aws: surroundings, manifestName }, [], {})).filter(
    ({ managedBy }) => managedBy !== 'aws' && managedBy !== 'control-tower',
  );
  for (const policy of policies.sort((a, b) => (a.address < b.address ? -1 : 1))) {
    const targets = (await aws.organizations.targetsOf(policy.record.id)).map(
      (target) => live.names.nameOf(target.id) ?? target.id,
    );
    const tags = await aws.tags.confirm(policy.record.id);
    lines.push(
      `${policy.address} "${policy.record.description}" on ${targets.sort().join(', ') || 'nothing'}${tagText(tags)}`,
    );
    lines.push(
      `  ${canonicalJson(JSON.parse(live.names.symbolic(await aws.organizations.policyContent(policy.record.id))))}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function tagText(tags: Readonly<Record<string, string>>): string {
  const entries = Object.entries(tags).sort();
  return entries.length === 0 ? '' : `  [${entries.map(([key, value]) => `${key}=${value}`).join(' ')}]`;
}
