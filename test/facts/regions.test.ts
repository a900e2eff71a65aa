import { expect, test } from '@jest/globals';
import { DEFAULT_REGIONS, OPT_IN_REGIONS, partitionOf } from '../../src/facts/regions.js';

test.each([
  ['ap-northeast-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test('a Region is on by default or has to be switched on, not both', () => {
  expect(DEFAULT_REGIONS.filter((region) => OPT_IN_REGIONS.includes(region))).toEqual([]);
  expect(new Set([...DEFAULT_REGIONS, ...OPT_IN_REGIONS]).size).toBe(34);
});
