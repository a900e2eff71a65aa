import type { NodeName } from '../model.js';
import { isControlSpec, policyTypeOf } from './controls.js';
import type { GuardInput } from './guard.js';
import { indexAfter, specAfter } from './picture.js';

/** A policy that Control Tower will attach to a unit by itself. */
export interface GuardrailSlot {
  readonly type: string;
  readonly target: NodeName;
}

/**
 * Control Tower writes all controls of one policy type on a unit into one `aws-guardrails-*` policy, as long as they fit:
 * the first of them takes a slot. Registering a unit at the top of the tree brings the mandatory ones. What is not known
 * of attachments is not guessed.
 */
export function guardrailSlots(input: GuardInput): readonly GuardrailSlot[] {
  if (![...input.before.specs.values()].some(({ kind }) => kind === 'policy-attachment')) return [];
  const slots = new Map<string, GuardrailSlot>();
  for (const change of input.changes) {
    const slot = change.action === 'create' ? slotOf(input, change.kind, specAfter(change) ?? {}) : undefined;
    if (slot && !hasGuardrail(input, slot)) slots.set(`${slot.type} ${slot.target}`, slot);
  }
  return [...slots.values()];
}

function slotOf(
  { after }: GuardInput,
  kind: string,
  spec: Parameters<typeof isControlSpec>[1],
): GuardrailSlot | undefined {
  if (isControlSpec(kind, spec)) {
    const type = policyTypeOf(spec.control);
    return type === undefined ? undefined : { type, target: spec.target };
  }
  if (kind !== 'enabled-baseline' || spec['baseline'] !== 'AWSControlTowerBaseline') return undefined;
  const target = String(spec['target']) as NodeName;
  return after.organization.get(target)?.parent === 'root' ? { type: 'scp', target } : undefined;
}

function hasGuardrail(input: GuardInput, { type, target }: GuardrailSlot): boolean {
  return indexAfter(input)
    .at(target, type)
    .some(({ name }) => name.startsWith('aws-guardrails-'));
}
