import type { StackInstanceRecord, StackSetRecord } from '../../src/aws/cloudformation.js';
import type { Names } from '../../src/kind.js';
import { readLiveOrganization } from '../../src/kinds/live-organization.js';
import { rectanglesOf } from '../../src/kinds/stack-baseline/rectangles.js';
import { resourcesOf } from '../../src/simulator/services/cloudformation/for-stack-sets.js';
import { memberIds } from '../../src/simulator/services/organizations/for-services.js';
import type { Bench } from '../support/organization.js';
import { HOME_REGION } from './edits/names.js';

const REGIONS = ['ap-northeast-1', 'us-east-1', 'eu-west-1'];
const MOST_NAMED = 8;

/**
 * StackSets with their instances, the management account's own stacks, and what stacks left behind in accounts: in names
 * and sorted. Empty where there is nothing of it.
 */
export async function stackedText(bench: Bench): Promise<string> {
  const aws = bench.session().inHomeRegion(HOME_REGION);
  const { names } = await readLiveOrganization(aws, {
    manifestName: '-',
    hints: { accounts: {}, was: {} },
    allTags: false,
  });
  const lines: string[] = [];
  const owned = new Set<string>();
  for (const { name } of (await aws.cloudFormation.stackSets()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const record = await aws.cloudFormation.stackSet(name);
    if (!record) continue;
    const rows = await aws.cloudFormation.stackInstances(name);
    for (const { stackId } of rows) if (stackId !== undefined) owned.add(stackId);
    lines.push(setLine(record, names), ...instanceLines(rows, names));
  }
  for (const region of REGIONS) {
    const stacks = (await aws.cloudFormationIn(region).stacks()).filter(({ name }) => !name.startsWith('StackSet-'));
    for (const stack of stacks) lines.push(`stack ${stack.name} in account:Management ${region} ${stack.status}`);
  }
  lines.push(...leftLines(bench, names, owned));
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function setLine(record: StackSetRecord, names: Names): string {
  const { autoDeploy, executionRole, permissionModel, parameters, tags, unitIds } = record;
  const units = unitIds.map((id) => names.nameOf(id) ?? id).sort();
  const parts = [
    permissionModel === 'SELF_MANAGED' ? `self-managed as ${executionRole}` : 'service-managed',
    ...(autoDeploy?.enabled === true ? [`deploys by itself below ${units.join(', ')}`] : []),
    ...parameters.map(({ key, value }) => `${key}=${value}`),
  ];
  const marks = tags.map(({ key, value }) => `${key}=${value}`).sort();
  return `StackSet ${record.name} ${parts.join(', ')}${marks.length === 0 ? '' : `  [${marks.join(' ')}]`}`;
}

/** Instances that are alike in one line, as accounts x Regions. */
function instanceLines(rows: readonly StackInstanceRecord[], names: Names): string[] {
  const groups = new Map<string, { [account: string]: string[] }>();
  for (const { accountId, region, status, detailedStatus, stackId, driftStatus } of rows) {
    const detail = detailedStatus === undefined || detailedStatus === 'SUCCEEDED' ? '' : ` ${detailedStatus}`;
    const drift = driftStatus === 'DRIFTED' ? ' DRIFTED' : '';
    const key = `${status}${detail}${drift}${stackId === undefined ? ' without a stack' : ''}`;
    const cells = groups.get(key) ?? {};
    groups.set(key, cells);
    const account = names.nameOf(accountId) ?? accountId;
    cells[account] = [...(cells[account] ?? []), region].sort();
  }
  return [...groups].sort().flatMap(([state, cells]) =>
    rectanglesOf(cells).map(({ accounts, regions }) => {
      const named = accounts.length > MOST_NAMED ? `${accounts.length} accounts` : [...accounts].sort().join(', ');
      return `  ${state}: ${named} x ${regions.join(', ')}`;
    }),
  );
}

/** Stacks that belong to no set any more, and resources that outlived their stack. */
function leftLines(bench: Bench, names: Names, owned: ReadonlySet<string>): string[] {
  const { world } = bench.simulator;
  const lines = memberIds(world).flatMap((id) =>
    resourcesOf(world, id).flatMap(({ stackId, type, region }) => {
      const place = `in ${names.nameOf(id) ?? id} ${region}`;
      if (stackId === undefined) return [`left ${type} ${place}`];
      const name = stackId.split('/')[1] ?? '';
      return name.startsWith('StackSet-') && !owned.has(stackId)
        ? [`left stack ${name.replace(/-[0-9a-f]{8}-.*$/, '')} ${place}`]
        : [];
    }),
  );
  return [...new Set(lines)].sort();
}
