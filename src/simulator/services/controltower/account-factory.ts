import type { World } from '../../world.js';
import { accountOf, nameOfTarget, parentOf } from '../organizations/for-services.js';
import { isChild, registrationOf, rowsOf } from './baselines/queries.js';
import { emitLifecycle, timestamp } from './events.js';
import { integration } from './landing-zone/settings.js';
import { begin, poll, unfinished } from './operations.js';
import { removeAccount, settle } from './settle.js';
import { controlTowerState } from './state.js';

/** Control Tower as Account Factory sees it, which lives in Service Catalog. */

export const EXECUTION_ROLE = 'AWSControlTowerExecution';

export interface AccountFactory {
  readonly arn: string;
  readonly version: string;
  readonly homeRegion: string;
  /** The management account. */
  readonly accountId: string;
}

/** Undefined where there is no landing zone, and where it is without its Config integration. */
export function accountFactory(world: World): AccountFactory | undefined {
  const { landingZone, homeRegion } = controlTowerState(world);
  if (!landingZone || homeRegion === null || !integration(landingZone, 'config')) return undefined;
  const { arn, version } = landingZone;
  return { arn, version, homeRegion, accountId: world.settings.accountId };
}

/** Accounts are vended into units that have AWSControlTowerBaseline. */
export const unitForAccounts = (world: World, unitId: string): boolean =>
  registrationOf(world, unitId)?.status === 'SUCCEEDED';

/** The landing zone, a unit, or an automatic enrolment in this unit is under way: account operations have to wait. */
export function isControlTowerBusy(world: World, unitId: string | undefined): boolean {
  settle(world);
  return [...unfinished(world, 'landing-zone'), ...unfinished(world, 'baseline')].some(
    (operation) =>
      !(operation.automatic || isAccountOperation(operation)) || (operation.unitId === unitId && operation.automatic),
  );
}

const isAccountOperation = ({ details }: { readonly details: Readonly<Record<string, unknown>> }): boolean =>
  details['accountFactory'] === true;

/** Begins to enrol the account in the unit, where it already is; answers the operation's id. */
export function startEnrolment(world: World, accountId: string, from: string, unitId: string): string {
  const { id } = begin(world, {
    kind: 'baseline',
    type: 'ENABLE_BASELINE',
    subject: accountId,
    accounts: 1,
    automatic: true,
    unitId,
    details: { account: accountId, from, to: unitId, accountFactory: true },
  });
  settle(world);
  return id;
}

export function pollEnrolment(world: World, id: string): void {
  poll(world, 'baseline', id);
  settle(world);
}

/** How the enrolment has come on; it has failed where the account is not in its unit, or not enrolled, at the end. */
export function enrolmentOf(
  world: World,
  id: string,
  accountId: string,
): { readonly status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'; readonly message?: string } {
  settle(world);
  const operation = controlTowerState(world).baselineOperations[id];
  if (operation?.status === 'IN_PROGRESS') return { status: 'IN_PROGRESS' };
  const isEnrolled = rowsOf(world).some(
    (row) => row.targetId === accountId && isChild(row) && row.status === 'SUCCEEDED',
  );
  if (operation?.status === 'SUCCEEDED' && isEnrolled) return { status: 'SUCCEEDED' };
  return { status: 'FAILED', message: operation?.message ?? 'AWS Control Tower could not enrol the account.' };
}

/** Its baselines and its controls go. */
export function unenrol(world: World, accountId: string): void {
  removeAccount(world, accountId);
}

/** A retry of what has failed before is told as an update. */
export function tellManagedAccount(
  world: World,
  accountId: string,
  { isRetry, startedAt }: { readonly isRetry: boolean; readonly startedAt: number },
): void {
  const unitId = parentOf(world, accountId) ?? '';
  const [name, key, done] = isRetry
    ? ['UpdateManagedAccount', 'updateManagedAccountStatus', 'updated']
    : ['CreateManagedAccount', 'createManagedAccountStatus', 'created'];
  emitLifecycle(world, name ?? '', key ?? '', {
    organizationalUnit: { organizationalUnitName: nameOfTarget(world, unitId), organizationalUnitId: unitId },
    account: { accountName: accountOf(world, accountId)?.name ?? '', accountId },
    state: 'SUCCEEDED',
    message: `AWS Control Tower successfully ${done} a managed account.`,
    requestedTimestamp: timestamp(startedAt),
    completedTimestamp: timestamp(world.clock.now()),
  });
}
