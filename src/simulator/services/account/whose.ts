import { type OperationContext, ServiceError } from '../../service.js';
import type { World } from '../../world.js';
import {
  accountOf,
  isDelegatedAdministrator,
  isManagementAccount,
  organizationOf,
  parentOf,
  trustedServices,
} from '../organizations/for-services.js';

/** Which account a call is about, and whether its caller may make it. */

const PRINCIPAL = 'account.amazonaws.com';

type Input = Readonly<Record<string, unknown>>;

export const denied = (message: string): ServiceError =>
  new ServiceError('AccessDeniedException', message, { errorType: 'AccessDenied' }, 403);

/** @throws ServiceError AccessDeniedException */
export function accountMeant(input: Input, context: OperationContext<World>): string {
  const { accountId: callerId } = context.caller;
  const asked = input['AccountId'];
  if (asked === undefined) return callerId;
  const accountId = String(asked);
  if (!/^\d{12}$/.test(accountId)) throw fieldErrors([['accountId', 'must be 12 digits']]);
  checkOrganizationsContext(accountId, context);
  return accountId;
}

/** For what only the organization may do to a member. */
export function memberMeant(input: Input, context: OperationContext<World>): string {
  if (input['AccountId'] === undefined) throw fieldErrors([['accountId', 'is required']]);
  return accountMeant(input, context);
}

function checkOrganizationsContext(accountId: string, { world, caller }: OperationContext<World>): void {
  const organization = organizationOf(world);
  const isManagement = organization !== undefined && isManagementAccount(world, caller.accountId);
  if (!isManagement && !isDelegatedAdministrator(world, caller.accountId, PRINCIPAL)) {
    throw denied(`User: ${caller.arn} is not the management account or delegated administrator for ${PRINCIPAL}`);
  }
  if (organization?.featureSet !== 'ALL' || !trustedServices(world).includes(PRINCIPAL)) {
    throw denied(`trusted access for ${PRINCIPAL} is not enabled in the organization`);
  }
  if (isManagementAccount(world, accountId)) {
    throw denied('the management account cannot be named: leave AccountId out to act on it');
  }
  const state = accountOf(world, accountId)?.state;
  if (parentOf(world, accountId) === undefined || (state !== 'ACTIVE' && state !== 'PENDING_ACTIVATION')) {
    throw denied(`${accountId} is no active member of the organization`);
  }
}

/** All that is wrong with the members of a request. */
export function fieldErrors(problems: readonly (readonly [string, string])[]): ServiceError {
  const list = problems.map(([name, message]) => ({ name, message }));
  const message = problems.map(([name, problem]) => `${name} ${problem}`).join('; ');
  return new ServiceError('ValidationException', message, { reason: 'fieldValidationFailed', fieldList: list });
}

interface Field {
  readonly max: number;
  readonly pattern?: RegExp;
  readonly optional?: true;
}

/** @throws ServiceError ValidationException with every field that is missing, too long or of a wrong form. */
export function checkFields(input: Input, fields: Readonly<Record<string, Field>>): Record<string, string> {
  const problems: [string, string][] = [];
  const read: Record<string, string> = {};
  for (const [name, { max, pattern, optional }] of Object.entries(fields)) {
    const value = input[name];
    if (value === undefined) {
      if (!optional) problems.push([name, 'is required']);
      continue;
    }
    const text = String(value);
    if (text.length < 1 || text.length > max) problems.push([name, `must have 1 to ${max} characters`]);
    else if (pattern && !pattern.test(text)) problems.push([name, `must match ${pattern.source}`]);
    read[name] = text;
  }
  if (problems.length > 0) throw fieldErrors(problems);
  return read;
}
