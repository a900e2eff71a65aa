import type { Operation, OperationContext } from '../../../service.js';
import type { World } from '../../../world.js';
import { validation } from '../errors.js';
import { page } from '../stack-sets/pages.js';
import { cloudFormationState, type StackRow } from '../state.js';
import { settleStacks } from './begin.js';
import { usersOf } from './exports.js';
import { requiredStack, stackNamed, stacksIn } from './find.js';
import { type Input, text, texts } from './input.js';
import { eventShape, resourceDetail, resourceSummary, stackResource, stackShape, stackSummary } from './shapes.js';

type Context = OperationContext<World>;

const describeStacks: Operation<World> = (input, context) => {
  const { world, caller } = context;
  const name = text(input, 'StackName');
  if (name !== undefined) return { Stacks: [stackShape(world, pollOne(context, name))] };
  pollAll(context);
  const stacks = stacksIn(world, caller).filter(({ deletedAt }) => deletedAt === undefined);
  const { shown, next } = paged(context, 'stacks', stacks.toReversed(), ({ id }) => id, input);
  return { Stacks: shown.map((stack) => stackShape(world, stack)), ...next };
};

/** Asking after a stack is a poll of what is under way there. */
function pollOne({ world, caller }: Context, name: unknown): StackRow {
  settleStacks(world, ({ id }) => id === requiredStack(world, caller, name).id);
  return requiredStack(world, caller, name);
}

function pollAll({ world, caller }: Context): void {
  settleStacks(world, ({ accountId, region }) => accountId === caller.accountId && region === caller.region);
}

const listStacks: Operation<World> = (input, context) => {
  const { world, caller } = context;
  pollAll(context);
  const wanted = texts(input, 'StackStatusFilter');
  const stacks = stacksIn(world, caller).filter(({ status }) => wanted.length === 0 || wanted.includes(status));
  const { shown, next } = paged(context, `stacks of ${wanted.join()}`, stacks.toReversed(), ({ id }) => id, input);
  return { StackSummaries: shown.map((stack) => stackSummary(world, stack)), ...next };
};

const describeStackEvents: Operation<World> = (input, context) => {
  const stack = pollOne(context, input['StackName']);
  const events = stack.events.map((event, index) => ({ event, index })).toReversed();
  const { shown, next } = paged(context, `events of ${stack.id}`, events, ({ index }) => String(index), input);
  return { StackEvents: shown.map(({ event, index }) => eventShape(stack, event, index)), ...next };
};

const MOST_RESOURCES = 100;

const describeStackResources: Operation<World> = (input, context) => {
  const { world, caller } = context;
  const stack = stackOf(input, context);
  const logicalId = text(input, 'LogicalResourceId');
  settleStacks(world, ({ id }) => id === stack.id);
  const rows = requiredStack(world, caller, stack.id).resources.filter(
    (row) => logicalId === undefined || row.logicalId === logicalId,
  );
  if (logicalId !== undefined && rows.length === 0) throw missing(logicalId, stack);
  return { StackResources: rows.slice(0, MOST_RESOURCES).map((row) => stackResource(stack, row)) };
};

/** By the stack, or by something that it made. */
function stackOf(input: Input, { world, caller }: Context): StackRow {
  const physicalId = text(input, 'PhysicalResourceId');
  const name = text(input, 'StackName');
  if ((physicalId === undefined) === (name === undefined)) {
    throw validation('Either StackName or PhysicalResourceId must be specified, not both.');
  }
  if (name !== undefined) return requiredStack(world, caller, name);
  const stacks = stacksIn(world, caller).filter(({ deletedAt }) => deletedAt === undefined);
  const owner = stacks.find(({ resources }) => resources.some((row) => row.physicalId === physicalId));
  if (!owner) throw validation(`Stack for ${physicalId} does not exist`);
  return owner;
}

function missing(logicalId: string, { name }: StackRow): Error {
  return validation(`Resource ${logicalId} does not exist for stack ${name}`);
}

const describeStackResource: Operation<World> = (input, context) => {
  const stack = pollOne(context, input['StackName']);
  const logicalId = String(input['LogicalResourceId'] ?? '');
  const row = stack.resources.find((each) => each.logicalId === logicalId);
  if (!row) throw missing(logicalId, stack);
  return { StackResourceDetail: resourceDetail(stack, row) };
};

const listStackResources: Operation<World> = (input, context) => {
  const stack = pollOne(context, input['StackName']);
  const { shown, next } = paged(
    context,
    `resources of ${stack.id}`,
    stack.resources,
    ({ logicalId }) => logicalId,
    input,
  );
  return { StackResourceSummaries: shown.map(resourceSummary), ...next };
};

const listExports: Operation<World> = (input, context) => {
  const { world, caller } = context;
  settleStacks(world);
  const all = stacksIn(world, caller).flatMap(({ id, outputs }) =>
    outputs.flatMap(({ exportName, value }) =>
      exportName === undefined ? [] : [{ ExportingStackId: id, Name: exportName, Value: value }],
    ),
  );
  const { shown, next } = paged(context, 'exports', all, ({ Name }) => Name, input);
  return { Exports: shown, ...next };
};

const listImports: Operation<World> = (input, context) => {
  const { world, caller } = context;
  settleStacks(world);
  const name = String(input['ExportName'] ?? '');
  const users = usersOf(world, caller, name);
  if (users.length === 0) throw validation(`Export '${name}' is not imported by any stack.`);
  const { shown, next } = paged(context, `imports of ${name}`, users, (user) => user, input);
  return { Imports: shown, ...next };
};

const getTemplate: Operation<World> = (input, { world, caller }) => {
  settleStacks(world);
  const name = text(input, 'StackName');
  const { changeSets, templates } = cloudFormationState(world);
  const changeSetId = text(input, 'ChangeSetName');
  if (name === undefined && changeSetId !== undefined) {
    const changeSet = changeSets[changeSetId];
    if (!changeSet) throw validation(`ChangeSet [${changeSetId}] does not exist`);
    return { TemplateBody: templates[changeSet.blueprint.template], StagesAvailable: ['Original', 'Processed'] };
  }
  const stack = name === undefined ? undefined : stackNamed(world, caller, name);
  if (!stack) throw validation(`Stack with id ${name} does not exist`);
  // While an update is under way it is the stack's template already.
  const digest = stack.pending?.blueprint?.template ?? stack.template;
  return { TemplateBody: templates[digest], StagesAvailable: ['Original', 'Processed'] };
};

/** Pages of 100. */
function paged<T>(
  { world, caller }: Context,
  listing: string,
  items: readonly T[],
  keyOf: (item: T) => string,
  input: Input,
) {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  const name = `${caller.accountId} ${caller.region} ${listing}`;
  const { keys, next } = page(world, name, [...byKey.keys()], input);
  return { shown: keys.flatMap((key) => byKey.get(key) ?? []), next };
}

export const stackReads: Readonly<Record<string, Operation<World>>> = {
  DescribeStacks: describeStacks,
  ListStacks: listStacks,
  DescribeStackEvents: describeStackEvents,
  DescribeStackResources: describeStackResources,
  DescribeStackResource: describeStackResource,
  ListStackResources: listStackResources,
  ListExports: listExports,
  ListImports: listImports,
  GetTemplate: getTemplate,
};
