import type { Statement } from '../iam/document.js';
import { readStatements } from '../iam/document.js';
import { applies } from '../iam/evaluate.js';
import { comparisonOf } from '../iam/operators.js';
import type { PolicySpec } from '../kinds/organization-policy/spec.js';
import type { Address } from '../model.js';
import type { Finding, Guard, GuardInput } from './guard.js';
import { expandDocument, indexAfter, listing, writtenPolicies } from './picture.js';

/** What the five root tasks of sts:AssumeRoot call in a member account. */
const ROOT_TASKS = [
  'iam:GetAccountSummary',
  'iam:GetLoginProfile',
  'iam:ListAccessKeys',
  'iam:ListMFADevices',
  'iam:ListSigningCertificates',
  'iam:DeleteLoginProfile',
  'iam:DeleteAccessKey',
  'iam:DeleteSigningCertificate',
  'iam:DeactivateMFADevice',
  'iam:CreateLoginProfile',
  's3:DeleteBucketPolicy',
  'sqs:SetQueueAttributes',
];

/** Does a condition of it pick the root user out? */
export function singlesOutRoot(statement: Statement): boolean {
  return statement.clauses.some(({ operator, key, values }) => {
    const comparison = comparisonOf(operator);
    if (comparison === undefined || comparison.negated) return false;
    if (key.toLowerCase() === 'aws:principaltype')
      return values.some((value) => value === 'Root' || value === 'Account');
    return key.toLowerCase() === 'aws:principalarn' && values.some((value) => value.endsWith(':root'));
  });
}

/** The root tasks that the statement denies although the session comes from sts:AssumeRoot. */
function deniedTasks(statement: Statement): string[] {
  const context = { 'aws:principalarn': 'arn:aws:iam::*:root', 'aws:assumedroot': 'true' };
  return ROOT_TASKS.filter((action) => applies(statement, { action, resource: '*', context }) !== 'no');
}

/** Written by the plan, or declared and as it stands after it. */
function* ownPolicies(input: GuardInput): Generator<{ address: Address; spec: PolicySpec }> {
  const seen = new Set<Address>();
  for (const { change, spec } of writtenPolicies(input)) {
    seen.add(change.address);
    yield { address: change.address, spec };
  }
  for (const [address, spec] of indexAfter(input).policies) {
    if (!seen.has(address) && input.declared?.has(address)) yield { address, spec };
  }
}

export const rootDeny: Guard = {
  code: 'root-deny-exempts-assume-root',
  title: 'A service control policy denies root without excepting AssumeRoot sessions',
  reason:
    'Centralized root access works in member accounts with sts:AssumeRoot sessions, whose principal is the member\'s root. A policy that denies root stops their actions too, although AssumeRoot itself succeeds. The key `aws:AssumedRoot` is present in such sessions only, so `Null: { "aws:AssumedRoot": "true" }` denies the real root user and lets them pass; Control Tower\'s own control has the same exception (`ExemptAssumeRoot`). Source: [Privileged root tasks](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html), [Disallow actions as a root user](https://docs.aws.amazon.com/controltower/latest/controlreference/strongly-recommended-preventive-controls.html).',
  allowance: 'An allowance at the policy means that centralized root access is not used where it is attached.',
  *check(input): Iterable<Finding> {
    for (const { address, spec } of ownPolicies(input)) {
      if (spec.type !== 'scp') continue;
      for (const [index, statement] of readStatements(expandDocument(input, spec.document)).entries()) {
        if (statement.effect !== 'Deny' || !singlesOutRoot(statement)) continue;
        const tasks = deniedTasks(statement);
        if (tasks.length === 0) continue;
        yield {
          address,
          message: `${statement.sid ?? `Statement[${index}]`} denies root in member accounts and does not except sts:AssumeRoot sessions, so centralized root access breaks: ${listing(tasks, 3)}`,
          hint: 'Add to its Condition: { "Null": { "aws:AssumedRoot": "true" } }.',
        };
      }
    }
  },
};
