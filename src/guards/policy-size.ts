import type { QuotaUse } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { count, isPolicySpec, quotaOf, typeLabel, writtenPolicies } from './picture.js';

/** A policy that fills more of its quota than this is shown among the plan's slots. */
const WORTH_SHOWING = 0.8;

/** Characters of the document as it is sent: minified, with every id filled in. */
function sizeOf(input: GuardInput, document: object): number {
  return input.expand(JSON.stringify(document)).length;
}

export const policySize: Guard = {
  code: 'policy-size',
  title: 'A policy document is larger than AWS accepts',
  reason:
    'AWS Organizations limits the characters of a policy document by type, white space included as it is sent; towerctl sends documents minified. AWS calls all policy quotas hard limits and answers `POLICY_CONTENT_LIMIT_EXCEEDED`. The numbers are dated data (service control policies went from 5,120 to 10,240 on 2026-05-15); where no source gives one, this rule only warns. Source: [Quotas for AWS Organizations](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).',
  allowance:
    'An allowance sends the document as it is, for the day on which AWS has raised the quota and this version does not know it. Better: set the number under `guards.quotas.<type>.size`.',
  *check(input): Iterable<Finding> {
    for (const { change, spec } of writtenPolicies(input)) {
      const { limit, unconfirmed } = quotaOf(spec.type, 'size', input.settings);
      const size = sizeOf(input, spec.document);
      if (size <= limit) continue;
      yield {
        address: change.address,
        severity: unconfirmed ? 'warning' : 'error',
        message: `the document has ${count(size)} characters, ${count(size - limit)} more than the ${count(limit)} that AWS allows for ${typeLabel(spec.type)}${unconfirmed ? ' (limit not confirmed by a source)' : ''}`,
        hint: 'Split it into two policies, or shorten it: wildcards for actions, fewer Sids.',
      };
    }
  },
  *quotas(input): Iterable<QuotaUse> {
    for (const { change, spec } of writtenPolicies(input)) {
      const { limit, unconfirmed } = quotaOf(spec.type, 'size', input.settings);
      const after = sizeOf(input, spec.document);
      if (after < limit * WORTH_SHOWING) continue;
      const old = input.before.specs.get(change.address);
      const before = old && isPolicySpec(old.kind, old.spec) ? sizeOf(input, old.spec.document) : 0;
      yield {
        subject: `characters of ${change.address}`,
        before,
        after,
        limit,
        ...(unconfirmed ? { unconfirmed } : {}),
      };
    }
  },
};
