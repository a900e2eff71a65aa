import type { EnabledBaselineRecord, EnabledControlRecord } from '../../src/aws/controltower.js';
import { controlFacts } from '../../src/facts/controls.js';
import { readLiveOrganization } from '../../src/kinds/live-organization.js';
import { canonicalJson } from '../../src/plan/digest.js';
import type { Bench } from '../support/organization.js';
import { HOME_REGION } from './edits/names.js';

/**
 * What Control Tower has of it, in names and sorted: the landing zone, baselines and optional controls of units, and what of
 * each there is on accounts. Mandatory controls and the landing zone's own baselines are left out.
 */
export async function governedText(bench: Bench): Promise<string> {
  const aws = bench.session().inHomeRegion(HOME_REGION);
  const { controlTower } = aws;
  const landingZone = await controlTower.landingZone();
  if (!landingZone) return 'landing zone: none\n';
  const { names } = await readLiveOrganization(aws, {
    manifestName: '-',
    hints: { accounts: {}, was: {} },
    allTags: false,
  });
  const nameOf = (arn: string): string => names.nameOf(lastPart(arn)) ?? lastPart(arn);
  const marks = async (arn: string): Promise<string> => {
    const tags = Object.entries(await controlTower.tags(arn)).sort();
    return tags.length === 0 ? '' : `  [${tags.map(([key, value]) => `${key}=${value}`).join(' ')}]`;
  };
  const baselineNames = new Map([...(await controlTower.baselines())].map(([name, arn]) => [arn, name]));
  const baselines = await controlTower.enabledBaselines();
  const lines: string[] = [];
  for (const record of baselines.filter(isTop)) {
    const at = nameOf(record.targetArn);
    const name = baselineNames.get(record.baselineArn);
    if (at.startsWith('account:') && record.inheritance === undefined) continue;
    lines.push(
      `baseline:${name}@${at} ${record.version ?? '-'} ${stateOf(record)}${onAccounts(record, baselines, nameOf)}${await marks(record.arn)}`,
    );
  }
  const controls = await controlTower.enabledControls({ children: true });
  const aliases = new Map(
    (await aws.controlCatalog.controls()).map(({ arn, aliases: [alias] }) => [lastPart(arn), alias]),
  );
  for (const record of controls.filter(isTop)) {
    const id = lastPart(record.controlIdentifier);
    if (controlFacts(aliases.get(id) ?? id).mandatory) continue;
    const { parameters } = await controlTower.enabledControl(record.arn);
    const values =
      parameters.length === 0
        ? ''
        : ` ${canonicalJson(Object.fromEntries(parameters.map(({ key, value }) => [key, value])))}`;
    lines.push(
      `control:${aliases.get(id) ?? id}@${nameOf(record.targetArn)} ${stateOf(record)}${values}${onAccounts(record, controls, nameOf)}${await marks(record.arn)}`,
    );
  }
  const { version, status, governedRegions, autoEnroll } = landingZone;
  const first = `landing zone ${version} ${status}, governs ${[...governedRegions].sort().join(', ')}${autoEnroll ? ', enrols automatically' : ''}`;
  return `${[first, ...lines.sort()].join('\n')}\n`;
}

type Enabled = EnabledBaselineRecord | EnabledControlRecord;

const isTop = ({ parentArn }: Enabled): boolean => parentArn === undefined;

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function stateOf(record: Enabled): string {
  const told = 'drift' in record && record.drift !== undefined && record.drift !== 'IN_SYNC' ? [record.drift] : [];
  const inherited = record.inheritance === 'DRIFTED' ? ['inheritance DRIFTED'] : [];
  return [record.status, ...told, ...inherited].join(' ');
}

/** Accounts that have it through their unit, and how it is there where that is another matter. */
function onAccounts(record: Enabled, all: readonly Enabled[], nameOf: (arn: string) => string): string {
  const children = all
    .filter(({ parentArn }) => parentArn === record.arn)
    .map((child) => {
      const state = stateOf(child).replace(/^SUCCEEDED( NOT_CHECKING)?\s?/, '');
      return `${nameOf(child.targetArn)}${state === '' ? '' : ` (${state})`}`;
    });
  return children.length === 0 ? '' : ` on ${children.sort().join(', ')}`;
}
