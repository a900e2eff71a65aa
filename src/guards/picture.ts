import { policyType } from '../facts/policy-types.js';
import type { PolicySpec } from '../kinds/organization-policy/spec.js';
import type { AttachmentSpec } from '../kinds/policy-attachment/spec.js';
import type { Address, Change, JsonObject, NodeName } from '../model.js';
import type { GuardInput, GuardSettings, Picture } from './guard.js';

/** A policy on a target, with its document where it is known. */
export interface Attached {
  readonly address: Address;
  readonly policy: Address;
  readonly type: string;
  readonly name: string;
  readonly target: NodeName;
  /** Undefined where the policy itself could not be read. */
  readonly document?: JsonObject;
}

const FULL_ACCESS: Readonly<Record<string, JsonObject>> = {
  'policy:scp/FullAWSAccess': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
  'policy:rcp/RCPFullAWSAccess': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  },
};

/** `policy:scp/deny-leave` -> its type and name. A name may hold slashes, a type does not. */
export function typeAndName(policy: string): { readonly type: string; readonly name: string } {
  const path = policy.slice(policy.indexOf(':') + 1);
  const slash = path.indexOf('/');
  return slash < 0 ? { type: path, name: path } : { type: path.slice(0, slash), name: path.slice(slash + 1) };
}

export function isPolicySpec(kind: string, spec: JsonObject): spec is JsonObject & PolicySpec {
  return kind === 'organization-policy' && typeof spec['type'] === 'string' && typeof spec['document'] === 'object';
}

export function isAttachmentSpec(kind: string, spec: JsonObject): spec is JsonObject & AttachmentSpec {
  return (
    kind === 'policy-attachment' && typeof spec['policy'] === 'string' && isNodeName(spec['target']?.toString() ?? '')
  );
}

/** The place that an address names, for units and accounts. */
export function nodeOf(address: Address): NodeName | undefined {
  return isNodeName(address) ? address : undefined;
}

function isNodeName(text: string): text is NodeName {
  return text === 'root' || text.startsWith('unit:') || text.startsWith('account:');
}

/** The policies of a picture, found by what guards ask: at a target, along a line, of a type. */
export class PolicyIndex {
  readonly policies = new Map<Address, JsonObject & PolicySpec>();
  readonly attachments: readonly Attached[];
  /** Enabled policy types; undefined when the picture does not tell. */
  readonly types: ReadonlySet<string> | undefined;
  readonly #at = new Map<NodeName, Attached[]>();

  constructor(picture: Picture, enabled?: ReadonlySet<string>) {
    const types = new Set<string>();
    const attachments: Attached[] = [];
    let typesKnown = false;
    for (const [address, { kind, spec }] of picture.specs) {
      if (isPolicySpec(kind, spec)) this.policies.set(address, spec);
      if (kind !== 'policy-type') continue;
      typesKnown = true;
      if (typeof spec['type'] === 'string') types.add(spec['type']);
    }
    for (const [address, { kind, spec }] of picture.specs) {
      if (isAttachmentSpec(kind, spec)) attachments.push(this.#attached(address, spec));
    }
    for (const attached of attachments) {
      const here = this.#at.get(attached.target);
      if (here) here.push(attached);
      else this.#at.set(attached.target, [attached]);
    }
    this.attachments = attachments;
    this.types = enabled ?? (typesKnown ? types : undefined);
  }

  /** Attached directly to a target, of one type or of all. */
  at(target: NodeName, type?: string): readonly Attached[] {
    const here = this.#at.get(target) ?? [];
    return type === undefined ? here : here.filter((attached) => attached.type === type);
  }

  /** Policies of a type have effect: it is enabled, or the picture does not tell which are. */
  isOn(type: string): boolean {
    return this.types?.has(type) ?? true;
  }

  #attached(address: Address, spec: AttachmentSpec): Attached {
    const document = wholeDocument(this.policies.get(spec.policy)) ?? FULL_ACCESS[spec.policy];
    return {
      address,
      policy: spec.policy,
      ...typeAndName(spec.policy),
      target: spec.target,
      ...(document === undefined ? {} : { document }),
    };
  }
}

