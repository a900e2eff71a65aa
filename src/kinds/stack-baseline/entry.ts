import { z } from 'zod';
import { excludeField, region, says, tagKey, targetsField, templateFileField } from '../../manifest/fields.js';

/** Names StackSets when it stands alone: CloudFormation's own rules for their names. */
const KEY = /^[A-Za-z0-9][-A-Za-z0-9]{0,100}$/;

export const baselineKey = z.string().regex(KEY, {
  error: says('is not a name', 'use letters, digits and hyphens; begin with a letter or digit; at most 101'),
});

const scalar = z.union([z.string().max(4096), z.number(), z.boolean()]);

const outputReference = z.strictObject({
  output: z
    .string()
    .regex(/^[A-Za-z0-9][-A-Za-z0-9]{0,100}\.[A-Za-z0-9]{1,255}$/, {
      error: says('is not an output', 'write the baseline’s name and the output’s: network.VpcId'),
    })
    .describe('The baseline’s name and the output’s in its template: `network.VpcId`.'),
  account: z.string().min(1).describe('The account whose stack has the output, by its name here, or `management`.'),
  region: region.describe('The Region of that stack.'),
});

const ssmReference = z.strictObject({
  ssm: z
    .string()
    .regex(/^[A-Za-z0-9_.\-/:]{1,1011}$/, { error: says('is not the name of an SSM parameter') })
    .describe('An SSM parameter of the management account in the home Region; never a SecureString.'),
});

const parameterName = z.string().regex(/^[A-Za-z0-9]{1,255}$/, {
  error: says('is not the name of a parameter', 'CloudFormation takes letters and digits only'),
});

export const parameterValue = z
  .union([scalar, z.array(scalar), outputReference, ssmReference])
  .describe(
    'Text, a number, true/false or a list; `{ ssm: /golden/ami }`; `{ output: network.VpcId, account: network-hub, region: ap-northeast-1 }`, which also puts that baseline first.',
  );

export type WrittenValue = z.infer<typeof parameterValue>;

const parameters = z.record(parameterName, parameterValue);

const share = z
  .union([
    z.int().min(0),
    z.string().regex(/^(100|[1-9]?\d)%$/, { error: says('is not a share', 'write 25%, or a number of accounts') }),
  ])
  .meta({ examples: ['25%', 10] });

const operations = z.strictObject({
  concurrency: share
    .refine((value) => value !== 0 && value !== '0%', { error: says('lets nothing happen', 'write 1 or more') })
    .optional()
    .describe(
      'Accounts at a time in each Region: a number, or a share such as `25%`. Absent = `100%`: AWS works on 10,000 instances of a Region at once. Lower it to roll out in waves.',
    ),
  tolerate: share
    .optional()
    .describe(
      'Accounts that may fail in a Region before the rest is called off. Absent = `10%`: one account that cannot be reached does not hold up the others, and a mistake that hits many stops. What failed is tried again by the next run.',
    ),
  regions: z
    .enum(['parallel', 'sequential'])
    .optional()
    .describe('Absent = `parallel`. `sequential`: one Region after the other, in the order written.'),
  mode: z
    .enum(['strict', 'soft'])
    .optional()
    .describe(
      'Absent = `soft`: the concurrency is what it says. `strict` is AWS’s own default and never works on more accounts than may fail, plus one.',
    ),
});

const permissions = z.union([
  z.enum(['service-managed', 'self-managed']),
  z.strictObject({
    executionRole: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, { error: says('is not the name of a role') })
      .describe('A role’s name in every account, which works on the stacks there: `AWSControlTowerExecution`.'),
    administrationRole: z
      .string()
      .regex(/^([\w+=,.@/-]+\/)?[\w+=,.@-]{1,64}$/, { error: says('is not a role', 'write its path and name') })
      .optional()
      .describe(
        'Path and name in the management account. Absent = AWSCloudFormationStackSetAdministrationRole, or Control Tower’s own (service-role/AWSControlTowerStackSetRole) where the execution role is AWSControlTowerExecution.',
      ),
  }),
]);

const override = z.strictObject({
  targets: targetsField('Accounts whose stacks get other values.'),
  exclude: excludeField().optional(),
  parameters: parameters.describe('Their values; what is not named stays as it is for the others.'),
});

