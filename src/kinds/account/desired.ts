import type { DesiredContext } from '../../kind.js';
import type { Desired } from '../../model.js';
import { attachmentAddress } from '../policy-attachment/spec.js';
import { type AccountEntry, byAccountFactory, mayBeMade } from './entry.js';
import { checkQuarantines, quarantineOf } from './quarantine.js';
import { accounts } from './section.js';
import { type AccountSpec, holdingPolicy, isSameEmail, type Vending } from './spec.js';

export function* desired(context: DesiredContext): Generator<Desired<AccountSpec>> {
  const { manifest, organization } = context;
  const isOffline = organization.get('root')?.live !== true;
  checkQuarantines(context);
  for (const [key, entry] of Object.entries(manifest.section(accounts) ?? {})) {
    const address = `account:${key}` as const;
    const origin = manifest.originOf(accounts.key, key);
    const base = { address, origin, ...(adopts(entry) && { adopt: true }) };
    const isThere = organization.get(address)?.live === true;
    if (entry.close) yield { ...base, spec: { key }, absent: true };
    else if (isThere) {
      otherEmail(context, key, entry);
      const holding = holdOf(context, key, entry);
      yield { ...base, ...holding, spec: { ...specOf(key, entry), ...holding.spec } };
    } else if (isOffline) yield { ...base, spec: { ...specOf(key, entry), ...newHold(context, key, entry) } };
    else if (mayBeMade(entry)) {
      placeless(context, key, entry);
      yield { ...base, spec: { ...newSpecOf(key, entry), ...newHold(context, key, entry) } };
    } else yield { ...base, spec: specOf(key, entry), existing: true };
  }
}

/** Account Factory cannot tag what it makes: an account that it was asked for is ours although nothing says so yet. */
function adopts(entry: AccountEntry): boolean {
  return entry.adopt === true || byAccountFactory(entry);
}

function specOf(key: string, entry: AccountEntry): AccountSpec {
  const { name, ou, tags, alternateContacts, regions, alias } = entry;
  return {
    key,
    ...(name !== undefined && { name }),
    ...(ou !== undefined && { parent: ou === 'root' ? 'root' : `unit:${ou}` }),
    ...(tags && { tags }),
    ...(alternateContacts && { contacts: withoutUndefined(alternateContacts) }),
    ...(regions && { regions: Object.fromEntries(regions.map(regionWish)) }),
    ...(alias !== undefined && { alias }),
  };
}

function newSpecOf(key: string, entry: AccountEntry): AccountSpec {
  const { name = key, email = '' } = entry;
  return { ...specOf(key, entry), name, email, vend: vendingOf(entry, email) };
}

function newHold({ manifest }: DesiredContext, key: string, entry: AccountEntry): Pick<AccountSpec, 'held'> {
  const quarantine = mayBeMade(entry) ? quarantineOf(manifest, key, entry) : undefined;
  return quarantine ? { held: quarantine.policy } : {};
}

interface Holding extends Pick<Desired, 'needs' | 'note' | 'why' | 'held'> {
  readonly spec?: Pick<AccountSpec, 'held'>;
}

/** An account that carries the tag stays under the policy until it is ready, or the manifest asks for none any more. */
function holdOf({ manifest, organization, holds }: DesiredContext, key: string, entry: AccountEntry): Holding {
  const address = `account:${key}` as const;
  const held = organization.get(address)?.held;
  if (held === undefined) return {};
  const quarantine = quarantineOf(manifest, key, entry);
  const hold = holds?.get(address);
  if (quarantine && hold?.isReady !== true)
    return { spec: { held: quarantine.policy }, ...(hold && { held: hold.words }) };
  return {
    spec: { held: null },
    // The tag is what the next plan goes by, so it goes last.
    needs: [quarantine?.policy ?? held].map((policy) => attachmentAddress(holdingPolicy(policy), address)),
    ...(hold && { why: 'ready', note: hold.words }),
  };
}

function vendingOf({ vend }: AccountEntry, email: string): Vending {
  if (vend === undefined || vend === 'create') return { by: 'create-account' };
  const user = vend === 'account-factory' ? { email, firstName: 'AWS', lastName: 'Account' } : vend.accountFactory;
  return { by: 'account-factory', userEmail: user.email, firstName: user.firstName, lastName: user.lastName };
}

function regionWish(wish: string): [string, 'on' | 'off'] {
  return wish.startsWith('-') ? [wish.slice(1), 'off'] : [wish, 'on'];
}

function withoutUndefined<T>(given: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

/** A new account begins at the root, where no unit's policies reach it: it is not left there. */
function placeless({ manifest, problem }: DesiredContext, key: string, { ou, email }: AccountEntry): void {
  if (ou !== undefined) return;
  problem({
    code: 'account-without-place',
    address: `account:${key}`,
    origin: manifest.originOf(accounts.key, key),
    message: `AWS has no account with the email ${email}, and a new one has no place: ou: is missing`,
    hint: 'write ou:; or correct the email, if the account exists; or write "existing: true", so that none is ever made',
  });
}

/** Only somebody who reads the new address's mail can change it: AWS sends a code there. */
function otherEmail(
  { manifest, organization, problem }: DesiredContext,
  key: string,
  { id, email }: AccountEntry,
): void {
  const actual = organization.get(`account:${key}`)?.email;
  if (id === undefined || email === undefined || actual === undefined || isSameEmail(actual, email)) return;
  problem({
    code: 'account-email-differs',
    severity: 'warning',
    address: `account:${key}`,
    origin: manifest.originOf(accounts.key, key, 'email'),
    message: `account ${id} has the email ${actual}, not ${email}; towerctl does not change it`,
    hint: 'change it with StartPrimaryEmailUpdate and the code that AWS mails to the new address, then update the account in Control Tower; or correct the manifest',
  });
}
