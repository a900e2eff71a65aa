import { expect, test } from '@jest/globals';
import { ALL_JOURNEYS, GROUPS, keepsTheContract } from './contract.js';

keepsTheContract(GROUPS.organizations);

test('every journey is run by one file', () => {
  expect(Object.values(GROUPS).flat().sort()).toEqual(Object.keys(ALL_JOURNEYS).sort());
});