/** Reads may leave out the text of what is not ours: an empty document is an unknown one, not one that denies nothing. */
function wholeDocument(spec: PolicySpec | undefined): JsonObject | undefined {
  return spec === undefined || Object.keys(spec.document).length === 0 ? undefined : spec.document;
}

const indexes = new WeakMap<Picture, PolicyIndex>();

/** Built once a picture: every guard asks. */
export function indexOf(picture: Picture): PolicyIndex {
  const known = indexes.get(picture);
  if (known) return known;
  const index = new PolicyIndex(picture);
  indexes.set(picture, index);
  return index;
}

const indexesAfter = new WeakMap<GuardInput, PolicyIndex>();

/** The picture after the plan. A plan that disables the last policy type leaves none to read: none is on, not unknown. */
export function indexAfter(input: GuardInput): PolicyIndex {
  const known = indexesAfter.get(input);
  if (known) return known;
  const plain = indexOf(input.after);
  const ended = plain.types === undefined && removals(input, 'policy-type').length > 0;
  const index = ended ? new PolicyIndex(input.after, new Set()) : plain;
  indexesAfter.set(input, index);
  return index;
}

const expanded = new WeakMap<GuardInput, WeakMap<JsonObject, JsonObject>>();

/** The document as AWS will see it: `${account.x.id}` and the like filled in. */
export function expandDocument(input: GuardInput, document: JsonObject): JsonObject {
  const known = expanded.get(input) ?? new WeakMap<JsonObject, JsonObject>();
  expanded.set(input, known);
  const done = known.get(document);
  if (done) return done;
  const text = JSON.stringify(document);
  const result: JsonObject = text.includes('${') ? JSON.parse(input.expand(text)) : document;
  known.set(document, result);
  return result;
}

/** The spec that a change leads to; undefined for what removes or only waits. */
export function specAfter(change: Change): JsonObject | undefined {
  return change.action === 'remove' || change.action === 'notice' ? undefined : change.to;
}

/** Policies that the plan writes, with the change that does. */
export function* writtenPolicies(input: GuardInput): Generator<{ change: Change; spec: PolicySpec }> {
  for (const change of input.changes) {
    if (change.action === 'expect' || change.action === 'wait') continue;
    const spec = specAfter(change);
    if (spec !== undefined && isPolicySpec(change.kind, spec)) yield { change, spec };
  }
}

export function removals(input: GuardInput, kind: string): readonly (Change & { readonly action: 'remove' })[] {
  return input.changes.filter(
    (change): change is Change & { readonly action: 'remove' } => change.action === 'remove' && change.kind === kind,
  );
}

export interface Quota {
  readonly size: number;
  readonly perTarget: number;
  readonly perOrganization: number;
}

/** A dated quota, or the manifest's own number. `unconfirmed` = no source gives it, and the manifest does not either. */
export function quotaOf(
  type: string,
  which: keyof Quota,
  settings: GuardSettings,
): { readonly limit: number; readonly unconfirmed: boolean } {
  const own = settings.quotas[type]?.[which];
  if (own !== undefined) return { limit: own, unconfirmed: false };
  const facts = policyType(type);
  return { limit: facts[which], unconfirmed: facts.unconfirmed === true };
}

/** `SCP`, `RCP`, `tag policy`: how a type is called in a sentence. */
export function typeLabel(type: string): string {
  return type === 'scp' || type === 'rcp' ? type.toUpperCase() : policyType(type).title;
}

/** `unit:Workloads/Prod` -> `Workloads/Prod`. */
export function nodeLabel(node: NodeName): string {
  if (node === 'root') return 'the root';
  return node.startsWith('unit:') ? node.slice('unit:'.length) : `account ${node.slice('account:'.length)}`;
}

/** The first few of a list, with how many more there are. */
export function listing(items: readonly string[], shown = 5): string {
  const more = items.length - shown;
  return more > 0 ? `${items.slice(0, shown).join(', ')} and ${more} more` : items.join(', ');
}

/** `1,234`: as every number in a message is written, whatever the machine's locale. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
