import { controlFacts } from '../facts/controls.js';
import type { EnabledControlSpec } from '../kinds/enabled-control/spec.js';
import type { Address, JsonObject, NodeName } from '../model.js';
import type { Organization } from '../organization.js';
import type { GuardInput, Picture } from './guard.js';

/** A control on a unit, as a picture shows it. */
export interface PicturedControl {
  readonly address: Address;
  readonly control: string;
  readonly target: NodeName;
  readonly parameters: JsonObject;
}

export function isControlSpec(kind: string, spec: JsonObject): spec is JsonObject & EnabledControlSpec {
  return kind === 'enabled-control' && typeof spec['control'] === 'string' && typeof spec['target'] === 'string';
}

const pictured = new WeakMap<Picture, readonly PicturedControl[]>();

/** What moved accounts took along is not among them. */
export function controlsOf(picture: Picture): readonly PicturedControl[] {
  const known = pictured.get(picture);
  if (known) return known;
  const found = [...picture.specs].flatMap(([address, { kind, spec }]): PicturedControl[] => {
    if (!isControlSpec(kind, spec) || !spec.target.startsWith('unit:')) return [];
    return [{ address, control: spec.control, target: spec.target, parameters: spec.parameters ?? {} }];
  });
  pictured.set(picture, found);
  return found;
}

/** After the plan: what it writes, and what the manifest declares although nothing changes. */
export function ownControls(input: GuardInput): readonly PicturedControl[] {
  const written = new Set<Address>();
  for (const { action, address } of input.changes) if (action !== 'notice' && action !== 'remove') written.add(address);
  return controlsOf(input.after).filter(({ address }) => written.has(address) || input.declared?.has(address) === true);
}

/** Whether two places bind the same accounts, one of them from above. */
export function overlap(organization: Organization, one: NodeName, other: NodeName): boolean {
  return one === other || organization.isBelow(one, other) || organization.isBelow(other, one);
}

/** The policy type that a control is written into; undefined for rules and hooks. */
export function policyTypeOf(control: string): 'scp' | 'rcp' | 'declarative-ec2' | undefined {
  const { behavior, implementation } = controlFacts(control);
  if (implementation === 'scp' || implementation === 'rcp' || implementation === 'declarative-ec2')
    return implementation;
  // Of newer preventive controls only the catalog knows; most of them are service control policies.
  return behavior === 'preventive' ? 'scp' : undefined;
}
