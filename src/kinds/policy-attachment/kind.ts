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

/** A policy is detached only when the accounts that leave its reach have left. */
function follows(change: Change<AttachmentSpec>, all: readonly Change[]): Address[] {
  if (change.action !== 'remove') return [];
  const { target } = change.from;
  return all.flatMap((other) => {
    if (other.kind !== 'account' || !('from' in other)) return [];
    const parent = other.from?.['parent'];
    return typeof parent === 'string' && (parent === target || parent.startsWith(`${target}/`)) ? [other.address] : [];
  });
}
