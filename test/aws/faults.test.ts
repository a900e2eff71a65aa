import { describe, expect, it } from '@jest/globals';
import { cameFrom, describeFault, faultOf } from '../../src/aws/faults.js';

function sdkError(name: string, more: Record<string, unknown> = {}, status = 400): Error {
  return Object.assign(new Error(`${name} happened`), { name, $metadata: { httpStatusCode: status }, ...more });
}

describe('faultOf', () => {
  it.each([
    ['TooManyRequestsException', {}, 400, 'throttle'],
    ['ThrottlingException', {}, 429, 'throttle'],
    ['ConcurrentModificationException', {}, 400, 'retry'],
    ['ServiceException', {}, 500, 'retry'],
    ['PolicyChangesInProgressException', {}, 400, 'retry'],
    ['SomethingNobodyKnows', {}, 503, 'retry'],
    ['DuplicatePolicyAttachmentException', {}, 400, 'already-so'],
    ['PolicyNotFoundException', {}, 400, 'gone'],
    ['AccessDeniedException', {}, 400, 'denied'],
    ['ConstraintViolationException', { Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED' }, 400, 'quota'],
    ['ConstraintViolationException', { Reason: 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED' }, 400, 'quota'],
    ['ConstraintViolationException', { Reason: 'ACCOUNT_CANNOT_LEAVE_ORGANIZATION' }, 400, 'refused'],
    ['ConstraintViolationException', {}, 400, 'refused'],
    ['InvalidInputException', { Reason: 'INVALID_PATTERN' }, 400, 'refused'],
    ['SomethingNobodyKnows', {}, 404, 'refused'],
  ])('%s %j, HTTP %i: %s', (name, more, status, expected) => {
    expect(faultOf(sdkError(name, more, status))).toMatchObject({ class: expected, code: name, status });
  });

  it.each([
    ['ConflictException', 'another operation is in progress', 409, 'wait-for-other-operation'],
    ['ConflictException', 'This baseline is already enabled on this target', 409, 'already-so'],
    ['ValidationException', 'Control x is already enabled on organizational unit ou-1', 400, 'already-so'],
    ['ValidationException', 'Parameter AllowedRegions is required.', 400, 'refused'],
    ['ServiceQuotaExceededException', 'too many', 402, 'wait-for-other-operation'],
    ['ResourceNotFoundException', 'no such control', 404, 'gone'],
    ['ThrottlingException', 'Rate exceeded', 429, 'throttle'],
    ['InternalServerException', 'oops', 500, 'retry'],
    ['AccessDeniedException', 'no', 403, 'denied'],
  ])('from Control Tower: %s (%s), HTTP %i: %s', (name, message, status, expected) => {
    const error = sdkError(name, { message }, status);
    cameFrom('controltower', error);
    expect(faultOf(error)).toMatchObject({ class: expected, code: name, message, status });
  });

  it('reads the same codes otherwise when another service sends them', () => {
    const [conflict, quota] = [
      sdkError('ConflictException', {}, 409),
      sdkError('ServiceQuotaExceededException', {}, 402),
    ];
    for (const error of [conflict, quota]) cameFrom('organizations', error);
    expect(faultOf(conflict).class).toBe('refused');
    expect(faultOf(quota).class).toBe('quota');
  });

  it('knows how long AWS asks to wait', () => {
    const throttled = sdkError('ThrottlingException', { retryAfterSeconds: 7 }, 429);
    expect(faultOf(throttled)).toMatchObject({ class: 'throttle', retryAfterMs: 7_000 });
    expect(faultOf(sdkError('ThrottlingException', {}, 429))).not.toHaveProperty('retryAfterMs');
  });

  it('knows a broken connection by its code', () => {
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    expect(faultOf(broken)).toEqual({ class: 'retry', code: 'ECONNRESET', message: 'socket hang up' });
  });

  it('does not take a mistake in the program for a passing fault', () => {
    expect(faultOf(new TypeError('x is undefined'))).toMatchObject({ class: 'bug', code: 'TypeError' });
    expect(faultOf('thrown text')).toMatchObject({ class: 'bug', message: 'thrown text' });
    expect(faultOf(undefined)).toMatchObject({ class: 'bug', message: 'undefined' });
  });

  it('reads the message however it is spelt', () => {
    expect(faultOf(sdkError('X', { Message: 'the wire’s own' })).message).toBe('the wire’s own');
  });
});

it('describeFault names call, code, reason and text', () => {
  const fault = faultOf(sdkError('ConstraintViolationException', { Reason: 'OU_DEPTH_LIMIT_EXCEEDED' }));
  expect(describeFault('CreateOrganizationalUnit', fault)).toBe(
    'CreateOrganizationalUnit: ConstraintViolationException (OU_DEPTH_LIMIT_EXCEEDED): ConstraintViolationException happened',
  );
});
