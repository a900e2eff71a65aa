import { z } from 'zod';
import type { DeclaredNode, Section, SectionFinding } from '../../kind.js';
import { accountId, email, entryName, says, tags, unitField } from '../../manifest/fields.js';
import type { NodeName } from '../../model.js';

const account = z
  .strictObject({
    id: accountId.optional().describe('The account id, in quotes. The surest way to say which account is meant.'),
    email: email.optional().describe('The email address of the account’s root user; matched when there is no id.'),
    name: z.string().min(1).max(50).optional().describe('The name in AWS; absent = the key of this entry.'),
    ou: unitField('The unit it lives in, by its path; absent = it stays where it is.').optional(),
    management: z
      .literal(true)
      .optional()
      .describe('This is the management account, the only one that may live at the root.'),
    tags: tags.optional(),
    adopt: z.boolean().optional().describe('Take the account over although it differs from what is written here.'),
  })
  .refine((value) => value.id !== undefined || value.email !== undefined, {
    error: says('has neither an id nor an email', 'write one of them: names of accounts are not unique'),
  })
  .refine((value) => value.ou !== 'root' || value.management === true, {
    path: ['ou'],
    error: says(
      'is for the management account only',
      'name a unit; if this is the management account, write "management: true"',
    ),
  })
  .meta({ id: 'Account' });

export type AccountEntry = z.infer<typeof account>;
export type Accounts = Readonly<Record<string, AccountEntry>>;

export const accounts: Section<Accounts> = {
  key: 'accounts',
  title:
    'Accounts that exist, by a name of your choice: where each lives, and its tags. An account that is not named is reported, never moved.',
  schema: z.record(entryName, account),
  nodes: (value) =>
    Object.entries(value).map(
      ([key, entry]): DeclaredNode => ({ path: [key], id: entry.id, node: nodeOf(key, entry) }),
    ),
  check: checkAccounts,
};

function nodeOf(key: string, entry: AccountEntry): DeclaredNode['node'] {
  const tags = Object.entries(entry.tags ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return {
    name: `account:${key}`,
    parent: parentOf(entry),
    tags: Object.fromEntries(tags),
    declared: true,
    live: false,
    ...(entry.management === true ? { management: true } : {}),
    ...(entry.email === undefined ? {} : { email: entry.email }),
  };
}

/** Without `ou:` nobody can tell offline; below the root is the place that selects least. */
function parentOf(entry: AccountEntry): NodeName {
  return entry.ou === undefined || entry.ou === 'root' ? 'root' : `unit:${entry.ou}`;
}

function* checkAccounts(section: Accounts): Iterable<SectionFinding> {
  const seen = new Map<string, string>();
  for (const [key, entry] of Object.entries(section)) {
    for (const field of ['id', 'email', 'management'] as const) {
      const value = entry[field];
      if (value === undefined) continue;
      const mark = `${field}\0${String(value).toLowerCase()}`;
      const first = seen.get(mark);
      if (first === undefined) seen.set(mark, key);
      else {
        const message =
          field === 'management'
            ? 'a second management account'
            : `accounts.${key}.${field} "${value}" is that of "${first}" too`;
        yield { path: [key, field], first: [first, field], message, hint: 'an account is declared once' };
      }
    }
  }
}
