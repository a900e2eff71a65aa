import { describe, expect, it } from '@jest/globals';
import { describeFault, faultOf } from '../../src/aws/faults.js';

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
