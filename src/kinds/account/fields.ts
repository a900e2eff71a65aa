import { z } from 'zod';
import { email, entryName, region, says } from '../../manifest/fields.js';

/** What an account may carry beside its place and its tags. Limits: Organizations, Account Management and IAM API references. */

export const accountName = z
  .string()
  .min(1)
  .max(50)
  .regex(/^[ -;=?-~]+$/, {
    error: says('is not an account name', 'AWS takes letters, digits, spaces and ASCII signs except < and >'),
  });

const contact = z.strictObject({
  name: z.string().min(1).max(64).describe('Name of a person or a team.'),
  title: z.string().min(1).max(50).describe('What they are: "SOC", "Head of security".'),
  email: z
    .string()
    .max(254)
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@.]+$/, { error: says('is not an email address') })
    .describe('Where AWS writes to; at most 254 characters.'),
  phone: z
    .string()
    .min(1)
    .max(25)
    .regex(/^[\s0-9()+-]+$/, { error: says('is not a phone number', 'use digits, spaces and ( ) + -') })
    .describe('Digits, spaces and ( ) + -; at most 25 characters.'),
});

const contactOrNone = z.union([contact, z.null()]);

export const alternateContacts = z
  .strictObject({
    billing: contactOrNone.optional().describe('Invoices and payment; `null` = none.'),
    operations: contactOrNone.optional().describe('Outages and support cases; `null` = none.'),
    security: contactOrNone.optional().describe('Abuse reports and security notices; `null` = none.'),
  })
  .refine((value) => Object.keys(value).length > 0, {
    error: says('is empty', 'name a type: billing, operations or security'),
  })
  .describe(
    'Whom AWS writes to beside the root user, by type. A type that is not named is neither read nor changed; `null` deletes it. A member account needs `trustedAccess: { account.amazonaws.com: on }`.',
  );

const regionWish = z.union([region, z.string().regex(/^-[a-z]{2}(-[a-z]+)+-\d$/)]);

export const optInRegions = z
  .array(regionWish)
  .min(1)
  .describe(
    'Opt-in Regions that the account uses: `ap-east-1`. A Region is never switched off by leaving it out: write `-ap-east-1`. A member account needs `trustedAccess: { account.amazonaws.com: on }`.',
  );

export const alias = z
  .union([
    z
      .string()
      .min(3)
      .max(63)
      .regex(/^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/, {
        error: says('is not an account alias', 'use 3 to 63 small letters, digits and single hyphens inside'),
      }),
    z.null(),
  ])
  .describe(
    'The account’s alias in IAM, unique among all accounts of AWS; `null` removes it. Read inside the account by the role that reads, written there through AWSControlTowerExecution.',
  );

const identityCenterUser = z.strictObject({
  email: email.describe('Of the user who gets access through Identity Center.'),
  firstName: z.string().min(1).max(64).describe('Given name of that user.'),
  lastName: z.string().min(1).max(64).describe('Family name of that user.'),
});

export const vend = z
  .union([
    z.enum(['create', 'account-factory'], {
      error: says('is no way to make an account', 'write create or account-factory'),
    }),
    z.strictObject({
      accountFactory: identityCenterUser.describe(
        'Account Factory, and the user who gets access through Identity Center.',
      ),
    }),
  ])
  .describe(
    'How it is made where AWS has none of this email. `create` (default): CreateAccount, moved to its unit, enrolled by auto-enrolment or with the unit. `account-factory`: Control Tower’s product in Service Catalog; `{ accountFactory: { email, firstName, lastName } }` names the user for Identity Center, who else is the account’s own address.',
  );

export const quarantine = z
  .strictObject({
    policy: entryName.describe(
      'A service control policy of `policies:`, by its key; `targets: []` there is enough. It must let Control Tower and StackSets in, which bring the account to where it is ready.',
    ),
    readyWhen: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Rows of the target state, by their ids: `["1D-1", "1D-3"]`. Judged at every plan for this account alone, as `towerctl checklist` does, the quarantine itself left out; rows about the whole organization are judged as a whole. The plan that finds all of them met lets the account go.',
      ),
  })
  .meta({ id: 'Quarantine' });

export type Quarantine = z.infer<typeof quarantine>;
