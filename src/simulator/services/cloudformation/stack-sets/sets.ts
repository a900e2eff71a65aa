import type { Operation } from '../../../service.js';
import { ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { checkServiceManaged, isVisible, nameKey, namespaceOf, stackSetOf } from './access.js';
import { inProgress, limitExceeded, nameExists, validation } from './errors.js';
import { type Input, newName, optional, required, token } from './input.js';
import { digest, newUuid, stackSetArn } from './names.js';
import { page } from './pages.js';
import { poll } from './running.js';
import { newSettings } from './settings.js';
import { setShape, summaryShape } from './shapes.js';
import { type StackSetRow, type StackSetsState, stackSetsState, unfinishedOf } from './state.js';

/** Sets of one administrator, all Regions together; deleted ones do not count. */
const MOST_SETS = 1_000;

const CreateStackSet: Operation<World> = (input, { world, caller }) => {
  const namespace = namespaceOf(world, caller, input);
  const name = newName(input);
  const state = stackSetsState(world);
  const known = state.sets[state.names[nameKey(namespace.owner, namespace.region, name)] ?? ''];
  if (known) return { StackSetId: repeated(known, input) };
  if (Object.values(state.sets).filter((set) => isCounted(set, namespace.owner)).length >= MOST_SETS) {
    throw limitExceeded(`You have reached the limit of ${MOST_SETS} stack sets`);
  }
  const settings = newSettings(world, input);
  if (settings.permissionModel === 'SERVICE_MANAGED') checkServiceManaged(world, namespace);
  else if (namespace.delegated) {
    throw validation('A delegated administrator can create stack sets with SERVICE_MANAGED permission model only');
  }
  const id = newUuid(world.random);
  const given = token(input, 'ClientRequestToken');
  const set: StackSetRow = {
    id,
    name,
    arn: stackSetArn(namespace.region, namespace.owner, name, id),
    owner: namespace.owner,
    region: namespace.region,
    createdAt: world.clock.now(),
    ...(given === undefined ? {} : { token: { value: given, digest: digestOf(input) } }),
    settings,
    targets: {},
    instances: {},
    edition: 0,
    operations: {},
    tampered: {},
    past: [],
  };
  addSet(state, set);
  return { StackSetId: `${name}:${id}` };
};

export function addSet(state: StackSetsState, set: StackSetRow): void {
  state.sets[set.arn] = set;
  state.names[nameKey(set.owner, set.region, set.name)] = set.arn;
}

const isCounted = (set: StackSetRow, owner: string): boolean => set.owner === owner && set.deletedAt === undefined;

/** The same request again is answered as it was. @throws ServiceError for another request of that name */
function repeated(set: StackSetRow, input: Input): string {
  const given = token(input, 'ClientRequestToken');
  if (given === undefined || given !== set.token?.value) throw nameExists(set.name);
  if (set.token.digest === digestOf(input)) return `${set.name}:${set.id}`;
  throw new ServiceError(
    'CreatedButModifiedException',
    `StackSet ${set.name} was created by a request with this token and other content`,
    {},
    409,
  );
}

const digestOf = (input: Input): string =>
  digest(JSON.stringify(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1))));

const DeleteStackSet: Operation<World> = (input, { world, caller }) => {
  const state = stackSetsState(world);
  const set = stackSetOf(world, caller, input);
  if (set.deletedAt !== undefined) return {};
  const [busy] = unfinishedOf(state, set);
  if (busy) {
    poll(world, set);
    throw inProgress(set.arn, busy.id);
  }
  if (Object.keys(set.instances).length > 0) {
    throw new ServiceError('StackSetNotEmptyException', 'StackSet is not empty', {}, 409);
  }
  set.deletedAt = world.clock.now();
  delete state.names[nameKey(set.owner, set.region, set.name)];
  for (const other of Object.values(state.sets)) withdraw(other, set.arn);
  return {};
};

/** What waited for a set that is no more waits for it no longer. */
function withdraw(set: StackSetRow, arn: string): void {
  const { autoDeployment } = set.settings;
  if (!autoDeployment?.dependsOn.includes(arn)) return;
  const dependsOn = autoDeployment.dependsOn.filter((each) => each !== arn);
  set.settings = { ...set.settings, autoDeployment: { ...autoDeployment, dependsOn } };
}

const DescribeStackSet: Operation<World> = (input, { world, caller }) => {
  required(input, 'StackSetName');
  return { StackSet: setShape(stackSetOf(world, caller, input)) };
};

const ListStackSets: Operation<World> = (input, { world, caller }) => {
  const namespace = namespaceOf(world, caller, input);
  const status = optional(input, 'Status');
  if (status !== undefined && status !== 'ACTIVE' && status !== 'DELETED') {
    throw validation(`Status must be ACTIVE or DELETED: ${status}`);
  }
  const { sets } = stackSetsState(world);
  const until = world.clock.now() - world.settings.lagMs;
  const statusOf = (set: StackSetRow): string =>
    set.deletedAt !== undefined && set.deletedAt <= until ? 'DELETED' : 'ACTIVE';
  const shown = Object.values(sets).filter(
    (set) => isVisible(set, namespace) && set.createdAt <= until && (status === undefined || statusOf(set) === status),
  );
  const listing = `ListStackSets ${namespace.owner} ${namespace.region} ${status ?? ''}`;
  const { keys, next } = page(
    world,
    listing,
    shown.map(({ arn }) => arn),
    input,
  );
  const summaries = keys.flatMap((arn) => {
    const set = sets[arn];
    return set ? [{ ...summaryShape(set), Status: statusOf(set) }] : [];
  });
  return { Summaries: summaries, ...next };
};

export const setOperations = { CreateStackSet, DeleteStackSet, DescribeStackSet, ListStackSets };
