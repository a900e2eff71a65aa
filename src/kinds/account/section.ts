import { z } from 'zod';
import type { DeclaredNode, Section } from '../../kind.js';
import { entryName } from '../../manifest/fields.js';
import type { NodeName } from '../../model.js';
import { checkAccounts } from './check.js';
import { type AccountEntry, type Accounts, account } from './entry.js';
import { type Quarantine, quarantine } from './fields.js';

export const accounts: Section<Accounts> = {
  key: 'accounts',
  title:
    'Accounts, by a name of your choice: where each lives, its tags and settings. One whose email AWS does not know is made. An account that is not named is reported, never moved, never closed.',
  schema: z.record(entryName, account),
  nodes: (value) =>
    Object.entries(value).map(
      ([key, entry]): DeclaredNode => ({ path: [key], id: entry.id, node: nodeOf(key, entry) }),
    ),
  check: checkAccounts,
};

export const newAccounts: Section<{ readonly quarantine?: Quarantine | undefined }> = {
  key: 'newAccounts',
  title:
    'What holds for every account that this manifest makes and that does not say otherwise itself. Accounts that are there already are not touched by it.',
  supplement: true,
  schema: z
    .strictObject({
      quarantine: quarantine.optional().describe('Every new account is held under this policy until it is ready.'),
    })
    .meta({ id: 'NewAccounts' }),
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
