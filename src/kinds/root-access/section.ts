import { z } from 'zod';
import type { Section, SectionFinding } from '../../kind.js';
import { day, excludeField, says, targetsField } from '../../manifest/fields.js';
import { accountField } from '../named-account.js';

const bucket = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: says('is not the name of an S3 bucket') });

const sweepException = z.strictObject({
  targets: excludeField('The accounts whose root users keep what they have.'),
  reason: z.string().min(1).max(512).describe('Why, for whoever reads the plan: a ticket, a sentence.'),
  until: day.optional().describe('The last day it holds (UTC). After it the accounts are swept like all others.'),
});

const rootAccess = z
  .strictObject({
    credentialsManagement: z
      .boolean()
      .optional()
      .describe(
        'Root users of members are looked after centrally (RootCredentialsManagement): accounts made from then on have no root credentials, and those that there are can be deleted. `false` switches it off; absent leaves it as it is.',
      ),
    sessions: z
      .boolean()
      .optional()
      .describe(
        'Privileged tasks in members (RootSessions): unlocking buckets and queues, letting the recovery of a root password through again. `false` switches it off; absent leaves it as it is.',
      ),
    administrator: accountField(
      'The member account that looks after root access beside the management account: `account:KEY`; the same as delegatedAdministrators.iam.',
    ).optional(),
    audit: z
      .strictObject({
        bucket: bucket.describe('A bucket of the management account, in the home Region, that nobody else reads.'),
        key: z.string().min(1).max(1_024).default('towerctl/root-audit.json').describe('The object in it.'),
      })
      .optional()
      .describe('Where the dated result of the root audit lies: `towerctl root audit` writes it, a plan reads it.'),
    sweep: z
      .strictObject({
        targets: targetsField('The accounts whose root users are left without credentials.'),
        exclude: z.array(sweepException).min(1).optional().describe('Accounts that are left out, each with a reason.'),
        maxAge: z.int().min(1).max(90).default(7).describe('Days that a result of the audit is believed.'),
      })
      .optional()
      .describe(
        'Root credentials of member accounts that the audit found are deleted, account by account: passwords, access keys, signing certificates, MFA devices. The management account is never swept.',
      ),
  })
  .meta({ id: 'RootAccess' });

export type RootAccessEntry = z.infer<typeof rootAccess>;
export type SweepException = z.infer<typeof sweepException>;

export const rootAccessSection: Section<RootAccessEntry> = {
  key: 'rootAccess',
  title: 'Centralized access to the root users of member accounts. What is left out is left alone.',
  schema: rootAccess,
  check,
};

function* check({ credentialsManagement, sweep, audit }: RootAccessEntry): Iterable<SectionFinding> {
  if (!sweep) return;
  if (!audit)
    yield {
      path: ['sweep'],
      message: 'the sweep does not say where the result of the audit lies',
      hint: 'add audit: { bucket: NAME } beside it; `towerctl root audit` writes there',
    };
  if (credentialsManagement === false)
    yield {
      path: ['credentialsManagement'],
      message: 'credentialsManagement is off, and without it the sweep can delete nothing',
      hint: 'write true, or remove sweep',
    };
}
