import { policyType } from '../facts/policy-types.js';
import type { Address, NodeName, QuotaUse } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { guardrailSlots } from './guardrail-slots.js';
import {
  type Attached,
  indexAfter,
  indexOf,
  isAttachmentSpec,
  nodeLabel,
  quotaOf,
  specAfter,
  typeAndName,
  typeLabel,
} from './picture.js';

interface Slot {
  readonly type: string;
  readonly target: NodeName;
  readonly use: QuotaUse;
  readonly here: readonly Attached[];
  readonly defaulted: boolean;
  /** Control Tower attaches one more, for a control or a baseline that the plan enables. */
  readonly guardrail: boolean;
}

/** AWS attaches the type's default policy by itself: to a target that it does not have yet, and everywhere when the type is enabled. */
function lacksDefault(input: GuardInput, target: NodeName, type: string): boolean {
  const standard = policyType(type).awsDefault;
  const index = indexAfter(input);
  if (standard === undefined || !index.isOn(type)) return false;
  const enabled = input.changes.some(({ action, address }) => action === 'create' && address === `policy-type:${type}`);
  if (input.after.organization.get(target)?.live === true && !enabled) return false;
  return index.at(target, type).every((attached) => attached.name !== standard.name);
}

/** The targets whose direct attachments the plan adds to, by type. */
function* grown(input: GuardInput): Generator<Slot> {
  const touched = new Map<string, { type: string; target: NodeName }>();
  for (const change of input.changes) {
    const spec = specAfter(change);
    if (spec === undefined || !isAttachmentSpec(change.kind, spec)) continue;
    const { type } = typeAndName(spec.policy);
    touched.set(`${type} ${spec.target}`, { type, target: spec.target });
  }
  const guardrails = new Set<string>();
  for (const { type, target } of guardrailSlots(input)) {
    guardrails.add(`${type} ${target}`);
    touched.set(`${type} ${target}`, { type, target });
  }
  const [before, after] = [indexOf(input.before), indexAfter(input)];
  for (const { type, target } of touched.values()) {
    const { limit, unconfirmed } = quotaOf(type, 'perTarget', input.settings);
    const here = after.at(target, type);
    const defaulted = lacksDefault(input, target, type);
    const guardrail = guardrails.has(`${type} ${target}`);
    const use: QuotaUse = {
      subject: `${typeLabel(type)} ${target === 'root' ? 'root' : target.slice(target.indexOf(':') + 1)}`,
      before: before.at(target, type).length,
      after: here.length + (defaulted ? 1 : 0) + (guardrail ? 1 : 0),
      limit,
      ...(unconfirmed ? { unconfirmed } : {}),
    };
    if (use.after > use.before) yield { type, target, use, here, defaulted, guardrail };
  }
}

/** Who takes the slots: AWS's default and Control Tower's guardrails are counted, and named, beside the rest. */
function holders({ type, here, defaulted, guardrail }: Slot): string {
  const standard = policyType(type).awsDefault?.name;
  const guardrails = here.filter(({ name }) => name.startsWith('aws-guardrails-')).length + (guardrail ? 1 : 0);
  const others = here.filter(({ name }) => !name.startsWith('aws-guardrails-')).map(({ name }) => name);
  if (defaulted && standard !== undefined) others.unshift(`${standard} (AWS attaches it)`);
  return [...others, ...(guardrails > 0 ? [`${guardrails} of Control Tower's aws-guardrails-*`] : [])].join(', ');
}

/** The control or the baseline for which Control Tower attaches one more. */
function causeOf(input: GuardInput, { target, guardrail }: Slot): Address | undefined {
  if (!guardrail) return undefined;
  return input.changes.find(
    (change) =>
      (change.kind === 'enabled-control' || change.kind === 'enabled-baseline') &&
      change.action === 'create' &&
      change.to['target'] === target,
  )?.address;
}

export const attachmentQuota: Guard = {
  code: 'attachment-quota',
  title: 'More policies of a type attached to one target than AWS accepts',
  reason:
    "AWS counts the policies attached directly to a root, unit or account; inherited ones do not count, but FullAWSAccess, RCPFullAWSAccess and Control Tower's `aws-guardrails-*` do. Past the limit AttachPolicy answers `MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED`. Control Tower attaches one or two policies to every registered unit, and one more for the first control of a type (service control, resource control, declarative), which are counted before it does. Source: [Quotas for AWS Organizations](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).",
  allowance:
    'An allowance lets the plan try, for the day on which AWS has raised the quota. Better: set the number under `guards.quotas.<type>.perTarget`.',
  *check(input): Iterable<Finding> {
    for (const slot of grown(input)) {
      const { use, type, target } = slot;
      if (use.after <= use.limit) continue;
      const first = slot.here.find(({ address }) => input.changes.some((change) => change.address === address));
      const address = first?.address ?? causeOf(input, slot) ?? (`policy-attachment:${type}/*@${target}` as const);
      yield {
        address,
        severity: use.unconfirmed ? 'warning' : 'error',
        message: `${nodeLabel(target)} would have ${use.after} policies of type ${typeLabel(type)} attached, AWS allows ${use.limit}${use.unconfirmed ? ' (limit not confirmed by a source)' : ''}: ${holders(slot)}`,
        hint: 'Join two policies into one, or attach one of them higher up: inherited policies do not count.',
      };
    }
  },
  *quotas(input): Iterable<QuotaUse> {
    for (const { use } of grown(input)) yield use;
  },
};
