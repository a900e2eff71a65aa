import { z } from 'zod';
import type { DesiredContext } from '../kind.js';
import { entryName, says } from '../manifest/fields.js';
import { didYouMean, quote } from '../manifest/problems.js';
import { nodeOf } from '../manifest/targets.js';
import type { Address, NodeName, Origin } from '../model.js';
import type { Organization } from '../organization.js';

/** One account that a section names: `account:KEY`, or the key alone. */
export function accountField(description: string) {
  return z
    .string()
    .refine((text) => entryName.safeParse(keyOf(text)).success, {
      error: says('is not an account', 'write account:KEY, by the key under accounts'),
    })
    .describe(description);
}

/** The account as the rest of the product names it; whether it is there is another question. */
export function accountNamed(organization: Organization, text: string): NodeName {
  const named: NodeName = `account:${keyOf(text)}`;
  if (organization.has(named) || text !== 'management') return named;
  return nodeOf(organization, 'management') ?? named;
}

function keyOf(text: string): string {
  return text.replace(/^account:/, '');
}

interface Said {
  readonly code: string;
  readonly address: Address;
  readonly origin: Origin;
}

/** The account, or a problem: it has to be declared, or be the management account. */
export function knownAccount(
  { organization, problem }: Pick<DesiredContext, 'organization' | 'problem'>,
  text: string,
  said: Said,
): NodeName | undefined {
  const name = accountNamed(organization, text);
  const node = organization.get(name);
  if (node?.declared === true || node?.management === true) return name;
  const declared = organization
    .accounts()
    .flatMap((account) => (organization.get(account)?.declared === true ? [account.slice('account:'.length)] : []));
  const hint = didYouMean(keyOf(text), declared, 'declare it under accounts, with its id or email');
  problem({
    ...said,
    message: `${quote(text)} is not an account of this manifest`,
    ...(hint !== undefined && { hint }),
  });
  return undefined;
}
