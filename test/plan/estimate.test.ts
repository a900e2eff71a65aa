import { describe, expect, it } from '@jest/globals';
import { estimate } from '../../src/plan/estimate.js';
import { chainWeights } from '../../src/plan/weights.js';
import { creation, stepOf, toyKind } from '../support/toy-kind.js';

// CreatePolicy and AttachPolicy share 2 a second, burst 3; EnablePolicyType has 1 a second, burst 1.
const KINDS = [
  toyKind('type', { steps: () => [stepOf('organizations:EnablePolicyType', [2, 120])] }),
  toyKind('policy', { steps: () => [stepOf('organizations:CreatePolicy')] }),
  toyKind('place', { steps: () => [stepOf('organizations:AttachPolicy')] }),
];

describe('estimate', () => {
  it('counts the queue of the busiest rate at the pace given', () => {
    const changes = Array.from({ length: 23 }, (_, index) =>
      creation(index % 2 ? `policy:${index}` : `place:${index}`),
    );
    expect(estimate(changes, KINDS, 100)).toEqual({ low: 10, high: 10, writes: 23 });
    expect(estimate(changes, KINDS, 'off')).toEqual({ low: 10, high: 10, writes: 23 });
    // At half the pace: 1 a second after a burst of 1.5.
    expect(estimate(changes, KINDS, 50)).toMatchObject({ low: 22, high: 22 });
  });

  it('adds up what a chain waits for, and names its end', () => {
    const changes = [
      creation('type:a'),
      creation('type:b', {}, { after: ['type:a'] }),
      creation('policy:p', {}, { needs: ['type:b'] }),
    ];
    expect(estimate(changes, KINDS, 100)).toEqual({ low: 4, high: 241, writes: 3, longest: 'type:b' });
  });

  it('is nothing for nothing', () => {
    expect(estimate([], KINDS, 50)).toEqual({ low: 0, high: 0, writes: 0 });
  });
});

describe('chainWeights', () => {
  it('weighs the start of a long chain above its end, and above what nothing waits for', () => {
    const weights = chainWeights(
      [
        creation('policy:alone'),
        creation('type:t'),
        creation('policy:p', {}, { needs: ['type:t'] }),
        creation('place:a', {}, { needs: ['policy:p'] }),
      ],
      KINDS,
    );
    const order = [...weights].sort(([, a], [, b]) => b - a).map(([address]) => address);
    expect(order.slice(0, 2)).toEqual(['type:t', 'policy:p']);
    expect(weights.get('policy:p')).toBeGreaterThan(weights.get('policy:alone') ?? Number.POSITIVE_INFINITY);
  });

  it('counts both what is needed and what is only followed', () => {
    const weights = chainWeights(
      [creation('place:a'), creation('place:b', {}, { after: ['place:a'] }), creation('place:c')],
      KINDS,
    );
    expect(weights.get('place:a')).toBeGreaterThan(weights.get('place:c') ?? Number.POSITIVE_INFINITY);
  });
});

describe('what AWS does one at a time', () => {
  const slow = (lane: { limit: number; exclusive?: boolean }) =>
    toyKind('toy', {
      steps: () => [stepOf('organizations:AttachPolicy', [120, 600]) as never],
      lanes: () => [{ lane: 'slow', ...lane }],
    });
  const three = [creation('toy:a'), creation('toy:b'), creation('toy:c')];

  it('adds up, by as many as go at a time', () => {
    expect(estimate(three, [slow({ limit: 1 })], 'off')).toMatchObject({ low: 360, high: 1_800 });
    expect(estimate(three, [slow({ limit: 3 })], 'off')).toMatchObject({ low: 120, high: 600 });
    expect(estimate(three, [slow({ limit: 10, exclusive: true })], 'off')).toMatchObject({ low: 360, high: 1_800 });
  });
});
