import { z } from 'zod';
import type { Section } from '../../kind.js';
import { excludeField, fieldRoles, says, targetsField } from '../../manifest/fields.js';
import { administratorField, regionsField } from '../config-rule/section.js';

const packName = z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/, {
  error: says('is not the name of a conformance pack', 'use letters, digits and hyphens; begin with a letter'),
});

const packFile = z
  .string()
  .regex(/\.(ya?ml|json|template)$/, {
    error: says('is not a template', 'name a .yaml, .yml, .json or .template file'),
  })
  .describe(
    'The conformance pack’s template: a file inside the manifest’s folder that holds AWS::Config::ConfigRule and AWS::Config::RemediationConfiguration alone.',
  )
  .register(fieldRoles, { role: 'template-file' });

const parameterName = z.string().regex(/^[A-Za-z0-9]{1,255}$/, {
  error: says('is not the name of a parameter', 'a template’s parameters are letters and digits only'),
});

const scalar = z.union([z.string().max(4096), z.number(), z.boolean()]);

const bucket = z.string().regex(/^(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
  error: says('is not the name of a bucket'),
});

const packEntry = z
  .strictObject({
    file: packFile,
    parameters: z
      .record(parameterName, z.union([scalar, z.array(scalar)]))
      .optional()
      .describe('Values of the template’s parameters; what is not named has its default.'),
    deliveryBucket: bucket
      .optional()
      .describe('Where AWS Config keeps the templates that it lays; absent = a bucket of its own.'),
    targets: targetsField(
      'Accounts: `Workloads/**`, `root`, `account:NAME`, tag selectors. AWS Config lays a pack in everybody but those that are excluded, 1,000 at most: the selection is turned round.',
    ),
    exclude: excludeField().optional(),
    regions: regionsField,
    administrator: administratorField,
    adopt: z.boolean().optional().describe('Take over an existing organization pack of that name.'),
  })
  .meta({ id: 'ConformancePack' });

export type ConformancePackEntry = z.infer<typeof packEntry>;

export const conformancePacks: Section<Readonly<Record<string, ConformancePackEntry>>> = {
  key: 'conformancePacks',
  title: 'Organization conformance packs of AWS Config: rules from a file, in many accounts and Regions.',
  schema: z.record(packName, packEntry),
};