/** CloudFormation takes 50 tags for a stack. */
const stackTags = z
  .record(tagKey, z.string().max(256))
  .refine((value) => Object.keys(value).length <= 48, { error: says('holds more than 48 tags') });

const always = { when: ({ value }: { value: unknown }) => value !== null && typeof value === 'object' };

export const baselineEntry = z
  .strictObject({
    template: templateFileField(
      'A CloudFormation template: a file inside the manifest’s folder, or (without an ending) one that towerctl brings along, such as `ebs-default-encryption`. One of more than 51,200 bytes goes through the bucket `towerctl-templates-ACCOUNT-REGION` of the management account.',
    ).optional(),
    name: z
      .string()
      .regex(/^[A-Za-z][-A-Za-z0-9]{0,127}$/, {
        error: says('is not the name of a StackSet', 'use letters, digits and hyphens, begin with a letter'),
      })
      .optional()
      .describe('The StackSet’s name in AWS; absent = `towerctl-` and the key of this entry.'),
    description: z.string().min(1).max(1024).optional().describe('Shown in AWS; absent = the template’s own.'),
    targets: targetsField(
      'Accounts: `Workloads` (directly in it), `Workloads/**` (with everything below), `root`, `account:NAME`, tag selectors.',
    ).optional(),
    exclude: excludeField().optional(),
    regions: z
      .union([z.literal('governed'), z.array(region).min(1)])
      .optional()
      .describe('Absent or `governed` = the Regions that the landing zone governs.'),
    parameters: parameters
      .optional()
      .describe('Values of the template’s parameters; what is not named keeps its default.'),
    overrides: z
      .array(override)
      .optional()
      .describe(
        'Other values for some accounts; the last entry that holds an account counts, and an account that none holds has the values of all (`[]`: every account). Absent = values of single accounts are left alone. Automatic deployment ignores them.',
      ),
    permissions: permissions
      .optional()
      .describe(
        'Absent = `service-managed`. A Config recorder in enrolled accounts needs `{ executionRole: AWSControlTowerExecution }`: Control Tower denies it to everybody else.',
      ),
    operations: operations.optional().describe('How much is done at a time, and how much may fail.'),
    autoDeploy: z
      .union([z.boolean(), z.strictObject({ retain: z.boolean() })])
      .optional()
      .describe(
        'AWS deploys to accounts that join the targeted units by itself. Absent = where the targets are whole units (no `exclude`, tags, single accounts or overrides). `retain`: stacks stay when an account leaves.',
      ),
    managedExecution: z
      .boolean()
      .optional()
      .describe('Operations that do not conflict run beside each other; absent = left as it is.'),
    capabilities: z
      .array(z.enum(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']))
      .optional()
      .describe('Absent = what the template needs.'),
    tags: stackTags.optional().describe('Of the StackSet, and so of every stack and what is made by it.'),
    management: z
      .boolean()
      .optional()
      .describe(
        'Also the management account, by a plain stack: StackSets with service-managed permissions leave it out. With `targets: [management]` there is that stack alone.',
      ),
    after: z.array(baselineKey).min(1).optional().describe('Baselines that must be done first.'),
    retain: z.boolean().optional().describe('Stacks stay in the accounts when they are taken out of the targets.'),
    callAs: z
      .literal('delegated-admin')
      .optional()
      .describe('Run from an account that is the delegated administrator for StackSets.'),
    adopt: z.boolean().optional().describe('Take over an existing StackSet of that name although it differs.'),
    remove: z.literal(true).optional().describe('Remove it: instances first (see `retain`), then the StackSet.'),
  })
  .refine((value) => value.remove === true || value.template !== undefined, {
    error: says('has no template', 'write "template: templates/NAME.yaml"'),
    ...always,
  })
  .refine((value) => value.remove === true || value.targets !== undefined, {
    error: says('has no targets', 'write "targets: [Workloads/**]"'),
    ...always,
  })
  .meta({ id: 'StackBaseline' });

export type BaselineEntry = z.infer<typeof baselineEntry>;
export type StackBaselines = Readonly<Record<string, BaselineEntry>>;
