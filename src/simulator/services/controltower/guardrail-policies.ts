import type { JsonObject } from '../../../model.js';
import type { World } from '../../world.js';
import {
  createPolicyOn,
  deletePolicy,
  ensurePolicyType,
  type PolicyRecord,
  placesLeft,
  policiesOn,
  replaceContent,
  sizeLimit,
} from '../organizations/for-services.js';
import { controlTowerState } from './state.js';
import { isFrom } from './versions.js';

/**
 * The `aws-guardrails-*` policies: ordinary policies of Organizations that Control Tower attaches to each unit. Statements
 * are told apart by Sid, identical ones stand once, and a policy is filled before the next one is made.
 */
export type StatementType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
const SCP: StatementType = 'SERVICE_CONTROL_POLICY';
/** Landing zones before 4.0 were set up while a service control policy could not be longer: their units have two. */
const LONGEST_BEFORE_4 = 5_120;
const NAME = /^aws-guardrails-[A-Za-z0-9]{6}$/;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Control Tower's own policies of that type on this unit, in the order in which they were attached. */
export function guardrailPoliciesOf(world: World, unitId: string, type: string = SCP): PolicyRecord[] {
  return policiesOn(world, type, unitId).filter((policy) => isGuardrail(policy));
}

export const isGuardrail = (policy: PolicyRecord): boolean => NAME.test(policy.name);

export function statementsOf(policy: PolicyRecord): readonly JsonObject[] {
  try {
    const document = JSON.parse(policy.content) as { readonly Statement?: unknown };
    const { Statement: statements = [] } = document;
    return (Array.isArray(statements) ? statements : [statements]) as readonly JsonObject[];
  } catch {
    // Somebody may have written over it.
    return [];
  }
}

/** False, and nothing is changed, when the statements find no place: all policies full, and no slot for another one. */
export function putStatements(
  world: World,
  unitId: string,
  statements: readonly JsonObject[],
  type: StatementType = SCP,
): boolean {
  ensurePolicyType(world, type);
  const planned = guardrailPoliciesOf(world, unitId, type).map((policy) => ({
    policy,
    statements: [...statementsOf(policy)],
  }));
  const fresh: JsonObject[][] = [];
  for (const statement of statements) {
    const holder = planned.find((each) => each.statements.some((other) => other['Sid'] === statement['Sid']));
    if (holder) {
      holder.statements = holder.statements.map((other) => (other['Sid'] === statement['Sid'] ? statement : other));
      continue;
    }
    const lists = [...planned.map((each) => each.statements), ...fresh];
    const roomy = lists.find((list) => fits(world, [...list, statement], type));
    if (roomy) roomy.push(statement);
    else fresh.push([statement]);
  }
  if (fresh.length > placesLeft(world, type, unitId)) return false;
  for (const { policy, statements: list } of planned) replaceContent(world, policy.id, documentOf(list));
  for (const list of fresh) createPolicyOn(world, unitId, { type, name: newName(world), content: documentOf(list) });
  return true;
}

/** A policy that has no statement left is deleted. */
export function removeStatements(
  world: World,
  unitId: string,
  sids: readonly string[],
  type: StatementType = SCP,
): void {
  for (const policy of guardrailPoliciesOf(world, unitId, type)) {
    const before = statementsOf(policy);
    const after = before.filter((statement) => !sids.includes(String(statement['Sid'])));
    if (after.length === before.length) continue;
    if (after.length === 0) deletePolicy(world, policy.id);
    else replaceContent(world, policy.id, documentOf(after));
  }
}

function documentOf(statements: readonly JsonObject[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function fits(world: World, statements: readonly JsonObject[], type: StatementType): boolean {
  const isOld = type === SCP && !isFrom(controlTowerState(world).landingZone?.version ?? '', '4.0');
  const longest = Math.min(sizeLimit(world, type), isOld ? LONGEST_BEFORE_4 : Number.POSITIVE_INFINITY);
  return [...documentOf(statements)].length <= longest;
}

export function newName(world: World): string {
  let suffix = '';
  for (let index = 0; index < 6; index += 1) suffix += LETTERS.charAt(Math.floor(world.random() * LETTERS.length));
  return `aws-guardrails-${suffix}`;
}
