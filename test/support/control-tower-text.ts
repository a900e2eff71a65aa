import { seenBaselines } from '../../src/kinds/enabled-baseline/reading.js';
import { readLiveOrganization } from '../../src/kinds/live-organization.js';
import type { Bench } from './organization.js';

/** Where the default seed has its landing zone. */
const HOME = 'ap-northeast-1';

/** Units that are registered, with the accounts in them, and enabled controls, in names and sorted. */
export async function controlTowerLines(bench: Bench): Promise<string[]> {
  const aws = bench.session().inHomeRegion(HOME);
  if ((await aws.controlTower.landingZone()) === undefined) return [];
  const { names } = await readLiveOrganization(aws, {
    manifestName: '-',
    hints: { accounts: {}, was: {} },
    allTags: false,
  });
  const nameOf = (arn: string): string => names.nameOf(arn.slice(arn.lastIndexOf('/') + 1)) ?? arn;
  const baselines = await Promise.all(
    (await seenBaselines(aws, names)).map(async ({ record, baseline, target, children }) => {
      const accounts = children.map(({ account, status, inheritance }) => `${account} ${status} ${inheritance}`).sort();
      const tags = Object.entries(await aws.controlTower.tags(record.arn)).map(([key, value]) => `${key}=${value}`);
      return `${baseline} ${record.version} on ${target} ${record.status} ${record.inheritance}: ${accounts.join(', ')}  [${tags.sort().join(' ')}]`;
    }),
  );
  const everywhere = await aws.controlTower.enabledControls({ children: true });
  const partsOf = (arn: string): string[] =>
    everywhere
      .filter(({ parentArn }) => parentArn === arn)
      .map(({ targetArn, status, inheritance }) => `${nameOf(targetArn)} ${status} ${inheritance}`)
      .sort();
  const controls = (await aws.controlTower.enabledControls()).map(
    ({ arn, controlIdentifier, targetArn, status, drift }) =>
      `${controlIdentifier.slice(controlIdentifier.lastIndexOf('/') + 1)} on ${nameOf(targetArn)} ${status} ${drift ?? ''}: ${partsOf(arn).join(', ')}`,
  );
  return [...baselines.sort(), ...controls.sort()];
}
