import { describeFault, faultOf } from '../../aws/faults.js';
import type { LiveContext } from '../../kind.js';
import type { Address } from '../../model.js';
import { isInScope } from '../in-scope.js';
import type { SeenNode } from '../live-nodes.js';
import type { Surroundings } from '../surroundings.js';
import { ACCOUNT_MANAGEMENT, type AccountSpec, type Contact, type ContactType, usesAccountManagement } from './spec.js';

type Context = LiveContext<Surroundings>;

/** What is asked of each account by itself, and only where the manifest speaks of it. A field that could not be read is left out. */
export type Settings = Pick<AccountSpec, 'contacts' | 'regions' | 'alias'>;

/** Account Management takes the id of members only: the management account names itself and is refused. */
export function accountIdFor({ live }: Surroundings, address: Address, id: string): string | undefined {
  return live.organization.get(address as `account:${string}`)?.management === true ? undefined : id;
}

/** Reads for accounts in scope that exist and that AWS accepts changes to: what is not read counts as it is declared. */
export async function settingsOf(context: Context, seen: readonly SeenNode[]): Promise<ReadonlyMap<Address, Settings>> {
  const asked = seen.flatMap((one): { one: SeenNode; wanted: AccountSpec }[] => {
    const wanted = context.declared.get(one.base.address)?.spec as AccountSpec | undefined;
    const speaks = wanted && (usesAccountManagement(wanted) || wanted.alias !== undefined);
    return speaks && one.inTree.state === undefined && isInScope(context, one.base.address) ? [{ one, wanted }] : [];
  });
  if (asked.length === 0) return new Map();
  const trusted = await isTrusted(context, asked);
  return new Map(
    await Promise.all(
      asked.map(async ({ one, wanted }) => [one.base.address, await readOne(context, one, wanted, trusted)] as const),
    ),
  );
}

/** Without its trusted access the service answers nothing about members: said once, with what to write. */
async function isTrusted(
  context: Context,
  asked: readonly { readonly one: SeenNode; readonly wanted: AccountSpec }[],
): Promise<boolean> {
  const first = asked.find(({ one, wanted }) => !one.inTree.management && usesAccountManagement(wanted));
  if (!first) return true;
  if ((await context.aws.organizations.trustedServices()).includes(ACCOUNT_MANAGEMENT)) return true;
  const declared = context.declaredOf('trusted-access').get(`trusted-access:${ACCOUNT_MANAGEMENT}`);
  if (declared === undefined || declared.absent) sayUntrusted(context, first.one.base.address);
  return false;
}

export function sayUntrusted(context: Context, address: Address): void {
  const origin = context.declared.get(address)?.origin;
  context.problem({
    code: 'account-management-off',
    address,
    ...(origin && { origin }),
    message: `names, alternate contacts and Regions of member accounts are managed through ${ACCOUNT_MANAGEMENT}, which has no trusted access`,
    hint: `write trustedAccess: { ${ACCOUNT_MANAGEMENT}: on }`,
  });
}

async function readOne(
  context: Context,
  { base, inTree }: SeenNode,
  wanted: AccountSpec,
  trusted: boolean,
): Promise<Settings> {
  const id = base.id ?? '';
  const readable = trusted || inTree.management === true;
  const accountId = inTree.management === true ? undefined : id;
  const [contacts, regions, alias] = await Promise.all([
    wanted.contacts &&
      (readable
        ? attempt(context, base.address, 'alternate contacts', () =>
            contactsOf(context, wanted.contacts ?? {}, accountId),
          )
        : {}),
    wanted.regions && (readable ? attempt(context, base.address, 'Regions', () => regionsOf(context, accountId)) : {}),
    wanted.alias === undefined
      ? undefined
      : attempt(context, base.address, 'alias', async () => (await aliasOf(context, id)) ?? null),
  ]);
  return {
    ...(contacts && { contacts }),
    ...(regions && { regions }),
    ...(alias !== undefined && { alias }),
  };
}

/** A plan may not act as the role that writes; who may is held to reading where the role that reads is not (yet). */
async function aliasOf({ aws }: Context, id: string): Promise<string | undefined> {
  try {
    return await (await aws.readIn(id)).iam.alias();
  } catch (error) {
    if (faultOf(error).class !== 'denied') throw error;
    return (await aws.inAccount(id, { only: ['iam:ListAccountAliases'] })).iam.alias();
  }
}

async function contactsOf(
  { aws }: Context,
  wanted: NonNullable<AccountSpec['contacts']>,
  accountId: string | undefined,
): Promise<Record<string, Contact | null>> {
  const types = Object.keys(wanted) as ContactType[];
  const found = await Promise.all(
    types.map(async (type) => [type, (await aws.account.alternateContact(wireType(type), accountId)) ?? null] as const),
  );
  return Object.fromEntries(found);
}

export function wireType(type: ContactType): 'BILLING' | 'OPERATIONS' | 'SECURITY' {
  return type.toUpperCase() as Uppercase<ContactType>;
}

/** One that is on its way counts as there: it was asked for, and nothing can be done but wait. */
async function regionsOf({ aws }: Context, accountId: string | undefined): Promise<Record<string, 'on' | 'off'>> {
  const states = await aws.account.regions(accountId);
  return Object.fromEntries(
    [...states].map(([region, status]) => [region, status === 'DISABLED' || status === 'DISABLING' ? 'off' : 'on']),
  );
}

/** An account that cannot be entered makes this field unknown, and nothing else: it is said, and left alone. */
async function attempt<T>(
  context: Context,
  address: Address,
  what: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const fault = faultOf(error);
    if (fault.class === 'bug') throw error;
    const origin = context.declared.get(address)?.origin;
    context.problem({
      code: 'account-unread',
      severity: 'warning',
      address,
      ...(origin && { origin }),
      message: `${describeFault(`the ${what} of ${address} could not be read`, fault)}; nothing of it is changed`,
      hint:
        what === 'alias'
          ? 'the account must be enrolled, and the role AWSControlTowerExecution in it must trust the management account'
          : 'see what the role that runs towerctl may do with account:*',
    });
    return undefined;
  }
}
