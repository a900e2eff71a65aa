import type { Json, JsonObject } from '../../../model.js';
import { isMap, mapAt } from './fault.js';
import { itemsOf, textOfValue } from './text.js';

export interface Principals {
  /** Who may assume the role, in words; empty for what is no role. */
  readonly trusted: readonly string[];
  /** Of those, the ones that are not in the organization. */
  readonly outside: readonly string[];
  /** Of those, the ones that a parameter decides. */
  readonly unsure: readonly string[];
}

interface Named {
  readonly words: string;
  readonly where: 'inside' | 'outside' | 'unsure';
}

/** Who may assume a role, by its trust policy. */
export function principalsOf(trust: Json, orgId: string): Principals {
  const named = itemsOf(isMap(trust) ? trust['Statement'] : undefined).flatMap((statement) => {
    if (!isMap(statement) || statement['Effect'] === 'Deny') return [];
    const found = ofStatement(statement);
    const limit = organizationOf(mapAt(statement, 'Condition'), orgId);
    if (limit === undefined) return found;
    return found.map(
      ({ words }): Named => ({ words: `${words} of the organization${limit.words}`, where: limit.where }),
    );
  });
  const words = (where?: Named['where']): string[] =>
    [...new Set(named.filter((one) => where === undefined || one.where === where).map((one) => one.words))].sort();
  return { trusted: words(), outside: words('outside'), unsure: words('unsure') };
}

function ofStatement(statement: JsonObject): Named[] {
  if (statement['NotPrincipal'] !== undefined) return [{ words: 'everybody but a few', where: 'outside' }];
  const principal = statement['Principal'];
  if (principal === '*') return [{ words: 'anyone', where: 'outside' }];
  return Object.entries(isMap(principal) ? principal : {}).flatMap(([kind, value]) =>
    itemsOf(value).map((one) => {
      const text = textOfValue(one);
      if (kind === 'Service') return { words: text, where: 'inside' as const };
      // An identity provider: what it may assert is limited by conditions that only its owner can judge.
      if (kind === 'Federated') return { words: providerName(text) + subjects(statement), where: 'outside' as const };
      return ofAccount(text);
    }),
  );
}

const PRINCIPAL_ARN = /^arn:(?:\$\{[^}]*\}|[^:]+):(?:iam|sts)::(\$\{[^}]*\}|[^:]*):(.+)$/;

function ofAccount(text: string): Named {
  if (text === '*') return { words: 'anyone', where: 'outside' };
  const [, account = text, resource = 'root'] = PRINCIPAL_ARN.exec(text) ?? [];
  // The account's root stands for everybody in it whom it lets.
  const who = (name: string): string => (resource === 'root' ? name : `${resource} of ${name}`);
  if (account === '${AWS::AccountId}') return { words: who('this account'), where: 'inside' };
  const ours = /^\$\{account\.(.+)\.id\}$/.exec(account)?.[1];
  if (ours !== undefined) return { words: who(`account ${ours}`), where: 'inside' };
  if (/^\d{12}$/.test(account)) return { words: who(`account ${account}`), where: 'outside' };
  return { words: text, where: text.includes('${') ? 'unsure' : 'outside' };
}

function providerName(arn: string): string {
  return arn
    .slice(arn.lastIndexOf(':oidc-provider/') + 1)
    .replace(/^.*oidc-provider\//, '')
    .replace(/^.*saml-provider\//, 'SAML ');
}

/** The subjects that an identity provider's tokens must have. */
function subjects(statement: JsonObject): string {
  const found = Object.values(mapAt(statement, 'Condition')).flatMap((keys) =>
    Object.entries(isMap(keys) ? keys : {}).flatMap(([key, value]) =>
      /:sub$/.test(key) ? itemsOf(value).map(textOfValue) : [],
    ),
  );
  return found.length === 0 ? ' without a condition on its subjects' : ` for ${found.join(', ')}`;
}

/** The organization that a condition limits a statement to: ours, or the one that a parameter names. */
function organizationOf(condition: JsonObject, orgId: string): Named | undefined {
  const values = Object.entries(condition).flatMap(([operator, keys]) =>
    /^(ForA(ny|ll)Values:)?String(Equals|Like)$/.test(operator)
      ? Object.entries(isMap(keys) ? keys : {}).flatMap(([key, value]) =>
          /^aws:principalorg(id|paths)$/i.test(key) ? itemsOf(value).map(textOfValue) : [],
        )
      : [],
  );
  if (values.length === 0) return undefined;
  const isOurs = (text: string): boolean => [orgId, '${org.id}'].includes(text.split('/')[0] ?? '');
  if (values.every(isOurs)) return { words: '', where: 'inside' };
  const other = values.filter((text) => !isOurs(text));
  return { words: ` ${other.join(', ')}`, where: other.every((text) => text.startsWith('${')) ? 'unsure' : 'outside' };
}
