import { z } from 'zod';
import { CONFIG_LIMITS, FREQUENCIES, GUARD_RUNTIME, MANAGED_RULE, RULE_NAME, TRIGGERS } from '../../facts/config.js';
import type { Section, SectionFinding } from '../../kind.js';
import { excludeField, region, says, targetsField, textFileField } from '../../manifest/fields.js';
import { accountField } from '../named-account.js';

const SOURCES = ['managed', 'lambda', 'policy'] as const;

export const ruleName = z.string().regex(RULE_NAME, {
  error: says('is not the name of a rule', 'use letters, digits, - and _; at most 64'),
});

/** Who lays it, in place of the management account. */
export const administratorField = accountField(
  'The delegated administrator of AWS Config that lays it: `account:KEY`. Absent = the management account. Another one later means that it is taken away and laid again.',
).optional();

export const regionsField = z
  .union([z.literal('governed'), z.array(region).min(1)])
  .optional()
  .describe('Absent or `governed` = the Regions that the landing zone governs.');

const triggers = z
  .array(z.enum(TRIGGERS))
  .min(1)
  .describe(
    'What makes it run: `ConfigurationItemChangeNotification`, `OversizedConfigurationItemChangeNotification`, or for a Lambda function `ScheduledNotification`.',
  );

const policy = z.strictObject({
  file: textFileField('.guard', 'The rule in Guard, in a file inside the manifest’s folder; no variables.'),
  runtime: z.literal(GUARD_RUNTIME).optional().describe(`Absent = \`${GUARD_RUNTIME}\`, the only one.`),
  debugIn: targetsField('Accounts in which each evaluation is logged (CloudWatch Logs). Absent = none.').optional(),
});

const parameterValue = z.union([z.string().min(1).max(1024), z.number(), z.boolean()]);

const entry = z
  .strictObject({
    managed: z
      .string()
      .regex(MANAGED_RULE, {
        error: says('is not the identifier of a managed rule', 'write it as AWS does: S3_BUCKET_SSL_REQUESTS_ONLY'),
      })
      .optional()
      .describe('One of AWS’s own rules, by its identifier: `S3_BUCKET_SSL_REQUESTS_ONLY`.'),
    lambda: z
      .string()
      .max(256)
      .regex(/^arn:[\w-]+:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w-]+)?$/, {
        error: says('is not the ARN of a Lambda function', 'write arn:aws:lambda:REGION:ACCOUNT:function:NAME'),
      })
      .optional()
      .describe('ARN of a Lambda function that judges; AWS Config needs permission to call it from every account.'),
    policy: policy.optional().describe('A rule in Guard.'),
    triggers: triggers.optional(),
    description: z.string().regex(/\S/).max(CONFIG_LIMITS.description).optional().describe('Shown in AWS.'),
    parameters: z
      .record(z.string().min(1), parameterValue)
      .optional()
      .describe('Of the rule, by name; AWS keeps all of them as text. Their names are AWS’s own for a managed rule.'),
    frequency: z
      .enum(FREQUENCIES)
      .optional()
      .describe('How often a periodic rule runs. Absent = every 24 hours; nothing to a rule that follows changes.'),
    resourceTypes: z
      .array(z.string().regex(/^[\w:]+$/, { error: says('is not a resource type', 'write AWS::S3::Bucket') }))
      .min(1)
      .max(CONFIG_LIMITS.resourceTypes)
      .optional()
      .describe('Only these types of resources: `AWS::S3::Bucket`. With `resourceId` exactly one.'),
    resourceId: z.string().min(1).max(768).optional().describe('Only this resource.'),
    tag: z
      .strictObject({ key: z.string().min(1).max(128), value: z.string().min(1).max(256).optional() })
      .optional()
      .describe('Only resources with this tag.'),
    targets: targetsField(
      'Accounts that have the rule. AWS Config knows everybody and at most 1,000 exceptions: all others are excluded by name.',
    ),
    exclude: excludeField().optional(),
    regions: regionsField,
    administrator: administratorField,
    adopt: z.boolean().optional().describe('Take over a rule of that name although it differs.'),
  })
  .refine((value) => SOURCES.some((source) => value[source] !== undefined), {
    error: says('says nowhere what judges', 'write exactly one of managed:, lambda: and policy:'),
  })
  .meta({ id: 'ConfigRule' });

export type ConfigRuleEntry = z.infer<typeof entry>;

export const configRules: Section<Readonly<Record<string, ConfigRuleEntry>>> = {
  key: 'configRules',
  title: 'Organization rules of AWS Config, by name.',
  schema: z.record(ruleName, entry),
  check,
};

function* check(section: Readonly<Record<string, ConfigRuleEntry>>): Iterable<SectionFinding> {
  for (const [name, value] of Object.entries(section)) {
    yield* checkSource(name, value);
    yield* checkScope(name, value);
    const text = JSON.stringify(parameterTexts(value.parameters) ?? {});
    if (text.length <= CONFIG_LIMITS.parameters) continue;
    yield {
      path: [name, 'parameters'],
      message: `are ${text.length.toLocaleString('en')} characters as JSON; AWS Config takes ${CONFIG_LIMITS.parameters.toLocaleString('en')}`,
      hint: 'shorten them, or divide the rule in two',
    };
  }
}

function* checkSource(name: string, value: ConfigRuleEntry): Iterable<SectionFinding> {
  const [source, second] = SOURCES.filter((candidate) => value[candidate] !== undefined);
  // None at all: said where the entry is read, or of a value that could not be.
  if (source === undefined) return;
  if (second !== undefined) {
    yield {
      path: [name, second],
      message: `the rule has ${source}: and ${second}:`,
      hint: 'write exactly one of managed:, lambda: and policy:',
    };
    return;
  }
  if (source === 'managed' && value.triggers !== undefined) {
    yield {
      path: [name, 'triggers'],
      message: 'AWS itself knows what makes a managed rule run',
      hint: 'take triggers: out; frequency: says how often a periodic one runs',
    };
  }
  if (source !== 'managed' && value.triggers === undefined) {
    yield {
      path: [name],
      message: `the rule has ${source}: and no triggers`,
      hint: 'write triggers: [ConfigurationItemChangeNotification]',
    };
  }
  if (source === 'policy' && value.triggers?.includes('ScheduledNotification')) {
    yield {
      path: [name, 'triggers'],
      message: 'a rule in Guard does not run by a schedule',
      hint: 'write ConfigurationItemChangeNotification, or judge with a Lambda function',
    };
  }
}

function* checkScope(name: string, value: ConfigRuleEntry): Iterable<SectionFinding> {
  if (value.resourceId !== undefined && value.resourceTypes?.length !== 1) {
    yield {
      path: [name, 'resourceId'],
      message: 'a resource is named without the one type that it has',
      hint: 'write resourceTypes: with exactly one type beside it',
    };
  }
  if (value.tag !== undefined && value.resourceId !== undefined) {
    yield { path: [name, 'tag'], message: 'a tag and a resource are named', hint: 'keep one of tag: and resourceId:' };
  }
  for (const [index, type] of (value.resourceTypes ?? []).entries()) {
    const first = value.resourceTypes?.indexOf(type) ?? index;
    if (first === index) continue;
    yield {
      path: [name, 'resourceTypes', index],
      first: [name, 'resourceTypes', first],
      message: `${type} stands here a second time`,
      hint: 'keep one of the two',
    };
  }
}

/** AWS keeps every value as text. */
export function parameterTexts(parameters: ConfigRuleEntry['parameters']): Record<string, string> | undefined {
  if (parameters === undefined) return undefined;
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)]));
}
