import { describeFault, faultOf } from '../../aws/faults.js';
import type { Step, StepContext } from '../../kind.js';
import type { Address, Progress } from '../../model.js';
import type { Surroundings } from '../surroundings.js';
import { accountIdFor, wireType } from './settings.js';
import type { AccountSpec, Contact, ContactType } from './spec.js';

type Context = StepContext<Surroundings>;

/** Regions that AWS changes at the same time in one account (Account Management quotas). */
const REGIONS_AT_ONCE = 6;
/** Seconds: "minutes to hours" (Account Management user guide). */
const REGION_CHANGE = { takes: [120, 3_600], patience: 21_600 } as const;

/** Name, contacts, Regions and alias, one write each; what takes longest and what may not be let in come last. */
export function settingsSteps(address: Address, from: AccountSpec, to: AccountSpec): Step<Surroundings>[] {
  return [
    ...(to.name !== undefined && from.name !== undefined && from.name !== to.name ? [rename(address, to.name)] : []),
    ...contactSteps(address, from.contacts ?? {}, to.contacts ?? {}),
    ...aliasSteps(address, from.alias ?? null, to.alias),
    ...regionSteps(address, from.regions ?? {}, to.regions ?? {}),
  ];
}

function idIn({ aws, names }: Context, address: Address): string | undefined {
  return accountIdFor(aws, address, names.idOf(address));
}

function rename(address: Address, name: string): Step<Surroundings> {
  return {
    name: `rename to "${name}"`,
    calls: ['account:PutAccountName'],
    async start(context) {
      await context.aws.account.putName(name, idIn(context, address));
      return { state: 'done' };
    },
  };
}

type Contacts = NonNullable<AccountSpec['contacts']>;

function contactSteps(address: Address, from: Contacts, to: Contacts): Step<Surroundings>[] {
  return (Object.keys(to) as ContactType[]).flatMap((type) => {
    const [before, wanted] = [from[type] ?? null, to[type] ?? null];
    if (isSame(before, wanted)) return [];
    return [wanted === null ? forgetContact(address, type) : putContact(address, type, wanted)];
  });
}

function isSame(one: Contact | null, other: Contact | null): boolean {
  if (one === null || other === null) return one === other;
  return one.name === other.name && one.title === other.title && one.email === other.email && one.phone === other.phone;
}

function putContact(address: Address, type: ContactType, contact: Contact): Step<Surroundings> {
  return {
    name: `set the ${type} contact`,
    calls: ['account:PutAlternateContact'],
    async start(context) {
      await context.aws.account.putAlternateContact(wireType(type), contact, idIn(context, address));
      return { state: 'done' };
    },
  };
}

function forgetContact(address: Address, type: ContactType): Step<Surroundings> {
  return {
    name: `delete the ${type} contact`,
    calls: ['account:DeleteAlternateContact'],
    async start(context) {
      try {
        await context.aws.account.deleteAlternateContact(wireType(type), idIn(context, address));
      } catch (error) {
        if (faultOf(error).class !== 'gone') throw error;
      }
      return { state: 'done' };
    },
  };
}

/** An account that does not let us in lacks its alias, and nothing that waits for the account is held up by that. */
function aliasSteps(address: Address, from: string | null, to: string | null | undefined): Step<Surroundings>[] {
  if (to === undefined || from === to) return [];
  return [
    {
      name: to === null ? 'remove the alias' : `set the alias "${to}"`,
      calls: [to === null ? 'iam:DeleteAccountAlias' : 'iam:CreateAccountAlias'],
      async start({ aws, names }) {
        try {
          const { iam } = await aws.inAccount(names.idOf(address));
          if (to !== null) await iam.createAlias(to);
          else if (from !== null) await iam.deleteAlias(from);
          return { state: 'done' };
        } catch (error) {
          return withoutAlias(error, to);
        }
      },
    },
  ];
}

function withoutAlias(error: unknown, alias: string | null): Progress {
  const fault = faultOf(error);
  if (fault.code.startsWith('EntityAlreadyExists'))
    return {
      state: 'failed',
      problem: `the alias "${alias ?? ''}" is taken, by an account of yours or of anybody: choose another`,
    };
  if (fault.code.startsWith('NoSuchEntity')) return { state: 'done' };
  if (fault.class !== 'denied') throw error;
  return { state: 'done', lacking: `no alias: ${describeFault('the account could not be entered', fault)}` };
}

type Regions = NonNullable<AccountSpec['regions']>;

/** As many at a time as AWS changes in one account; each group is waited for. */
function regionSteps(address: Address, from: Regions, to: Regions): Step<Surroundings>[] {
  const wishes = Object.entries(to).filter(([region, state]) => (from[region] ?? 'off') !== state);
  const groups: (typeof wishes)[] = [];
  for (let at = 0; at < wishes.length; at += REGIONS_AT_ONCE) groups.push(wishes.slice(at, at + REGIONS_AT_ONCE));
  return groups.flatMap((group) => [
    ...group.map(([region, state]) => switchRegion(address, region, state)),
    awaitRegions(address, group),
  ]);
}

function switchRegion(address: Address, region: string, state: 'on' | 'off'): Step<Surroundings> {
  return {
    name: `${state === 'on' ? 'enable' : 'disable'} ${region}`,
    calls: [state === 'on' ? 'account:EnableRegion' : 'account:DisableRegion'],
    async start(context) {
      const { account } = context.aws;
      try {
        if (state === 'on') await account.enableRegion(region, idIn(context, address));
        else await account.disableRegion(region, idIn(context, address));
      } catch (error) {
        // A change of this Region is under way; which one, the next step sees.
        if (faultOf(error).code !== 'ConflictException') throw error;
      }
      return { state: 'done' };
    },
  };
}

/** The token is how many are done: one is asked for at a time. */
function awaitRegions(address: Address, group: readonly (readonly [string, 'on' | 'off'])[]): Step<Surroundings> {
  const look = async (token: string, context: Context): Promise<Progress> => {
    const at = Number(token);
    const [region, wanted] = group[at] ?? [];
    if (region === undefined) return { state: 'done' };
    const status = await context.aws.account.regionStatus(region, idIn(context, address));
    if (status === 'ENABLING' || status === 'DISABLING')
      return { state: 'running', token, detail: `${region} is ${status}` };
    const isOn = status === 'ENABLED' || status === 'ENABLED_BY_DEFAULT';
    if (isOn !== (wanted === 'on'))
      return { state: 'failed', problem: `${region} is ${status ?? 'not listed'}; run again` };
    return at + 1 === group.length ? { state: 'done' } : { state: 'running', token: String(at + 1) };
  };
  return {
    name: `wait for ${group.map(([region]) => region).join(', ')}`,
    calls: [],
    ...REGION_CHANGE,
    start: (context) => look('0', context),
    poll: look,
  };
}
