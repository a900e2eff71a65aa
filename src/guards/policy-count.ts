import { policyType } from '../facts/policy-types.js';
import type { QuotaUse } from '../model.js';
import type { Finding, Guard, GuardInput, Picture } from './guard.js';
import { count, indexOf, quotaOf, typeAndName, typeLabel } from './picture.js';

/** Customer policies by type, those included of which only an attachment is known: what AWS owns does not count. */
function countsOf(picture: Picture): Map<string, number> {
  const counts = new Map<string, number>();
  const { policies, attachments } = indexOf(picture);
  for (const address of new Set<string>([...policies.keys(), ...attachments.map(({ policy }) => policy)])) {
    const { type, name } = typeAndName(address);
    if (policyType(type).awsDefault?.name === name) continue;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

function* grown(input: GuardInput): Generator<QuotaUse & { readonly type: string }> {
  const before = countsOf(input.before);
  for (const [type, after] of [...countsOf(input.after)].sort()) {
    const was = before.get(type) ?? 0;
    if (after <= was) continue;
    const { limit, unconfirmed } = quotaOf(type, 'perOrganization', input.settings);
    yield {
      type,
      subject: `policies of type ${type}`,
      before: was,
      after,
      limit,
      ...(unconfirmed ? { unconfirmed } : {}),
    };
  }
}

export const policyCount: Guard = {
  code: 'policy-count',
  title: 'More policies of a type than an organization may have',
  reason:
    'An organization holds a limited number of policies of each type, attached or not; AWS answers `POLICY_NUMBER_LIMIT_EXCEEDED`. Source: [Quotas for AWS Organizations](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).',
  allowance:
    'An allowance lets the plan try, for the day on which AWS has raised the quota. Better: set the number under `guards.quotas.<type>.perOrganization`.',
  *check(input): Iterable<Finding> {
    for (const { type, after, limit, unconfirmed } of grown(input)) {
      if (after <= limit) continue;
      yield {
        address: `policy:${type}/*`,
        severity: unconfirmed ? 'warning' : 'error',
        message: `the organization would have ${count(after)} policies of type ${typeLabel(type)}, ${count(after - limit)} more than the ${count(limit)} that AWS allows${unconfirmed ? ' (limit not confirmed by a source)' : ''}`,
        hint: 'Remove policies that are attached nowhere, or join small ones.',
      };
    }
  },
  *quotas(input): Iterable<QuotaUse> {
    for (const { type: _type, ...use } of grown(input)) yield use;
  },
};
