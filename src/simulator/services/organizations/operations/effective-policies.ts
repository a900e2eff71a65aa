import { effectivePolicy } from '../effective/effective-policy.js';
import { invalidInput, refuse, targetNotFound } from '../faults.js';
import type { Input } from '../input.js';
import { pathOf } from '../names.js';
import { page } from '../pages.js';
import { hasEffectivePolicy } from '../quotas.js';
import { type Member, member, reader } from '../session.js';
import { accountShape } from '../shapes.js';
import { existingAccount } from './accounts.js';

/** What all policies of one type on the way from the root to an account come to. Computed a while after each change. */

function notFound(): Error {
  return refuse('EffectivePolicyNotFoundException', 'There is no effective policy of this type for the account.');
}

function effectiveType({ store }: Member, input: Input): string {
  const type = input.text('PolicyType');
  if (!hasEffectivePolicy(type)) {
    throw invalidInput('INVALID_ENUM_POLICY_TYPE', 'Policies of this type have no effective policy.');
  }
  if (store.get('policyTypes', type)?.status !== 'ENABLED') throw notFound();
  return type;
}

const DescribeEffectivePolicy = member((session, input) => {
  const { store, listed, callerId, now } = session;
  const target = input.raw('TargetId') === undefined ? callerId : input.target();
  const type = effectiveType(session, input);
  if (!/^\d{12}$/.test(target)) {
    throw invalidInput('TARGET_NOT_SUPPORTED', 'Effective policies exist for accounts, not for roots or units.');
  }
  if (store.get('parents', target) === undefined) throw targetNotFound();
  const { content, updatedAt } = effectivePolicy(store, listed, type, target);
  if (!content) throw notFound();
  const since = updatedAt ?? store.get('accounts', target)?.joinedAt ?? now;
  return {
    EffectivePolicy: {
      PolicyContent: JSON.stringify(content),
      LastUpdatedTimestamp: new Date(since),
      TargetId: target,
      PolicyType: type,
    },
  };
});

const ListAccountsWithInvalidEffectivePolicy = reader((session, input) => {
  const type = effectiveType(session, input);
  const { store, listed, world } = session;
  const invalid = listed.list('accounts').filter((id) => effectivePolicy(store, listed, type, id).errors.length > 0);
  const list = `ListAccountsWithInvalidEffectivePolicy ${type}`;
  const { items, ...next } = page(session, input, list, invalid, (id) => accountShape(listed, id, world.settings));
  return { Accounts: items, PolicyType: type, ...next };
});

const ListEffectivePolicyValidationErrors = reader((session, input) => {
  const account = input.account();
  const type = effectiveType(session, input);
  const { store, listed, now } = session;
  existingAccount(store, account);
  const { errors, contributors } = effectivePolicy(store, listed, type, account);
  const list = `ListEffectivePolicyValidationErrors ${account} ${type}`;
  const ids = errors.map((_, index) => String(index));
  const { items, ...next } = page(session, input, list, ids, (id) => {
    const error = errors[Number(id)];
    return (
      error && {
        ErrorCode: error.code,
        ErrorMessage: error.message,
        PathToError: error.path,
        ContributingPolicies: contributors,
      }
    );
  });
  return {
    AccountId: account,
    PolicyType: type,
    Path: pathOf(listed, account),
    EvaluationTimestamp: new Date(now),
    EffectivePolicyValidationErrors: items,
    ...next,
  };
});

export const effectivePolicyOperations = {
  DescribeEffectivePolicy,
  ListAccountsWithInvalidEffectivePolicy,
  ListEffectivePolicyValidationErrors,
};
