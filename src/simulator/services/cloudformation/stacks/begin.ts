import { ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { type Blueprint, cloudFormationState, type PendingChange, type StackRow } from '../state.js';
import { carryOut } from './change.js';
import { uuid } from './identity.js';
import { Log } from './log.js';

export const MOST_STACKS = 2_000;

export interface NewStack {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly blueprint: Blueprint;
  readonly onFailure: PendingChange['onFailure'];
  readonly terminationProtection?: boolean;
  readonly ofStackSet?: boolean;
  readonly status?: 'REVIEW_IN_PROGRESS';
  readonly token?: string;
}

/** A stack with nothing in it. @throws ServiceError LimitExceededException at the account's quota in the Region. */
export function placeStack(world: World, { blueprint, status, ...given }: NewStack): StackRow {
  const { stacks, places, names } = cloudFormationState(world);
  const { name, accountId, region } = given;
  const ids = placeOf(places, accountId, region);
  if (ids.length >= MOST_STACKS && ids.filter((each) => stacks[each]?.deletedAt === undefined).length >= MOST_STACKS) {
    throw new ServiceError('LimitExceededException', `Limit for stacks has been exceeded: ${MOST_STACKS} in ${region}`);
  }
  const hex = Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join('');
  const id = `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${uuid(hex)}`;
  const row: StackRow = {
    ...blueprint,
    id,
    name,
    accountId,
    region,
    createdAt: world.clock.now(),
    onFailure: given.onFailure,
    terminationProtection: given.terminationProtection ?? false,
    ofStackSet: given.ofStackSet ?? false,
    status: status ?? 'CREATE_IN_PROGRESS',
    generation: 0,
    resources: [],
    outputs: [],
    imports: [],
    events: [],
    tokens: given.token === undefined ? {} : { create: given.token },
  };
  stacks[id] = row;
  ids.push(id);
  names[`${accountId}/${region}/${name}`] = id;
  return row;
}

function placeOf(places: Record<string, Record<string, string[]>>, accountId: string, region: string): string[] {
  const regions = places[accountId] ?? {};
  const ids = regions[region] ?? [];
  regions[region] = ids;
  places[accountId] = regions;
  return ids;
}

const keyOf = (id: string): string => `cloudformation/stack/${id}`;

const IN_PROGRESS = {
  create: 'CREATE_IN_PROGRESS',
  update: 'UPDATE_IN_PROGRESS',
  delete: 'DELETE_IN_PROGRESS',
} as const;

/** Begins a change: it is carried out when the world's pace is over. */
export function begin(world: World, stack: StackRow, change: PendingChange): StackRow {
  const state = cloudFormationState(world);
  const status = IN_PROGRESS[change.kind];
  const log = new Log(stack, world.clock.now(), change.token);
  log.stack(status, 'User Initiated');
  const { reason: _reason, ...rest } = stack;
  const row: StackRow = {
    ...rest,
    status,
    pending: change,
    events: log.events(),
    ...(change.kind === 'update' ? { updatedAt: world.clock.now() } : {}),
    ...(change.token === undefined ? {} : { tokens: { ...stack.tokens, [change.kind]: change.token } }),
  };
  state.stacks[stack.id] = row;
  state.pending = [...state.pending.filter((id) => id !== stack.id), stack.id];
  world.startOperation(keyOf(stack.id));
  return row;
}

/** Carries out what the clock has finished. `polled`: stacks for which this is a poll. */
export function settleStacks(world: World, polled: (stack: StackRow) => boolean = () => false): void {
  const state = cloudFormationState(world);
  for (const id of state.pending) {
    const stack = state.stacks[id];
    const operation = world.operation(keyOf(id));
    const isOver = operation === undefined || (stack && polled(stack) ? operation.done() : operation.isDone());
    if (!isOver) continue;
    state.pending = state.pending.filter((each) => each !== id);
    world.endOperation(keyOf(id));
    if (stack?.pending) carryOut(world, stack, stack.pending, Math.max(operation?.endsAt ?? 0, stack.createdAt));
  }
}
