import { type Operation, type OperationContext, ServiceError } from '../../../service.js';
import type { World } from '../../../world.js';
import { validation } from '../errors.js';
import { cloudFormationState, type StackRow } from '../state.js';
import { begin, placeStack, settleStacks } from './begin.js';
import { requiredStack, stackNamed } from './find.js';
import { blueprintIn, failingIn, type Input, onFailureIn, stackNameIn, text, texts } from './input.js';
import { isThere } from './remove.js';
import { foresee, isUnchanged } from './would-change.js';

type Context = OperationContext<World>;

const createStack: Operation<World> = (input, context) => {
  const { world, caller } = context;
  settleStacks(world);
  const name = stackNameIn(input);
  const token = text(input, 'ClientRequestToken');
  const known = stackNamed(world, caller, name);
  if (known && token !== undefined && known.tokens['create'] === token) return { StackId: known.id };
  if (known && known.status !== 'REVIEW_IN_PROGRESS') {
    throw new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`);
  }
  const { blueprint, template } = blueprintIn(input, context);
  const { accountId, region } = caller;
  const onFailure = onFailureIn(input);
  foresee(world, { id: '', name, accountId, region, generation: 0 }, blueprint, template);
  const placed =
    known ??
    placeStack(world, { name, accountId, region, blueprint, onFailure, ...(token === undefined ? {} : { token }) });
  const stack = { ...placed, terminationProtection: input['EnableTerminationProtection'] === true };
  begin(world, stack, { kind: 'create', blueprint, onFailure, ...tokenIn(input), ...failingIn(context) });
  return { StackId: stack.id };
};

const updateStack: Operation<World> = (input, context) => {
  const { world, caller } = context;
  const name = String(input['StackName'] ?? '');
  // Being refused because it is busy is a poll, too: a client that only ever tries again gets on.
  settleStacks(world, ({ id }) => id === stackNamed(world, caller, name)?.id);
  const stack = stackNamed(world, caller, name);
  if (!stack || stack.deletedAt !== undefined) throw validation(`Stack [${name}] does not exist`);
  const token = text(input, 'ClientRequestToken');
  if (token !== undefined && stack.tokens['update'] === token) return { StackId: stack.id };
  refuseUnlessUpdatable(stack);
  const { blueprint, template } = blueprintIn(input, context, stack);
  const failing = failingIn(context);
  if (!failing.fails && isUnchanged(world, stack, blueprint, template))
    throw validation('No updates are to be performed.');
  begin(world, stack, { kind: 'update', blueprint, onFailure: 'ROLLBACK', ...tokenIn(input), ...failing });
  return { StackId: stack.id };
};

/** @throws ServiceError ValidationError in AWS's words, the colon without its space included. */
export function refuseUnlessUpdatable(stack: StackRow): void {
  const isReady = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status);
  if (!isReady) throw validation(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

const deleteStack: Operation<World> = (input, context) => {
  const { world, caller } = context;
  const name = String(input['StackName'] ?? '');
  settleStacks(world, ({ id }) => id === stackNamed(world, caller, name)?.id);
  const stack = stackNamed(world, caller, name);
  if (!stack || stack.deletedAt !== undefined || stack.pending?.kind === 'delete') return {};
  if (stack.terminationProtection) {
    throw validation(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  if (stack.pending?.kind === 'update')
    throw validation(`Stack:${stack.id} is in ${stack.status} state and can not be deleted.`);
  const retained = texts(input, 'RetainResources');
  checkRetained(stack, retained, input);
  const principal = text(input, 'RoleARN') ?? stack.roleArn ?? caller.arn;
  begin(world, stack, {
    kind: 'delete',
    blueprint: { ...blueprintOf(stack), principal },
    onFailure: 'ROLLBACK',
    retained:
      input['DeletionMode'] === 'FORCE_DELETE_STACK' ? stack.resources.map(({ logicalId }) => logicalId) : retained,
    ...tokenIn(input),
    ...failingIn(context),
  });
  return {};
};

function checkRetained(stack: StackRow, retained: readonly string[], input: Input): void {
  const isSpecial = retained.length > 0 || input['DeletionMode'] === 'FORCE_DELETE_STACK';
  if (isSpecial && stack.status !== 'DELETE_FAILED') {
    throw validation(
      'Invalid operation on stack. RetainResources and forced deletion are for stacks in the DELETE_FAILED state only.',
    );
  }
  const unknown = retained.filter((name) => !stack.resources.some((row) => row.logicalId === name && isThere(row)));
  if (unknown.length > 0) throw validation(`Stack ${stack.name} has no resources [${unknown.join(', ')}]`);
}

function blueprintOf({ template, parameters, tags, capabilities, notificationArns, principal, roleArn }: StackRow) {
  const shared = { template, parameters, tags, capabilities, notificationArns, principal };
  return roleArn === undefined ? shared : { ...shared, roleArn };
}

const updateTerminationProtection: Operation<World> = (input, { world, caller }: Context) => {
  settleStacks(world);
  const stack = requiredStack(world, caller, input['StackName']);
  if (stack.deletedAt !== undefined)
    throw validation(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  const terminationProtection = input['EnableTerminationProtection'] === true;
  cloudFormationState(world).stacks[stack.id] = { ...stack, terminationProtection };
  return { StackId: stack.id };
};

function tokenIn(input: Input): { readonly token?: string } {
  const token = text(input, 'ClientRequestToken');
  return token === undefined ? {} : { token };
}

export const stackWrites: Readonly<Record<string, Operation<World>>> = {
  CreateStack: createStack,
  UpdateStack: updateStack,
  DeleteStack: deleteStack,
  UpdateTerminationProtection: updateTerminationProtection,
};
