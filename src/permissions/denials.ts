import type { PolicyStatement } from './document.js';
import { ownPolicies, ownRoles, ownStacks, type Places, taskArns } from './places.js';
import { denyingOthers, statement } from './statements.js';

const ENTERING = ['sts:AssumeRole'];

/** No role but these is assumed, whatever other policies the role is given. */
export function rolesDenial(roles: readonly string[]): PolicyStatement {
  return roles.length === 0
    ? statement('Deny', 'NoRoles', ENTERING, ['*'])
    : denyingOthers('NoOtherRoles', ENTERING, roles);
}

/** Root of a member is nobody, or is somebody for these tasks alone. */
export function rootDenial(tasks: readonly string[], places: Places): PolicyStatement {
  if (tasks.length === 0) return statement('Deny', 'NoRoot', ['sts:AssumeRoot'], ['*']);
  return statement('Deny', 'NoOtherRootTasks', ['sts:AssumeRoot'], ['*'], {
    StringNotEquals: { 'sts:TaskPolicyArn': taskArns(tasks, places) },
  });
}

/**
 * The roles do not change themselves or each other, nor the policies on them; and not by way of the stacks that made
 * them either, which CloudFormation updates with a role of its own, whoever asks.
 */
export function ownDenials(places: Places): PolicyStatement[] {
  return [
    statement('Deny', 'NotOurselves', ['iam:*', 'sts:*'], [...ownRoles(places), ...ownPolicies(places)]),
    statement(
      'Deny',
      'NotOurStacks',
      [
        'cloudformation:CreateChangeSet',
        'cloudformation:CreateStack',
        'cloudformation:DeleteStack',
        'cloudformation:ExecuteChangeSet',
        'cloudformation:RollbackStack',
        'cloudformation:SetStackPolicy',
        'cloudformation:UpdateStack',
        'cloudformation:UpdateTerminationProtection',
      ],
      ownStacks(places),
    ),
  ];
}
