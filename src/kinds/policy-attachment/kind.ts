import type { Kind } from '../../kind.js';
import type { Address, Change } from '../../model.js';
import { policies } from '../organization-policy/section.js';
import { policyTypeIn } from '../organization-policy/spec.js';
import type { Surroundings } from '../surroundings.js';
import { desired } from './desired.js';
import { confirm, live } from './live.js';
import { shows } from './shows.js';
import type { AttachmentSpec } from './spec.js';
import { steps } from './steps.js';

export const policyAttachment: Kind<AttachmentSpec, Surroundings> = {
  name: 'policy-attachment',
  prefix: 'policy-attachment',
  title: 'attachment of a policy',
  // The `policies` section is the organization-policy kind's.
  sections: [],
  readsSections: [policies.key],
  undeclared: 'remove',
  ownable: false,
  desired,
  needs: (spec) => [
    spec.policy,
    `policy-type:${policyTypeIn(spec.policy)}`,
    ...(spec.target === 'root' ? [] : [spec.target]),
  ],
  live,
  confirm,
  steps,
  lanes: () => [],
  follows,
  shows,
  targets: (spec) => [spec.target],
  actions: {
    read: ['organizations:ListPolicies', 'organizations:ListTargetsForPolicy', 'organizations:ListPoliciesForTarget'],
    write: ['organizations:AttachPolicy', 'organizations:DetachPolicy'],
  },
};

/** A policy is detached only when what may take its place is attached, and the accounts that leave its reach have left. */
function follows(change: Change<AttachmentSpec>, others: ReadonlyMap<string, readonly Change[]>): Address[] {
  if (change.action !== 'remove') return [];
  const { policy, target } = change.from;
  const leaving = (others.get('account') ?? []).filter((other) => {
    if (!('from' in other) || !('to' in other)) return false;
    const parent = other.from?.['parent'];
    return typeof parent === 'string' && parent !== other.to['parent'] && isWithin(parent, target);
  });
  const replacing = (others.get('policy-attachment') ?? []).filter((other) => {
    if (other.action !== 'create') return false;
    const replacement = other.to as AttachmentSpec;
    return policyTypeIn(replacement.policy) === policyTypeIn(policy) && mayShare(replacement.target, target);
  });
  return [...leaving, ...replacing].map(({ address }) => address);
}

function isWithin(node: string, above: string): boolean {
  return above === 'root' || node === above || node.startsWith(`${above}/`);
}

/** Do two places bind the same accounts? Where an account lives is not known here, so it may be anywhere. */
function mayShare(one: string, other: string): boolean {
  if (one.startsWith('account:') && other.startsWith('account:')) return one === other;
  return [one, other].some((node) => node.startsWith('account:')) || isWithin(one, other) || isWithin(other, one);
}
