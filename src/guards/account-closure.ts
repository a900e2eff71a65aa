import { accountsClosed, accountsThere } from './accounts.js';
import type { Finding, Guard, GuardInput } from './guard.js';

/** Closures in 30 days: the larger of this number and a fifth of the members, at most the other one (Quotas, October 2026). */
const CLOSURES = 250;
const CLOSURES_AT_MOST = 1_000;

function* tooMany(input: GuardInput): Generator<Finding> {
  const closing = accountsClosed(input).length;
  const there = [...accountsThere(input)];
  // When they were closed is not told: all that are still listed count.
  const closed = there.filter(({ state }) => state !== undefined).length;
  const most = Math.max(CLOSURES, Math.min(CLOSURES_AT_MOST, Math.floor(there.length / 5)));
  if (closing === 0 || closing + closed <= most) return;
  yield {
    address: 'plan:closures',
    severity: 'warning',
    message: `the plan closes ${closing} accounts and ${closed} are closed or suspended already; AWS closes ${most} in 30 days at most`,
    hint: 'Those beyond it fail (CLOSE_ACCOUNT_QUOTA_EXCEEDED) and are closed by a later run.',
  };
}

export const accountClosure: Guard = {
  code: 'account-closure',
  title: 'An account would be closed',
  reason:
    'Closing an account ends everything in it: within minutes nobody can use it, after 90 days it is gone with its data, and its email is not free again. Backups, buckets and keys that others use go with it. Control Tower’s own accounts cannot be missed by the landing zone. Source: [Closing a member account](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html).',
  allowance:
    'An allowance at the account means that it may be closed now. Give it an until date, and take the entry out of the manifest when AWS no longer lists the account.',
  *check(input): Iterable<Finding> {
    for (const { address, from } of accountsClosed(input)) {
      const name = typeof from['name'] === 'string' ? ` "${from['name']}"` : '';
      yield {
        address,
        message: `the account${name} would be closed, as \`close: true\` says: after 90 days nothing brings it back`,
        hint: `If it is meant: guards: { allow: [{ code: account-closure, at: "${address}", reason: ..., until: ... }] }.`,
      };
    }
    yield* tooMany(input);
  },
};
