import { PERMISSION_SET_LIMITS } from '../../../facts/identity-center.js';
import { pageByKey } from '../../cursor.js';
import { isShown } from '../../lived.js';
import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { parentOf } from '../organizations/for-services.js';
import { changedSetIn, checkTarget, instanceIn, setIn } from './access.js';
import { invalid, missing } from './errors.js';
import { optional, text } from './input.js';
import { begin } from './operations.js';
import { identityCenterState, type ProvisionRow, provisionsOf, type SetRow } from './state.js';
import { outcomeOf, provisioningShape } from './statuses.js';

/** Where permission sets are, and whether they are there as they are now. */

const PAGE = 100;
const NOT_LATEST = 'LATEST_PERMISSION_SET_NOT_PROVISIONED';

const ProvisionPermissionSet: Operation<World> = (input, context) => {
  const { world } = context;
  const set = changedSetIn(input, context, 'ProvisionPermissionSet');
  const target = optional(input, 'TargetId');
  const all = input['TargetType'] === 'ALL_PROVISIONED_ACCOUNTS';
  if (!all && target === undefined) throw invalid('TargetId is required for the TargetType AWS_ACCOUNT');
  const accounts = all ? everyAccount(world, set) : [target ?? ''];
  if (!all) {
    if (parentOf(world, target ?? '') === undefined) throw missing(`Account with id ${target} not found`);
    checkTarget(target ?? '', set, context, 'ProvisionPermissionSet');
  }
  const row = begin(world, {
    kind: 'provision',
    setArn: set.arn,
    accounts,
    ...(all ? { all } : {}),
    ...outcomeOf(context),
  });
  return { PermissionSetProvisioningStatus: provisioningShape(row) };
};

/** None at all is no error: Terraform provisions sets before anybody is assigned. */
function everyAccount(world: World, { arn }: SetRow): string[] {
  const accounts = provisionsOf(world, arn).map(({ account }) => account);
  const { provisionedAtOnce } = PERMISSION_SET_LIMITS;
  if (accounts.length > provisionedAtOnce) {
    throw invalid(
      `ALL_PROVISIONED_ACCOUNTS reaches ${provisionedAtOnce} accounts, and ${accounts.length} have the set`,
    );
  }
  return accounts;
}

const ListAccountsForProvisionedPermissionSet: Operation<World> = (input, context) => {
  const { world } = context;
  const { arn } = setIn(input, context, 'ListAccountsForProvisionedPermissionSet');
  const status = optional(input, 'ProvisioningStatus');
  const rows = Object.values(identityCenterState(world).provisioned[arn] ?? {}).filter((row) =>
    isListed(world, row, status),
  );
  const paging = { world, input, list: `accounts ${arn} ${status ?? ''}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, rows, ({ account }) => account);
  return { AccountIds: items.map(({ account }) => account), ...next };
};

const ListPermissionSetsProvisionedToAccount: Operation<World> = (input, context) => {
  const { world } = context;
  instanceIn(input, context, 'ListPermissionSetsProvisionedToAccount');
  const account = text(input, 'AccountId');
  const status = optional(input, 'ProvisioningStatus');
  const arns = Object.entries(identityCenterState(world).provisioned).flatMap(([arn, rows]) => {
    const row = rows[account];
    return row && isListed(world, row, status) ? [arn] : [];
  });
  const paging = { world, input, list: `sets ${account} ${status ?? ''}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, arns, (arn) => arn);
  return { PermissionSets: items, ...next };
};

/** With the lag of lists, an account may still be told to have what it no longer has, and the other way round. */
function isListed(world: World, row: ProvisionRow, status: string | undefined): boolean {
  if (!isShown(world, row)) return false;
  if (status === undefined) return true;
  const isRecent = row.staleAt > world.clock.now() - world.settings.lagMs && row.staleAt > row.since;
  const isStale = isRecent ? !row.stale : row.stale;
  return isStale === (status === NOT_LATEST);
}

export const provisioningOperations = {
  ProvisionPermissionSet,
  ListAccountsForProvisionedPermissionSet,
  ListPermissionSetsProvisionedToAccount,
};
