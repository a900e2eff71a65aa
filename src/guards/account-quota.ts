import type { QuotaUse } from '../model.js';
import { accountsMade } from './accounts.js';
import type { Finding, Guard, GuardInput } from './guard.js';

/** "Default maximum number of accounts" (Quotas for AWS Organizations, October 2026); a young organization may have fewer. */
const DEFAULT = 10;

/** Closed accounts count until AWS drops them, some 90 days later: which it does not say, so the safe side is taken. */
function use(input: GuardInput): QuotaUse | undefined {
  const made = accountsMade(input).length;
  if (made === 0) return undefined;
  const before = input.before.organization
    .accounts()
    .filter((name) => input.before.organization.get(name)?.live).length;
  const own = input.settings.quotas['accounts']?.perOrganization;
  // An organization that is past the default has been granted more, and only AWS knows how many.
  const unconfirmed = own === undefined && before > DEFAULT;
  const limit = own ?? (unconfirmed ? before : DEFAULT);
  return { subject: 'accounts', before, after: before + made, limit, ...(unconfirmed && { unconfirmed }) };
}

export const accountQuota: Guard = {
  code: 'account-quota',
  title: 'More accounts than the organization may have',
  reason:
    'An organization begins with a quota of 10 accounts, closed ones included until they are gone; AWS takes the request and lets it fail later (`ACCOUNT_LIMIT_EXCEEDED`), Account Factory later still. What the quota was raised to cannot be read here: write it under `guards.quotas.accounts.perOrganization`. Source: [Quotas for AWS Organizations](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).',
  allowance:
    'An allowance at `plan:accounts` lets one plan try. Better: write the granted number under `guards.quotas.accounts.perOrganization`.',
  *check(input): Iterable<Finding> {
    const found = use(input);
    if (!found || found.after <= found.limit) return;
    const { before, after, limit, unconfirmed } = found;
    yield {
      address: 'plan:accounts',
      severity: unconfirmed ? 'warning' : 'error',
      message: unconfirmed
        ? `the organization would have ${after} accounts instead of ${before}, and how many AWS granted it is not known`
        : `the organization would have ${after} accounts, ${after - limit} more than the ${limit} it may have`,
      hint: 'Have the quota raised in Service Quotas (us-east-1, AWS Organizations), and write the granted number: guards: { quotas: { accounts: { perOrganization: N } } }.',
    };
  },
  *quotas(input): Iterable<QuotaUse> {
    const found = use(input);
    if (found) yield found;
  },
};
