import { z } from 'zod';
import type { Section } from '../../kind.js';
import { checkBaselines } from './check.js';
import { baselineEntry, baselineKey, type StackBaselines } from './entry.js';

export type { BaselineEntry, StackBaselines, WrittenValue } from './entry.js';

export const stackBaselines: Section<StackBaselines> = {
  key: 'stackBaselines',
  title: 'CloudFormation templates that are deployed to accounts and Regions with StackSets, by name.',
  schema: z.record(baselineKey, baselineEntry),
  check: checkBaselines,
};
