import { expect, test } from '@jest/globals';
import { GROUPS, keepsTheContract } from './contract.js';
import { JOURNEYS } from './journeys.js';

keepsTheContract(GROUPS.organizations);

test('every journey is run by one file', () => {
  expect(Object.values(GROUPS).flat().sort()).toEqual(Object.keys(JOURNEYS).sort());
});
