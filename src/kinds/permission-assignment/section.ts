import { z } from 'zod';
import type { Section } from '../../kind.js';
import { excludeField, onOff, says, targetsField } from '../../manifest/fields.js';

/** Line breaks and the like would end up in addresses; Identity Center refuses most of them as well. */
const nameOf = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.trim() === text, {
      error: says('is not a name of the directory', 'write it as the directory shows it, without spaces at its ends'),
    });

const entry = z
  .strictObject({
    group: nameOf(1024)
      .optional()
      .describe('Display name of a group: one of `groups`, or one that the directory has (SCIM, Control Tower).'),
    user: nameOf(128).optional().describe('User name of a user of the directory.'),
    permissionSet: z
      .string()
      .min(1)
      .max(32)
      .describe('A permission set by its key under `permissionSets`, those with `existing: true` included.'),
    targets: targetsField(
      'Accounts: `Workloads/Prod` stands for the accounts directly in that unit, `Workloads/**` for all below it, `root` for every account, the management account included.',
    ),
    exclude: excludeField('Accounts that are left out again.').optional(),
    state: onOff
      .optional()
      .describe(
        '`off`: this must not be assigned. For sets with `authority: declared`, which lose nothing by omission.',
      ),
  })
  .refine(({ group, user }) => (group === undefined) !== (user === undefined), {
    error: says('names nobody, or both a group and a user', 'write one of group: and user:'),
  })
  .meta({ id: 'Assignment' });

export type AssignmentEntry = z.infer<typeof entry>;

export const assignments: Section<readonly AssignmentEntry[]> = {
  key: 'assignments',
  title: 'Who may enter which accounts, through which permission set of IAM Identity Center.',
  schema: z.array(entry),
};
