import { type Fault, Faults, faultError, faultProblems } from '../../src/simulator/faults.js';

const struck = (faults: Faults, operation: string, input = {}): boolean =>
  faults.strike('organizations', operation, input) !== undefined;

test('strikes once unless told, after as many as it lets pass', () => {
  const faults = new Faults();
  faults.add({ operation: 'organizations:AttachPolicy', code: 'X', after: 1 });
  expect([1, 2, 3].map(() => struck(faults, 'AttachPolicy'))).toEqual([false, true, false]);
  expect(faults.list()).toMatchObject([{ struck: 1 }]);
});

test('strikes always, on any operation of the service', () => {
  const faults = new Faults();
  faults.add({ operation: 'organizations:*', hang: true, times: 'always' });
  expect(['AttachPolicy', 'ListRoots', 'ListRoots'].map((name) => struck(faults, name))).toEqual([true, true, true]);
  expect(faults.strike('sts', 'GetCallerIdentity', {})).toBeUndefined();
});

test('a match looks into the input, deeply; calls beside it are not counted', () => {
  const faults = new Faults();
  faults.add({
    operation: 'organizations:TagResource',
    code: 'X',
    after: 1,
    match: { ResourceId: 'r-1', Tags: [{ Key: 'a' }] },
  });
  const hit = { ResourceId: 'r-1', Tags: [{ Key: 'a', Value: 'b' }] };
  expect(struck(faults, 'TagResource', { ...hit, ResourceId: 'r-2' })).toBe(false);
  expect(struck(faults, 'TagResource', { ...hit, Tags: [] })).toBe(false);
  expect(struck(faults, 'TagResource', hit)).toBe(false);
  expect(struck(faults, 'TagResource', hit)).toBe(true);
});

test('the first that is not spent strikes', () => {
  const faults = new Faults();
  faults.add({ operation: 'organizations:ListRoots', code: 'First' });
  faults.add({ operation: 'organizations:ListRoots', code: 'Second', times: 2 });
  const codes = [1, 2, 3, 4].map(() => faults.strike('organizations', 'ListRoots', {})?.code);
  expect(codes).toEqual(['First', 'Second', 'Second', undefined]);
});

test('clearing disarms and releases what hangs', () => {
  const faults = new Faults();
  faults.add({ operation: 'organizations:ListRoots', hang: true });
  const released = faults.released;
  faults.clear();
  expect(released.aborted).toBe(true);
  expect(faults.released.aborted).toBe(false);
  expect(struck(faults, 'ListRoots')).toBe(false);
});

test('the error carries its details and defaults to status 400', () => {
  const fault: Fault = { operation: 'organizations:X', code: 'InvalidInputException', details: { Reason: 'R' } };
  expect(faultError(fault)).toMatchObject({ code: 'InvalidInputException', status: 400, details: { Reason: 'R' } });
  expect(faultError({ ...fault, status: 503, message: 'm' })).toMatchObject({ status: 503, message: 'm' });
});

describe('what is not a fault', () => {
  test.each([
    [null, /must be an object/],
    [[], /must be an object/],
    [{}, /operation is missing.*exactly one of/],
    [{ operation: 'AttachPolicy', code: 'X' }, /operation is "AttachPolicy".*SERVICE:OPERATION/],
    [{ operation: 'organizations:X', code: 'X', hang: true }, /exactly one/],
    [{ operation: 'organizations:X', code: 'X', times: 0 }, /times is 0/],
    [{ operation: 'organizations:X', code: 'X', status: 200 }, /status is 200/],
    [{ operation: 'organizations:X', code: 'X', tims: 1 }, /unknown member "tims"/],
    [JSON.parse('{"operation":"organizations:X","code":"X","__proto__":{"a":1}}'), /unknown member "__proto__"/],
  ])('%j', (value, expected) => {
    expect(faultProblems(value).join('; ')).toMatch(expected);
    expect(() => new Faults().add(value as Fault)).toThrow(RangeError);
  });

  test('everything wrong is said at once', () => {
    expect(faultProblems({ code: '', times: -1, after: 1.5 })).toHaveLength(4);
  });
});
