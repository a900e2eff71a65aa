import { type Operation, type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { constraint, validation } from '../errors.js';
import { page } from '../stack-sets/pages.js';
import { type ChangeSetRow, cloudFormationState, type ResourceChange, type StackRow } from '../state.js';
import type { Arrangement } from './arrange.js';
import { begin, placeStack, settleStacks } from './begin.js';
import { stackNamed } from './find.js';
import { uuid } from './identity.js';
import { blueprintIn, failingIn, type Input, onFailureIn, stackNameIn, text } from './input.js';
import { refuseUnlessUpdatable } from './operations.js';
import { dateOf, given, parameterList, tagList } from './shapes.js';
import { foresee, isUnchanged } from './would-change.js';

type Context = OperationContext<World>;

/** Sent word for word: the AWS CLI's `deploy` looks for it. */
const EMPTY = "The submitted information didn't contain changes. Submit different information to create a change set.";

const createChangeSet: Operation<World> = (input, context) => {
  const { world, caller } = context;
  settleStacks(world);
  const name = nameIn(input);
  const type = input['ChangeSetType'] === 'CREATE' ? 'CREATE' : 'UPDATE';
  if (input['ChangeSetType'] === 'IMPORT') throw validation('ChangeSetType IMPORT is not supported here.');
  const stackName = String(input['StackName'] ?? '');
  const known = stackNamed(world, caller, stackName);
  const before = known?.status === 'REVIEW_IN_PROGRESS' ? undefined : known;
  if (type === 'CREATE' && before)
    throw validation(`Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`);
  if (type === 'UPDATE') {
    if (!before || before.deletedAt !== undefined) throw validation(`Stack [${stackName}] does not exist`);
    refuseUnlessUpdatable(before);
  }
  if (known && rowsOf(world, known.id).some((row) => row.name === name)) {
    throw new ServiceError(
      'AlreadyExistsException',
      `ChangeSet ${name} cannot be created due to a mismatch with existing attribute Name`,
    );
  }
  const { blueprint, template } = blueprintIn(input, context, before);
  const onFailure = onFailureIn(input);
  const stack = known ?? placed(input, context, { blueprint, onFailure });
  const arrangement = foresee(world, stack, blueprint, template);
  const isEmpty = type === 'UPDATE' && isUnchanged(world, stack, blueprint, template);
  const row: ChangeSetRow = {
    id: `arn:aws:cloudformation:${caller.region}:${caller.accountId}:changeSet/${name}/${newId(world)}`,
    name,
    stackId: stack.id,
    type,
    createdAt: world.clock.now(),
    status: isEmpty ? 'FAILED' : 'CREATE_COMPLETE',
    executionStatus: isEmpty ? 'UNAVAILABLE' : 'AVAILABLE',
    blueprint,
    onFailure,
    changes: arrangement ? changesOf(arrangement) : [],
    ...(isEmpty ? { reason: EMPTY } : {}),
    ...(text(input, 'Description') === undefined ? {} : { description: String(input['Description']) }),
  };
  cloudFormationState(world).changeSets[row.id] = row;
  return { Id: row.id, StackId: stack.id };
};

function nameIn(input: Input): string {
  const name = String(input['ChangeSetName'] ?? '');
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name;
  throw constraint('changeSetName', name, 'satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*');
}

function placed(
  input: Input,
  { world, caller }: Context,
  rest: Pick<StackRow, 'onFailure'> & { blueprint: ChangeSetRow['blueprint'] },
): StackRow {
  const { accountId, region } = caller;
  return placeStack(world, { name: stackNameIn(input), accountId, region, status: 'REVIEW_IN_PROGRESS', ...rest });
}

function newId(world: World): string {
  return uuid(Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join(''));
}

function rowsOf(world: World, stackId: string): ChangeSetRow[] {
  return Object.values(cloudFormationState(world).changeSets).filter((row) => row.stackId === stackId);
}

function changesOf({ steps, removed }: Arrangement): ResourceChange[] {
  const changed = steps.flatMap(({ change, row, was }): ResourceChange[] => {
    if (change === 'keep') return [];
    const { logicalId, type } = row;
    if (!was) return [{ action: 'Add', logicalId, type, replaces: false }];
    return [{ action: 'Modify', logicalId, type, physicalId: was.physicalId, replaces: change === 'replace' }];
  });
  const gone = removed.map(
    ({ logicalId, type, physicalId }): ResourceChange => ({
      action: 'Remove',
      logicalId,
      type,
      physicalId,
      replaces: false,
    }),
  );
  return [...changed, ...gone];
}

/** By ARN, or by name and stack. @throws ServiceError ChangeSetNotFoundException */
function requiredChangeSet(input: Input, { world, caller }: Context): ChangeSetRow {
  const given = String(input['ChangeSetName'] ?? '');
  const stack = stackNamed(world, caller, String(input['StackName'] ?? ''));
  const row = given.startsWith('arn:')
    ? cloudFormationState(world).changeSets[given]
    : stack && rowsOf(world, stack.id).find(({ name }) => name === given);
  if (row) return row;
  if (!given.startsWith('arn:') && input['StackName'] === undefined) {
    throw validation('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  throw new ServiceError('ChangeSetNotFoundException', `ChangeSet [${given}] does not exist`, {}, 404);
}

const describeChangeSet: Operation<World> = (input, context) => {
  const { world } = context;
  settleStacks(world);
  const row = requiredChangeSet(input, context);
  const { blueprint } = row;
  const keys = row.changes.map(({ logicalId, action }) => `${action} ${logicalId}`);
  const shown = page(world, `changes of ${row.id}`, keys, input);
  return given({
    ...headOf(world, row),
    Parameters: parameterList(world, blueprint),
    NotificationARNs: blueprint.notificationArns,
    RollbackConfiguration: {},
    Capabilities: blueprint.capabilities,
    Tags: tagList(blueprint.tags),
    Changes: row.changes
      .filter(({ logicalId, action }) => shown.keys.includes(`${action} ${logicalId}`))
      .map(changeShape),
    IncludeNestedStacks: false,
    ...shown.next,
  });
};

function headOf(world: World, row: ChangeSetRow): Record<string, unknown> {
  return given({
    ChangeSetName: row.name,
    ChangeSetId: row.id,
    StackId: row.stackId,
    StackName: cloudFormationState(world).stacks[row.stackId]?.name,
    Description: row.description,
    CreationTime: dateOf(row.createdAt),
    ExecutionStatus: row.executionStatus,
    Status: row.status,
    StatusReason: row.reason,
  });
}

function changeShape({ action, logicalId, type, physicalId, replaces }: ResourceChange): Record<string, unknown> {
  return {
    Type: 'Resource',
    ResourceChange: given({
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      Replacement: action === 'Modify' ? (replaces ? 'True' : 'False') : undefined,
      Scope: action === 'Modify' ? ['Properties'] : [],
      Details: [],
    }),
  };
}

const listChangeSets: Operation<World> = (input, context) => {
  const { world, caller } = context;
  settleStacks(world);
  const stack = stackNamed(world, caller, String(input['StackName'] ?? ''));
  if (!stack) throw validation(`Stack [${String(input['StackName'])}] does not exist`);
  const rows = new Map(rowsOf(world, stack.id).map((row) => [row.id, row]));
  const { keys, next } = page(world, `change sets of ${stack.id}`, [...rows.keys()], input);
  return { Summaries: keys.flatMap((key) => rows.get(key) ?? []).map((row) => headOf(world, row)), ...next };
};

const executeChangeSet: Operation<World> = (input, context) => {
  const { world } = context;
  settleStacks(world);
  const row = requiredChangeSet(input, context);
  const { stacks, changeSets } = cloudFormationState(world);
  const stack = stacks[row.stackId];
  if (!stack || row.executionStatus !== 'AVAILABLE') {
    const message = `ChangeSet [${row.id}] cannot be executed in its current status of [${row.status}]`;
    throw new ServiceError('InvalidChangeSetStatusException', message);
  }
  const kind = row.type === 'CREATE' ? 'create' : 'update';
  if (kind === 'update') refuseUnlessUpdatable(stack);
  for (const other of rowsOf(world, stack.id)) {
    changeSets[other.id] = { ...other, executionStatus: other.id === row.id ? 'EXECUTE_COMPLETE' : 'OBSOLETE' };
  }
  const token = text(input, 'ClientRequestToken');
  const change = {
    kind,
    blueprint: row.blueprint,
    onFailure: row.onFailure,
    ...failingIn(context),
    ...(token === undefined ? {} : { token }),
  } as const;
  begin(world, { ...stack, changeSetId: row.id }, change);
  return {};
};

const deleteChangeSet: Operation<World> = (input, context) => {
  const { world } = context;
  settleStacks(world);
  const row = requiredChangeSet(input, context);
  delete cloudFormationState(world).changeSets[row.id];
  return {};
};

export const changeSetOperations: Readonly<Record<string, Operation<World>>> = {
  CreateChangeSet: createChangeSet,
  DescribeChangeSet: describeChangeSet,
  ListChangeSets: listChangeSets,
  ExecuteChangeSet: executeChangeSet,
  DeleteChangeSet: deleteChangeSet,
};
