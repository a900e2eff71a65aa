import { PERMISSION_SET_LIMITS } from '../../../facts/identity-center.js';
import { pageByKey } from '../../cursor.js';
import { end, isShown, isThere } from '../../lived.js';
import type { Operation } from '../../service.js';
import type { World } from '../../world.js';
import { changedSetIn, instanceIn, setIn } from './access.js';
import { conflict, invalid, overQuota } from './errors.js';
import { type Input, optional, tagsIn, text } from './input.js';
import { idOf, setArn } from './names.js';
import { checkEditable } from './operations.js';
import { assignmentsOf, identityCenterState, provisionsOf, type SetRow, setNamed } from './state.js';

/** Permission sets themselves. */

const PAGE = 100;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 12 * HOUR_MS;

const CreatePermissionSet: Operation<World> = (input, context) => {
  const instance = instanceIn(input, context, 'CreatePermissionSet');
  const { world, clock } = context;
  const name = text(input, 'Name');
  const session = optional(input, 'SessionDuration') ?? 'PT1H';
  checkSession(session);
  if (setNamed(world, name)) throw conflict(`PermissionSet with name ${name} already exists.`);
  const { sets } = identityCenterState(world);
  const { permissionSets } = PERMISSION_SET_LIMITS;
  if (Object.values(sets).filter(isThere).length >= permissionSets) {
    throw overQuota(`You have exceeded AWS SSO limits. Cannot create PermissionSet more than ${permissionSets}.`);
  }
  const description = optional(input, 'Description');
  const relayState = optional(input, 'RelayState');
  const row: SetRow = {
    arn: setArn(instance.arn, `${name} ${world.random()}`),
    name,
    since: clock.now(),
    createdAt: clock.now(),
    session,
    managed: [],
    customer: [],
    tags: tagsIn(input),
    ...(description === undefined ? {} : { description }),
    ...(relayState === undefined ? {} : { relayState }),
  };
  sets[row.arn] = row;
  return { PermissionSet: shapeOf(row) };
};

/** One to twelve hours. */
function checkSession(duration: string): void {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)?.slice(1);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (parts ?? []).map((each) => Number(each ?? 0));
  const ms = ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1_000;
  if (parts && ms >= HOUR_MS && ms <= LONGEST_MS) return;
  throw invalid(`SessionDuration ${duration} is not between PT1H and PT12H`);
}

const DescribePermissionSet: Operation<World> = (input, context) => ({
  PermissionSet: shapeOf(setIn(input, context, 'DescribePermissionSet')),
});

const ListPermissionSets: Operation<World> = (input, context) => {
  const { world } = context;
  const { arn } = instanceIn(input, context, 'ListPermissionSets');
  const prefix = `/${arn.slice(arn.lastIndexOf('/') + 1)}/`;
  const rows = Object.values(identityCenterState(world).sets).filter(
    (row) => isShown(world, row) && row.arn.includes(prefix),
  );
  const paging = { world, input, list: `ListPermissionSets ${arn}`, largest: PAGE };
  const { items, ...next } = pageByKey(paging, rows, (row) => row.arn);
  return { PermissionSets: items.map((row) => row.arn), ...next };
};

/** A relay state that is not said again is gone; description and session stay. */
const UpdatePermissionSet: Operation<World> = (input, context) => {
  const row = editedSetIn(input, context, 'UpdatePermissionSet');
  const session = optional(input, 'SessionDuration');
  if (session !== undefined) checkSession(session);
  const description = optional(input, 'Description');
  const relayState = optional(input, 'RelayState');
  if (session !== undefined) row.session = session;
  if (description !== undefined) row.description = description;
  if (relayState === undefined) delete row.relayState;
  else row.relayState = relayState;
  markStale(context.world, row);
  return {};
};

const DeletePermissionSet: Operation<World> = (input, context) => {
  const { world } = context;
  const row = editedSetIn(input, context, 'DeletePermissionSet');
  if (assignmentsOf(world, row.arn).length > 0 || provisionsOf(world, row.arn).length > 0) {
    throw conflict(`Could not delete because PermissionSet ${idOf(row.arn)} has ApplicationProfile associated with it`);
  }
  const state = identityCenterState(world);
  end(world, state.sets, row.arn);
  return {};
};

/** The set that a request changes. @throws ServiceError ConflictException while it is being provisioned */
export function editedSetIn(input: Input, context: Parameters<Operation<World>>[1], operation: string): SetRow {
  const row = changedSetIn(input, context, operation);
  checkEditable(context.world, row.arn);
  return row;
}

/** Accounts that have the set have it as it was before. */
export function markStale(world: World, { arn }: SetRow): void {
  for (const row of provisionsOf(world, arn)) {
    if (row.stale) continue;
    row.stale = true;
    row.staleAt = world.clock.now();
  }
}

function shapeOf(row: SetRow): Record<string, unknown> {
  return {
    Name: row.name,
    PermissionSetArn: row.arn,
    ...(row.description === undefined ? {} : { Description: row.description }),
    CreatedDate: new Date(row.createdAt),
    SessionDuration: row.session,
    ...(row.relayState === undefined ? {} : { RelayState: row.relayState }),
  };
}

export const setOperations = {
  CreatePermissionSet,
  DescribePermissionSet,
  ListPermissionSets,
  UpdatePermissionSet,
  DeletePermissionSet,
};
