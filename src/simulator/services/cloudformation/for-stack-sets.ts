import { ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import { systemsManagerValue } from './source.js';
import { placeStack, settleStacks } from './stacks/begin.js';
import { carryOut } from './stacks/change.js';
import { attributeOf } from './stacks/identity.js';
import { claimOf } from './stacks/obstacles.js';
import { type Ending, isThere } from './stacks/remove.js';
import { foresee, isUnchanged } from './stacks/would-change.js';
import { type Blueprint, cloudFormationState, type Failing, type ResourceRow, type StackRow } from './state.js';
import { completeParameters } from './template/parameters.js';
import type { Template } from './template/template.js';

export { checkCapabilities, missingCapabilities, neededCapabilities } from './template/capabilities.js';
export { parseTemplate, type Template } from './template/template.js';

/**
 * Stacks as StackSets and other services see them and make them: synchronous deeds of the present moment, whatever the
 * world's pace. Nothing here throws for what a template, a policy or a name in use prevents: it is in the answer.
 */

export interface StackOrder {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly template: Template;
  /** Values given; the template's defaults are filled in. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the role (or session) that resources are made as. */
  readonly principal: string;
  /** What is done when a creation fails; ROLLBACK unless told. */
  readonly onFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  /** Makes a resource fail, for tests. */
  readonly fails?: Failing;
}

export interface Deployment {
  /** Undefined when no stack came to be. */
  readonly stackId?: string;
  /** A stack status of CloudFormation. */
  readonly status: string;
  /** Why it is not what was wanted, as StackSets tell it; undefined on success. */
  readonly reason?: string;
}

/** Creates the stack, or updates the one of that name. */
export function deployStack(world: World, order: StackOrder): Deployment {
  settleStacks(world);
  const { names, stacks } = cloudFormationState(world);
  const known = stacks[names[`${order.accountId}/${order.region}/${order.name}`] ?? ''];
  if (known) return updateStackIn(world, known.id, order);
  return refusing('CREATE_FAILED', () => {
    const blueprint = blueprintOf(world, order);
    const onFailure = order.onFailure ?? 'ROLLBACK';
    const { accountId, region, name } = order;
    foresee(world, { id: '', name, accountId, region, generation: 0 }, blueprint, order.template);
    const stack = placeStack(world, { name, accountId, region, blueprint, onFailure, ofStackSet: true });
    const change = { kind: 'create' as const, blueprint, onFailure, ...(order.fails ? { fails: order.fails } : {}) };
    return deployment(carryOut(world, stack, change, world.clock.now()));
  });
}

/** Updates a stack; one that would not change is a success. */
export function updateStackIn(
  world: World,
  stackId: string,
  order: Pick<StackOrder, 'template' | 'parameters' | 'tags' | 'principal' | 'fails'>,
): Deployment {
  settleStacks(world);
  const stack = cloudFormationState(world).stacks[stackId];
  if (!stack || stack.deletedAt !== undefined)
    return { status: 'UPDATE_FAILED', reason: `Stack ${stackId} does not exist` };
  if (stack.pending || stack.status === 'ROLLBACK_COMPLETE' || /_FAILED$/.test(stack.status)) {
    const reason = `Stack:${stackId} is in ${stack.status} state and can not be updated.`;
    return { stackId, status: stack.status, reason };
  }
  return refusing(
    stack.status,
    () => {
      const blueprint = blueprintOf(world, { ...order, accountId: stack.accountId, region: stack.region });
      if (!order.fails && isUnchanged(world, stack, blueprint, order.template)) {
        cloudFormationState(world).stacks[stackId] = { ...stack, ...blueprint };
        return { stackId, status: stack.status };
      }
      const change = {
        kind: 'update' as const,
        blueprint,
        onFailure: 'ROLLBACK' as const,
        ...(order.fails ? { fails: order.fails } : {}),
      };
      return deployment(carryOut(world, stack, change, world.clock.now()));
    },
    stackId,
  );
}

/** Deletes a stack with what its resources' policies let go; one that is gone is a success. */
export function deleteStackIn(
  world: World,
  stackId: string,
  options: { readonly principal?: string; readonly fails?: Failing } = {},
): Deployment {
  settleStacks(world);
  const stack = cloudFormationState(world).stacks[stackId];
  if (!stack || stack.deletedAt !== undefined) return { status: 'DELETE_COMPLETE' };
  if (stack.terminationProtection) {
    return {
      stackId,
      status: stack.status,
      reason: `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
    };
  }
  const acting = options.principal === undefined ? stack : { ...stack, principal: options.principal };
  const change = {
    kind: 'delete' as const,
    onFailure: 'ROLLBACK' as const,
    ...(options.fails ? { fails: options.fails } : {}),
  };
  return deployment(carryOut(world, acting, change, world.clock.now()));
}

/** The stack as it is now, deleted ones included, by ARN. */
export function stackOf(world: World, stackId: string): StackRow | undefined {
  settleStacks(world);
  return cloudFormationState(world).stacks[stackId];
}

/** Something in an account, made by a stack or left behind by one. */
export interface MadeResource {
  /** Undefined for what was retained when its stack went. */
  readonly stackId?: string;
  readonly region: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  /** As `Fn::GetAtt X.Arn` gives it. */
  readonly arn?: string;
  readonly properties: ResourceRow['properties'];
  /** Clock milliseconds of its last change. */
  readonly changedAt: number;
}

/** Everything that stacks made in an account, in one Region or in all. */
export function resourcesOf(world: World, accountId: string, region?: string): MadeResource[] {
  settleStacks(world);
  const { places, stacks, retained } = cloudFormationState(world);
  const regions = Object.entries(places[accountId] ?? {}).filter(([name]) => region === undefined || name === region);
  const made = regions.flatMap(([, ids]) =>
    ids.flatMap((id) => {
      const stack = stacks[id];
      if (!stack) return [];
      return stack.resources.filter(isThere).map((row) => ({ ...madeOf(stack, row), stackId: stack.id }));
    }),
  );
  const left = (retained[accountId] ?? []).filter((row) => region === undefined || row.region === region);
  const orphans = left.map((row) =>
    madeOf({ id: row.formerStackId, name: '', accountId, region: row.region, generation: 0 }, row),
  );
  return [...made, ...orphans];
}

/** Is one of a type of which there is only one in an account and Region there, made by a stack or left behind by one? */
export function isMadeByStack(
  world: World,
  place: { readonly accountId: string; readonly region: string },
  type: string,
): boolean {
  settleStacks(world);
  const claim = claimOf(place, { type, physicalId: '' });
  return claim !== undefined && cloudFormationState(world).taken[claim] !== undefined;
}

function madeOf(place: Parameters<typeof attributeOf>[0], row: ResourceRow): MadeResource {
  const { logicalId, type, physicalId, properties, changedAt } = row;
  const arn = attributeOf(place, row, 'Arn');
  return {
    region: place.region,
    logicalId,
    type,
    physicalId,
    properties,
    changedAt,
    ...(arn?.startsWith('arn:') ? { arn } : {}),
  };
}

function blueprintOf(
  world: World,
  { accountId, region, template, parameters, tags, principal }: Omit<StackOrder, 'name'>,
): Blueprint {
  cloudFormationState(world).templates[template.digest] = template.body;
  return {
    template: template.digest,
    parameters: completeParameters(template, parameters, (name) => systemsManagerValue(world, accountId, region, name)),
    tags,
    capabilities: [],
    notificationArns: [],
    principal,
  };
}

function deployment({ stack, failure }: Ending): Deployment {
  const { id, status } = stack;
  if (!failure) return { stackId: id, status };
  const { row, message } = failure;
  const reason = row
    ? `ResourceLogicalId:${row.logicalId}, ResourceType:${row.type}, ResourceStatusReason:${message}.`
    : message;
  return { status, reason, ...(stack.deletedAt === undefined ? { stackId: id } : {}) };
}

/** What CloudFormation would refuse at the call is an answer here. */
function refusing(status: string, work: () => Deployment, stackId?: string): Deployment {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status >= 500) throw error;
    return { status, reason: error.message, ...(stackId === undefined ? {} : { stackId }) };
  }
}
