import type { EnabledBaselineRecord } from '../../aws/controltower-records.js';
import { BASELINES } from '../../facts/baselines.js';
import type { Names } from '../../kind.js';
import type { NodeName } from '../../model.js';
import type { Organization } from '../../organization.js';
import { isUnit } from '../organizational-unit/spec.js';
import type { Surroundings } from '../surroundings.js';
import type { UnitAddress } from './spec.js';

/** One baseline on one unit, with what it did in the accounts. */
export interface SeenBaseline {
  readonly record: EnabledBaselineRecord;
  readonly baseline: string;
  readonly target: UnitAddress;
  /** Its counterpart in each account that was ever enrolled through it. */
  readonly children: readonly (EnabledBaselineRecord & { readonly account: NodeName })[];
}

/**
 * Two lists tell all of them. What targets accounts and has no parent is the landing zone's own. `given`: those that are
 * enabled, where it is not all of them that matter.
 */
export async function seenBaselines(
  { controlTower }: Pick<Surroundings, 'controlTower'>,
  names: Pick<Names, 'nameOf'>,
  given?: Promise<readonly EnabledBaselineRecord[]>,
): Promise<SeenBaseline[]> {
  const [arns, records] = await Promise.all([controlTower.baselines(), given ?? controlTower.enabledBaselines()]);
  const nameByArn = new Map([...arns].map(([name, arn]) => [arn, name]));
  const children = groupByParent(records);
  return records.flatMap((record) => {
    const target = nodeOfArn(record.targetArn, names);
    const baseline = nameByArn.get(record.baselineArn);
    if (record.parentArn !== undefined || baseline === undefined || target === undefined || !isUnit(target)) return [];
    const inAccounts = (children.get(record.arn) ?? []).map((child) => ({
      ...child,
      account: nodeOfArn(child.targetArn, names) ?? (`account:${lastPart(child.targetArn)}` as const),
    }));
    return [{ record, baseline, target, children: inAccounts }];
  });
}

/** What a move left on an account: its unit knows it no more, and only it itself can be disabled. */
export interface LeftBehind {
  readonly record: EnabledBaselineRecord;
  readonly baseline: string;
  readonly target: `account:${string}`;
}

export async function leftBehind(
  { controlTower }: Pick<Surroundings, 'controlTower'>,
  names: Pick<Names, 'nameOf'>,
  given: Promise<readonly EnabledBaselineRecord[]>,
): Promise<LeftBehind[]> {
  const [arns, records] = await Promise.all([controlTower.baselines(), given]);
  return records.flatMap((record) => {
    const target = nodeOfArn(record.targetArn, names);
    const baseline = BASELINES.find(({ name }) => arns.get(name) === record.baselineArn)?.name;
    if (record.parentArn !== undefined || baseline === undefined || !target?.startsWith('account:')) return [];
    return [{ record, baseline, target: target as `account:${string}` }];
  });
}

function groupByParent(records: readonly EnabledBaselineRecord[]): Map<string, EnabledBaselineRecord[]> {
  const groups = new Map<string, EnabledBaselineRecord[]>();
  for (const record of records) {
    if (record.parentArn === undefined) continue;
    const group = groups.get(record.parentArn);
    if (group) group.push(record);
    else groups.set(record.parentArn, [record]);
  }
  return groups;
}

function nodeOfArn(arn: string, names: Pick<Names, 'nameOf'>): NodeName | undefined {
  return names.nameOf(lastPart(arn));
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Accounts whose enrolment did not work; the unit counts as registered all the same. */
export function notEnrolled({ children }: SeenBaseline): NodeName[] {
  return children.filter(({ status }) => status === 'FAILED').map(({ account }) => account);
}

/** Control Tower cannot let itself into an account that it did not make: what an invited one lacks most often. */
export function invitedHint(accounts: readonly NodeName[], { live }: Pick<Surroundings, 'live'>): string {
  const invited = accounts.filter((account) => live.nodes.get(account)?.invited === true);
  if (invited.length === 0) return '';
  return ` (${listed(invited)} came by invitation: make the role AWSControlTowerExecution there, with AdministratorAccess and trust in the management account, then run again)`;
}

/** Whether accounts in the unit do not have what the unit has. Only Control Tower's word counts. */
export function isDrifted({ record, children }: SeenBaseline): boolean {
  return record.inheritance === 'DRIFTED' || children.some(({ inheritance }) => inheritance === 'DRIFTED');
}

/** Which accounts the drift is about, in words: never enrolled, enrolled otherwise, gone elsewhere. */
export function driftText(seen: SeenBaseline, organization: Organization): string {
  const enrolled = new Set(seen.children.map(({ account }) => account));
  const here = organization.children(seen.target).filter((node) => node.startsWith('account:'));
  const missing = here.filter((account) => {
    const node = organization.get(account);
    return !enrolled.has(account) && node?.state === undefined && node?.management !== true;
  });
  const away = seen.children.filter(({ account }) => organization.get(account)?.parent !== seen.target);
  const otherwise = seen.children.filter(
    ({ account, inheritance }) => inheritance === 'DRIFTED' && !away.some((child) => child.account === account),
  );
  const parts = [
    ['not enrolled', missing],
    ['not as the unit', otherwise.map(({ account }) => account)],
    ['enrolled here and gone', away.map(({ account }) => withPlace(account, organization))],
  ] as const;
  const told = parts.flatMap(([word, accounts]) => (accounts.length > 0 ? [`${word}: ${listed(accounts)}`] : []));
  return `accounts differ from the unit${told.length > 0 ? ` (${told.join('; ')})` : ''}`;
}

function withPlace(account: NodeName, organization: Organization): string {
  const parent = organization.get(account)?.parent;
  return parent === undefined ? `${account} (left the organization)` : `${account} (now in ${parent})`;
}

const MOST_NAMED = 12;

export function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return `${[...names].sort().slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
