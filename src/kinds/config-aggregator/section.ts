import { z } from 'zod';
import type { Section } from '../../kind.js';
import { region, says, tags } from '../../manifest/fields.js';
import { accountField } from '../named-account.js';

const aggregatorName = z.string().regex(/^[\w-]{1,256}$/, {
  error: says('is not the name of an aggregator', 'use letters, digits, - and _'),
});

/** The one that AWS Config has in an account that uses it. */
export const SERVICE_LINKED_ROLE = 'aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';

const aggregatorEntry = z
  .strictObject({
    account: accountField(
      'Where it stands: the management account (`management`, as when absent), or a delegated administrator of AWS Config.',
    ).optional(),
    region: region.optional().describe('The Region in which it is looked at; absent = the home Region.'),
    regions: z
      .union([z.enum(['all', 'governed']), z.array(region).min(1)])
      .optional()
      .describe(
        'Where it gathers from. Absent or `all` = every Region, those to come too; `governed` = the Regions that the landing zone governs.',
      ),
    role: z
      .string()
      .regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, {
        error: says('is not a role', 'write its path and name, without the account: service-role/ConfigAggregator'),
      })
      .optional()
      .describe(
        `Path and name of the role of that account by which AWS Config reads the organization: trusted by config.amazonaws.com, with AWS’s policy AWSConfigRoleForOrganizations. Absent = AWS Config’s service-linked role, \`${SERVICE_LINKED_ROLE}\`, which has to be there.`,
      ),
    tags: tags.optional(),
    adopt: z.boolean().optional().describe('Take over an existing aggregator of that name although it differs.'),
  })
  .meta({ id: 'ConfigAggregator' });

export type ConfigAggregatorEntry = z.infer<typeof aggregatorEntry>;

export const configAggregators: Section<Readonly<Record<string, ConfigAggregatorEntry>>> = {
  key: 'configAggregators',
  title: 'Aggregators of AWS Config, which gather what is known of the whole organization in one place.',
  schema: z.record(aggregatorName, aggregatorEntry),
};
