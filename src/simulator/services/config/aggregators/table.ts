import type { Pace, World } from '../../../world.js';
import { roleExists } from '../../iam/for-services.js';
import {
  accountOf,
  isDelegatedAdministrator,
  isManagementAccount,
  trustedServices,
} from '../../organizations/for-services.js';
import { type AggregatorRow, configState, keyOf, type Place } from '../state.js';

export const PRINCIPAL = 'config.amazonaws.com';

export const tableOf = (world: World, place: Place): Record<string, AggregatorRow> => {
  const { aggregators } = configState(world);
  aggregators[keyOf(place)] ??= {};
  return aggregators[keyOf(place)] ?? {};
};

export function aggregatorNamed(world: World, place: Place, name: string): AggregatorRow | undefined {
  const table = tableOf(world, place);
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const gatheringKey = (arn: string): string => `config/aggregator/${arn}`;

export function startGathering(world: World, { arn }: AggregatorRow): void {
  const pace: Pace = world.settings.pace;
  world.startOperation(gatheringKey(arn), pace);
}

/** Has it gathered since it was put? Asking counts as a poll. */
export const hasGathered = (world: World, { arn }: AggregatorRow): boolean =>
  world.operation(gatheringKey(arn))?.done() ?? true;

export const endGathering = (world: World, { arn }: AggregatorRow): void => world.endOperation(gatheringKey(arn));

/** Is it a role of this account? Config's service-linked one is always there. */
export function canBeUsed(world: World, accountId: string, roleArn: string): boolean {
  const [, account, path = ''] = /^arn:aws[\w-]*:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  if (account !== accountId) return false;
  return (
    path.startsWith('aws-service-role/config.amazonaws.com/') ||
    roleExists(world, accountId, path.split('/').at(-1) ?? '')
  );
}

/** Why nothing can be gathered from the organization; undefined where it can. */
export function obstacle(
  world: World,
  accountId: string,
  row: AggregatorRow,
): { code: string; message: string } | undefined {
  const { roleArn } = row.source;
  if (roleArn === undefined) return undefined;
  if (row.orphaned || !mayGather(world, accountId)) {
    return {
      code: 'OrganizationAccessDeniedException',
      message: `The account ${accountId} is neither management account nor delegated administrator for ${PRINCIPAL}, or was not all the time.`,
    };
  }
  if (!trustedServices(world).includes(PRINCIPAL)) {
    return { code: 'OrganizationAccessDeniedException', message: `Trusted access for ${PRINCIPAL} is not enabled.` };
  }
  return canBeUsed(world, accountId, roleArn)
    ? undefined
    : { code: 'InvalidRoleException', message: `The role ${roleArn} cannot be assumed.` };
}

const mayGather = (world: World, accountId: string): boolean =>
  accountOf(world, accountId) !== undefined &&
  (isManagementAccount(world, accountId) || isDelegatedAdministrator(world, accountId, PRINCIPAL));
