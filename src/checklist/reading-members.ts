import type { IamPort } from '../aws/iam.js';
import type { MemberAccount } from '../aws/member.js';
import type { NodeName } from '../model.js';
import type { RootCredentialFacts, SignInFacts } from './access-facts.js';
import { type Fact, known, unread } from './evidence.js';
import { andThen, factInside, factOf } from './facts.js';
import type { Read } from './read.js';

/** IAM users of one account that are asked for a password; an account may have 5,000. */
const MOST_ASKED = 200;

/** The same reading, with a way into accounts. */
export interface Inside extends Read {
  enter(account: NodeName): Promise<Fact<MemberAccount>>;
}

/**
 * Enters accounts by the role that reads; where that is refused, everything inside is unknown, and nothing else. The
 * management account is the caller's own: credentials of another account would tell of that one.
 */
export function withEntrance(read: Read): Inside {
  const { aws, live, tree } = read;
  const idOf = (account: NodeName): string => live.names.idOf(account as `account:${string}`);
  let caller: Promise<Fact<string>> | undefined;
  const callerAccount = (): Promise<Fact<string>> => {
    caller ??= factOf('sts:GetCallerIdentity', async () => (await aws.caller()).split(':')[4] ?? '');
    return caller;
  };
  const enterOwn = (account: NodeName): Promise<Fact<MemberAccount>> =>
    callerAccount().then((found) =>
      andThen(found, async (id) => {
        if (id === idOf(account)) return known(await aws.readIn(id));
        const whose = live.names.nameOf(id) ?? id;
        return unread({ reason: `these credentials are of ${whose}, and only the management account's own tell` });
      }),
    );
  const enterMember = async (account: NodeName): Promise<Fact<MemberAccount>> => {
    const member = await factInside('sts:AssumeRole', () => aws.readIn(idOf(account)));
    // That the role is not there and that it may not be entered look alike.
    return member.known || member.unread.missingPermission === undefined ? member : unread({ reason: NOT_ENTERED });
  };
  return {
    ...read,
    enter: (account) => (tree.get(account)?.management === true ? enterOwn(account) : enterMember(account)),
  };
}

const NOT_ENTERED = 'the account cannot be entered by the role that reads';

/**
 * Who can sign in to one account: one call where there are no IAM users, as in most. The credential report would cost
 * three at least, and may be four hours old: what was mended today would still stand in it.
 */
export async function readSignIn(read: Inside, account: NodeName): Promise<Fact<SignInFacts>> {
  return andThen(await read.enter(account), ({ iam }) =>
    factInside('iam:GetAccountSummary', async () => {
      const summary = await iam.summary();
      const root = rootCredentials(summary);
      return { root, ...(summary['Users'] === 0 ? { withPassword: [], notAsked: 0 } : await usersOf(iam)) };
    }),
  );
}

/** Those that did sign in are asked first: where there are very many, they tell most. */
async function usersOf(iam: IamPort): Promise<Pick<SignInFacts, 'withPassword' | 'notAsked'>> {
  const users = [...(await iam.users())].sort((one, other) => rank(one) - rank(other));
  const asked = users.slice(0, MOST_ASKED);
  const found = await Promise.all(asked.map(async ({ name }) => ((await iam.hasPassword(name)) ? [name] : [])));
  return { withPassword: found.flat().sort(), notAsked: users.length - asked.length };
}

function rank({ passwordLastUsed }: { readonly passwordLastUsed?: number }): number {
  return passwordLastUsed === undefined ? 1 : 0;
}

/** Any principal that may ask learns it, not the root user alone. Source: IAM API reference, GetAccountSummary. */
export function rootCredentials(summary: Readonly<Record<string, number>>): RootCredentialFacts {
  const present = (key: string): boolean | undefined => {
    const value = summary[key];
    return value === undefined ? undefined : value > 0;
  };
  return {
    password: present('AccountPasswordPresent'),
    accessKeys: present('AccountAccessKeysPresent'),
    signingCertificates: present('AccountSigningCertificatesPresent'),
    mfa: present('AccountMFAEnabled'),
  };
}
