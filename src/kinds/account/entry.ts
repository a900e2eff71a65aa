import { z } from 'zod';
import { accountId, email, says, tags, unitField } from '../../manifest/fields.js';
import { accountName, alias, alternateContacts, optInRegions, quarantine, vend } from './fields.js';

/** One entry of `accounts`. */
export const account = z
  .strictObject({
    id: accountId
      .optional()
      .describe('The account id, in quotes. The surest way to say which account is meant; one with an id exists.'),
    email: email
      .optional()
      .describe(
        'The email address of the account’s root user; matched when there is no id. Where AWS has no account of it, one is made.',
      ),
    name: accountName
      .optional()
      .describe('The name in AWS: an account of another name is renamed. Absent = a new one is called by its key.'),
    ou: unitField(
      'The unit it lives in, by its path; absent = it stays where it is. A new account needs one.',
    ).optional(),
    management: z
      .literal(true)
      .optional()
      .describe('This is the management account, the only one that may live at the root.'),
    existing: z
      .literal(true)
      .optional()
      .describe('It is there: never made, and without id and email found as the only ACTIVE account of its name.'),
    vend: vend.optional(),
    quarantine: z
      .union([quarantine, z.literal(false)])
      .optional()
      .describe(
        'A new account is held under this policy until it is ready; absent = as `newAccounts` says, `false` = not held. One that is there already is never put under it.',
      ),
    tags: tags.optional(),
    alternateContacts: alternateContacts.optional(),
    regions: optInRegions.optional(),
    alias: alias.optional(),
    adopt: z.boolean().optional().describe('Take the account over although it differs from what is written here.'),
    close: z
      .literal(true)
      .optional()
      .describe('Close the account, for good after 90 days. Needs an allowance of account-closure at it.'),
  })
  .refine((value) => value.id !== undefined || value.email !== undefined || value.existing === true, {
    error: says(
      'has neither an id nor an email',
      'write one of them: names of accounts are not unique; or "existing: true", if this name is',
    ),
  })
  .refine((value) => value.ou !== 'root' || value.management === true, {
    path: ['ou'],
    error: says(
      'is for the management account only',
      'name a unit; if this is the management account, write "management: true"',
    ),
  })
  .refine((value) => value.close !== true || value.management !== true, {
    path: ['close'],
    error: says('is not for the management account', 'AWS closes it only with the organization'),
  })
  .meta({ id: 'Account' });

export type AccountEntry = z.infer<typeof account>;
export type Accounts = Readonly<Record<string, AccountEntry>>;

/** Whether an account is made where AWS has none: one with an id was there once, so something else is wrong. */
export function mayBeMade({ id, email: address, management, existing, close }: AccountEntry): boolean {
  return id === undefined && address !== undefined && management !== true && existing !== true && close !== true;
}

/** Whether Control Tower's Account Factory is to make it. */
export function byAccountFactory(entry: AccountEntry): boolean {
  return entry.vend !== undefined && entry.vend !== 'create';
}
